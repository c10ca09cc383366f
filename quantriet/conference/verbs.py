"""Audit verbs of conferences."""

CONFERENCE_RECORDED = "conference.conference.recorded"
