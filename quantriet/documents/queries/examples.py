"""The decisions of people as examples, one line of JSON each."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from quantriet.documents.models import Document, Finding
from quantriet.documents.rules.examples import example
from quantriet.documents.rules.findings import Status


def examples(documents: QuerySet[Document] | None = None) -> Iterator[str]:
    """Every decided finding of the documents, or of all; a text is fetched once and not kept."""
    chosen = Document.objects.all() if documents is None else documents
    for pk in chosen.filter(is_stub=False).order_by("pk").values_list("pk", flat=True):
        decided = Finding.objects.filter(document_id=pk).exclude(status=Status.PROPOSED).order_by("start", "pk")
        rows = list(decided)
        if not rows:
            continue
        text = Document.objects.values_list("text", flat=True).get(pk=pk)
        for row in rows:
            yield json.dumps(example(row, text), ensure_ascii=False, sort_keys=True) + "\n"
