"""The form on which a unit registers its plan."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from quantriet.documents.queries import kind_name
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.programme.rules import KINDS
from quantriet.web.fields import DayField

LARGEST = 20 * 1024 * 1024  # bytes
ENDINGS = ["pdf", "doc", "docx", "odt", "txt"]


def _kinds() -> list[tuple[str, str]]:
    return [(kind, kind_name(kind)) for kind in KINDS]


def _not_too_large(file: "UploadedFile[bytes]") -> None:
    if file.size and file.size > LARGEST:
        raise forms.ValidationError(_("The file is larger than 20 MB. Send a smaller one, for example as PDF."))


class PlanForm(forms.Form):
    """Kind, symbol, day and subject of the plan, and its file."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds, widget=forms.RadioSelect, initial=KINDS[0])
    number = forms.RegexField(
        r"^[0-9]+[a-z]?$", label=_("Number"), max_length=20, required=False,
        help_text=_("As on the paper: 62"), error_messages={"invalid": _("Write the number alone, for example 62.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    suffix = forms.CharField(
        label=_("Symbol"), max_length=40, required=False, help_text=_("What follows the number: KH/QU")
    )
    issued_on = DayField(label=_("Day of issue"))
    subject = forms.CharField(
        label=_("Subject"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the plan is about, as its title says."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, OpenDocument or plain text, up to 20 MB."),
        validators=[FileExtensionValidator(ENDINGS), _not_too_large],
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )  # fmt: skip
    warned = forms.CharField(widget=forms.HiddenInput, required=False)  # which shortfalls were on the screen

    def warned_of(self) -> set[str]:
        """The codes of what was said to be missing before it was sent."""
        return set(self.cleaned_data["warned"].split())

    def facts(self, issuer: str) -> DocumentFacts:
        """The plan as the registry keeps it."""
        names = ("kind", "number", "suffix", "issued_on", "subject")
        return DocumentFacts(issuer=issuer, **{name: self.cleaned_data[name] for name in names})
