"""Words from outside become typed values."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.documents.errors import LARGEST_MB
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Category, DutyType, Relation
from quantriet.documents.rules.kinds import KINDS, kind_label
from quantriet.documents.rules.reading.sets import roman
from quantriet.web.fields import DayField

_SYMBOL = re.compile(r"(\d+[a-zđ]?)\s*(?:[-/]\s*((?:19|20)\d\d))?\s*[-/]\s*(\D.*)", re.IGNORECASE)


def kind_choices() -> Iterator[tuple[str, str]]:
    """Every kind in the reader's language."""
    for code in KINDS:
        yield code, gettext(kind_label(code))  # noqa: INT001 - the msgids stand in rules/kinds.py


class _FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as a single one is taken."""
        files = [super(FilesField, self).clean(file, initial) for file in data or []]
        return [file for file in files if file is not None]


class AddForm(forms.Form):
    """A text to read: files or a pasted text, and the day of its date line where the text has none."""

    file = FilesField(
        label=_("Files"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "Word (.docx, .odt), PDF, text (.txt) or a scan (.pdf, .png, .jpg, .tiff); "
            "one or hundreds, each up to 20 MB"
        ),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    published = DayField(
        label=_("Day of publication"),
        required=False,
        help_text=_("Only if the text itself does not say it: years that are left out are inferred from this day."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if len(files) == 1 and files[0].size > LARGEST_MB * 1024 * 1024:  # of many each is told by itself
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Scan it with fewer dots, or split it."),
                params={"limit": LARGEST_MB},
            )
        return files

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        has_file = bool(data.get("file")) or bool(data.get("kept")) or "file" in self.errors
        has_text = bool(data.get("text", "").strip())
        if has_file and has_text:
            raise forms.ValidationError(_("There are both a file and a pasted text. Keep one of them."))
        if not has_file and not has_text:
            raise forms.ValidationError(_("There is nothing to read yet. Paste a text or choose a file."))
        return data


class ListForm(forms.Form):
    """What the registry list shall show."""

    q = forms.CharField(required=False, label=_("Search"))
    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=lambda: [("", ""), *kind_choices()])
    state = forms.ChoiceField(
        required=False, choices=[("", ""), ("review", ""), ("registered", ""), ("stub", "")], label=_("State")
    )
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[
            ("best", _("Best match first")),
            ("newest", _("Newest first")),
            ("issued", _("Day of issue")),
            ("symbol", _("Kind and symbol")),
        ],
    )
    issuer = forms.CharField(required=False, max_length=300, label=_("Issuer"))
    year = forms.IntegerField(required=False, min_value=1945, max_value=2100, label=_("Year"))
    unit = forms.IntegerField(required=False, min_value=1, label=_("Held by"))
    page = forms.IntegerField(required=False, min_value=1, max_value=10**9)


def _roman_term(typed: str) -> str:
    """A term as it is kept: 12, xii and XII are XII."""
    plain = typed.strip().upper()
    return roman(int(plain)) if plain.isdecimal() and 0 < int(plain) < 40 else plain


class RegisterForm(forms.Form):
    """What the registry says of a document."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices)
    number = forms.CharField(label=_("Number"), required=False, max_length=60, help_text=_("45, or the whole symbol"))
    suffix = forms.CharField(label=_("Rest of the symbol"), required=False, max_length=40, help_text="NQ/TW, KH/TU")
    year = forms.IntegerField(
        label=_("Year in the symbol"),
        required=False,
        min_value=1945,
        max_value=2100,
        help_text=_("State documents only"),
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    issuer = forms.CharField(label=_("Issuer"), required=False, max_length=300)
    subject = forms.CharField(label=_("Subject"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    plenum = forms.IntegerField(
        label=_("Plenum"), required=False, min_value=1, max_value=39, help_text=_("Only for a document of a plenum: 6")
    )
    term = forms.CharField(label=_("Term"), required=False, max_length=10, help_text=_("In Roman or Arabic figures"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Take a whole symbol apart that was typed into the field of the number."""
        data = self.cleaned_data
        whole = _SYMBOL.fullmatch(data.get("number", "").strip())
        if whole:
            data["number"], data["suffix"] = whole[1], data.get("suffix") or whole[3].strip()
            data["year"] = data.get("year") or (int(whole[2]) if whole[2] else None)
        elif len(data.get("number", "")) > 20:
            self.add_error("number", _("A number has at most 20 characters."))
        return data

    def clean_plenum(self) -> str:
        return str(self.cleaned_data["plenum"] or "")

    def clean_term(self) -> str:
        return _roman_term(self.cleaned_data["term"])

    def facts(self) -> DocumentFacts:
        """What was typed."""
        return DocumentFacts(**{key: value for key, value in self.cleaned_data.items() if key != "version"})


class RelationForm(forms.Form):
    """How a document stands to another one."""

    q = forms.CharField(required=False)
    relation = forms.ChoiceField(
        label=_("Relation"), choices=[choice for choice in Relation.choices if choice[0] != Relation.REFERS_TO]
    )
    target = forms.IntegerField(min_value=1, error_messages={"required": _("Choose the other document.")})


class FindingForm(forms.Form):
    """A correction: what a person says instead of what was read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # written by the template: it goes stale

    def correction(self) -> dict[str, Any]:
        """The values as a finding keeps them: days in ISO form, nothing as None."""
        values = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        return {key: self._kept(value) for key, value in values.items()}

    @staticmethod
    def _kept(value: Any) -> Any:
        if hasattr(value, "isoformat"):
            return value.isoformat()
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")
        return None if value == "" else value


class MentionForm(FindingForm):
    """Which document is meant."""

    type = forms.ChoiceField(label=_("Kind"), choices=kind_choices)
    number = forms.CharField(label=_("Number"), required=False, max_length=20)
    suffix = forms.CharField(label=_("Rest of the symbol"), required=False, max_length=40)
    issuer = forms.CharField(label=_("Issuer"), required=False, max_length=300)
    date = DayField(label=_("Issued on"), required=False)
    plenum = forms.CharField(label=_("Plenum"), required=False, max_length=10)
    term = forms.CharField(label=_("Term"), required=False, max_length=10)


class DateForm(FindingForm):
    """Which days are meant."""

    iso_start = DayField(label=_("From"))
    iso_end = DayField(label=_("To"))
    is_deadline = forms.BooleanField(label=_("This is a deadline"), required=False)

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("iso_start"), self.cleaned_data.get("iso_end")
        if start and end and end < start:
            self.add_error("iso_end", _("The last day is before the first."))
        return self.cleaned_data


class PersonForm(FindingForm):
    """Who is meant."""

    name = forms.CharField(label=_("Name"), max_length=200)
    positions = forms.CharField(
        label=_("Positions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One position a line."),
    )

    def clean_positions(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["positions"].splitlines() if line.strip()]


class DutyForm(FindingForm):
    """Who must do what by when."""

    type = forms.ChoiceField(label=_("Kind of task"), choices=DutyType.choices)
    what = forms.CharField(label=_("What"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    who = forms.CharField(label=_("Who"), required=False, max_length=500)
    due = DayField(label=_("Due on"), required=False)
    head_in_person = forms.BooleanField(label=_("The head presents in person"), required=False)


FORMS: dict[str, type[FindingForm]] = {
    Category.MENTION: MentionForm,
    Category.DATE: DateForm,
    Category.PERSON: PersonForm,
    Category.DUTY: DutyForm,
}


def correction_form(category: str, pk: int, facts: dict[str, Any]) -> FindingForm:
    """The form that corrects a finding, filled with what holds now."""
    shape = FORMS[category]
    filled = {name: _shown(shape.base_fields.get(name), value) for name, value in facts.items()}
    return shape(initial=filled, auto_id=f"finding-{pk}-%s")


def register_form(document: Any) -> RegisterForm:
    """The form of the registry, filled with what is proposed or registered."""
    return RegisterForm(initial={name: getattr(document, name) for name in RegisterForm.base_fields})


def _shown(field: forms.Field | None, value: Any) -> Any:
    if isinstance(field, DayField) and value:
        return date.fromisoformat(value)
    return "\n".join(value) if isinstance(value, list) else value


class WordForm(forms.Form):
    """The right word in the place of a doubtful one; none takes it away."""

    start = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=300, strip=False, widget=forms.HiddenInput)
    word = forms.CharField(label=_("Word"), required=False, max_length=100)
