"""What a conference is said to have been, and what is missing for it to satisfy its requirement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import Terms

CONFERENCE_HELD = "conference_held"  # the code of the requirement type
POPULATIONS = ("venue_attendees", "class_learners", "make_up_learners", "viewers")  # kept apart, never added up


class Form(TextChoices):
    """How people took part."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online together")
    RECORDING = "recording", _("Watching the recording")


@dataclass(frozen=True, slots=True)
class Said:
    """What the unit says of its conference; the presenter is one of its people, or a guest by name."""

    held_on: date
    form: str
    presenter_id: int | None = None
    guest_name: str = ""
    guest_position: str = ""
    venue_attendees: int = 0
    class_learners: int = 0
    make_up_learners: int = 0
    viewers: int = 0
    note: str = ""

    @property
    def populations(self) -> dict[str, int]:
        """The four counts by name."""
        return {name: getattr(self, name) for name in POPULATIONS}


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who presented, as which, and whether that made him or her the head of the unit on that day."""

    name: str
    position: str
    was_head: bool
    person_id: int | None = None


def facts_of(said: Said, presenter: Presenter, *, head_name: str, recorded_on: date) -> dict[str, Any]:
    """The conference as facts towards an obligation."""
    return {
        "held_on": said.held_on.isoformat(),
        "recorded_on": recorded_on.isoformat(),
        "form": said.form,
        "presenter": presenter.name,
        "position": presenter.position,
        "presenter_was_head": presenter.was_head,
        "head": head_name,
        **said.populations,
    }


def shortfalls(terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
    """What is missing; a conference that is still to come is asked for nothing else but its presenter."""
    missing = _of_presenter(facts) if terms.head_in_person else []
    held_on = date.fromisoformat(facts["held_on"])
    if held_on > date.fromisoformat(facts["recorded_on"]):
        missing.append(
            Shortfall(
                "not_yet_held",
                gettext_noop("The conference is planned for %(day)s. Record it again when it has been held."),
                {"day": f"{held_on:%d/%m/%Y}"},
                waits=True,
            )
        )
    elif not any(facts[name] for name in POPULATIONS):
        missing.append(Shortfall("nobody_attended", gettext_noop("Nobody is counted as having taken part."), {}))
    return missing


def _of_presenter(facts: dict[str, Any]) -> list[Shortfall]:
    if not facts["presenter_was_head"]:
        return [_not_head(facts)]
    if facts["form"] == Form.RECORDING:
        return [
            Shortfall(
                "recording_only",
                gettext_noop("A recording was shown; the head, %(head)s, must present in person."),
                {"head": facts["head"]},
            )
        ]
    return []


def _not_head(facts: dict[str, Any]) -> Shortfall:
    said = {"position": facts["position"], "name": facts["presenter"], "head": facts["head"]}
    if not facts["head"]:
        message = gettext_noop(
            "Presented by %(position)s %(name)s. The organisation tree names no head of the unit on that day, "
            "so it cannot be shown that the head presented in person."
        )
        return Shortfall("no_head", message, said)
    message = gettext_noop("Presented by %(position)s %(name)s; the head, %(head)s, must present in person.")
    return Shortfall("not_head", message, said)
