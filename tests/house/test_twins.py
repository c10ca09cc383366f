"""Each protection has a twin here: the same attack with the protection taken away, which must succeed.

A protective test that would pass without its protection proves nothing; these show that the guards do the guarding.
"""

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from quantriet.audit.models import Entry
from quantriet.cascade import actions, permissions
from quantriet.cascade.models import Cascade
from quantriet.documents import actions as document_actions
from quantriet.documents import permissions as document_permissions
from quantriet.documents.errors import MarkedSecret
from quantriet.documents.models import BatchFile, Document
from quantriet.documents.tasks import read_file
from quantriet.kernel.actor import SYSTEM
from quantriet.notices import permissions as notice_permissions
from quantriet.notices.models import Notice
from tests.cascade.stories import document, draft, issued, owed, passed_down
from tests.documents.hostile import png
from tests.doors import Door, check
from tests.notices.stories import tell
from tests.reorganisation.stories import submitted
from tests.world import World

CASCADE_DOOR = Door(
    "cascade:cascade-page",
    opens={"city_office", "city_secretary", "district_office", "district_secretary", "bloc_office"},
    kwargs=lambda world: {"pk": issued(world).pk},
)

_OWED = (
    "cascade_id, root_cascade_id, requirement_id, root_requirement_id, unit_id, origin_unit_id, path, due_on,"
    " first_due_on, state, is_irregular, responsible, assigned_at, state_at, partition_no"
)


def _execute(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(sql, values)
        return cursor.rowcount


def test_without_the_sign_in_wall_the_door_table_finds_an_open_door(world: World, settings: SettingsWrapper) -> None:
    check(CASCADE_DOOR, world)
    settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if "LoginRequired" not in path]
    with pytest.raises(AssertionError, match="without sign-in"):
        check(CASCADE_DOOR, world)


def test_without_the_filter_of_what_one_may_see_the_stranger_gets_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(*_: object) -> QuerySet[Cascade]:
        return Cascade.objects.all()

    monkeypatch.setattr(permissions, "visible_cascades", everything)
    monkeypatch.setattr("quantriet.org.permissions.may_oversee", lambda *_: True)
    with pytest.raises(AssertionError):
        check(CASCADE_DOOR, world)


def test_without_the_filter_of_documents_the_stranger_reads_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(world)
    url = f"/documents/{made.pk}/"
    assert world.client(world.stranger).get(url).status_code == 404
    monkeypatch.setattr(document_permissions, "visible", lambda *_: Document.objects.all())
    assert world.client(world.stranger).get(url).status_code == 200


def test_without_the_filter_of_ones_own_the_stranger_opens_a_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(world.ward_office)
    url = f"/notices/{Notice.objects.get().pk}/open/"
    assert world.client(world.stranger).post(url).status_code == 404
    monkeypatch.setattr(notice_permissions, "own_notice", lambda _, pk: Notice.objects.get(pk=pk))
    assert world.client(world.stranger).post(url).status_code == 302


def test_without_the_token_check_a_foreign_page_could_send_a_form(world: World, settings: SettingsWrapper) -> None:
    def send() -> int:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.city_office.user)
        return client.post(f"/cascades/from-document/{made.pk}/").status_code

    made = document(world, {"what": "Báo cáo", "type": "report_sent", "due": "2019-07-31", "head_in_person": False})
    assert send() == 403
    settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if "Csrf" not in path]
    assert send() == 302


