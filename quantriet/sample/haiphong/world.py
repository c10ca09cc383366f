"""Tells the whole sample world from its beginning to its today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection, transaction

from quantriet.kernel.actor import SYSTEM
from quantriet.sample import actions
from quantriet.sample.haiphong import papers, year_2018, year_2019
from quantriet.sample.haiphong.cast import call_cast
from quantriet.sample.haiphong.story import Story
from quantriet.sample.haiphong.tree import found_tree

NAME = "hai-phong"
TODAY = date(2019, 7, 12)


def load(*, at: datetime) -> None:
    """All of it, or nothing."""
    with transaction.atomic(), _without_savepoints():
        _tell(at)


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Nothing is caught halfway here: the savepoints of the actions would only be a third of all statements."""
    allowed, connection.features.uses_savepoints = connection.features.uses_savepoints, False
    try:
        yield
    finally:
        connection.features.uses_savepoints = allowed


def _tell(at: datetime) -> None:
    tree = found_tree()
    story = Story(tree, call_cast(tree))
    for chapter in (papers, year_2018, year_2019):
        chapter.tell(story)
    story.tell()
    actions.set_clock(actor=SYSTEM, world=NAME, today=TODAY, at=at)
