"""Every write to messages: telling people, reading, what becomes of the e-mail, how somebody wants to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from quantriet.accounts.models import User
from quantriet.audit import actions as audit
from quantriet.jobs import queue
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.text import nfc
from quantriet.live.channel import announce
from quantriet.notices import errors, queries, rules, verbs
from quantriet.notices.models import Notice, Preference
from quantriet.notices.rules import Letter, Mail, Mode, Outcome, Wish

INSERT = """
insert into notices_notice (recipient_id, kind, title, text, path, key, created_at, mail, hold_until, attempts, problem)
select told.recipient_id, told.kind, told.title, told.text, told.path, told.key, %s, told.mail, told.hold_until, 0, ''
from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
     as told (recipient_id, kind, title, text, path, key, mail, hold_until)
on conflict (recipient_id, key) do nothing
returning id, recipient_id, key, mail, hold_until
"""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said. The title goes into e-mails too: nothing protected in it. The key says what is the same."""

    kind: str
    title: str
    text: str
    path: str
    key: str
    unit_id: int | None = None  # the unit in whose name it is said: its journal has the line


@transaction.atomic
def notify(*, actor: Actor, recipient_ids: Iterable[int], message: Message, at: datetime) -> int:
    """Tell these people, each once per key for ever; say how many had not been told before."""
    return notify_many(actor=actor, told=[(user_id, message) for user_id in set(recipient_ids)], at=at)


@transaction.atomic
def notify_many(*, actor: Actor, told: Sequence[tuple[int, Message]], at: datetime) -> int:
    """Tell each of these people their message in one statement; one line of the journal for each unit and kind."""
    wishes = queries.wishes({user_id for user_id, _ in told})
    known = [(user_id, message) for user_id, message in told if user_id in wishes]
    mails = {user_id: _mail(wish, at) for user_id, wish in wishes.items()}
    columns = (
        [user_id for user_id, _ in known],
        [message.kind for _, message in known],
        [_title(message) for _, message in known],
        [nfc(message.text) for _, message in known],
        [message.path for _, message in known],
        [message.key for _, message in known],
        [mails[user_id][0] for user_id, _ in known],
        [mails[user_id][1] for user_id, _ in known],
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [at, *columns])
        new = cursor.fetchall()
    if not new:
        return 0
    by_key = {message.key: message for _, message in known}
    groups: dict[tuple[int | None, str], list[tuple[int, int, str]]] = {}
    for pk, user_id, key, _, _ in new:
        groups.setdefault((by_key[key].unit_id, by_key[key].kind), []).append((pk, user_id, key))
    for (unit_id, kind), rows in groups.items():
        audit.record(
            actor=actor,
            verb=verbs.NOTICE_SENT,
            subject=Notice(pk=rows[0][0], title=_title(by_key[rows[0][2]])),
            at=at,
            unit_id=unit_id,
            facts={"people": len(rows), "kind": kind},
            topics=tuple(sorted({f"user:{user_id}" for _, user_id, _ in rows})),
        )
    if any(mail == Mail.WAITING and hold_until <= at for *_, mail, hold_until in new):
        queue.defer("notices.send_due", timestamp=0)
    return len(new)


def _title(message: Message) -> str:
    return nfc(" ".join(message.title.split()))


def _mail(wish: Wish, at: datetime) -> tuple[str, datetime | None]:
    """Whether a message of now also goes by e-mail, and when."""
    if not settings.MAIL_IS_ON or wish.mode == Mode.NONE:
        return Mail.NONE.value, None
    return Mail.WAITING.value, rules.mail_due(at, wish)


