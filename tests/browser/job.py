"""Runs jobs of the worker, each at an instant: `python -m tests.browser.job cascade.remind 2019-07-27T08:00`."""

import sys
from datetime import datetime

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from quantriet.kernel import clock  # noqa: E402

for task, instant in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    at = datetime.fromisoformat(instant).replace(tzinfo=clock.ZONE)
    clock.set_source(lambda at=at: at)
    app.tasks[task](timestamp=0)
