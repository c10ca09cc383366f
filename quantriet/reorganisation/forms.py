"""What one writes of a reorganisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from quantriet.kernel import clock
from quantriet.org.fields import UnitsField, written
from quantriet.org.queries import Acting
from quantriet.org.rules import Level
from quantriet.reorganisation.actions import Facts, Paper
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.web.fields import DayField

LARGEST = 20 * 1024 * 1024  # bytes
ASKED: dict[str, tuple[str, ...]] = {
    Kind.RENAME: ("sources", "name", "unit_kind", "level"),
    Kind.MOVE: ("sources", "parent", "name", "level"),
    Kind.DISSOLVE: ("sources", "code"),
    Kind.MERGE: ("sources", "code", "name", "unit_kind", "level", "parent"),
    Kind.SPLIT: ("sources", "code", "name", "unit_kind", "level", "parent", "members", "children"),
    Kind.INSERT: ("sources", "code", "name", "unit_kind", "level", "parent", "members"),
}
# What nobody can leave out; the rest is asked where it is new, and the preview says what lacks.
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.RENAME: ("sources", "name"),
    Kind.MOVE: ("sources", "parent"),
    Kind.DISSOLVE: ("sources",),
    Kind.MERGE: ("sources", "code"),
    Kind.SPLIT: ("sources", "code", "name", "unit_kind", "level"),
    Kind.INSERT: ("code", "name", "unit_kind", "level"),
}


# Here the code may be that of a unit which is there already.
HEIRS: dict[str, Any] = {
    Kind.DISSOLVE: _("Heir: the unit that takes over"),
    Kind.MERGE: _("The unit that remains, or the code of a new one"),
}
LONGEST_CODE = 60
Within = tuple[Acting, date]  # whose branch the units are of, and as at which day
# A line may name a unit that another line makes, so what is not found is handed on: the preview says what is wrong.
_UNITS: dict[str, Any] = {"strict": False, "day": "effective_on", "required": False}


class FileField(forms.FileField):
    """A file of at most 20 MB."""

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[Any] | None":
        """The file, unless it is too large."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Choose a smaller one."))
        return file or None


class LineForm(forms.Form):
    """One change; only what its kind needs is asked."""

    sources = UnitsField(label=_("Units concerned"), many=True, **_UNITS)
    code = forms.CharField(label=_("Code of the new unit"), max_length=LONGEST_CODE, required=False)
    name = forms.CharField(label=_("New name"), max_length=300, required=False)
    unit_kind = forms.CharField(label=_("Kind of unit"), max_length=60, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices], required=False)
    parent = UnitsField(label=_("Unit above"), max_length=300, **_UNITS)
    members = forms.IntegerField(label=_("Members of this part"), min_value=0, max_value=10_000_000, required=False)
    children = UnitsField(label=_("Units below that go to this part"), many=True, **_UNITS)

    def __init__(
        self, data: Any = None, *, key: str, kind: str, within: Within, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix=f"l{key}", initial=initial)
        self.key, self.kind = key, kind
        for name in set(self.fields) - set(ASKED[kind]):
            del self.fields[name]
        if kind in HEIRS:
            self.fields["code"] = UnitsField(label=HEIRS[kind], **_UNITS)
        for one in self.fields.values():
            if isinstance(one, UnitsField):
                one.within(*within)

    def clean_code(self) -> str:
        """What no unit is called is the code of a new one."""
        code: str = self.cleaned_data["code"]
        if len(code) > LONGEST_CODE:
            raise forms.ValidationError(_("No unit is called so, and it is too long for a code."))
        return code

    @property
    def asked(self) -> list[tuple[forms.BoundField, bool]]:
        """Each field, and whether it must be filled."""
        return [(bound, bound.name in NEEDED[self.kind]) for bound in self]

    @property
    def kind_label(self) -> Any:
        return Kind(self.kind).label

    def line(self) -> Line:
        """What was typed, as a value."""
        said = self.cleaned_data
        return Line(
            self.kind, said["sources"], said.get("code", ""), said.get("name", ""),
            said.get("unit_kind", ""), said.get("level", ""), said.get("parent", ""), said.get("members"),
            said.get("children", ()),
        )  # fmt: skip


