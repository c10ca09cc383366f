"""A draft as somebody writes it: title, requirements, scope, who is left out; kept as typed until it is right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.actions import DraftFacts, RequirementFacts
from quantriet.cascade.forms.answer import FileField, not_after
from quantriet.cascade.queries.scope import Group
from quantriet.cascade.rules.deadlines import (
    MOST_DAYS,
    Deadline,
    Shape,
    deadline_from,
    read_anchor,
    resolve,
    why,
    written,
)
from quantriet.cascade.rules.requirement import Terms, types
from quantriet.cascade.rules.scope import Scope
from quantriet.documents.actions import DocumentFacts
from quantriet.org import rules as org
from quantriet.web.fields import DayField

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade, Requirement

DIGITS = 18  # of a number that the database can hold


class RequirementForm(forms.Form):
    """One requirement; what comes from above keeps its type and may only be due earlier."""

    type = forms.ChoiceField(label=_("Type"), choices=lambda: [(t.code, t.label) for t in types().values()])
    title = forms.CharField(label=_("What must be done"), max_length=300)
    due_on = DayField(label=_("Deadline"), required=False)
    head = forms.BooleanField(label=_("The head in person"), required=False)
    shape = forms.ChoiceField(label=_("Deadline set as"), required=False)
    anchor = forms.CharField(label=_("Counted from"), max_length=40, required=False)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=MOST_DAYS, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, key: str, limit: date | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, prefix=f"r{key}", **kwargs)
        self.key = key
        self.limit = limit
        self.today = today
        shapes = [choice for choice in Shape.choices if limit is not None or choice[0] != Shape.PARENT]
        cast(forms.ChoiceField, self.fields["shape"]).choices = [("", _("as typed")), *shapes]
        self.fields["type"].required = limit is None
        self.fields["due_on"].required = limit is not None

    def clean_due_on(self) -> date | None:
        """Never later than one's own deadline."""
        return not_after(self.cleaned_data["due_on"], self.limit)

    @property
    def day(self) -> date | None:
        """The deadline as far as it can be read."""
        field = self["due_on"]
        try:
            typed: date | None = field.field.clean(field.value())
            return typed
        except forms.ValidationError:
            return None

    @property
    def asks_head(self) -> bool:
        """Whether “in person” makes sense for the chosen type."""
        kind = types().get(self["type"].value())
        return bool(kind and kind.asks_head)

    @property
    def type_label(self) -> Any:
        """The type in words, where it cannot be chosen."""
        kind = types().get(self["type"].value())
        return kind.label if kind else ""

    @property
    def deadline(self) -> Deadline | None:
        """The shape chosen, as far as it can be read."""
        return _deadline(*(str(self[name].value() or "") for name in ("shape", "anchor", "days")))

    @property
    def proposed(self) -> date | None:
        """The day the shape comes to."""
        return resolve(self.deadline, today=self.today, parent_due=self.limit) if self.deadline else None

    @property
    def why(self) -> str:
        """How that day is found."""
        return why(self.deadline, today=self.today, parent_due=self.limit) if self.deadline else ""

    @property
    def basis(self) -> str:
        """What the page was drawn with: a day that was not touched follows its shape, a typed one stays."""
        return "|".join(_said(self[name].value()) for name in ("shape", "anchor", "days", "due_on"))

    def facts(self) -> RequirementFacts:
        """What was typed, as a value; the shape belongs to it as long as the day is the one it comes to."""
        said = self.cleaned_data
        number = int(self.key) if self.key.isdecimal() else None
        deadline = self.deadline if self.proposed == said["due_on"] else None
        return RequirementFacts(said["type"], said["title"], said["due_on"], Terms(said["head"]), number, deadline)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value).strip()


def _deadline(shape: str, anchor: str, days: str) -> Deadline | None:
    if shape not in Shape.values:
        return None
    number = int(days) if days.isdecimal() and int(days) <= MOST_DAYS else None
    return Deadline(shape, read_anchor(shape, anchor), number)


def _recalculated(data: QueryDict, prefix: str, *, limit: date | None, today: date) -> None:
    """Let the day follow its shape where the shape was changed and the day was not."""
    said = [data.get(f"{prefix}-{name}", "").strip() for name in ("shape", "anchor", "days", "due_on")]
    shown = data.get(f"{prefix}-basis", "").rpartition("|")
    is_untouched = said[3] == shown[2] and "|".join(said[:3]) != shown[0]
    deadline = _deadline(*said[:3])
    if deadline is None or not (is_untouched or not said[3]):
        return
    if found := resolve(deadline, today=today, parent_due=limit):
        data[f"{prefix}-due_on"] = f"{found:%d/%m/%Y}"


