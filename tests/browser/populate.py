"""Fills the database named by DATABASE_URL with the small world; run by the browser tests as a program of its own."""

import django

django.setup()

from django.db import transaction  # noqa: E402

from quantriet.accounts.models import User  # noqa: E402
from quantriet.sample.models import SampleClock  # noqa: E402
from tests.world import TODAY, World  # noqa: E402

with transaction.atomic():
    World()
    SampleClock.objects.create(pk=1, world="small", today=TODAY, start=TODAY)
    User.objects.update(is_sample=True)  # one click signs in, as in the sample world
