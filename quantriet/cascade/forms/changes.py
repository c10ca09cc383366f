"""Forms of what happens to a cascade besides its answers: deadlines moved, recalls, units by code, templates."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.forms.answer import FileField, not_after
from quantriet.cascade.rules.codes import UnreadableTable, codes_in_file, codes_in_text
from quantriet.org.fields import UnitsField
from quantriet.org.queries import Acting
from quantriet.web.fields import DayField

_SHORT = forms.Textarea(attrs={"rows": 2})


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_SHORT)


class DeadlineForm(forms.Form):
    """The new day and the reason; never later than one's own deadline."""

    new_due_on = DayField(label=_("New deadline"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_SHORT)

    def __init__(self, data: Any = None, *, key: int, limit: date | None) -> None:
        super().__init__(data, prefix=f"d{key}")
        self.limit = limit

    def clean_new_due_on(self) -> date | None:
        """Refused with the words of the rule."""
        return not_after(self.cleaned_data["new_due_on"], self.limit)


class TickedForm(forms.Form):
    """Why the units ticked are left out."""

    reason = forms.CharField(
        label=_("Reason for leaving them out"), max_length=500, required=False,
        help_text=_("Needed where units are left out; it stands beside each of them"),
    )  # fmt: skip


class CodesForm(forms.Form):
    """Units by name or code, pasted or in a table, with one reason where they are left out."""

    units = UnitsField(label=_("Units"), many=True, required=False)
    codes = forms.CharField(
        label=_("Many codes, pasted"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One code in each line, or with commas between them"),
    )  # fmt: skip
    file = FileField(label=_("A table with the codes in its first column (.xlsx, .csv)"), required=False)
    reason = forms.CharField(
        label=_("Reason for leaving them out"), max_length=500, required=False,
        help_text=_("Needed where units are left out; it stands beside each of them"),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, files: Any = None, *, acting: Acting, on: date, needs_reason: bool = False
    ) -> None:
        super().__init__(data, files, prefix="many")
        cast(UnitsField, self.fields["units"]).within(acting, on)
        self.fields["reason"].required = needs_reason

    def clean(self) -> dict[str, Any]:
        """All codes, each once."""
        said = super().clean() or {}
        codes = list(dict.fromkeys([*said.get("units", ()), *codes_in_text(said.get("codes", ""))]))
        if file := said.get("file"):
            try:
                codes = list(dict.fromkeys([*codes, *codes_in_file(file.read(), file.name)]))
            except UnreadableTable:
                self.add_error("file", _("This table cannot be read. Save it as .xlsx or .csv and choose it again."))
        if not codes and not self.errors:
            self.add_error("units", _("Name at least one unit, paste codes or choose a table."))
        said["all_codes"] = codes
        return said


class TemplateForm(forms.Form):
    """Under which name a cascade is kept."""

    title = forms.CharField(label=_("Name of the template"), max_length=300)
