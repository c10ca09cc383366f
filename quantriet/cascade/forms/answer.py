"""Answering an obligation, and judging an answer."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.errors import LaterThanParent
from quantriet.cascade.rules.deadlines import require_not_after
from quantriet.web.fields import DayField
from quantriet.web.refusals import refusal_text

LARGEST = 20 * 1024 * 1024  # bytes


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


class ReportForm(forms.Form):
    """A report in words, as a file, or both; which is enough, its requirement type says."""

    text = forms.CharField(
        label=_("What was done"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = FileField(label=_("File"), required=False)
