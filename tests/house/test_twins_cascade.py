"""Twins of the protections of cascades and reorganisations; see test_twins.py."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from quantriet.cascade import actions, errors
from quantriet.cascade.actions import moves
from quantriet.cascade.models import Cascade, Obligation, SavedView, Template
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.reorganisation import actions as reorganisation
from quantriet.reorganisation.errors import OwnApproval
from quantriet.reorganisation.models import Reorganisation
from tests.cascade import test_doors as cascade_doors
from tests.cascade.stories import issued, owed, passed_down, report
from tests.cascade.test_rollup import differing_sums, fold
from tests.doors import Door
from tests.reorganisation import test_doors as reorganisation_doors
from tests.reorganisation.stories import submitted
from tests.world import World

OPENED: dict[str, tuple[list[Door], str, Callable[..., Any]]] = {
    "reorganisation:reorganisation-page": (
        reorganisation_doors.DOORS, "quantriet.reorganisation.permissions.visible",
        lambda *_: Reorganisation.objects.all(),
    ),
    "cascade:saved-view-delete": (
        cascade_doors.DOORS, "quantriet.cascade.permissions.saved_view_of",
        lambda _user, pk: SavedView.objects.get(pk=pk),
    ),
    "cascade:reminder-log": (
        cascade_doors.DOORS, "quantriet.cascade.permissions.cascade_to_edit",
        lambda _acting, pk, _on: Cascade.objects.get(pk=pk),
    ),
    "cascade:template-use": (
        cascade_doors.DOORS, "quantriet.cascade.permissions.template_to_use",
        lambda _acting, pk: Template.objects.get(pk=pk),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPENED)
def test_without_its_filter_others_get_in(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    doors, guard, without = OPENED[name]
    door = next(door for door in doors if door.url_name == name)
    url, stranger = reverse(name, kwargs=door.kwargs(world)), world.client(world.stranger)
    assert getattr(stranger, door.method)(url).status_code == 404
    monkeypatch.setattr(guard, without)
    assert getattr(stranger, door.method)(url).status_code in (200, 302)


@pytest.mark.parametrize("is_filtered", [True, False])
def test_without_the_filter_of_what_one_gave_one_waives_what_others_gave(
    world: World, monkeypatch: pytest.MonkeyPatch, is_filtered: bool
) -> None:
    root = issued(world)
    passed_down(world, root)
    duty = owed(root, world.bloc_office)  # given by the city
    if not is_filtered:
        monkeypatch.setattr(
            "quantriet.cascade.permissions.obligations_to_review",
            lambda _acting, _root, pks: Obligation.objects.filter(pk__in=pks),
        )
    url = reverse("cascade:cascade-waive", args=[root.pk])
    world.client(world.district_office).post(url, {"duty": [duty.pk], "waive-reason": "Thôi"})
    duty.refresh_from_db()
    assert (duty.state == State.ASSIGNED) is is_filtered


def test_without_knowing_who_drafted_it_one_approves_ones_own_reorganisation(world: World) -> None:
    found, office = submitted(world), world.district_office.actor

    def approve() -> None:
        reorganisation.approve(actor=office, found=found, version=found.version, at=world.noon)

    with pytest.raises(OwnApproval):
        approve()
    Reorganisation.objects.filter(pk=found.pk).update(drafted_by=None, submitted_by=None)
    approve()
    assert (found.state, found.approved_by_id) == ("approved", office.user_id)


def test_without_the_look_above_a_draft_of_what_was_recalled_is_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, office = issued(world), world.district_office.actor
    child = actions.draft_pass_down(actor=office, parent=root, unit_id=world.kien_an.pk, title="x", at=world.noon)
    actions.recall(actor=world.city_secretary.actor, cascade=root, reason="nhầm", at=world.noon)
    child = Cascade.objects.get(pk=child.pk)
    with pytest.raises(errors.RecalledAbove):
        actions.submit_for_approval(actor=office, cascade=child, at=world.noon)
    monkeypatch.setattr(import_module("quantriet.cascade.actions.issue"), "require_timely", lambda _: None)
    actions.submit_for_approval(actor=office, cascade=child, at=world.noon)
    assert child.state == CascadeState.PENDING


def test_without_rule_and_guard_what_was_recalled_is_approved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cascade = issued(world)
    report(owed(cascade, world.district_office), world.district_office, world.noon)
    actions.recall(actor=world.city_secretary.actor, cascade=cascade, reason="nhầm", at=world.noon)
    duty = owed(cascade, world.district_office)

    def approve() -> None:
        actions.approve_answer(actor=world.city_office.actor, obligation=duty, at=world.noon)

    with pytest.raises(errors.NoLongerOwed):
        approve()
    monkeypatch.setattr(moves, "require_owed", lambda _: None)
    with pytest.raises(errors.IllegalMove):
        approve()
    monkeypatch.setattr(moves, "require_move", lambda *_: None)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cascade_obligation disable trigger obligation_move_legal")
    approve()
    assert owed(cascade, world.district_office).state == State.APPROVED


@pytest.mark.parametrize("is_guarded", [True, False])
def test_without_the_line_of_each_change_the_sums_drift(world: World, is_guarded: bool) -> None:
    cascade = issued(world)
    fold()
    if not is_guarded:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table cascade_obligation disable trigger obligation_noted_change")
    duty = owed(cascade, world.district_office)
    actions.accept(actor=world.district_office.actor, obligation=duty, responsible="Hà", at=world.noon)
    fold()
    assert (differing_sums(cascade.pk) == []) is is_guarded
