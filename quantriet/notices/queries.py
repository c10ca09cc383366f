"""Reading messages: one's own, how many are unread, which e-mail is due, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quantriet.accounts.models import User
from quantriet.kernel.clock import local_day
from quantriet.notices.models import Notice, Preference
from quantriet.notices.rules import Mail, Mode, Wish


def of_user(user_id: int) -> QuerySet[Notice]:
    """Somebody's messages: the unread first, then the newest."""
    return Notice.objects.filter(recipient_id=user_id).order_by(F("read_at").desc(nulls_first=True), "-id")


def unread(user_id: int) -> int:
    """How many messages somebody has not read."""
    return Notice.objects.filter(recipient_id=user_id, read_at__isnull=True).count()


def preference_of(user_id: int) -> Preference | None:
    """How somebody wants e-mail, if they ever said so."""
    return Preference.objects.filter(user_id=user_id).first()


def wish_of(preference: Preference) -> Wish:
    """When somebody wants e-mail, as the rules take it."""
    return Wish(
        mode=preference.mode,
        digest_hour=preference.digest_hour,
        quiet_from=preference.quiet_from,
        quiet_until=preference.quiet_until,
        working_days_only=preference.working_days_only,
    )


def wishes(user_ids: Iterable[int]) -> dict[int, Wish]:
    """The wishes of the active accounts among these."""
    known = {p.user_id: wish_of(p) for p in Preference.objects.filter(user_id__in=user_ids)}
    active = User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk").values_list("pk", flat=True)
    return {user_id: known.get(user_id, Wish()) for user_id in active}


def addresses(user_ids: Iterable[int]) -> dict[int, str]:
    """The e-mail addresses that these people have written down."""
    known = Preference.objects.filter(user_id__in=user_ids).exclude(address="")
    return dict(known.values_list("user_id", "address"))


def recipients(keys: Iterable[str]) -> list[tuple[str, int, str]]:
    """Of each of these messages: its key, to whom it went, and the name."""
    found = Notice.objects.filter(key__in=list(keys)).select_related("recipient").order_by("pk")
    return [(notice.key, notice.recipient_id, str(notice.recipient)) for notice in found]


def due_of(user_id: int, at: datetime) -> QuerySet[Notice]:
    """Somebody's messages whose e-mail is due."""
    return Notice.objects.filter(recipient_id=user_id, mail=Mail.WAITING, hold_until__lte=at).order_by("id")


def next_to_tell(at: datetime) -> Preference | None:
    """Somebody for whom an e-mail is due, locked; whom another worker holds is passed over."""
    due = Notice.objects.filter(recipient_id=OuterRef("user_id"), mail=Mail.WAITING, hold_until__lte=at)
    people = Preference.objects.filter(Exists(due)).exclude(mode=Mode.DIGEST, digest_on=local_day(at))
    return people.select_related("user").select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()


IN_PRODUCT, BY_MAIL = "product", "mail"
CHANNELS = {IN_PRODUCT: _("in the product"), BY_MAIL: _("by e-mail")}
READ, UNREAD = _("read"), _("not read yet")


@dataclass(frozen=True, slots=True)
class LogLine:
    """What became of one message on one channel."""

    recipient_id: int
    recipient_name: str
    key: str
    title: str
    channel: str  # IN_PRODUCT or BY_MAIL; CHANNELS has the words
    state: str  # "read", "unread", or one of rules.Mail
    state_label: str | Promise
    at: datetime | None  # when it came to this state, as far as that is known
    problem: str = ""  # what the mail server said
    kind: str = ""  # the sender's own word


def log_of(prefix: str, limit: int = 1000) -> list[LogLine]:
    """Each message whose key begins so, the newest first, on each channel. Who may see it, the asking room decides."""
    lines: list[LogLine] = []
    found = Notice.objects.filter(key__startswith=prefix).select_related("recipient").order_by("-id")
    for notice in found[:limit]:
        who = (notice.recipient_id, str(notice.recipient), notice.key, notice.title)
        is_read = notice.read_at is not None
        lines.append(
            LogLine(
                *who,
                IN_PRODUCT,
                "read" if is_read else "unread",
                READ if is_read else UNREAD,
                notice.read_at or notice.created_at,
                kind=notice.kind,
            )  # fmt: skip
        )
        if notice.mail != Mail.NONE:
            mail = Mail(notice.mail)
            when = {Mail.SENT: notice.sent_at, Mail.WAITING: notice.hold_until}.get(mail, notice.claimed_at)
            lines.append(LogLine(*who, BY_MAIL, mail.value, mail.label, when, notice.problem, notice.kind))
    return lines
