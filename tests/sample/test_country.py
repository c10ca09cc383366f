"""The country on a small scale: every province and commune by name, an inner life in one commune of a hundred."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, OuterRef, Subquery
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from quantriet.accounts.models import User
from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.kernel import clock
from quantriet.kernel.text import fold, sort_key
from quantriet.org.models import UnitVersion
from quantriet.org.queries import heads, mandates_of
from quantriet.org.rules import path_of
from quantriet.pg.embedded import Cluster
from quantriet.sample import queries
from quantriet.sample.country import answers, bodies
from quantriet.sample.country.cast import LINES
from quantriet.sample.country.places import provinces
from quantriet.sample.country.world import TODAY
from quantriet.sample.models import SampleClock
from tests.sample.loaded import told_in

SCALE = 0.01
NOON = datetime(2026, 10, 12, 12, 0, tzinfo=clock.ZONE)
CAST = [line[0] for line in LINES]


@pytest.fixture(scope="module")
def _country(cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with told_in(cluster, django_db_blocker, "country", "country", "--scale", str(SCALE)):
        yield


@pytest.fixture
def country(_country: None, db: None) -> Iterator[None]:
    """The country at noon of its first day; what a test changes is undone after it."""
    queries.forget()
    clock.set_source(lambda: NOON)
    yield
    clock.set_source(None)
    queries.forget()


def unit(code: str) -> UnitVersion:
    return UnitVersion.objects.as_at(TODAY).get(unit__code=code)


def client(username: str) -> Client:
    found = Client()
    assert found.post(reverse("sample:sign-in", args=[username])).status_code == 302
    return found


# --- the tree --------------------------------------------------------------------------------------------------------
def test_every_level_has_its_number(country: None) -> None:
    found = UnitVersion.objects.values_list("level").annotate(number=Count("pk"))
    assert dict(found) == {"central": 1, "province": 34, "commune": 3321, "grassroots": 520, "branch": 2450}
    kinds = dict(UnitVersion.objects.values_list("kind").annotate(number=Count("pk")))
    assert (kinds["tỉnh ủy"], kinds["thành ủy"]) == (28, 6)
    assert [kinds[f"đảng ủy {kind}"] for kind in ("xã", "phường", "đặc khu")] == [2621, 687, 13]


def test_the_whole_country_has_so_many_organisations_and_no_two_siblings_of_one_name() -> None:
    communes = [commune for province in provinces() for commune in province.places]
    found = bodies.bodies_of(communes, 1.0)
    assert sum(len(inside) for inside in found.values()) == bodies.GRASSROOTS
    assert sum(len(body.branches) for inside in found.values() for body in inside) == bodies.BRANCHES
    for inside in found.values():
        assert len({body.name for body in inside}) == len(inside)
        assert all(len(set(body.branches)) == len(body.branches) for body in inside)


def test_parts_by_weight_lose_nothing() -> None:
    assert bodies.share_out(7, [1, 1, 1]) == [2, 3, 2]
    assert sum(bodies.share_out(245, [3, 1, 4, 1, 5, 9, 2, 6])) == 245


def test_communes_stand_under_their_province_by_name(country: None) -> None:
    for name, above in (
        ("Đảng ủy phường Kiến An", "Thành ủy Hải Phòng"),
        ("Đảng ủy đặc khu Bạch Long Vĩ", "Thành ủy Hải Phòng"),
        ("Đảng ủy đặc khu Phú Quốc", "Tỉnh ủy An Giang"),
        ("Đảng ủy đặc khu Hoàng Sa", "Thành ủy Đà Nẵng"),
        ("Đảng ủy đặc khu Trường Sa", "Tỉnh ủy Khánh Hòa"),
        ("Đảng ủy phường Hoàn Kiếm", "Thành ủy Hà Nội"),
    ):
        found = UnitVersion.objects.get(name=name)
        assert UnitVersion.objects.get(unit=found.parent_id).name == above


def test_every_path_is_that_of_the_unit_above_and_one_step(country: None) -> None:
    units = {v.unit_id: v for v in UnitVersion.objects.all()}
    for v in units.values():
        assert v.path == path_of(units[v.parent_id].path if v.parent_id else "", v.unit_id)
        assert v.search_text == fold(v.name if v.name == v.short_name else f"{v.name} {v.short_name}")
        assert v.sort_key == sort_key(v.name)
        assert v.valid_during.lower == date(2025, 7, 1)


def test_numbers_go_on_after_those_that_were_written(country: None) -> None:
    call_command("found_unit", "MOI", "Đảng ủy Mới", "--kind", "đảng ủy", "--level", "commune", "--parent", "TW")
    assert unit("MOI").path.startswith(unit("TW").path)


def test_every_unit_down_to_the_communes_has_a_head(country: None) -> None:
    upper = list(
        UnitVersion.objects.filter(level__in=["central", "province", "commune"]).values_list("unit_id", flat=True)
    )
    assert set(heads(upper, TODAY)) == set(upper)


# --- what is under way -----------------------------------------------------------------------------------------------
def test_the_national_cascade_reaches_every_unit_in_a_partition_of_its_own(country: None) -> None:
    cascade = Cascade.objects.get(scope="subtree")
    assert cascade.partition_no == cascade.pk
    assert cascade.obligations.count() == 4 * (UnitVersion.objects.count() - 1)


def test_the_second_is_passed_down_by_provinces_with_their_plans_and_by_one_ward(country: None) -> None:
    root = Cascade.objects.get(parent=None, title__contains="từng cấp")
    assert root.obligations.count() == 34 * 3
    assert Cascade.objects.filter(parent=root, plan__isnull=False, state="issued").count() == 24
    ward = Cascade.objects.get(parent__parent=root)
    assert ward.issuing_unit_id == unit("DU-11443").unit_id
    communes = Obligation.objects.filter(cascade__parent=root)
    assert 0 < communes.filter(state="accepted").count() < communes.count()


def test_every_state_is_the_last_of_its_moves_and_every_answer_is_recorded(country: None) -> None:
    latest = Move.objects.filter(obligation=OuterRef("pk")).order_by("-at", "-pk")
    told = Obligation.objects.annotate(
        told=Subquery(latest.values("state")[:1]), told_at=Subquery(latest.values("at")[:1])
    )
    moved = told.exclude(state="assigned")
    assert moved.count() > 10_000
    assert not moved.exclude(state=F("told"), state_at=F("told_at")).exists()
    assert not told.filter(state="assigned", told__isnull=False).exists()
    assert Move.objects.filter(state="submitted").count() == Fulfilment.objects.count()
    assert max(Move.objects.values_list("at", flat=True)) < NOON - timedelta(hours=12)


def test_steps_that_no_unit_could_take_are_refused(country: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cascade = Cascade.objects.get(parent=None, title__contains="từng cấp")
    monkeypatch.setattr(answers, "_STATES", re.sub("set state = m.state", "set state = 'approved'", answers._STATES))
    with pytest.raises(RuntimeError, match="none that a unit could take"):
        answers.answer([cascade], TODAY, only_accepted=True)


def test_steps_that_units_could_take_pass(country: None) -> None:
    cascade = Cascade.objects.get(parent=None, title__contains="từng cấp")
    before = cascade.obligations.filter(state="accepted").count()
    answers.answer([cascade], TODAY, only_accepted=True)
    assert cascade.obligations.filter(state="accepted").count() > before


def test_the_sums_are_exact(country: None) -> None:
    columns = "depth, path, requirement_id, due_on, assigned, accepted, submitted, returned, approved, irregular"
    for root in Cascade.objects.filter(parent=None, state="issued"):
        with connection.cursor() as cursor:
            cursor.execute("select cascade_fold()")
            cursor.execute(f"select {columns} from cascade_roll where root_cascade_id = %s", [root.pk])
            kept = sorted(cursor.fetchall())
            cursor.execute(f"select {columns} from cascade_count(%s)", [root.pk])
            assert kept == sorted(cursor.fetchall()) != []
        node = rollup(root.pk, unit("TW").path, on=TODAY, now=NOON)
        assert node.branch.total == Obligation.objects.filter(root_cascade=root).count()


def test_provinces_differ_and_past_days_show_less(country: None) -> None:
    root, top = Cascade.objects.get(scope="subtree"), unit("TW").path
    shares = [n.branch.approved / n.branch.total for n in rollup(root.pk, top, on=TODAY, now=NOON, levels=1).children]
    assert max(shares) - min(shares) > 0.2
    days = [date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28), date(2026, 10, 5), TODAY]
    done = [rollup(root.pk, top, on=day, now=NOON, levels=0).branch.approved for day in days]
    assert done[0] == 0
    assert done == sorted(set(done))


# --- who sees what ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", CAST)
def test_each_of_the_cast_finds_its_unit_and_the_national_cascade(country: None, username: str) -> None:
    user = User.objects.get(username=username)
    signed_in, acting = client(username), mandates_of(user.pk, TODAY)[0]
    assert acting.unit_name in signed_in.get("/").content.decode()
    page = reverse("cascade:cascade-page", args=[Cascade.objects.get(scope="subtree").pk])
    assert signed_in.get(page).status_code == 200


def test_a_stranger_finds_nothing_of_the_city(country: None) -> None:
    stranger, cities = client("vp.khac"), Cascade.objects.get(title__contains="danh bạ")
    assert stranger.get(reverse("cascade:cascade-page", args=[cities.pk])).status_code == 404
    assert stranger.get(reverse("org:unit-page", args=[unit("TU-31").unit_id])).status_code == 404
    assert client("vp.tinh").get(reverse("cascade:cascade-page", args=[cities.pk])).status_code == 200


def test_the_clock_plays_the_years_around_its_own(country: None) -> None:
    office = client("vp.tinh")
    office.post(reverse("sample:move-clock"), {"today": "13/10/2026"})
    assert SampleClock.objects.get().today == date(2026, 10, 13)
    assert office.post(reverse("sample:move-clock"), {"today": "12/07/2019"}).status_code == 422


def test_the_terminal_shows_how_far_it_is_and_a_second_loading_changes_nothing(country: None) -> None:
    out = StringIO()
    call_command("load_sample", "country", stdout=out)
    assert "already" in out.getvalue()
