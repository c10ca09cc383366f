"""Every write to the tree: units are founded, changed, ended and succeeded; people appointed, mandates given."""

from quantriet.org.actions.people import (
    appoint,
    create_position,
    end_appointment,
    give_mandate,
    hand_over_mandates,
    register_person,
)
from quantriet.org.actions.undo import keep_before, note_made, put_back
from quantriet.org.actions.units import (
    UnitFacts,
    change_units,
    end_units,
    found_unit,
    found_units,
    one_at_a_time,
    place_units,
    stand_still,
    succeed,
)

__all__ = [
    "UnitFacts",
    "appoint",
    "change_units",
    "create_position",
    "end_appointment",
    "end_units",
    "found_unit",
    "found_units",
    "give_mandate",
    "hand_over_mandates",
    "keep_before",
    "note_made",
    "one_at_a_time",
    "place_units",
    "put_back",
    "register_person",
    "stand_still",
    "succeed",
]
