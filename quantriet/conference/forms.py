"""The form on which a unit records its conference."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.conference.rules import Form, Said
from quantriet.org.queries import Holder
from quantriet.web.fields import DayField

GUEST = "guest"
MOST = 10_000_000  # more people than any conference has; keeps a slip of the finger out of the sums


def day_of(typed: str | None, otherwise: date) -> date:
    """The day typed so far, or another one while it cannot be read."""
    try:
        return DayField().clean(typed) or otherwise
    except forms.ValidationError:
        return otherwise


class CountField(forms.IntegerField):
    """How many people; left empty it is nobody."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST, required=False, initial=0, **kwargs)

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class ConferenceForm(forms.Form):
    """When, how, who presented, how many of each population took part."""

    held_on = DayField(label=_("Day of the conference"))
    form = forms.ChoiceField(
        label=_("Form of the conference"), choices=Form.choices, widget=forms.RadioSelect, initial=Form.IN_PERSON
    )
    presenter = forms.ChoiceField(label=_("Presented by"), help_text=_("The people and positions of the chosen day."))
    guest_name = forms.CharField(label=_("Guest presenter"), max_length=200, required=False)
    guest_position = forms.CharField(label=_("Position of the guest"), max_length=200, required=False)
    venue_attendees = CountField(
        label=_("At the venues"), help_text=_("People in the hall and at connected venues, by roll call.")
    )
    class_learners = CountField(
        label=_("In classes"), help_text=_("People taught in classes of their own, not counted at a venue.")
    )
    make_up_learners = CountField(
        label=_("Make-up study"), help_text=_("People who were absent and have studied it since.")
    )
    viewers = CountField(label=_("Viewers"), help_text=_("People who followed the broadcast without roll call."))
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False,
        help_text=_("What the superior should know: duration, discussion, who was absent and why."),
    )  # fmt: skip
    warned = forms.CharField(widget=forms.HiddenInput, required=False)  # which shortfalls were on the screen

    def __init__(self, *args: Any, presenters: list[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(p.person_id), f"{p.title} {p.name}") for p in presenters]
        self.presenters = dict([*people, (GUEST, gettext("A guest presenter"))])
        field = cast(forms.ChoiceField, self.fields["presenter"])
        field.choices = list(self.presenters.items())
        field.error_messages["invalid_choice"] = _(
            "This person held no position in the unit on that day. Choose again."
        )
        if self.initial.get("presenter") not in self.presenters:
            self.initial["presenter"] = (people or [(GUEST, "")])[0][0]  # the first by protocol: the head

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("presenter") == GUEST and not cleaned.get("guest_name", "").strip():
            self.add_error("guest_name", _("Write the name of the guest."))
        return cleaned

    def has_guest(self) -> bool:
        """Whether a guest is chosen, so that his name is asked for."""
        return bool(self["presenter"].value() == GUEST)

    def warned_of(self) -> set[str]:
        """The codes of what was said to be missing before it was sent."""
        return set(self.cleaned_data["warned"].split())

    def said_so_far(self, today: date) -> Said:
        """As much of the conference as can be read before the form is complete."""
        chosen = self["presenter"].value()
        is_person = chosen != GUEST and chosen in self.presenters
        return Said(
            held_on=day_of(self["held_on"].value(), today),
            form=self["form"].value() or Form.IN_PERSON,
            presenter_id=int(chosen) if is_person else None,
            guest_name=self["guest_name"].value() or gettext("a guest"),
            guest_position=self["guest_position"].value() or "",
        )

    def said(self) -> Said:
        """The conference as the unit tells it."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("presenter", "warned")}
        chosen = self.cleaned_data["presenter"]
        if chosen == GUEST:
            return Said(**facts)
        return Said(**{**facts, "guest_name": "", "guest_position": ""}, presenter_id=int(chosen))
