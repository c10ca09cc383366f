"""Tells open pages that something changed: topics and ids, never content."""
