"""What people are told about their duties, in words; a title goes into e-mails, so it holds but titles and days."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.reminders import Kind
from quantriet.web.formats import day


class Told(TextChoices):
    """What has happened to a duty."""

    ISSUED = "issued", _("New duties")
    RETURNED = "returned", _("Returned for more")
    APPROVED = "approved", _("Approved")
    WAIVED = "waived", _("Waived")
    DEADLINE = "deadline", _("New deadline")
    RECALLED = "recalled", _("Recalled")


@dataclass(frozen=True, slots=True)
class Duty:
    """The duty a message is about."""

    title: str
    unit_name: str = ""
    due_on: date | None = None


def title_of(what: str, duty: Duty) -> str:
    """The title of a message, in the language of the moment."""
    facts = {"title": duty.title, "unit": duty.unit_name, "day": day(duty.due_on)}
    words: dict[str, str] = {
        Told.ISSUED: gettext("New duties, the first by %(day)s: %(title)s"),
        Told.RETURNED: gettext("Returned for more, by %(day)s: %(title)s"),
        Told.APPROVED: gettext("Approved: %(title)s"),
        Told.WAIVED: gettext("Waived: %(title)s"),
        Told.DEADLINE: gettext("New deadline %(day)s: %(title)s"),
        Told.RECALLED: gettext("Recalled: %(title)s"),
        Kind.SOON: gettext("Due on %(day)s: %(title)s"),
        Kind.TODAY: gettext("Due today: %(title)s"),
        Kind.OVERDUE: gettext("Overdue since %(day)s: %(title)s"),
        Kind.ESCALATED: gettext("%(unit)s is overdue since %(day)s: %(title)s"),
    }
    return words[what] % facts
