"""Audit verbs of notices."""

NOTICE_SENT = "notices.notice.sent"
PREFERENCE_CHANGED = "notices.preference.changed"
