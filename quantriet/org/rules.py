"""What always holds of the tree: roles, paths, periods."""

from collections.abc import Mapping
from datetime import date
from graphlib import TopologicalSorter
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What an account may do for a unit."""

    OFFICE = "office", _("Office")  # registers, drafts, answers, reviews what is below
    HEAD = "head", _("Head")  # all of that, and approves what the office drafted


class Level(TextChoices):
    """Common levels; a level is data, so a tree may hold any other word."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province or city")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune or ward")
    GRASSROOTS = "grassroots", _("Grassroots organisation")
    BRANCH = "branch", _("Branch")


class SuccessionKind(TextChoices):
    """How one unit came to take the place of another."""

    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")
    DISSOLVED = "dissolved", _("dissolved")


def level_label(level: str) -> str:
    """The level in the reader's language, or the organisation's own word for it."""
    return str(dict(Level.choices).get(level, level))


def level_order(level: str) -> tuple[int, str]:
    """From the top down; the organisation's own words come last."""
    return (Level.values.index(level) if level in Level.values else len(Level.values), level)


ACTING_UNIT = "acting_unit"  # where the session keeps for which unit the account acts


class Period(NamedTuple):
    """Half-open days: `since` belongs to it, `until` does not; None is open."""

    since: date | None
    until: date | None


STEP_DIGITS = 11  # one step of a path: the unit's number in 11 places, so that byte order is tree order


def path_of(parent_path: str, unit_id: int) -> str:
    """The path of a unit: its ancestors' numbers and its own, each of fixed width, so a subtree is one prefix."""
    return f"{parent_path}{unit_id:0{STEP_DIGITS}d}/"


def ancestor_ids(path: str) -> list[int]:
    """The unit numbers on a path, the root first, the unit itself last."""
    return [int(step) for step in path.split("/") if step]


def moved_paths(parents: Mapping[int, int], places: Mapping[int, str]) -> dict[int, str]:
    """Where units stand once all at once have gone below their new parents; a CycleError if some go in a circle.

    `places` is where the units and their new parents have stood until then.
    """
    leads = {  # the lowest moved unit on the way to each new parent, with which that goes elsewhere itself
        unit: [number for number in ancestor_ids(places[parent]) if number in parents][-1:]
        for unit, parent in parents.items()
    }  # fmt: skip
    new: dict[int, str] = {}
    for unit in TopologicalSorter(leads).static_order():
        above = places[parents[unit]]
        for lead in leads[unit]:
            above = new[lead] + above[len(places[lead]) :]
        new[unit] = path_of(above, unit)
    return new


def is_within(path: str, top: str) -> bool:
    """Whether the unit of `path` is the unit of `top` or stands below it."""
    return path.startswith(top)


def depth(path: str) -> int:
    """How many steps a path has; the root has one."""
    return path.count("/")
