"""When an e-mail may go, what it says, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quantriet.kernel.clock import ZONE
from quantriet.kernel.workdays import ONE_DAY, VIETNAM, Calendar, is_working_day

# How long after a failed attempt the next one follows; after the last of them the e-mail has failed.
PAUSES = (1, 5, 15, 60, 240)  # minutes
UNREACHABLE_PAUSE = timedelta(minutes=5)
SILENT_FOR = timedelta(minutes=10)  # far longer than one letter takes: whoever was sending it is dead


class Mode(TextChoices):
    """How a person wants e-mail."""

    AT_ONCE = "at_once", _("At once, one e-mail for each message")
    DIGEST = "digest", _("Once a day, all messages in one e-mail")
    NONE = "none", _("No e-mail, only here")


class Mail(TextChoices):
    """How far the e-mail of a message is."""

    NONE = "none", _("not by e-mail")
    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    UNCERTAIN = "uncertain", _("uncertain whether it was sent")


class Outcome(StrEnum):
    """What happened to one letter."""

    SENT = "sent"
    UNREACHABLE = "unreachable"  # no server, or it lets nobody in: no fault of the letter, and not counted
    REFUSED_FOR_NOW = "refused_for_now"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"  # the line broke in the middle: it may have arrived


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody wants e-mail."""

    mode: str = Mode.NONE
    digest_hour: int = 8
    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 0)
    working_days_only: bool = True


def opening(at: datetime, wish: Wish, calendar: Calendar = VIETNAM) -> datetime:
    """The first instant from `at` on that lies neither in the quiet hours nor on a day off."""
    at = at.astimezone(ZONE)
    while True:
        if wish.working_days_only and not is_working_day(at.date(), calendar):
            at = datetime.combine(at.date() + ONE_DAY, time.min, ZONE)
        elif _is_quiet(at.time(), wish):
            day = at.date() if at.time() < wish.quiet_until else at.date() + ONE_DAY
            at = datetime.combine(day, wish.quiet_until, ZONE)
        else:
            return at


def _is_quiet(now: time, wish: Wish) -> bool:
    if wish.quiet_from <= wish.quiet_until:
        return wish.quiet_from <= now < wish.quiet_until
    return now >= wish.quiet_from or now < wish.quiet_until


def mail_due(at: datetime, wish: Wish, calendar: Calendar = VIETNAM) -> datetime:
    """The instant at which the e-mail of a message of `at` goes."""
    if wish.mode != Mode.DIGEST:
        return opening(at, wish, calendar)
    at = at.astimezone(ZONE)
    day = at.date() if at.time() <= time(wish.digest_hour) else at.date() + ONE_DAY
    while wish.working_days_only and not is_working_day(day, calendar):
        day += ONE_DAY
    return opening(datetime.combine(day, time(wish.digest_hour), ZONE), wish, calendar)


def next_attempt(at: datetime, attempts: int) -> datetime | None:
    """When to try again after so many refused attempts; None when it has failed."""
    return at + timedelta(minutes=PAUSES[attempts - 1]) if attempts <= len(PAUSES) else None


def outcome_of(codes: Sequence[int]) -> Outcome:
    """What the codes mean with which a mail server refused a letter (RFC 5321, 4.2.1: 5xx for good, 4xx for now)."""
    return Outcome.REFUSED if codes and all(code >= 500 for code in codes) else Outcome.REFUSED_FOR_NOW  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail: to whom, and the messages in it, each with its title and address."""

    claim: str
    address: str
    name: str
    items: tuple[tuple[str, str], ...]
    is_digest: bool


def subject_of(letter: Letter, day: str) -> str:
    """The subject line."""
    if not letter.is_digest:
        return f"[Quán triệt] {letter.items[0][0]}"
    number = len(letter.items)
    return "[Quán triệt] " + ngettext("%(number)s message, %(day)s", "%(number)s messages, %(day)s", number) % {
        "number": number,
        "day": day,
    }


def body_of(letter: Letter, base_url: str, preference_path: str) -> str:
    """The text: titles and links, nothing more, for a mailbox lies outside the product's protection."""
    lines = [f"{title}\n{base_url}{path}\n" for title, path in letter.items]
    end = gettext("Sent automatically to %(name)s. When and whether you get such e-mails: %(url)s")
    return "\n".join([*lines, "--", end % {"name": letter.name, "url": base_url + preference_path}, ""])
