"""Who of the cast may open which page of the cascade."""

import pytest
from django.urls import reverse

from quantriet.cascade import actions
from quantriet.cascade.actions.answer import NewFile
from quantriet.cascade.actions.saved import save_view
from quantriet.cascade.models import Cascade, Fulfilment, Obligation, Requirement
from quantriet.cascade.queries.report import nightly_file
from tests.cascade.stories import document, draft, duty, issued, owed, passed_down
from tests.doors import EVERYBODY, Door, check
from tests.world import World

CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}
WARD = {"ward_office", "ward_secretary"}
CHAIN = CITY | DISTRICT | WARD | {"ward_b_office", "bloc_office"}


def _drafted(world: World) -> dict[str, int]:
    return {"pk": draft(world).pk}


def _pending(world: World) -> dict[str, int]:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    return {"pk": cascade.pk}


def _issued(world: World) -> dict[str, int]:
    cascade = issued(world)
    passed_down(world, cascade)
    return {"pk": cascade.pk}


def _of_the_ward(world: World) -> dict[str, int]:
    child = passed_down(world, issued(world))
    return {"pk": owed(child, world.ward_office).pk}


def _of_the_district(world: World) -> dict[str, int]:
    return {"pk": owed(issued(world), world.district_office).pk}


def _sent(world: World) -> dict[str, int]:
    obligation = Obligation.objects.select_related("cascade", "requirement").get(pk=_of_the_ward(world)["pk"])
    report = actions.Report("Xong.", files=(NewFile("bao-cao.pdf", b"%PDF"),))
    actions.send_report(actor=world.ward_office.actor, obligation=obligation, report=report, at=world.noon)
    return {"pk": obligation.pk}


def _evidence(world: World) -> dict[str, int]:
    return {"pk": Fulfilment.objects.get(obligation=_sent(world)["pk"], source_type="file").pk}


def _night(world: World) -> dict[str, int]:
    pk = _issued(world)["pk"]
    file = nightly_file(pk)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{}\n")
    return {"pk": pk}


def _kept(world: World) -> dict[str, int]:
    view = save_view(
        actor=world.city_office.actor, name="Chậm", page="cascade:overview", query="late=1", at=world.noon
    )  # fmt: skip
    return {"pk": view.pk}


def _document(world: World) -> dict[str, int]:
    return {"pk": document(world, duty("Báo cáo", "report_sent")).pk}


def _passed(world: World) -> dict[str, int]:
    return {"pk": Requirement.objects.filter(cascade=passed_down(world, issued(world))).first().pk}


def _template(world: World) -> dict[str, int]:
    made = actions.save_template(actor=world.city_office.actor, cascade=draft(world), title="Mẫu", at=world.noon)
    return {"pk": made.pk}


VIEW = {"name": "x", "address": "/cascades/overview/"}
DOORS = [
    Door("cascade:draft-units", opens=CITY, kwargs=_drafted),
    Door("cascade:cascade-changes", opens=CITY, kwargs=_issued),
    Door("cascade:changes-above", opens=EVERYBODY),
    Door("cascade:deadline-change", opens=DISTRICT, kwargs=_passed, method="post"),
    Door("cascade:change-answer", opens=DISTRICT, kwargs=_passed, method="post", data={"do": "keep"}),
    Door("cascade:obligation-recall", opens=DISTRICT, kwargs=_of_the_ward),
    Door("cascade:template-list", opens=EVERYBODY),
    Door("cascade:template-save", opens=CITY, kwargs=_drafted, method="post"),
    Door("cascade:template-use", opens=CITY, kwargs=_template, method="post"),
    Door("cascade:template-delete", opens={"city_office"}, kwargs=_template, method="post"),
    Door("cascade:cascade-list", opens=EVERYBODY),
    Door("cascade:cascade-page", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-rows", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-matrix", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-late", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-compare", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-trend", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-report", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-figures", opens=CHAIN, kwargs=_issued),
    Door("cascade:cascade-nightly", opens=CITY, kwargs=_night),
    Door("cascade:overview", opens=EVERYBODY),
    Door("cascade:overview-matrix", opens=EVERYBODY),
    Door("cascade:saved-views", opens=EVERYBODY),
    Door("cascade:saved-view-save", opens=EVERYBODY, method="post", data=VIEW),
    Door("cascade:saved-view-delete", opens={"city_office"}, kwargs=_kept, method="post"),
    Door("cascade:cascade-draft-from-document", opens=CITY, kwargs=_document, method="post"),
    Door("cascade:cascade-pass-down", opens=DISTRICT | {"bloc_office"}, kwargs=_issued, method="post"),
    Door("cascade:draft-page", opens=CITY, kwargs=_drafted),
    Door("cascade:draft-discard", opens=CITY, kwargs=_drafted, method="post"),
    Door("cascade:draft-plan", opens=CITY, kwargs=_drafted, method="post"),
    Door("cascade:cascade-progress", opens=CITY, kwargs=_pending),
    Door("cascade:obligation-page", opens=CITY | DISTRICT | WARD, kwargs=_of_the_ward),
    Door("cascade:obligation-accept", opens=DISTRICT, kwargs=_of_the_district, method="post"),
    Door("cascade:report-record", opens=WARD, kwargs=_of_the_ward),
    Door("cascade:report-on-behalf", opens=DISTRICT, kwargs=_of_the_ward),
    Door("cascade:obligation-send", opens=WARD, kwargs=_of_the_ward, method="post"),
    Door("cascade:obligation-hand-over", opens=WARD, kwargs=_of_the_ward, method="post"),
    Door("cascade:obligation-note", opens=WARD, kwargs=_of_the_ward, method="post"),
    Door("cascade:obligation-waive", opens=DISTRICT, kwargs=_of_the_ward, method="post"),
    Door("cascade:cascade-waive", opens=CITY | DISTRICT, kwargs=_issued),
    Door("cascade:reminder-preview", opens=EVERYBODY),
    Door("cascade:reminder-log", opens=CITY, kwargs=_issued),
    Door("cascade:obligation-approve", opens=DISTRICT, kwargs=_sent, method="post"),
    Door("cascade:obligation-return", opens=DISTRICT, kwargs=_sent, method="post"),
    Door("cascade:evidence-file", opens=CITY | DISTRICT | WARD, kwargs=_evidence),
    Door("cascade:cascade-approve", opens={"city_secretary"}, kwargs=_pending, method="post"),
    Door("cascade:cascade-recall", opens={"city_secretary"}, kwargs=_issued, method="post"),
    Door("cascade:cascade-send-back", opens={"city_secretary"}, kwargs=_pending, method="post"),
]


HEADS_ONLY = {"cascade:cascade-approve", "cascade:cascade-recall", "cascade:cascade-send-back"}


@pytest.mark.parametrize("door", [d for d in DOORS if d.url_name not in HEADS_ONLY], ids=lambda d: d.url_name)
def test_a_door_opens_to_whom_it_should(world: World, door: Door) -> None:
    check(door, world)


@pytest.mark.parametrize("name", sorted(HEADS_ONLY))
def test_only_the_head_decides_on_a_draft(world: World, name: str) -> None:
    """The office may see the draft, so it is told that the act is not its own; everybody else finds nothing."""
    pk = _pending(world)["pk"]
    url = reverse(name, args=[pk])
    assert world.client(world.city_office).post(url).status_code == 403
    assert world.client(world.district_secretary).post(url).status_code == 404
    assert world.client(world.stranger).post(url).status_code == 404
    assert Cascade.objects.get(pk=pk).state == "pending"