@pytest.mark.parametrize(
    ("without", "attack"),
    [
        (
            "alter table cascade_obligation disable trigger obligation_move_legal",
            "update cascade_obligation set state = 'approved' where id = {obligation}",
        ),
        (
            "alter table cascade_cascade disable trigger cascade_move_legal",
            "update cascade_cascade set state = 'recalled', recall_reason = '-', recalled_at = now() where id={draft}",
        ),
        (
            "alter table cascade_cascade drop constraint cascade_not_own_approval",
            "update cascade_cascade set approved_by_id = submitted_by_id where id = {cascade}",
        ),
        (
            "alter table cascade_obligation disable trigger obligation_not_after_requirement",
            "update cascade_obligation set due_on = '2019-12-31' where id = {below}",
        ),
        (
            "alter table cascade_move disable trigger move_append_only",
            "delete from cascade_move where obligation_id = {obligation}",
        ),
        (
            "alter table cascade_obligation disable trigger obligation_kept",
            "delete from cascade_obligation where id = {obligation}",
        ),
        (
            "alter table cascade_obligation disable trigger obligation_kept_origin",
            "update cascade_obligation set first_due_on = '2019-07-01' where id = {obligation}",
        ),
        (
            "drop index obligation_once_per_unit",
            f"insert into cascade_obligation ({_OWED}) select {_OWED} from cascade_obligation where id={{obligation}}",
        ),
        (
            "alter table cascade_move disable trigger obligation_exists",
            (
                "insert into cascade_move (obligation_id, state, due_on, at, actor_name, reason, step, facts)"
                " values (0, 'assigned', now(), now(), '', '', 'moved', '{{}}')"
            ),
        ),
        (
            "alter table reorganisation_reorganisation drop constraint reorganisation_not_own_approval",
            (
                "update reorganisation_reorganisation set approved_by_id = drafted_by_id, submitted_by_id = null"
                " where id = {reorganisation}"
            ),
        ),
        (
            "alter table reorganisation_reorganisation disable trigger reorganisation_only_drafts_go",
            (
                "with lines as (delete from reorganisation_line where reorganisation_id = {reorganisation})"
                " delete from reorganisation_reorganisation where id = {reorganisation}"
            ),
        ),
        (
            "alter table reorganisation_reorganisation disable trigger reorganisation_move_legal",
            "update reorganisation_reorganisation set state = 'undone', applied_at = now() where id = {reorganisation}",
        ),
        (
            "alter table audit_entry disable trigger audit_entry_append_only",
            "update audit_entry set actor_name = 'somebody else'",
        ),
        (
            "alter table notices_notice drop constraint notice_once_per_key",
            "update notices_notice set key = 'the same'",
        ),
    ],
)
def test_without_its_guard_the_database_would_let_it_happen(world: World, without: str, attack: str) -> None:
    cascade = issued(world)
    office = world.district_office
    actions.accept(actor=office.actor, obligation=owed(cascade, office), responsible="Vũ Đức Bình", at=world.noon)
    tell(world.ward_office, key="one")
    tell(world.ward_office, key="other")
    below = owed(passed_down(world, cascade), world.ward_office)
    places = {
        "reorganisation": submitted(world).pk,
        "obligation": owed(cascade, world.district_office).pk, "below": below.pk, "cascade": cascade.pk,
        "draft": draft(world).pk,
    }  # fmt: skip
    if "recalled" in attack:
        _execute("alter table cascade_cascade drop constraint cascade_issued_has_instant")  # another guard beside it
    _execute(without)
    assert _execute(attack.format(**places)) >= 1


def test_without_the_rule_a_drafter_could_approve_his_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    cascade.submitted_by_id = None  # what the rule looks at, taken away: the constraint is the second wall
    with pytest.raises(Exception, match="cascade_not_own_approval"):
        actions.approve(actor=world.city_office.actor, cascade=cascade, at=world.noon)


@pytest.mark.parametrize(("guard", "taken_away"), [("errors.NAMELESS", frozenset()), ("models.UNREAD", ())])
def test_without_its_guard_the_name_of_a_secret_would_be_kept(
    world: World, monkeypatch: pytest.MonkeyPatch, guard: str, taken_away: object
) -> None:
    def told() -> str:
        office = world.city_office
        files = [("khoai-lang.txt", "THÀNH ỦY\nMẬT\n".encode()), ("khoai-lang.png", png(9, 9))]
        batch = document_actions.send_files(
            actor=office.actor, unit_id=office.unit.pk, files=files, published=None, at=world.noon
        )
        for pk in batch.files.values_list("pk", flat=True):
            read_file(pk)
        refusal = MarkedSecret(level="MẬT")
        made = Document.objects.latest("pk")
        document_actions.withdraw_secret(actor=SYSTEM, document_id=made.pk, refusal=refusal, at=world.noon)
        return str(list(Entry.objects.values())) + str(list(BatchFile.objects.values()))

    assert "khoai-lang" not in told()
    monkeypatch.setattr(f"quantriet.documents.{guard}", taken_away)
    assert "khoai-lang" in told()


def test_the_guards_named_here_are_switched_on() -> None:
    assert any("LoginRequired" in path for path in settings.MIDDLEWARE)
    assert any("Csrf" in path for path in settings.MIDDLEWARE)
