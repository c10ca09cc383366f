"""The tables keep their promises whoever writes."""

import pytest
from django.db import IntegrityError, connection

from quantriet.notices.models import Notice
from tests.notices.stories import tell, wants
from tests.world import World


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("path = '//elsewhere.example/'", "notice_path_is_ours"),
        (r"path = '/\elsewhere.example/'", "notice_path_is_ours"),
        ("path = 'https://elsewhere.example/'", "notice_path_is_ours"),
        ("path = ''", "notice_path_is_ours"),
        ("mail = 'lost'", "notice_mail_known"),
        ("mail = 'waiting'", "notice_waits_for_an_instant"),
        ("mail = 'sending', claimed_at = now()", "notice_on_its_way_is_claimed"),
        ("mail = 'uncertain', claim = gen_random_uuid()", "notice_on_its_way_is_claimed"),
        ("mail = 'sent'", "notice_sent_has_instant"),
        ("sent_at = now()", "notice_sent_has_instant"),
        ("key = 'duty:2'", "notice_once_per_key"),
    ],
)
def test_sql_cannot_break_a_notice(world: World, change: str, promise: str) -> None:
    tell(world.ward_office, key="duty:1")
    tell(world.ward_office, key="duty:2")
    first = Notice.objects.get(key="duty:1")
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(f"update notices_notice set {change} where id = %s", [first.pk])


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("mode = 'hourly'", "preference_mode_known"),
        ("address = ''", "preference_mail_has_address"),
        ("digest_hour = 24", "preference_digest_hour_of_a_day"),
    ],
)
def test_sql_cannot_break_a_preference(world: World, change: str, promise: str) -> None:
    wants(world.ward_office)
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(f"update notices_preference set {change}")
