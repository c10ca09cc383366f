"""Audit verbs of study."""

STUDY_COUNTED = "study.count.recorded"
