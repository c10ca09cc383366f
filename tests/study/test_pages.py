"""The page on which a unit counts who has studied."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.study.models import StudyCount
from tests.cascade import stories
from tests.world import World


@pytest.fixture
def obligation(world: World) -> Obligation:
    cascade = stories.issued(world, stories.duty("Hoàn thành học tập", "study_done"))
    return stories.owed(cascade, world.district_office, "study_done")


@pytest.fixture
def district(world: World) -> Client:
    return world.client(world.district_office)


def send(client: Client, obligation: Obligation, **changes: Any):
    figures = {"counted_on": "12/07/2019", "members": "100", "exempt": "4", "attended": "84", "made_up": "6"}
    return client.post(reverse("study:study-record", args=[obligation.pk]), figures | changes)


def test_the_count_goes_up_and_the_duty_shows_the_share_with_its_denominator(
    world: World, obligation: Obligation, district: Client
) -> None:
    answer = send(district, obligation)
    page = district.get(answer.headers["Location"]).content.decode()
    assert "90/96 = 93,8\u00a0%" in page
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"attended": "95"}, "chỉ 96 người phải học"),
        ({"counted_on": "13/07/2019"}, "Ngày 13/07/2019 chưa đến."),
        ({"tested": "91"}, "không thể nhiều hơn 90 người đã học"),
        ({"members": ""}, "id_members_error"),
        ({"members": "nhiều"}, "id_members_error"),
    ],
)
def test_figures_that_cannot_be_are_refused_beside_the_form(
    world: World, obligation: Obligation, district: Client, change: dict[str, str], said: str
) -> None:
    answer = send(district, obligation, note="Sáu đồng chí đi công tác.", **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Sáu đồng chí đi công tác." in answer.content.decode()
    assert not StudyCount.objects.exists()


def test_nobody_is_warned_of_first_and_then_kept_without_going_up(
    world: World, obligation: Obligation, district: Client
) -> None:
    nobody = {"attended": "0", "made_up": "0"}
    warned = send(district, obligation, **nobody)
    assert warned.status_code == 422
    assert "Chưa có ai được ghi là đã học." in warned.content.decode()
    assert not StudyCount.objects.exists()
    assert send(district, obligation, warned="nobody_studied", **nobody).status_code == 302
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED


def coverage(client: Client, obligation: Obligation, **figures: str) -> str:
    return client.get(reverse("study:study-coverage", args=[obligation.pk]), figures).content.decode()


def test_the_share_follows_the_typing(world: World, obligation: Obligation, district: Client) -> None:
    shown = coverage(district, obligation, members="100", exempt="4", attended="84", made_up="6")
    assert "90 / 96" in shown
    assert "93,8\u00a0%" in shown
    too_many = coverage(district, obligation, members="100", exempt="40", attended="84", made_up="6")
    assert "chỉ 60 người phải học" in too_many
    assert "%" not in coverage(district, obligation, members="", attended="hai")