def _typed(line: Line, called: Mapping[str, str]) -> dict[str, Any]:
    def units(codes: Sequence[str]) -> str:
        return "; ".join(called.get(code, code) for code in codes)

    return {
        "sources": units(line.sources), "code": units([line.code]) if line.kind in HEIRS else line.code,
        "name": line.name, "unit_kind": line.unit_kind, "level": line.level, "parent": units([line.parent]),
        "members": line.members, "children": units(line.children),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """The draft as it lies in the tables, for the form to begin with."""

    words: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[Line] = ()


class DraftForm(forms.Form):
    """The whole draft; adding or removing a change keeps what is typed without saving it."""

    title = forms.CharField(label=_("Title of the reorganisation"), max_length=300)
    decision = forms.CharField(
        label=_("Number of the decision"), max_length=200, help_text=_("For example 15-QĐ/QU, or what it is called")
    )
    effective_on = DayField(label=_("In force from"))
    reason = forms.CharField(
        label=_("Reason, if the day is past"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    document = forms.TypedChoiceField(
        label=_("The decision in the registry"), required=False, coerce=int, empty_value=None
    )
    file = FileField(label=_("The decision as a file"), required=False, help_text=_("Up to 20 MB"), max_length=255)

    def __init__(  # noqa: PLR0913
        self, data: QueryDict | None = None, files: Any = None, *, acting: Acting, stored: Stored | None = None,
        documents: Sequence[tuple[int, str]] = (), do: str = "save",
    ) -> None:  # fmt: skip
        word, _colon, what = do.partition(":")
        stored = stored or Stored()
        initial, lines = dict(stored.words), stored.lines
        is_edit = data is not None and word in ("add", "remove")
        if is_edit and data is not None:
            initial = {name: data.get(name, "") for name in self.base_fields if name != "file"}
        super().__init__(None if is_edit else data, None if is_edit else files, initial=initial)
        cast(forms.ChoiceField, self.fields["document"]).choices = [("", _("none")), *documents]
        within = (acting, self._day())
        if data is None:
            called = written([c for x in lines for c in (*x.sources, *x.children, x.code, x.parent) if c], *within)
            self.rows = [
                LineForm(key=str(n), kind=x.kind, within=within, initial=_typed(x, called))
                for n, x in enumerate(lines, 1)
            ]  # fmt: skip
            return
        rows = [key.partition(":") for key in data.getlist("row")]
        known = [(key, kind) for key, _c, kind in rows if key.isdecimal() and kind in ASKED]
        self.rows = [
            LineForm(
                key=key, kind=kind, within=within,
                initial={name: data.get(f"l{key}-{name}", "") for name in ASKED[kind]},
            )
            if is_edit
            else LineForm(data, key=key, kind=kind, within=within)
            for key, kind in known
            if not (word == "remove" and key == what)
        ]  # fmt: skip
        if word == "add" and what in ASKED:
            number = max((int(key) for key, _kind in known), default=0) + 1
            self.rows.append(LineForm(key=str(number), kind=what, within=within))

    def _day(self) -> date:
        """The day in force as far as it can be read, for the units are those of that day."""
        try:
            said = self.fields["effective_on"].clean(self["effective_on"].value())
        except forms.ValidationError:
            return clock.today()
        return cast(date, said)

    def is_valid(self) -> bool:
        """Whether everything can be saved; every part is looked at, so that all errors show at once."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def facts(self) -> Facts:
        """What was typed of the whole."""
        said = self.cleaned_data
        return Facts(said["title"], said["decision"], said["effective_on"], said["reason"])

    def lines(self) -> list[Line]:
        """The changes as they were typed."""
        return [row.line() for row in self.rows]

    def paper(self) -> Paper:
        """The decision itself, if it was sent or chosen."""
        file = self.cleaned_data["file"]
        raw, name = (file.read(), file.name) if file else (b"", "")
        return Paper(raw, name, self.cleaned_data["document"])


def version_read(request: HttpRequest) -> int:
    """Which version somebody has read who now presses a button."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


class WhyForm(forms.Form):
    """Why something goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ImportForm(forms.Form):
    """A table, and the day on which it would hold."""

    title = forms.CharField(label=_("Title of the reorganisation"), max_length=300)
    decision = forms.CharField(label=_("Number of the decision"), max_length=200)
    effective_on = DayField(label=_("In force from"))
    reason = forms.CharField(label=_("Reason, if the day is past"), max_length=2000, required=False)
    file = FileField(label=_("Table (.xlsx)"), required=False, help_text=_("Up to 20 MB"), max_length=255)
    rows = forms.CharField(required=False, max_length=5_000_000, widget=forms.HiddenInput)

    def facts(self) -> Facts:
        """What was typed of the whole."""
        said = self.cleaned_data
        return Facts(said["title"], said["decision"], said["effective_on"], said["reason"])
