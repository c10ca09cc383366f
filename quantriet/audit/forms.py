"""What one may ask of the journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.audit.rules import FAMILIES
from quantriet.web.fields import DayField


class JournalForm(forms.Form):
    """A family of acts, and a range of days."""

    family = forms.ChoiceField(label=_("Acts"), required=False, choices=[("", _("All acts")), *FAMILIES.items()])
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def query(self) -> str:
        """What was asked, as the links to further pages carry it."""
        return "".join(f"&{name}={self[name].value()}" for name in self.fields if self[name].value())
