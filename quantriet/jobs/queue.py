"""Handing work to the background, inside the writing transaction: no commit, no job."""

from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, **arguments: Any) -> None:
    """Queue a task by its name with ids as arguments."""
    app.configure_task(task).defer(**arguments)