class LeftOutForm(forms.Form):
    """Why a unit is left out."""

    reason = forms.CharField(label=_("Reason for leaving it out"), max_length=500)


@dataclass(frozen=True, slots=True)
class Stored:
    """The draft as it lies in the tables, for the form to begin with."""

    cascade: "Cascade"
    requirements: "list[Requirement]"
    limits: dict[int, date]
    reasons: dict[int, str]
    today: date
    groups: list[Group] = field(default_factory=list)  # what stands below, by level and kind


class DraftForm(forms.Form):
    """The whole draft. Without data it shows what is stored; `edited` changes what is typed without saving it."""

    title = forms.CharField(label=_("Title"), max_length=300)
    scope = forms.ChoiceField(label=_("To whom"), choices=Scope.choices, widget=forms.RadioSelect)
    scope_on = DayField(label=_("As the tree stands on"))
    levels = forms.MultipleChoiceField(label=_("Levels"), required=False, widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(label=_("Kinds of units"), required=False, widget=forms.CheckboxSelectMultiple)
    lead = forms.IntegerField(label=_("Working days before ours"), min_value=0, max_value=MOST_DAYS, required=False)

    def __init__(self, stored: Stored, data: QueryDict | None = None, do: str = "") -> None:
        word, _colon, what = do.partition(":")
        is_edit = data is not None and word not in ("save", "send")
        rule = stored.cascade.scope_rule
        super().__init__(None if is_edit else data, initial=_typed(data, "", self.base_fields) if is_edit else {
            "title": stored.cascade.title, "scope": stored.cascade.scope, "scope_on": stored.cascade.scope_on,
            "levels": rule.get("levels", []), "kinds": rule.get("kinds", []),
        })  # fmt: skip
        self.stored = stored
        self.is_listed = data is None or not data.get("unlisted")
        for name, words in (("levels", "level"), ("kinds", "kind")):
            offered = list(dict.fromkeys([*(getattr(group, words) for group in stored.groups), *rule.get(name, [])]))
            choices = [(word, word) for word in offered]
            if name == "levels":
                choices = [(level, org.level_label(level)) for level in sorted(offered, key=org.level_order)]
            cast(forms.MultipleChoiceField, self.fields[name]).choices = choices
        if data is not None:
            data = self._with_days(data, word)
        keys = [str(r.pk) for r in stored.requirements] if data is None else data.getlist("row")
        units = [str(u) for u in stored.reasons] if data is None else data.getlist("out")
        keys, units = _edited(keys, units, word, what)
        self.rows = [self._row(key, data, is_edit=is_edit) for key in keys]
        known = [unit for unit in units if unit.isdecimal() and len(unit) < DIGITS]
        self.reasons = {int(unit): self._reason(unit, data, is_edit=is_edit) for unit in known}

    def _with_days(self, data: QueryDict, word: str) -> QueryDict:
        """What was typed, with the days that follow from the chosen shapes."""
        data = data.copy()
        limits = {str(pk): limit for pk, limit in self.stored.limits.items()}
        lead = str(data.get("lead") or "").strip()
        for key in data.getlist("row"):
            if word == "lead" and key in limits and lead.isdecimal():
                data[f"r{key}-shape"], data[f"r{key}-days"], data[f"r{key}-due_on"] = Shape.PARENT.value, lead, ""
            _recalculated(data, f"r{key}", limit=limits.get(key), today=self.stored.today)
        return data

    def _row(self, key: str, data: QueryDict | None, *, is_edit: bool) -> RequirementForm:
        known = {str(r.pk): r for r in self.stored.requirements}.get(key)
        limit = self.stored.limits.get(known.pk) if known else None
        initial: dict[str, Any] = {"type": "other"}
        if known is not None:
            head = known.terms.get("head_in_person", False)
            initial = {"type": known.type, "title": known.title, "due_on": known.due_on, "head": head}
            if deadline := deadline_from(known.deadline):
                initial |= {"shape": deadline.shape, "anchor": written(deadline), "days": deadline.days}
        today = self.stored.today
        if data is None:
            return RequirementForm(None, key=key, limit=limit, today=today, initial=initial)
        if limit is not None:  # the type is shown, not asked
            data = data.copy()
            data[f"r{key}-type"] = initial["type"]
        if is_edit:
            typed = _typed(data, f"r{key}-", RequirementForm.base_fields) if f"r{key}-title" in data else {}
            return RequirementForm(None, key=key, limit=limit, today=today, initial=initial | typed)
        return RequirementForm(data, key=key, limit=limit, today=today)

    def _reason(self, unit: str, data: QueryDict | None, *, is_edit: bool) -> LeftOutForm:
        prefix = f"u{unit}"
        if data is None or is_edit:
            typed = self.stored.reasons.get(int(unit), "") if data is None else data.get(f"{prefix}-reason", "")
            return LeftOutForm(prefix=prefix, initial={"reason": typed})
        return LeftOutForm(data, prefix=prefix)

    def clean(self) -> dict[str, Any]:
        """A scope by level or kind names at least one."""
        said = super().clean() or {}
        if said.get("scope") == Scope.RULE and not said.get("levels") and not said.get("kinds"):
            self.add_error("scope", _("Choose at least one level or one kind of units below."))
        return said

    @property
    def rule(self) -> dict[str, Any]:
        """The rule of the scope as far as it can be read; what was picked by hand stays as it is stored."""
        stored: dict[str, Any] = self.stored.cascade.scope_rule
        return stored | {
            "levels": list(self["levels"].value() or []), "kinds": list(self["kinds"].value() or [])
        }  # fmt: skip

    def is_valid(self) -> bool:
        """Whether everything can be saved; every part is looked at, so that all errors show at once."""
        parts = [super().is_valid(), *(row.is_valid() for row in self.rows)]
        return all([*parts, *(reason.is_valid() for reason in self.reasons.values())])

    @property
    def left_out(self) -> dict[int, str]:
        """The reasons as typed so far."""
        return {unit: form["reason"].value() or "" for unit, form in self.reasons.items()}

    @property
    def chosen_scope(self) -> tuple[str, date | None]:
        """Scope and day as far as they can be read."""
        try:
            return self["scope"].value() or "", self.fields["scope_on"].clean(self["scope_on"].value())
        except forms.ValidationError:
            return self["scope"].value() or "", None

    def facts(self) -> DraftFacts:
        """What was typed, as a value."""
        said = self.cleaned_data
        return DraftFacts(
            title=said["title"],
            requirements=[row.facts() for row in self.rows],
            scope=said["scope"],
            scope_on=said["scope_on"],
            scope_rule=self.rule,
            left_out={unit: form.cleaned_data["reason"] for unit, form in self.reasons.items()}
            if self.is_listed
            else None,
        )


def _typed(data: QueryDict | None, prefix: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    if data is None:
        return {}
    many = forms.MultipleChoiceField
    return {
        name: data.getlist(prefix + name) if isinstance(field_, many) else data.get(prefix + name, "")
        for name, field_ in fields.items()
    }


def _edited(keys: list[str], units: list[str], word: str, what: str) -> tuple[list[str], list[str]]:
    """The rows and the units left out after a press on add, remove, out or in."""
    if word == "add":
        taken = {int(key[1:]) for key in keys if key.startswith("n") and key[1:].isdecimal()}
        keys = [*keys, f"n{max(taken, default=0) + 1}"]
    elif word == "remove":
        keys = [key for key in keys if key != what]
    elif word == "out" and what not in units:
        units = [*units, what]
    elif word == "in":
        units = [unit for unit in units if unit != what]
    return keys, units


class PlanForm(forms.Form):
    """The unit's own plan: one it has registered, or one that is registered here."""

    document = forms.TypedChoiceField(label=_("A plan in the registry"), required=False, coerce=int, empty_value=None)
    symbol = forms.CharField(label=_("Symbol"), max_length=60, required=False, help_text=_("For example 62-KH/QU"))
    issued_on = DayField(label=_("Day of the plan"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=500, required=False)
    file = FileField(label=_("File"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, plans: list[tuple[int, str]]) -> None:
        super().__init__(data, files, prefix="plan")
        document = cast(forms.ChoiceField, self.fields["document"])
        document.choices = [("", _("a new one, written below")), *plans]

    def clean(self) -> dict[str, Any]:
        """A new plan has at least a symbol and a day."""
        said = super().clean() or {}
        if not said.get("document"):
            for name in ("symbol", "issued_on"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in, or choose a plan from the registry above."))
        return said

    def facts(self, issuer: str) -> DocumentFacts:
        """The new plan, as the registry takes it."""
        said = self.cleaned_data
        number, _dash, suffix = said["symbol"].partition("-")
        return DocumentFacts(
            kind="plan", number=number.strip(), suffix=suffix.strip(), issuer=issuer, issued_on=said["issued_on"],
            subject=said["subject"],
        )  # fmt: skip
