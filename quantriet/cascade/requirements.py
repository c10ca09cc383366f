"""The requirement types that need no room of their own: a report, anything else done, and study with its evidence."""

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from quantriet.cascade.rules import evidence
from quantriet.cascade.rules.evidence import Field, Shortfall
from quantriet.cascade.rules.requirement import RequirementType, Terms
from quantriet.web.formats import count, day, percent, short_day


class ReportSent(RequirementType):
    """A report reaches the superior, with a text or files."""

    code = "report_sent"
    label = _("Report sent")
    answer_label = _("Send the report")
    answer_route = "cascade:report-record"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("text", _("What was done"), evidence.TEXT, least=0),
        Field("file", _("Files"), evidence.FILES, least=0),
    )

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        if facts.get("text") or facts.get("file_name") or facts.get("files"):
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


class StudyShown(RequirementType):
    """Members were gathered to study, and it is shown: figures, minutes, pictures; a list of names weighs them."""

    code = "study_shown"
    label = _("Study held, with evidence")
    answer_label = _("Send the result and its evidence")
    answer_route = "cascade:report-record"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("held_on", _("Held on"), evidence.DAY),
        Field(
            "form",
            _("How it was held"),
            evidence.CHOICE,
            choices=(("in_person", _("In one room")), ("online", _("Over the network")), ("hybrid", _("Both"))),
        ),
        Field("obliged", _("Members obliged"), evidence.COUNT),
        Field("attended", _("Members who attended"), evidence.COUNT),
        Field("minutes", _("Minutes"), evidence.FILES),
        evidence.pictures("photos", _("Pictures"), 2),
        Field("attendance", _("Attendance list"), evidence.LIST, least=0, listed="attended"),
        Field("text", _("What was done"), evidence.TEXT, least=0),
    )

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        found = evidence.missing(self.fields, facts)
        if facts.get("held_on") and facts.get("day") and facts["held_on"] > facts["day"]:
            message = gettext_noop("%(day)s is still to come. Send this again when it has been held.")
            words = {"day": day(date.fromisoformat(facts["held_on"]))}
            found.append(Shortfall("not_yet_held", message, words, waits=True))
        attended, obliged = facts.get("attended"), facts.get("obliged")
        if attended is not None and obliged is not None and attended > obliged:
            message = gettext_noop("More have attended (%(attended)s) than are obliged (%(obliged)s).")
            found.append(Shortfall("more_than_obliged", message, {"attended": attended, "obliged": obliged}))
        return found

    def summary(self, facts: dict[str, Any]) -> str:
        if facts.get("attended") is None or facts.get("obliged") is None:
            return short_day(date.fromisoformat(facts["day"])) if facts.get("day") else ""
        return f"{count(facts['attended'])}/{count(facts['obliged'])}"

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        told: list[tuple[Any, str]] = []
        for field in self.fields:
            value = facts.get(field.name)
            if value in (None, "") or field.holds_files or field.name in ("attended", "obliged"):
                continue
            if field.shape == evidence.DAY:
                value = day(date.fromisoformat(value))
            told.append((field.label, str(dict(field.choices).get(value, value))))
        if facts.get("attended") is not None and facts.get("obliged") is not None:
            share = f"{self.summary(facts)} = {percent(facts['attended'], facts['obliged'])}"
            told.append((_("Attended, of those obliged"), share))
        listed = facts.get("listed", {}).get("attendance")
        return told if listed is None else [*told, (_("Names in the attendance list"), count(listed))]
