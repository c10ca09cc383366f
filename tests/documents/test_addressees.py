"""Whom a duty is meant for, by its words and in the tree."""

from html import unescape

import pytest
from django.urls import reverse

from quantriet.cascade import actions as cascades
from quantriet.documents.models import Finding
from quantriet.documents.queries.addressees import tree_of
from quantriet.documents.rules.addressees import Addressees, Reach, addressees_of, whole_branch
from quantriet.documents.rules.findings import Category
from tests.documents.stories import accept, found, taken_in
from tests.world import World


@pytest.mark.parametrize(
    ("who", "reach", "level"),
    [
        ("các đảng ủy trực thuộc", Reach.DIRECT, None),
        ("Các cấp ủy trực thuộc", Reach.DIRECT, None),
        ("các chi bộ trực thuộc", Reach.DIRECT, "branch"),
        ("các đảng ủy xã, phường", Reach.LEVEL, "commune"),
        ("Các huyện ủy", Reach.LEVEL, "district"),
        ("mỗi chi bộ", Reach.LEVEL, "branch"),
        ("Cấp ủy các cấp", Reach.EVERYONE, None),
        ("Ban Tổ chức Huyện ủy", Reach.BODY, None),
        ("các cấp ủy", Reach.UNKNOWN, None),
        ("các đơn vị", Reach.UNKNOWN, None),
        ("văn phòng", Reach.UNKNOWN, None),
        ("", Reach.UNKNOWN, None),
    ],
)
def test_words_tell_how_far_down_a_duty_goes(who: str, reach: Reach, level: str | None) -> None:
    meant = addressees_of({"who": who})
    assert (meant.reach, meant.level) == (reach, level)


def test_the_readers_hint_holds_until_the_words_are_corrected() -> None:
    facts = {"who": "đảng bộ các cấp", "who_class": {"kind": "all_levels", "level": None, "name": None}}
    assert addressees_of(facts).reach is Reach.EVERYONE
    assert addressees_of({**facts, "who": "các cấp ủy"}).reach is Reach.UNKNOWN
    assert addressees_of({**facts, "who": "các chi bộ"}, {"who": "các chi bộ"}) == Addressees(Reach.LEVEL, "branch")
    assert addressees_of({"who": "x", "who_class": {"kind": "person", "name": "A"}}).reach is Reach.UNKNOWN


@pytest.mark.parametrize(
    ("wanted", "unit", "number"),
    [
        (Addressees(Reach.DIRECT), "city", 2),
        (Addressees(Reach.DIRECT), "kien_an", 2),
        (Addressees(Reach.LEVEL, "commune"), "city", 2),
        (Addressees(Reach.EVERYONE), "city", 5),
        (Addressees(Reach.BODY, name="chi bộ số 1"), "city", 1),
        (Addressees(Reach.BODY, name="Sở Tài chính"), "city", None),
        (Addressees(Reach.LEVEL, "province"), "city", None),
        (Addressees(Reach.UNKNOWN), "city", None),
    ],
)
def test_the_tree_of_the_day_is_counted(world: World, wanted: Addressees, unit: str, number: int | None) -> None:
    meant = tree_of(getattr(world, unit).pk, world.today).meant(wanted)
    assert (meant.number if meant else None) == number


def test_the_card_says_which_units_are_meant(world: World) -> None:
    document = taken_in(world, world.city_office)
    page = world.client(world.city_office).get(reverse("documents:document-page", args=[document.pk]))
    assert "mọi đơn vị trực thuộc Thành ủy Cảng (2)" in unescape(page.content.decode())


@pytest.mark.parametrize(("who", "scope"), [("cấp ủy các cấp", "subtree"), ("các cấp ủy trực thuộc", "direct")])
def test_a_draft_goes_as_far_as_its_duties(world: World, who: str, scope: str) -> None:
    document = taken_in(world, world.city_office)
    duty = found(document, Category.DUTY, "báo cáo")
    Finding.objects.filter(pk=duty.pk).update(data={**duty.data, "who": who, "who_class": None})
    duty.refresh_from_db()
    accept(world, world.city_office, duty)
    cascade = cascades.draft_from_document(
        actor=world.city_office.actor, document=document, unit_id=world.city.pk, title="Đợt", at=world.noon
    )
    cascade.refresh_from_db()
    assert cascade.scope == scope


def test_no_duty_reaches_nobody() -> None:
    assert not whole_branch([])
    assert not whole_branch([Addressees(Reach.EVERYONE), Addressees(Reach.DIRECT)])
    assert whole_branch([Addressees(Reach.EVERYONE)])