@transaction.atomic
def mark_read(*, actor: Actor, notice_ids: Iterable[int] | None, at: datetime) -> int:
    """Mark one's own messages as read, all of them for None; what is read already needs no e-mail."""
    unread = Notice.objects.filter(recipient_id=actor.user_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    ids = list(unread.select_for_update().order_by("pk").values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ids, mail=Mail.WAITING).update(mail=Mail.NONE, hold_until=None)
    Notice.objects.filter(pk__in=ids).update(read_at=at)
    if ids:
        announce(f"user:{actor.user_id}")
    return len(ids)


@transaction.atomic
def save_preference(*, actor: Actor, wish: Wish, address: str, at: datetime) -> Preference:
    """Keep how somebody wants e-mail; what waits follows the new wish."""
    if wish.mode != Mode.NONE and not address:
        raise errors.AddressMissing
    facts = {name: getattr(wish, name) for name in wish.__slots__}
    user = User.objects.get(pk=actor.user_id or 0)
    preference, _ = Preference.objects.update_or_create(user=user, defaults={**facts, "address": address})
    waiting = Notice.objects.filter(recipient_id=actor.user_id, mail=Mail.WAITING)
    if wish.mode == Mode.NONE:
        waiting.update(mail=Mail.NONE, hold_until=None)
    else:
        waiting.update(hold_until=rules.mail_due(at, wish))
    audit.record(actor=actor, verb=verbs.PREFERENCE_CHANGED, subject=preference, at=at, facts={"mode": str(wish.mode)})
    return preference


@transaction.atomic
def claim_letter(*, actor: Actor, at: datetime) -> Letter | None:
    """Take the next e-mail that is due, so that nobody else sends it; None when there is none."""
    while (preference := queries.next_to_tell(at)) is not None:
        wish = queries.wish_of(preference)
        due = queries.due_of(preference.user_id, at)
        if preference.mode == Mode.NONE or not preference.user.is_active:  # since it was said
            due.update(mail=Mail.NONE, hold_until=None)
            continue
        opens = rules.opening(at, wish)
        if opens > at:  # it was due before the quiet hours began, but nobody was there to send it
            due.update(hold_until=opens)
            continue
        is_digest = preference.mode == Mode.DIGEST
        notices = list(due.select_for_update()[: None if is_digest else 1])
        if not notices:
            continue  # another worker was faster by a moment
        letter = Letter(
            claim=str(uuid4()),
            address=preference.address,
            name=str(preference.user),
            items=tuple((notice.title, notice.path) for notice in notices),
            is_digest=is_digest,
        )
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
            mail=Mail.SENDING, claim=letter.claim, claimed_at=at, problem=""
        )
        if is_digest:
            preference.digest_on = local_day(at)
            preference.save(update_fields=["digest_on"])
        return letter
    return None


@transaction.atomic
def settle_letter(*, actor: Actor, letter: Letter, outcome: Outcome, problem: str, at: datetime) -> None:
    """Write down what became of an e-mail; one that was refused for now waits for its next attempt."""
    mine = Notice.objects.filter(claim=letter.claim, mail__in=[Mail.SENDING, Mail.UNCERTAIN])
    notices = list(mine.select_for_update().order_by("pk"))
    if not notices:
        return
    problem = " ".join(problem.split())[:300]
    attempts = max(notice.attempts for notice in notices) + (outcome != Outcome.UNREACHABLE)
    again = {
        Outcome.UNREACHABLE: at + rules.UNREACHABLE_PAUSE,
        Outcome.REFUSED_FOR_NOW: rules.next_attempt(at, attempts),
    }.get(outcome)
    if again is not None:
        preference = Preference.objects.select_for_update().get(user_id=notices[0].recipient_id)
        if letter.is_digest:
            preference.digest_on = None  # nobody has been told today after all
            preference.save(update_fields=["digest_on"])
        hold = rules.opening(again, queries.wish_of(preference))
        state, claim = (Mail.NONE, None) if preference.mode == Mode.NONE else (Mail.WAITING, None)
        mine.update(mail=state, claim=claim, claimed_at=None, hold_until=hold, attempts=attempts, problem=problem)
        return
    state = {Outcome.SENT: Mail.SENT, Outcome.UNCERTAIN: Mail.UNCERTAIN}.get(outcome, Mail.FAILED)
    sent_at = at if outcome == Outcome.SENT else None
    mine.update(mail=state, attempts=attempts, problem=problem, sent_at=sent_at)


@transaction.atomic
def give_up_silent(*, actor: Actor, at: datetime) -> int:
    """Say of e-mails whose sender has died in the middle that it is uncertain: they are never sent a second time."""
    silent = Notice.objects.filter(mail=Mail.SENDING, claimed_at__lt=at - rules.SILENT_FOR)
    return silent.update(mail=Mail.UNCERTAIN)
