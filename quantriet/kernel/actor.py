"""Who does an act."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The account that acts, with the name the audit line keeps even when the account is gone."""

    user_id: int | None
    name: str


SYSTEM = Actor(user_id=None, name="system")
