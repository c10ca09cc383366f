"""Runs a periodic job of the worker at an instant: `python -m tests.browser.job cascade.remind 2019-07-27T08:00`."""

import sys
from datetime import datetime

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from quantriet.kernel import clock  # noqa: E402

instant = datetime.fromisoformat(sys.argv[2]).replace(tzinfo=clock.ZONE)
clock.set_source(lambda: instant)
app.tasks[sys.argv[1]](timestamp=0)
