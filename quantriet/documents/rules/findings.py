"""The words of reviewing: what a finding is about, what a person decided, how documents relate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """What was found."""

    MENTION = "mention", _("Reference")
    DATE = "date", _("Date")
    PERSON = "person", _("Person")
    DUTY = "duty", _("Duty")


class Status(TextChoices):
    """What a person said of a finding; only accepted and corrected ones count."""

    PROPOSED = "proposed", _("To be confirmed")
    ACCEPTED = "accepted", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")
    REJECTED = "rejected", _("Rejected")


CONFIRMED = (Status.ACCEPTED, Status.CORRECTED)
CERTAIN = 0.9  # from this confidence on, everything may be accepted at once


class Relation(TextChoices):
    """How one document stands to another."""

    REFERS_TO = "refers_to", _("refers to")
    BASED_ON = "based_on", _("is based on")
    IMPLEMENTS = "implements", _("implements")
    REPLACES = "replaces", _("replaces")
    AMENDS = "amends", _("amends")
    REPORTS_ON = "reports_on", _("reports on")


class DutyType(TextChoices):
    """What is to be done; a cascade has a requirement type of the same code."""

    CONFERENCE_HELD = "conference_held", _("Hold a conference")
    PLAN_ISSUED = "plan_issued", _("Issue a plan")
    STUDY_DONE = "study_done", _("Complete the study")
    REPORT_SENT = "report_sent", _("Send a report")
    OTHER = "other", _("Other task")
