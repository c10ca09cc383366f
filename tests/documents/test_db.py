"""Each promise of the registry's tables, broken in SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from quantriet.documents import actions
from quantriet.documents.models import Document, DocumentSet, Reference, ScanPage
from quantriet.documents.queries.registry import holding
from tests.documents.stories import accept, mention, taken_in
from tests.world import World


def refused_by(name: str, sql: str, *values: object) -> None:
    """Run the statement and see that exactly this promise stops it."""
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refused, transaction.atomic():  # noqa: PT012
        cursor.execute(sql, values)
        cursor.execute("set constraints all immediate")
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("document_kind_known", "kind = 'leaflet'"),
        ("document_stub_has_no_text", "is_stub = true, file_id = null"),
        ("document_stub_has_no_text", "is_stub = true, text = ''"),
        ("document_has_owner_unless_stub", "owner_unit_id = null"),
    ],
)
def test_a_document_cannot_hold(world: World, name: str, change: str) -> None:
    document = taken_in(world, world.city_office)
    refused_by(name, f"update documents_document set {change} where id = %s", document.pk)


@pytest.mark.parametrize(
    ("name", "change"),
    [("file_has_sha256", "sha256 = 'none'"), ("file_not_empty", "size = 0")],
)
def test_a_file_cannot_hold(world: World, name: str, change: str) -> None:
    file = taken_in(world, world.city_office).file
    refused_by(name, f"update documents_storedfile set {change} where id = %s", file.pk)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("finding_category_known", "category = 'rumour'"),
        ("finding_status_known", "status = 'lost', decided_at = now()"),
        ("finding_has_span", '"end" = start'),
        ("finding_confidence_is_share", "confidence = 1.5"),
        ("finding_decided_has_instant", "status = 'accepted'"),
        ("finding_decided_has_instant", "decided_at = now()"),
        ("finding_corrected_has_correction", "status = 'corrected', decided_at = now()"),
        ("finding_corrected_has_correction", "correction = '{}'"),
    ],
)
def test_a_finding_cannot_hold(world: World, name: str, change: str) -> None:
    finding = taken_in(world, world.city_office).findings.order_by("pk")[0]
    refused_by(name, f"update documents_finding set {change} where id = %s", finding.pk)


def test_a_place_is_read_once_in_each_category(world: World) -> None:
    one = mention(taken_in(world, world.city_office), "45-NQ/TW")
    other = one.document.findings.filter(category="mention").exclude(pk=one.pk)[0]
    sql = 'update documents_finding set start = %s, "end" = %s where id = %s'
    refused_by("finding_once_per_span", sql, one.start, one.end, other.pk)


def _reference(world: World) -> Reference:
    source = taken_in(world, world.city_office)
    target = accept(world, world.city_office, mention(source, "45-NQ/TW")).target
    return Reference.objects.create(source=source, target=target, relation="based_on")


def test_a_reference_is_kept_once(world: World) -> None:
    kept = _reference(world)
    sql = "insert into documents_reference (source_id, target_id, relation) values (%s, %s, 'based_on')"
    refused_by("reference_once", sql, kept.source_id, kept.target_id)


def test_a_reference_cannot_hold(world: World) -> None:
    pk = _reference(world).pk
    update = "update documents_reference set {} where id = %s"
    refused_by("reference_not_to_itself", update.format("target_id = source_id"), pk)
    refused_by("reference_relation_known", update.format("relation = 'likes'"), pk)


def test_the_search_uses_its_index(world: World) -> None:
    taken_in(world, world.city_office)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "document_search" in holding(Document.objects.all(), "nghi quyet").explain()


@pytest.mark.parametrize("change", ["plenum = ''", "term = ''"])
def test_a_set_names_its_plenum_and_its_term(world: World, change: str) -> None:
    DocumentSet.objects.create(plenum="6", term="XII")
    refused_by("document_set_has_plenum_and_term", f"update documents_documentset set {change}")


def test_a_plenum_has_one_set(world: World) -> None:
    DocumentSet.objects.create(plenum="6", term="XII")
    refused_by("document_set_once", "insert into documents_documentset (plenum, term) values ('6', 'XII')")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("batch_file_state_known", "state = 'lost'"),
        ("batch_file_refused_has_reason", "state = 'refused'"),
        ("batch_file_refused_has_reason", "reason = 'empty'"),
        ("batch_file_waiting_has_file", "file_id = null"),
    ],
)
def test_a_file_of_a_batch_cannot_hold(world: World, name: str, change: str) -> None:
    office = world.city_office
    sent = [("a.txt", b"a")]
    batch = actions.send_files(actor=office.actor, unit_id=office.unit.pk, files=sent, published=None, at=world.noon)
    refused_by(name, f"update documents_batchfile set {change} where batch_id = %s", batch.pk)


def test_a_page_of_a_scan_has_a_place_and_a_number_of_its_own(world: World) -> None:
    document = taken_in(world, world.city_office)
    sql = 'insert into documents_scanpage (document_id, number, start, "end", doubtful) values (%s, 1, %s, 5, %s)'
    refused_by("scan_page_has_span", sql, document.pk, 9, "[]")
    ScanPage.objects.create(document=document, number=1, start=0, end=5, doubtful=[])
    refused_by("scan_page_once", sql, document.pk, 0, "[]")
