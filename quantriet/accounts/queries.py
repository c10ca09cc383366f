"""Reading accounts, and how often somebody has guessed wrongly."""

from datetime import datetime

from django.db.models import Max, Q

from quantriet.accounts.models import SignInAttempt, User
from quantriet.accounts.rules import LOCK, WINDOW, locked_until


def user_named(username: str) -> User | None:
    """The account of that name, whatever its case."""
    return User.objects.filter(username__iexact=username).first()


def lock_end(username: str, address: str, at: datetime) -> datetime | None:
    """Until when this name or this address is locked, or None.

    Signing in forgives the name its earlier slips, but not the address: it may be the guesser's own account.
    """
    recent = SignInAttempt.objects.filter(at__gt=at - WINDOW - LOCK, at__lte=at)
    forgiven = recent.filter(username=username, succeeded=True).aggregate(latest=Max("at"))["latest"]
    of_name = Q(username=username, at__gt=forgiven) if forgiven else Q(username=username)
    failed = recent.filter(succeeded=False)
    ends = [
        locked_until(failed.filter(of_name).values_list("at", flat=True), at),
        locked_until(failed.filter(address=address).values_list("at", flat=True), at),
    ]
    return max((end for end in ends if end), default=None)
