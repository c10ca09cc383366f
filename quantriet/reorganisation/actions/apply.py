"""Putting a reorganisation in force: everything in one transaction, and a journal by which it can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade.actions.inherit import Estate, inherit
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import Refusal
from quantriet.org import actions as org
from quantriet.org.models import Unit, UnitVersion
from quantriet.org.rules import SuccessionKind
from quantriet.reorganisation import verbs
from quantriet.reorganisation.actions.submit import return_to_writers
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import State
from quantriet.reorganisation.rules.plan import Node, Plan


def _change_the_tree(actor: Actor, found: Reorganisation, plan: Plan, at: datetime) -> dict[str, Unit]:
    """Do what the steps of a plan come to, each kind as one act; gives the units by code."""
    named = {code for step in plan.steps for code in (*step.units, step.target, step.node and step.node.parent) if code}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=named)}
    common: dict[str, Any] = {"actor": actor, "since": found.effective_on, "at": at}
    by_decision = common | {"reference": found.decision}
    opening = {node.code: (_facts(node), node.parent) for node in plan.opening}
    units |= org.found_units(units=opening, **by_decision)
    changed = plan.changed
    now = UnitVersion.objects.as_at(found.effective_on).filter(unit__code__in=changed).select_related("unit")
    words = {version.unit: _facts(changed[version.unit.code], version) for version in now}
    org.change_units(units=words, **by_decision)
    org.place_units(above={units[code]: units[above] for code, above in plan.above.items()}, **by_decision)
    org.end_units(units=[units[code] for code in plan.codes("end")], **common)
    for kind in SuccessionKind:
        pairs = [(units[c], units[s.target]) for s in plan.steps if s.kind == kind for c in s.units]
        org.succeed(pairs=pairs, kind=kind, **by_decision)
    return units


def _facts(node: Node, now: UnitVersion | None = None) -> org.UnitFacts:
    """What a unit is from then on; what the decision does not say stays as it was."""
    facts = org.UnitFacts(node.name, node.kind, node.level, members=node.members)
    if now is None:
        return facts
    return replace(facts, place=now.place, short_name=now.short_name if node.name == now.name else "")


def _touched(preview: Preview) -> list[int]:
    """Every unit that may change: those of the plan, what stands below them, and those they join."""
    plan = preview.plan
    codes = {code for step in plan.steps for code in step.units} | {s.target for s in plan.steps if s.do == "succeed"}
    paths = [version.path for version in preview._versions(codes)]
    return list(preview.affected_branches(paths).values_list("unit_id", flat=True))


@transaction.atomic
def put_in_force(*, actor: Actor, found: Reorganisation, at: datetime) -> None:
    """Change the tree, hand over accounts and what is owed, as a part of the act that says so."""
    org.one_at_a_time()  # two decisions on one unit: the second is weighed on what the first has made
    assert found.approved_at is not None  # noqa: S101 - only what is approved comes here
    preview = Preview(found, local_day(found.approved_at))  # a worker that comes late needs no reason for a past day
    if preview.problems:
        raise preview.problems[0].refusal
    plan, touched = preview.plan, _touched(preview)
    accounts = preview.accounts
    assigned = preview.assigned("obligations")
    ended = [version.unit_id for version in preview.closing]  # read before the tree changes
    org.keep_before(act=found.pk, units=touched, since=found.effective_on)
    units = _change_the_tree(actor, found, plan, at)
    org.hand_over_mandates(
        actor=actor, heirs={a.mandate.pk: (units[a.code], a.role) for a in accounts if a.code},
        since=found.effective_on, at=at,
    )  # fmt: skip
    whole = [*touched, *(units[code].pk for code in plan.founded)]
    org.note_made(act=found.pk, units=whole, since=found.effective_on)
    heirs = {units[code].pk: units[heir].pk for code, heir in plan.heirs.items()}
    heirs |= {units[code].pk: units[parts[0]].pk for code, parts in plan.divided.items()}  # for cascades in charge
    owed = {number: units[code].pk for number, code in assigned.items() if code in units}
    estate = Estate(heirs, owed)
    reason = found.decision
    inherited = inherit(actor=actor, estate=estate, moved=whole, reason=reason, at=at)
    found.journal = {
        "units": whole,
        "founded": [units[code].pk for code in plan.founded],
        "ended": ended,
        "moved": [units[code].pk for code in plan.above],
        "changed": [units[code].pk for code in plan.changed],
        "accounts": [
            [a.mandate.user_id, a.mandate.unit_id, units[a.code].pk if a.code else None, a.role] for a in accounts
        ],
        "obligations": inherited.obligations,
        "cascades": inherited.cascades,
    }
    concerned = {*plan.heirs, *plan.heirs.values(), *plan.founded, *plan.parts, *chain(*plan.parts.values())}
    found.state, found.applied_at = State.APPLIED, at
    found.save(update_fields=["journal", "state", "applied_at"])
    audit.record(
        actor=actor, verb=verbs.APPLIED, subject=found, at=at, unit_id=found.unit_id,
        facts={"units": len(whole), "obligations": len(inherited.obligations)},
        topics=tuple(f"unit:{units[code].pk}" for code in concerned),
    )  # fmt: skip


@transaction.atomic
def _apply_one(actor: Actor, pk: int, at: datetime) -> bool:
    found = Reorganisation.objects.select_for_update().get(pk=pk)
    is_due = found.state == State.APPROVED and found.effective_on <= local_day(at)
    if is_due:
        put_in_force(actor=actor, found=found, at=at)
    return is_due


@transaction.atomic
def _give_up(actor: Actor, pk: int, why: str, at: datetime) -> None:
    found = Reorganisation.objects.select_for_update().get(pk=pk)
    if found.state != State.APPROVED:
        return  # another worker has dealt with it since
    return_to_writers(actor=actor, found=found, reason=why, at=at)


def apply_due(*, actor: Actor, at: datetime, say: Callable[[Refusal], str] = str) -> int:
    """Put in force what is approved and whose day has come; what the tree no longer allows goes back as a draft."""
    due = Reorganisation.objects.filter(state=State.APPROVED, effective_on__lte=local_day(at))
    done = 0
    for pk in due.order_by("effective_on", "approved_at").values_list("pk", flat=True):
        try:
            done += _apply_one(actor, pk, at)
        except Refusal as refusal:
            _give_up(actor, pk, say(refusal), at)
    return done
