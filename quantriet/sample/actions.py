"""The writes that only a sample world needs: its clock, its accounts, signing in with one click."""

from datetime import date, datetime

from django.db import transaction

from quantriet.accounts.models import User
from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.sample import errors, queries, verbs
from quantriet.sample.models import SampleClock


@transaction.atomic
def set_clock(*, actor: Actor, world: str, today: date, at: datetime) -> SampleClock:
    """Give the database a clock of its own: from now on it counts as a loaded sample world."""
    clock = SampleClock.objects.create(pk=1, world=world, today=today, start=today)
    audit.record(actor=actor, verb=verbs.WORLD_LOADED, subject=clock, at=at, facts={"today": str(today)})
    transaction.on_commit(queries.forget)
    return clock


@transaction.atomic
def move_clock(*, actor: Actor, today: date, at: datetime) -> None:
    """Let the sample world play another day, for everybody."""
    clock = SampleClock.objects.select_for_update().get()
    earliest, latest = queries.span(clock)
    if not earliest <= today <= latest:
        raise errors.ClockOutOfRange(earliest=earliest, latest=latest)
    before, clock.today = clock.today, today
    clock.save(update_fields=["today"])
    audit.record(
        actor=actor, verb=verbs.CLOCK_MOVED, subject=clock, at=at, facts={"from": str(before), "to": str(today)}
    )
    transaction.on_commit(queries.forget)


@transaction.atomic
def offer_account(*, actor: Actor, username: str, full_name: str, at: datetime) -> User:
    """Make an account without a password: the sample world's sign-in page opens it with one click."""
    user = User(username=username, full_name=full_name, is_sample=True)
    user.set_unusable_password()
    user.save()
    audit.record(actor=actor, verb=verbs.ACCOUNT_OFFERED, subject=user, at=at)
    return user


@transaction.atomic
def note_session(*, actor: Actor, user: User, at: datetime) -> None:
    """Write down that somebody took an account of the sample cast."""
    audit.record(actor=actor, verb=verbs.SESSION_OPENED, subject=user, at=at)
