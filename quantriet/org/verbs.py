"""Audit verbs of the organisation tree."""

UNIT_FOUNDED = "org.unit.founded"
UNIT_CHANGED = "org.unit.changed"
POSITION_CREATED = "org.position.created"
PERSON_REGISTERED = "org.person.registered"
PERSON_APPOINTED = "org.person.appointed"
APPOINTMENT_ENDED = "org.appointment.ended"
MANDATE_GIVEN = "org.mandate.given"
