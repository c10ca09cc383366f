"""The two requirement types that need no room of their own: a report, and anything else done."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from quantriet.cascade.rules.requirement import RequirementType, Shortfall, Terms
from quantriet.web.formats import short_day


class ReportSent(RequirementType):
    """A report reaches the superior, with a text or a file."""

    code = "report_sent"
    label = _("Report sent")
    answer_label = _("Send the report")
    answer_route = "cascade:report-record"

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        if facts.get("text") or facts.get("file_name"):
            return []
        return [Shortfall("nothing_reported", gettext_noop("The report has neither a text nor a file."), {})]

    def summary(self, facts: dict[str, Any]) -> str:
        return short_day(date.fromisoformat(facts["day"])) if facts.get("day") else ""

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        return [(_("Content of the report"), facts["text"])] if facts.get("text") else []


class OtherDone(ReportSent):
    """Anything else that a unit can say is done, with what shows it."""

    code = "other"
    label = _("Other duty")
    answer_label = _("Report as done")
