"""Reading a text again: decisions stay, what was rejected stays away; and what was decided is exported."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.documents import actions
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.findings import Category, Status
from tests.documents.stories import PLAN_91, accept, decide, entered, found, mention, taken_in
from tests.world import World


def again(world: World, document: Document) -> int:
    return actions.read_again(actor=world.city_office.actor, document=document, at=world.noon)


def said(document: Document) -> list[tuple]:
    rows = document.findings.order_by("category", "start", "end")
    return list(rows.values_list("category", "start", "end", "status", "correction", "target_id", "data"))


def test_reading_again_changes_nothing_that_is_read_alike(world: World) -> None:
    document = taken_in(world, world.city_office)
    accept(world, world.city_office, mention(document, "45-NQ/TW"))
    decide(world, world.city_office, found(document, Category.DUTY, "báo cáo"), Status.REJECTED)
    before = said(document)
    assert again(world, document) == 0
    assert said(document) == before
    assert Entry.objects.filter(verb="documents.document.read_again", subject_id=document.pk).exists()


@pytest.mark.parametrize("shift", [0, 3])
def test_a_rejected_suggestion_does_not_come_back(world: World, shift: int) -> None:
    document = taken_in(world, world.city_office)
    rejected = decide(world, world.city_office, found(document, Category.PERSON, "Cảng"), Status.REJECTED)
    Finding.objects.filter(pk=rejected.pk).update(end=rejected.end - shift)  # as an older reader bounded it
    again(world, document)
    people = document.findings.filter(category=Category.PERSON)
    assert list(people.values_list("pk", "status")) == [(rejected.pk, Status.REJECTED)]


def test_the_same_words_elsewhere_stay_decided(world: World) -> None:
    document = taken_in(world, world.city_office)
    first = accept(world, world.city_office, mention(document, "45-NQ/TW"))
    places = document.findings.filter(category=Category.MENTION, text=first.text)
    place = places.exclude(pk=first.pk).first()
    assert place is not None
    start = place.start
    place.delete()
    assert again(world, document) == 0
    back = document.findings.get(category=Category.MENTION, start=start)
    assert (back.status, back.target_id) == (Status.ACCEPTED, first.target_id)


def test_what_an_older_reader_missed_is_proposed_and_what_it_made_up_goes(world: World) -> None:
    office = world.city_office
    document = entered(world, office, taken_in(world, office), PLAN_91)
    duty = found(document, Category.DUTY, "báo cáo")
    start, end = duty.start, duty.end
    duty.delete()
    Finding.objects.create(
        document=document, category=Category.PERSON, start=0, end=5, text=document.text[:5], data={}, confidence=0.5
    )
    assert again(world, document) == 1
    assert document.findings.get(category=Category.DUTY, start=start, end=end).status == Status.PROPOSED
    assert not document.findings.filter(category=Category.PERSON, start=0).exists()


def _decisions(world: World) -> Document:
    office = world.city_office
    document = taken_in(world, office)
    accept(world, office, mention(document, "35-CT/TW"))
    decide(world, office, found(document, Category.PERSON, "Cảng"), Status.REJECTED)
    duty = found(document, Category.DUTY, "báo cáo")
    actions.correct(actor=office.actor, finding=duty, correction={"due": "2019-09-20"}, seen=stamp(duty), at=world.noon)
    return document


def _check(lines: list[str]) -> None:
    rows = {row["category"]: row for row in map(json.loads, lines)}
    assert {row["status"] for row in rows.values()} == {"accepted", "corrected", "rejected"}
    assert rows["duty"]["corrected"] == {"due": "2019-09-20"}
    assert rows["duty"]["read"]["due"] == "2019-09-15"
    for row in rows.values():
        assert row["text"][row["start"] : row["end"]].strip()
    mentioned = rows["mention"]
    assert "35-CT/TW" in mentioned["text"][mentioned["start"] : mentioned["end"]]


def test_decisions_are_exported_line_by_line(world: World, tmp_path: Path) -> None:
    _decisions(world)
    out = StringIO()
    call_command("export_readings", stdout=out)
    _check(out.getvalue().splitlines())
    file = tmp_path / "readings.jsonl"
    call_command("export_readings", str(file))
    assert file.read_text(encoding="utf-8") == out.getvalue()


def test_one_exports_what_ones_own_unit_decided(world: World) -> None:
    _decisions(world)
    url = reverse("documents:readings")
    _check(b"".join(world.client(world.city_office).get(url)).decode().splitlines())
    assert b"".join(world.client(world.ward_office).get(url)) == b""


def test_the_button_reads_again(world: World) -> None:
    document = _decisions(world)
    url = reverse("documents:document-read-again", args=[document.pk])
    before = said(document)
    client = world.client(world.city_office)
    assert url in client.get(reverse("documents:document-page", args=[document.pk])).content.decode()
    assert "Đã đọc lại văn bản" in client.post(url, follow=True).content.decode()
    assert said(document) == before
