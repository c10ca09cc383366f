"""The form on which one says how one wants e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.notices.rules import Mode, Wish

CLOCK = {"type": "time", "class": "day-input"}


class PreferenceForm(forms.Form):
    """Mode, address, hour of the digest, quiet hours."""

    mode = forms.ChoiceField(label=_("E-mail"), choices=Mode.choices, widget=forms.RadioSelect)
    address = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Whoever has to call your unit, where something is late, sees it too."),
    )  # fmt: skip
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily e-mail"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=forms.TimeInput(format="%H:%M", attrs=CLOCK))
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(format="%H:%M", attrs=CLOCK),
        help_text=_("What comes in the quiet hours is sent after them. The same time twice: no quiet hours."),
    )  # fmt: skip
    working_days_only = forms.BooleanField(label=_("Only on working days"), required=False)

    def wish(self) -> Wish:
        """What was chosen, as the rules take it."""
        chosen: dict[str, Any] = {name: self.cleaned_data[name] for name in Wish.__slots__}
        return Wish(**chosen)
