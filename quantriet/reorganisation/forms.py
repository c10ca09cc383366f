"""What one writes of a reorganisation."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from quantriet.org.rules import Level
from quantriet.reorganisation.actions import Facts, Paper
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.reorganisation.rules.sheet import units_in
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

    sources = forms.CharField(
        label=_("Units concerned"), max_length=20_000, required=False,
        help_text=_("By code or full name; several with a semicolon between."),
    )  # fmt: skip
    code = forms.CharField(label=_("Code of the new unit or of the heir"), max_length=60, required=False)
    name = forms.CharField(label=_("New name"), max_length=300, required=False)
    unit_kind = forms.CharField(label=_("Kind of unit"), max_length=60, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices], required=False)
    parent = forms.CharField(label=_("Unit above"), max_length=300, required=False)
    members = forms.IntegerField(label=_("Members of this part"), min_value=0, max_value=10_000_000, required=False)
    children = forms.CharField(
        label=_("Units below that go to this part"), max_length=20_000, required=False,
        help_text=_("By code or full name; several with a semicolon between."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, key: str, kind: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"l{key}", initial=initial)
        self.key, self.kind = key, kind
        for name in set(self.fields) - set(ASKED[kind]):
            del self.fields[name]

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
            self.kind, units_in(said["sources"]), said.get("code", ""), said.get("name", ""),
            said.get("unit_kind", ""), said.get("level", ""), said.get("parent", ""), said.get("members"),
            units_in(said.get("children", "")),
        )  # fmt: skip


def _typed(line: Line) -> dict[str, Any]:
    return {
        "sources": "; ".join(line.sources), "code": line.code, "name": line.name, "unit_kind": line.unit_kind,
        "level": line.level, "parent": line.parent, "members": line.members, "children": "; ".join(line.children),
    }  # fmt: skip


class DraftForm(forms.Form):
    """The whole draft; adding or removing a change keeps what is typed without saving it."""

    title = forms.CharField(label=_("Title"), max_length=300)
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
        self, data: QueryDict | None = None, files: Any = None, *, initial: Mapping[str, Any] | None = None,
        lines: Sequence[Line] = (), documents: Sequence[tuple[int, str]] = (), do: str = "save",
    ) -> None:  # fmt: skip
        word, _colon, what = do.partition(":")
        is_edit = data is not None and word in ("add", "remove")
        if is_edit and data is not None:
            initial = {name: data.get(name, "") for name in self.base_fields if name != "file"}
        super().__init__(None if is_edit else data, None if is_edit else files, initial=dict(initial or {}))
        cast(forms.ChoiceField, self.fields["document"]).choices = [("", _("none")), *documents]
        if data is None:
            self.rows = [LineForm(key=str(n), kind=x.kind, initial=_typed(x)) for n, x in enumerate(lines, 1)]
            return
        rows = [key.partition(":") for key in data.getlist("row")]
        known = [(key, kind) for key, _c, kind in rows if key.isdecimal() and kind in ASKED]
        self.rows = [
            LineForm(key=key, kind=kind, initial={name: data.get(f"l{key}-{name}", "") for name in ASKED[kind]})
            if is_edit
            else LineForm(data, key=key, kind=kind)
            for key, kind in known
            if not (word == "remove" and key == what)
        ]
        if word == "add" and what in ASKED:
            self.rows.append(LineForm(key=str(max((int(k) for k, _k in known), default=0) + 1), kind=what))

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

    title = forms.CharField(label=_("Title"), max_length=300)
    decision = forms.CharField(label=_("Number of the decision"), max_length=200)
    effective_on = DayField(label=_("In force from"))
    reason = forms.CharField(label=_("Reason, if the day is past"), max_length=2000, required=False)
    file = FileField(label=_("Table (.xlsx)"), required=False, help_text=_("Up to 20 MB"), max_length=255)
    rows = forms.CharField(required=False, max_length=5_000_000, widget=forms.HiddenInput)

    def facts(self) -> Facts:
        """What was typed of the whole."""
        said = self.cleaned_data
        return Facts(said["title"], said["decision"], said["effective_on"], said["reason"])
