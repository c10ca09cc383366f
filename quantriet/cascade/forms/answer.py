"""Answering an obligation, and judging an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.actions.answer import NewFile, Report
from quantriet.cascade.errors import LaterThanParent
from quantriet.cascade.rules.deadlines import require_not_after
from quantriet.cascade.rules.evidence import CHOICE, COUNT, DAY, LIST, TEXT, Field, names_in
from quantriet.cascade.rules.lists import COUNTED, UnreadableList, rows_of
from quantriet.web.fields import DayField
from quantriet.web.refusals import refusal_text

LARGEST = 20 * 1024 * 1024  # bytes
MOST_WAIVED = 200  # duties at once: each is a step, a line in the journal and a message of its own
LONGEST_NUMBER = 18  # digits that still fit the number of a row


class FileField(forms.FileField):
    """A file of at most 20 MB; an empty one is refused by Django itself."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Up to 20 MB"))
        super().__init__(**kwargs, max_length=255)

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[Any] | None":
        """The file, unless it is too large."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Choose a smaller one."))
        return file or None


def sent_read(data: Mapping[str, Any]) -> datetime | None:
    """When that was sent which somebody has read who now decides on it."""
    try:
        said = datetime.fromisoformat(data.get("sent_at", ""))
    except ValueError:
        return None
    return said if said.tzinfo else None


class AcceptForm(forms.Form):
    """Who has it in hand."""

    responsible = forms.CharField(label=_("Person responsible"), max_length=200)


class ReturnForm(forms.Form):
    """Why it is not done yet, and by when it should be."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    new_due_on = DayField(label=_("New deadline"), required=False)

    def __init__(self, data: Any = None, *, limit: date | None) -> None:
        super().__init__(data, prefix="return")
        self.limit = limit

    def clean_new_due_on(self) -> date | None:
        """Never later than the requirement itself allows."""
        return not_after(self.cleaned_data["new_due_on"], self.limit)


def not_after(day: date | None, limit: date | None) -> date | None:
    """The day, or the rule's own words beside the field."""
    try:
        if day is not None:
            require_not_after(day, limit)
    except LaterThanParent as refusal:
        raise forms.ValidationError(refusal_text(refusal), code=refusal.code) from refusal
    return day


