"""The form on which a unit counts who has studied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.study.rules import Counted
from quantriet.web.fields import DayField

MOST = 10_000_000  # more members than any unit has; keeps a slip of the finger out of the sums
FIGURES = ("members", "exempt", "attended", "made_up")


class StudyForm(forms.Form):
    """The figures of one day."""

    counted_on = DayField(label=_("As at"), help_text=_("The day on which these figures were true."))
    members = forms.IntegerField(
        label=_("Members of the unit"), min_value=1, max_value=MOST,
        help_text=_("Of the unit itself; the units below count their own."),
    )  # fmt: skip
    exempt = forms.IntegerField(
        label=_("Exempt"), min_value=0, max_value=MOST, initial=0,
        help_text=_("Excused from study: old, ill, working far away."),
    )  # fmt: skip
    attended = forms.IntegerField(
        label=_("Studied"), min_value=0, max_value=MOST, help_text=_("Took part when it was held.")
    )
    made_up = forms.IntegerField(
        label=_("Made up"), min_value=0, max_value=MOST, initial=0, help_text=_("Were absent and studied it later.")
    )
    tested = forms.IntegerField(
        label=_("Tested"), min_value=0, max_value=MOST, required=False, help_text=_("Leave empty if there was no test.")
    )
    reflections = forms.IntegerField(
        label=_("Reflections handed in"), min_value=0, max_value=MOST, required=False,
        help_text=_("Leave empty if none were asked for."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why some have not studied yet, and when they will."),
    )  # fmt: skip
    warned = forms.CharField(widget=forms.HiddenInput, required=False)  # which shortfalls were on the screen

    def warned_of(self) -> set[str]:
        """The codes of what was said to be missing before it was sent."""
        return set(self.cleaned_data["warned"].split())

    def counted(self) -> Counted:
        """The figures as they are kept."""
        names = ("counted_on", *FIGURES, "tested", "reflections")
        return Counted(**{name: self.cleaned_data[name] for name in names})

    def figures_so_far(self) -> dict[str, Any]:
        """Who is obliged and who has studied, as far as the form tells it yet."""
        members, exempt, attended, made_up = (self._figure(name) for name in FIGURES)
        return {"obliged": max(members - exempt, 0), "studied": attended + made_up}

    def _figure(self, name: str) -> int:
        typed = str(self[name].value() or "").strip()
        return min(int(typed), MOST) if typed.isdecimal() else 0
