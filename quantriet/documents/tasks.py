"""Jobs of the registry: ids in; what takes long is done first, then one action writes it."""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from quantriet.documents import actions, errors
from quantriet.documents.queries.files import scan_waiting
from quantriet.documents.rules.content import ILLEGIBLE, SCAN, require_open
from quantriet.documents.rules.limits import CannotExtract
from quantriet.documents.rules.ocr import NO_RECOGNISER, RecognisedPage
from quantriet.documents.rules.sandbox import recognised_apart
from quantriet.jobs import progress
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM

_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
logger = logging.getLogger(__name__)


@app.task(name="documents.recognise", retry=_AGAIN)
def recognise(document_id: int) -> None:
    """Recognise a scan page by page; run again, it finds that done which is done."""
    waiting = scan_waiting(document_id)
    if waiting is None:
        return
    try:
        pages = _pages(document_id, *waiting)
    except errors.MarkedSecret as refusal:
        actions.withdraw_secret(actor=SYSTEM, document_id=document_id, refusal=refusal, at=clock.now())
    except CannotExtract as problem:
        note = SCAN if problem.code == NO_RECOGNISER else ILLEGIBLE
        actions.leave_unrecognised(actor=SYSTEM, document_id=document_id, note=note, at=clock.now())
    else:
        actions.write_recognised(actor=SYSTEM, document_id=document_id, pages=pages, at=clock.now())


def _pages(document_id: int, name: str, raw: bytes) -> list[RecognisedPage]:
    pages: list[RecognisedPage] = []
    with progress.reporting(f"document:{document_id}") as report:
        for page in recognised_apart(name, raw, settings.SCAN_PAGES):
            require_open(page.text, blurred=True)
            pages.append(page)
            report(len(pages), min(page.pages, settings.SCAN_PAGES))
    return pages


@app.task(name="documents.read_file", retry=_AGAIN)
def read_file(file_id: int) -> None:
    """Read one file of a batch; whatever is wrong with it, it is said, and the others are read."""
    try:
        actions.read_file(actor=SYSTEM, file_id=file_id, at=clock.now())
    except (OperationalError, InterfaceError):
        raise  # the database, not the file: the job is run again
    except Exception as problem:
        logger.error("File %s of a batch could not be read: %s", file_id, type(problem).__name__)  # noqa: TRY400
        actions.give_up_file(actor=SYSTEM, file_id=file_id, at=clock.now())
