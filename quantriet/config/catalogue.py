"""The types of requirement that exist: one dotted line each."""

REQUIREMENT_TYPES: list[str] = []