class SendBackForm(forms.Form):
    """Why a draft goes back to its author."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(forms.Form):
    """Who has it in hand from now on, and why."""

    responsible = forms.CharField(label=_("Person responsible from now on"), max_length=200)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="hand")


class NoteForm(forms.Form):
    """A word on how far it is."""

    text = forms.CharField(label=_("How far it is"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="note")


class ReasonForm(forms.Form):
    """Why: of a waiver."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SendForm(forms.Form):
    """Why it is sent although units below are not done; whether that must be said, the rule knows."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="send")

    def full_clean(self) -> None:
        """Marked as asked, for the field stands on the page only where it is."""
        self.fields["reason"].required = False
        super().full_clean()
        self.fields["reason"].required = True


class WaiveManyForm(forms.Form):
    """Which duties are waived, and why."""

    reason = forms.CharField(
        label=_("Reason, the same for all"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, is_edit: bool = False) -> None:
        typed = {"reason": data.get("waive-reason", "")} if is_edit else None
        super().__init__(None if is_edit else data, prefix="waive", initial=typed)
        self.chosen = {int(word) for word in data.getlist("duty") if _is_number(word)} if data is not None else set()

    def clean(self) -> dict[str, Any]:
        """At least one, and not more than a list shows."""
        said = super().clean() or {}
        if not self.chosen:
            self.add_error(None, _("Tick at least one duty."))
        elif len(self.chosen) > MOST_WAIVED:
            self.add_error(None, _("At most %(most)s duties at once.") % {"most": MOST_WAIVED})
        return said


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= LONGEST_NUMBER


class _FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(FileField):
    """Any number of files, each of at most 20 MB, as a list."""

    widget = _FilesInput

    def __init__(self, *, endings: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.endings = endings

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # type: ignore[override] # a list instead of one
        """Each file as a single one is taken; the name of one that is refused is told."""
        found = []
        for file in data or []:
            if self.endings and not file.name.lower().endswith(self.endings):
                words = {"name": file.name, "endings": ", ".join(self.endings)}
                message = _("“%(name)s” is of another kind. Choose files of these: %(endings)s.")
                raise forms.ValidationError(message % words)
            if file.size > LARGEST:
                message = _("“%(name)s” is larger than 20 MB. Choose a smaller one; what you typed is kept.")
                raise forms.ValidationError(message % {"name": file.name})
            taken = super().clean(file, initial)
            if taken is not None:
                found.append(taken)
        return found


class EvidenceForm(forms.Form):
    """What was done, and the evidence that the requirement type asks for.

    Nothing is refused for being empty: what is there is kept, and what is missing is said when it is recorded.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        fields: Sequence[Field],
        before: dict[str, Any] | None = None,
        for_unit: bool = False,
    ) -> None:
        before = before or {}
        super().__init__(data, files, initial={name: said for name, said in before.items() if name != "files"})
        self.asked = fields
        for field in fields:
            self.fields[field.name] = _form_field(field)
            if field.shape == LIST:
                self.fields[f"{field.name}_names"] = forms.CharField(
                    label=_("Or paste the names, one a line"), required=False, max_length=200_000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )  # fmt: skip
        sent = before.get("files") or []
        if sent:
            self.fields["kept"] = forms.TypedMultipleChoiceField(
                label=_("Files sent before; untick what no longer holds"), required=False, coerce=int,
                choices=[(file["evidence"], file["name"]) for file in sent], widget=forms.CheckboxSelectMultiple,
                initial=[file["evidence"] for file in sent],
            )  # fmt: skip
        if for_unit:
            self.fields["note"] = forms.CharField(
                label=_("How it came in"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("For example: the paper and the day it arrived."),
            )  # fmt: skip

    def full_clean(self) -> None:
        """What the type asks for is marked as asked, but may be handed in later."""
        asked = [field for name, field in self.fields.items() if field.required and name != "note"]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True

    def clean(self) -> dict[str, Any]:
        """The lists are read now, so that one that cannot be read is refused beside its field."""
        said = super().clean() or {}
        self.new_files: list[NewFile] = []
        for field in self.asked:
            if not field.holds_files:
                continue
            for file in said.get(field.name) or []:
                raw = file.read()
                self._take(field, NewFile(file.name, raw, field.name))
            pasted = str(said.get(f"{field.name}_names") or "").strip()
            if pasted:
                self._take(field, NewFile(gettext("pasted-list.txt"), pasted.encode(), field.name))
        return said

    def _take(self, field: Field, file: NewFile) -> None:
        if field.shape == LIST and file.name.lower().endswith(COUNTED):
            try:
                file = replace(file, listed=names_in(rows_of(file.name, file.raw)))
            except UnreadableList:
                message = _("“%(name)s” cannot be read as a list. Send it as .xlsx or .csv, or paste the names.")
                self.add_error(field.name, message % {"name": file.name})
        self.new_files.append(file)

    def report(self, by_unit_id: int | None = None) -> Report:
        """What is said and shown, as the action takes it."""
        said = self.cleaned_data
        values = {
            f.name: said[f.name].isoformat() if isinstance(said[f.name], date) else said[f.name]
            for f in self.asked
            if not f.holds_files and f.name != "text" and said[f.name] not in (None, "")
        }
        return Report(
            text=said.get("text", ""),
            values=values,
            files=tuple(self.new_files),
            kept=frozenset(said.get("kept") or ()),
            note=said.get("note", ""),
            by_unit_id=by_unit_id,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was handed in."""
        report = self.report()
        return not (report.text.strip() or report.values or report.files or report.kept)


def _form_field(field: Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.least > 0}
    if field.shape == DAY:
        return DayField(**common)
    if field.shape == CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *field.choices], **common)
    if field.shape == COUNT:
        return forms.IntegerField(min_value=0, max_value=10_000_000, **common)
    if field.shape == TEXT:
        return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}), **common)
    help_text: Any = _("Several at once are possible, each up to 20 MB")
    if field.least > 1:
        help_text = _("At least %(least)s, each up to 20 MB") % {"least": field.least}
    return FilesField(endings=field.endings, help_text=help_text, **common)
