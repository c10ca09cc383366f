"""Fills the database named by DATABASE_URL with one of the scenes; run by the browser tests as a program of its own."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from quantriet.accounts.models import User  # noqa: E402
from quantriet.sample.models import SampleClock  # noqa: E402
from tests.browser import scenes  # noqa: E402

with transaction.atomic():
    today = getattr(scenes, sys.argv[1])()
    SampleClock.objects.create(pk=1, world="small", today=today, start=today)
    User.objects.update(is_sample=True)  # one click signs in, as in the sample world
