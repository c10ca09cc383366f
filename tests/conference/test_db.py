"""The table keeps its promises whoever writes."""

import pytest
from django.db import IntegrityError, connection

from quantriet.conference.models import Conference
from tests.world import World


def stored(world: World) -> Conference:
    return Conference.objects.create(
        unit=world.kien_an, held_on=world.today, form="in_person", presenter=world.district_secretary.person,
        presenter_name="Vũ Đức Bình", presenter_was_head=True, recorded_at=world.noon,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("form = 'by post'", "conference_form_known"),
        ("presenter_name = ''", "conference_has_presenter"),
        ("presenter_id = null", "conference_guest_is_not_head"),
        ("viewers = -1", "conference_conference_viewers_check"),
    ],
)
def test_sql_cannot_break(world: World, change: str, promise: str) -> None:
    pk = stored(world).pk
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(f"update conference_conference set {change} where id = %s", [pk])
