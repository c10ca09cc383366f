"""Announces that something changed."""

import re

from django.db import connection

CHANNEL = "live"
TOPIC = re.compile(r"[a-z]+:[0-9]+")


def announce(*topics: str) -> None:
    """Wakes whoever shows one of the topics (`obligation:12`), when and only when the transaction commits."""
    wrong = [topic for topic in topics if not TOPIC.fullmatch(topic)]
    if wrong:
        raise ValueError(f"not a topic: {wrong}")
    if topics:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_notify(%s, topic) from unnest(%s::text[]) as topic", [CHANNEL, sorted(set(topics))]
            )
