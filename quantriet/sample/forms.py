"""What comes in from the band of the sample world."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.web.fields import DayField


class ClockForm(forms.Form):
    """The day to play."""

    today = DayField(label=_("Day to play"))
