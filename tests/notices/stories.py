"""Small steps that tests of notices tell their stories with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.notices import actions
from quantriet.notices.actions import Message
from quantriet.notices.models import Notice
from quantriet.notices.rules import Mode, Wish
from quantriet.notices.tasks import send_due
from tests.world import NOON, Member

NO_QUIET: dict[str, Any] = {"quiet_from": time(0), "quiet_until": time(0), "working_days_only": False}


def message(key: str = "duty:1", title: str = "Còn 3 ngày đến hạn gửi báo cáo", **changes: Any) -> Message:
    facts: dict[str, Any] = {
        "kind": "cascade.due_soon",
        "text": "Nội dung chỉ xem trong phần mềm.",
        "path": "/cascades/1/",
    }
    return Message(key=key, title=title, **(facts | changes))


def tell(*members: Member, at: datetime = NOON, **changes: Any) -> int:
    return actions.notify(
        actor=SYSTEM, recipient_ids=[member.user.pk for member in members], message=message(**changes), at=at
    )


def wants(member: Member, mode: str = Mode.AT_ONCE, address: str = "", at: datetime = NOON, **wish: Any) -> None:
    address = address or f"{member.user.username}@example.vn"
    actions.save_preference(actor=member.actor, wish=Wish(mode=mode, **wish), address=address, at=at)


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    clock.set_source(lambda: at)
    try:
        yield
    finally:
        clock.set_source(lambda: NOON)


def send(at: datetime = NOON) -> None:
    """What the worker does every minute."""
    with clock_at(at):
        send_due(0)


def local(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    """An instant of 2019 in Vietnam."""
    return datetime(2019, month, day, hour, minute, tzinfo=clock.ZONE)


def mails(member: Member) -> list[str]:
    """The states of the e-mails of somebody's messages, the oldest first."""
    return list(Notice.objects.filter(recipient=member.user).order_by("id").values_list("mail", flat=True))
