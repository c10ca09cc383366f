"""The table keeps its promises whoever writes."""

import pytest
from django.db import IntegrityError, connection

from quantriet.study.models import StudyCount
from tests.world import World


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("attended = 91", "studycount_within_obliged"),
        ("made_up = 7", "studycount_within_obliged"),
        ("exempt = 5", "studycount_within_obliged"),
        ("tested = 91", "studycount_tested_have_studied"),
        ("reflections = 91", "studycount_reflections_of_studied"),
        ("made_up = -1", "studycount_made_up_check"),
    ],
)
def test_sql_cannot_break(world: World, change: str, promise: str) -> None:
    count = StudyCount.objects.create(
        unit=world.kien_an, counted_on=world.today, members=94, exempt=4, attended=84, made_up=6, recorded_at=world.noon
    )
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(f"update study_studycount set {change} where id = %s", [count.pk])
