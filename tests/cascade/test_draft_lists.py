"""Drafts pile up: each can be thrown away, and long lists have pages."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.cascade import actions, verbs
from quantriet.cascade.forms.board import PAGE
from quantriet.cascade.models import Cascade, Exclusion, Requirement
from quantriet.kernel.errors import ChangedMeanwhile
from tests.cascade.stories import draft, facts_of, issued
from tests.world import World


def discard(world: World, cascade: Cascade, version: int | None = None) -> HttpResponse:
    url = reverse("cascade:draft-discard", args=[cascade.pk])
    return world.client(world.city_office).post(url, {"version": cascade.version if version is None else version})


def test_a_draft_is_thrown_away_with_all_that_is_written_in_it(world: World) -> None:
    cascade = draft(world)
    facts = facts_of(cascade, left_out={world.kien_an.pk: "Đang sắp xếp"})
    actions.save_draft(actor=world.city_office.actor, cascade=cascade, facts=facts, version=1, at=world.noon)
    assert Exclusion.objects.filter(cascade=cascade).count() == 1
    page = world.client(world.city_office).get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert f'name="version" value="{cascade.version}"' in page
    assert "Bỏ hẳn dự thảo này" in page
    assert discard(world, cascade).url == reverse("cascade:cascade-list")
    assert not Cascade.objects.filter(pk=cascade.pk).exists()
    assert not Requirement.objects.filter(cascade_id=cascade.pk).exists()
    kept = Entry.objects.get(verb=verbs.CASCADE_DISCARDED)
    assert (kept.subject_name, kept.actor_name) == (cascade.title, world.city_office.actor.name)
    journal = world.client(world.city_office).get(reverse("audit:entry-list")).content.decode()
    assert "bỏ dự thảo đợt quán triệt" in journal


def test_a_draft_that_a_colleague_has_changed_is_not_thrown_away(world: World) -> None:
    cascade = draft(world)
    facts = facts_of(cascade)
    actions.save_draft(actor=world.city_office.actor, cascade=cascade, facts=facts, version=1, at=world.noon)
    assert discard(world, cascade, version=1).status_code == 409
    assert Cascade.objects.filter(pk=cascade.pk).exists()


@pytest.mark.parametrize("is_issued", [False, True])
def test_what_was_sent_or_issued_is_not_thrown_away(world: World, is_issued: bool) -> None:
    cascade = issued(world) if is_issued else draft(world)
    if not is_issued:
        actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    with pytest.raises(ChangedMeanwhile):
        actions.discard_draft(actor=world.city_office.actor, cascade=cascade, version=cascade.version, at=world.noon)
    assert Cascade.objects.filter(pk=cascade.pk).exists()


def test_what_is_passed_on_can_be_thrown_away_and_begun_again(world: World) -> None:
    parent, office = issued(world), world.district_office
    facts = {"parent": parent, "unit_id": world.kien_an.pk, "title": "Triển khai", "at": world.noon}
    child = actions.draft_pass_down(actor=office.actor, **facts)
    actions.discard_draft(actor=office.actor, cascade=child, version=child.version, at=world.noon)
    again = actions.draft_pass_down(actor=office.actor, **facts)
    assert again.requirements.count() == parent.requirements.count()


def test_a_long_list_has_pages_and_the_desk_names_a_few(world: World) -> None:
    unit = {"issuing_unit": world.city, "unit_in_charge": world.city, "scope_on": world.today}
    Cascade.objects.bulk_create(
        Cascade(title=f"Dự thảo số {n:02d}", created_at=world.noon, **unit) for n in range(PAGE + 2)
    )
    client = world.client(world.city_office)
    url = reverse("cascade:cascade-list")
    seen = [re.findall(r"Dự thảo số \d\d", client.get(url, {"own": n}).content.decode()) for n in (1, 2)]
    assert [len(found) for found in seen] == [PAGE, 2]
    assert len({*seen[0], *seen[1]}) == PAGE + 2
    second = client.get(url, {"own": 2}).content.decode()
    assert 'rel="prev" href="/cascades/?own=1"' in second
    assert "51–52 trong 52" in second
    desk = client.get(reverse("desk:home")).content.decode()
    assert len(re.findall(r"Dự thảo số \d\d", desk)) == 5
    assert f"Tất cả {PAGE + 2} dự thảo đợt quán triệt" in desk
