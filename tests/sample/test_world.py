"""What the sample world tells: a true tree, true histories, two cascades under way."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from quantriet.accounts.models import User
from quantriet.audit.models import Entry
from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation
from quantriet.cascade.queries.desk import owed, passed_down
from quantriet.cascade.queries.rollup import RowFilter, rollup, rows
from quantriet.cascade.rules.standing import Standing
from quantriet.cascade.rules.telling import Told
from quantriet.cascade.tasks import tell
from quantriet.documents.models import Document, Finding
from quantriet.notices.models import Notice
from quantriet.org.models import Appointment, Unit, UnitVersion
from quantriet.org.queries import head_of, heads
from quantriet.sample.haiphong import people
from tests.house.source import PACKAGE, ROOT
from tests.sample.loaded import CAST, NOON, TODAY, Sample

REPORTS = ROOT.parent / "shared" / "reports"


def test_a_second_loading_changes_nothing(loaded: Sample) -> None:
    before = (Unit.objects.count(), Obligation.objects.count(), Entry.objects.count(), User.objects.count())
    out = StringIO()
    call_command("load_sample", stdout=out)
    assert "already" in out.getvalue()
    assert before == (Unit.objects.count(), Obligation.objects.count(), Entry.objects.count(), User.objects.count())


# --- the tree --------------------------------------------------------------------------------------------------------
def test_the_city_has_its_districts_and_kien_an_its_wards_and_branches(loaded: Sample) -> None:
    below = UnitVersion.objects.as_at(TODAY).filter(parent__code="TU-HP")
    assert below.filter(kind__in=["quận ủy", "huyện ủy"]).count() == 15
    wards = UnitVersion.objects.as_at(TODAY).filter(parent__code="QU-KIEN-AN", kind="đảng ủy phường")
    assert wards.count() == 10
    for ward in wards:
        assert 3 <= UnitVersion.objects.as_at(TODAY).filter(parent=ward.unit_id, kind="chi bộ").count() <= 6
    assert UnitVersion.objects.as_at(TODAY).filter(parent__code="DUK-CQTP").count() == 10


def test_every_unit_has_a_head_and_members(loaded: Sample) -> None:
    units = UnitVersion.objects.as_at(TODAY)
    unit_ids = list(units.values_list("unit_id", flat=True))
    assert set(heads(unit_ids, TODAY)) == set(unit_ids)
    assert not units.filter(members=0).exists()


def test_the_people_of_the_newspapers_sit_where_they_were_reported(loaded: Sample) -> None:
    for code, name in (
        ("TU-HP", people.CITY_SECRETARY),
        ("QU-KIEN-AN", people.KIEN_AN_SECRETARY),
        ("DUK-CQTP", people.BLOC_SECRETARY),
    ):
        head = head_of(loaded.unit(code).unit_id, date(2018, 1, 18))
        assert head is not None
        assert head.name == name
    seats = Appointment.objects.filter(person__name=people.KIEN_AN_SECRETARY)
    assert set(seats.values_list("position__unit__code", flat=True)) == {"QU-KIEN-AN", "TU-HP"}


def test_everybody_else_is_plainly_invented(loaded: Sample) -> None:
    named = {people.CITY_SECRETARY, people.CITY_CHAIRMAN, people.KIEN_AN_SECRETARY, people.BLOC_SECRETARY}
    names = set(Appointment.objects.values_list("person__name", flat=True))
    assert named <= names
    assert {name for name in names - named if name.rsplit(" ", 1)[1] not in {"Mẫu", "Thử", "Dụ"}} == set()


# --- the histories ---------------------------------------------------------------------------------------------------
def test_every_state_is_the_last_step_of_its_own_history(loaded: Sample) -> None:
    latest = Move.objects.filter(obligation=OuterRef("pk")).order_by("-at", "-pk").values("state")[:1]
    told = Obligation.objects.annotate(told=Subquery(latest))
    assert told.count() > 300
    assert not told.exclude(state=F("told")).exists()


def test_histories_run_forward_and_end_before_today(loaded: Sample) -> None:
    by_obligation: dict[int, list] = {}
    for obligation_id, at in Move.objects.order_by("pk").values_list("obligation_id", "at"):
        by_obligation.setdefault(obligation_id, []).append(at)
    assert [pk for pk, instants in by_obligation.items() if instants != sorted(instants)] == []
    written = list(Entry.objects.exclude(verb="sample.world.loaded").order_by("pk").values_list("at", flat=True))
    assert written == sorted(written)
    assert max(written).date() < TODAY


def test_nobody_approved_what_he_sent(loaded: Sample) -> None:
    assert not Cascade.objects.filter(submitted_by__isnull=False, submitted_by=F("approved_by")).exists()


def test_no_deadline_is_later_than_the_one_above(loaded: Sample) -> None:
    for cascade in Cascade.objects.filter(parent__isnull=False):
        for requirement in cascade.requirements.all():
            above = Obligation.objects.get(requirement=requirement.parent_id, unit=cascade.issuing_unit_id)
            assert requirement.due_on is not None
            assert requirement.due_on <= above.due_on


def test_every_mentioned_paper_leads_somewhere(loaded: Sample) -> None:
    reviewed = Finding.objects.filter(category="mention", document__registered_at__isnull=False)
    assert reviewed.count() >= 10
    lost = reviewed.filter(target__isnull=True).select_related("document")
    assert [f.text for f in lost if f.data["number"] != f.document.number] == []  # its own symbol leads nowhere


# --- the cascades under way ------------------------------------------------------------------------------------------
def test_the_bloc_had_two_late_agencies_when_january_2018_was_over(loaded: Sample) -> None:
    root = Cascade.objects.get(parent=None, title__contains="Trung ương 6")
    bloc = loaded.unit("DUK-CQTP").path
    counts = rollup(root.pk, bloc, on=date(2018, 2, 1), now=NOON).branch
    assert counts.late == 2
    late = rows(root.pk, bloc, on=date(2018, 2, 1), now=NOON, only=RowFilter(standing=Standing.LATE, below=True)).rows
    assert len({row.unit_id for row in late}) == 2


def test_a_deputy_who_presents_does_not_satisfy(loaded: Sample) -> None:
    ward = loaded.unit("DU-KIEN-AN-LAM-HA").unit_id
    recorded = Fulfilment.objects.get(obligation__unit=ward, source_type="conference")
    assert [s["code"] for s in recorded.shortfalls] == ["not_head"]
    assert recorded.obligation.state == "accepted"


def test_past_days_show_other_figures(loaded: Sample) -> None:
    root = Cascade.objects.get(parent=None, title__contains="Chỉ thị 35")
    top = loaded.unit("TU-HP").path
    days = [date(2019, 6, 12), date(2019, 6, 20), date(2019, 7, 1), date(2019, 7, 8), TODAY]
    done = [rollup(root.pk, top, on=day, now=NOON).branch.approved for day in days]
    assert done[0] == 0
    assert done == sorted(set(done))


def test_the_desk_of_kien_an_has_late_soon_and_later_duties(loaded: Sample) -> None:
    due = [line.due_on for line in owed(loaded.unit("QU-KIEN-AN").unit_id, TODAY)]
    assert [day for day in due if day < TODAY] == [date(2019, 7, 10)]
    assert [day for day in due if TODAY <= day <= date(2019, 7, 19)] == [date(2019, 7, 16), date(2019, 7, 18)]
    assert len([day for day in due if day > date(2019, 7, 19)]) == 3


def test_the_bars_of_kien_an_have_every_colour_and_each_opens_its_rows(loaded: Sample) -> None:
    unit = loaded.unit("QU-KIEN-AN")
    resolution, directive = passed_down(unit.unit_id, unit.path, TODAY, NOON)
    assert resolution.counts.open == resolution.counts.total > 0
    assert min(getattr(directive.counts, standing) for standing in Standing.values) > 0
    for line in (resolution, directive):
        for standing in Standing.values:
            only = RowFilter(standing=standing, below=True)
            found = rows(line.root_id, unit.path, on=TODAY, now=NOON, only=only).rows
            assert len(found) == getattr(line.counts, standing)


# --- who sees what ---------------------------------------------------------------------------------------------------
def test_the_stranger_finds_nothing_of_the_city(loaded: Sample) -> None:
    client = loaded.client("vp.khac")
    pages = [reverse("cascade:cascade-page", args=[pk]) for pk in Cascade.objects.values_list("pk", flat=True)]
    pages += [reverse("documents:document-page", args=[pk]) for pk in Document.objects.values_list("pk", flat=True)]
    pages += [reverse("org:unit-page", args=[loaded.unit(code).unit_id]) for code in ("TU-HP", "QU-KIEN-AN")]
    pages += [reverse("cascade:obligation-page", args=[o.pk]) for o in Obligation.objects.order_by("pk")[:20]]
    assert {url: client.get(url).status_code for url in pages if client.get(url).status_code != 404} == {}


@pytest.mark.parametrize("username", [name for name in CAST if name not in ("vp.khac", "bithu.chibo")])
def test_each_of_the_city_opens_the_cascade_on_the_resolution(loaded: Sample, username: str) -> None:
    root = Cascade.objects.get(parent=None, title__contains="Nghị quyết 45-NQ/TW")
    answer = loaded.client(username).get(reverse("cascade:cascade-page", args=[root.pk]), follow=True)
    assert answer.status_code == 200


# --- nothing is copied -----------------------------------------------------------------------------------------------
def _runs(text: str, words: int = 9) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.casefold())
    return {tuple(found[i : i + words]) for i in range(len(found) - words + 1)}


def test_no_sentence_of_the_newspapers_stands_in_the_sample_world() -> None:
    reports = sorted(REPORTS.glob("*.txt")) if REPORTS.is_dir() else []
    if not reports:
        pytest.skip("the newspapers' reports are not beside this repository")
    theirs = set().union(*(_runs(path.read_text(encoding="utf-8")) for path in reports))
    ours: list[Path] = [*(PACKAGE / "sample").rglob("*.py"), *(PACKAGE / "sample").rglob("*.po")]
    for path in ours:
        plain = path.read_text(encoding="utf-8").replace("\\\n", "")
        assert _runs(plain) & theirs == set(), path


def test_units_were_told_of_a_cascade_on_the_day_it_was_given_to_them(loaded: Sample) -> None:
    told = Notice.objects.filter(kind=f"cascade.{Told.ISSUED}")
    given = Cascade.objects.exclude(issued_at=None)
    before = told.count()
    assert before
    assert set(told.values_list("created_at", flat=True)) <= set(given.values_list("issued_at", flat=True))
    for cascade in given:  # what waits for the worker when the world is loaded
        tell(cascade.pk, Told.ISSUED)
    assert told.count() == before
