"""Entering documents into the registry."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.actions.links import Links
from quantriet.documents.actions.sets import columns_with_set
from quantriet.documents.models import Document, Reference, StoredFile
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Relation
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc


@transaction.atomic
def register_own(  # noqa: PLR0913 - an act names its actor, its thing and its instant
    *,
    actor: Actor,
    facts: DocumentFacts,
    unit_id: int,
    file: StoredFile | None,
    file_name: str,
    implements: list[Document],
    at: datetime,
) -> Document:
    """Register a document that the unit wrote itself, such as its plan, with what it implements."""
    document = Document.objects.create(
        **columns_with_set(facts),
        file=file,
        file_name=nfc(file_name)[:255],
        owner_unit_id=unit_id,
        created_at=at,
        registered_at=at,
        registered_by_id=actor.user_id,
    )
    Reference.objects.bulk_create(
        Reference(source=document, target=target, relation=Relation.IMPLEMENTS)
        for target in {t.pk: t for t in implements}.values()
    )
    filled = Links(document, at).fill_stubs()
    _note(actor, verbs.DOCUMENT_REGISTERED, document, at, implements=[t.pk for t in implements], filled=filled)
    return document


@transaction.atomic
def register(*, actor: Actor, document: Document, facts: DocumentFacts, version: int, at: datetime) -> None:
    """Enter a reviewed document into the registry, or change what the registry says of it.

    Its confirmed references become references between documents, and it takes the place of the stubs that stood for it.
    """
    is_new = document.registered_at is None
    changed = Document.objects.filter(pk=document.pk, version=version, is_stub=False).update(
        **columns_with_set(facts, document.text),
        version=F("version") + 1,
        registered_at=Coalesce("registered_at", Value(at)),
        registered_by_id=Coalesce("registered_by_id", Value(actor.user_id)),
    )
    if not changed:
        raise ChangedMeanwhile
    document.refresh_from_db()
    links = Links(document, at)
    filled = links.fill_stubs()
    links.renew_references()
    verb = verbs.DOCUMENT_REGISTERED if is_new else verbs.DOCUMENT_CHANGED
    _note(actor, verb, document, at, version=document.version, filled=filled)


def _note(actor: Actor, verb: str, document: Document, at: datetime, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=document,
        at=at,
        unit_id=document.owner_unit_id,
        facts=facts,
        topics=(f"document:{document.pk}", f"unit:{document.owner_unit_id}"),
    )
