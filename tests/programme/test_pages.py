"""The page on which a unit registers its plan."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.documents.models import Document, StoredFile
from quantriet.programme import forms
from tests.cascade import stories
from tests.world import World


@pytest.fixture
def obligation(world: World) -> Obligation:
    cascade = stories.issued(world, stories.duty("Ban hành kế hoạch", "plan_issued"))
    return stories.owed(cascade, world.district_office, "plan_issued")


@pytest.fixture
def district(world: World) -> Client:
    return world.client(world.district_office)


def send(client: Client, obligation: Obligation, **changes: Any):
    plan = {
        "kind": "plan", "number": "62", "suffix": "KH/QU", "issued_on": "12/07/2019",
        "subject": "Quán triệt, thực hiện Nghị quyết 45",
    }  # fmt: skip
    return client.post(reverse("programme:plan-record", args=[obligation.pk]), plan | changes)


def test_the_plan_is_registered_under_the_units_name_and_goes_up(
    world: World, obligation: Obligation, district: Client
) -> None:
    answer = send(district, obligation, file=SimpleUploadedFile("kh62.pdf", b"%PDF-1.4"))
    plan = Document.objects.get(number="62")
    assert (plan.kind, plan.issuer, plan.file_name) == ("plan", "Quận ủy Kiến An", "kh62.pdf")
    page = district.get(answer.headers["Location"]).content.decode()
    assert "Kế hoạch 62-KH/QU" in page
    assert reverse("documents:document-page", args=[plan.pk]) in page
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": ""}, "Kế hoạch chưa có số"),
        ({"issued_on": "13/07/2019"}, "Kế hoạch ghi ngày 13/07/2019, ngày này chưa đến."),
    ],
)
def test_what_would_be_missing_is_said_before_anything_is_registered(
    world: World, obligation: Obligation, district: Client, change: dict[str, str], said: str
) -> None:
    answer = send(district, obligation, **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Document.objects.filter(suffix="KH/QU").exists()


def test_whoever_was_warned_may_register_it_all_the_same(
    world: World, obligation: Obligation, district: Client
) -> None:
    assert send(district, obligation, number="", warned="no_symbol").status_code == 302
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED
    assert Document.objects.filter(suffix="KH/QU").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": "số 62"}, "Chỉ ghi số, ví dụ 62."),
        ({"kind": "decree"}, "id_kind"),
        ({"subject": " "}, "id_subject_error"),
        ({"issued_on": "mai"}, "id_issued_on_error"),
        ({"file": SimpleUploadedFile("kh.exe", b"MZ")}, "id_file_error"),
        ({"file": SimpleUploadedFile("kh.pdf", b"")}, "Tệp rỗng."),
    ],
)
def test_what_cannot_be_is_pointed_out(
    world: World, obligation: Obligation, district: Client, change: dict[str, Any], said: str
) -> None:
    answer = send(district, obligation, **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_large_is_refused(
    world: World, obligation: Obligation, district: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST", 10)
    answer = send(district, obligation, file=SimpleUploadedFile("kh.pdf", b"%PDF" * 3))
    assert "Tệp lớn hơn 20 MB." in answer.content.decode()
