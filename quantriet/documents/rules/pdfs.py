"""Text of PDF files, page by page; one that would start something when it is opened is refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from quantriet.documents.rules.limits import MOST_PAGES, CannotExtract, Extracted

PDF = "application/pdf"
Answer = TypeVar("Answer")
_STARTING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})


def extract_pdf(raw: bytes) -> Extracted:
    """The text of the file; raises scan_without_text where a page is but a picture."""
    return _guarded(lambda: _extracted(raw))


def page_text(raw: bytes, page: int) -> tuple[str, int]:
    """The text layer of one page, and how many pages there are."""
    return _guarded(lambda: _page_text(raw, page))


def _extracted(raw: bytes) -> Extracted:
    reader = _opened(raw)
    pages = list(reader.pages)
    if len(pages) > MOST_PAGES:
        raise CannotExtract("too_large", PDF)
    texts = [page.extract_text() for page in pages]
    if not any(text.strip() for text in texts) or any(
        not text.strip() and _has_picture(page) for text, page in zip(texts, pages, strict=True)
    ):
        raise CannotExtract("scan_without_text", PDF)
    return Extracted("\n\n".join(texts), PDF, pages=len(pages))


def _page_text(raw: bytes, page: int) -> tuple[str, int]:
    reader = _opened(raw)
    return reader.pages[page].extract_text(), len(reader.pages)


def _opened(raw: bytes) -> Any:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotExtract("encrypted", PDF)
    if len(reader.pages) > MOST_PAGES:
        raise CannotExtract("too_large", PDF)
    if any(_starts_something(action) for action in _actions(reader)):
        raise CannotExtract("active", PDF)
    return reader


def _actions(reader: Any) -> Iterator[Any]:
    """Everything that a viewer may do by itself, and whatever names what it would do."""
    root = reader.trailer["/Root"]
    names = _get(root, "/Names") or {}
    if _get(names, "/JavaScript") or _get(names, "/EmbeddedFiles") or _get(_get(root, "/AcroForm") or {}, "/XFA"):
        raise CannotExtract("active", PDF)
    yield _get(root, "/OpenAction")
    yield from _values(_get(root, "/AA"))
    for page in reader.pages:
        yield from _values(_get(page, "/AA"))
        for note in _get(page, "/Annots") or []:
            note = note.get_object()
            yield _get(note, "/A")
            yield from _values(_get(note, "/AA"))


def _starts_something(action: Any) -> bool:
    for _step in range(20):  # actions come in chains
        if not hasattr(action, "get"):
            return False
        if action.get("/S") in _STARTING or str(_get(action, "/URI") or "").lower().startswith("file:"):
            return True
        action = _get(action, "/Next")
    return True


def _has_picture(page: Any) -> bool:
    drawn = _get(_get(page, "/Resources") or {}, "/XObject") or {}
    return any(_get(drawn, name).get("/Subtype") in ("/Image", "/Form") for name in drawn)


def _get(holder: Any, name: str) -> Any:
    value = holder.get(name) if hasattr(holder, "get") else None
    return value.get_object() if value is not None and hasattr(value, "get_object") else value


def _values(holder: Any) -> Iterator[Any]:
    for name in holder if hasattr(holder, "get") else ():
        yield _get(holder, name)


def _guarded(work: Callable[[], Answer]) -> Answer:
    from pypdf.errors import DependencyError

    try:
        return work()
    except (CannotExtract, MemoryError):
        raise
    except DependencyError as problem:
        raise CannotExtract("encrypted", PDF) from problem
    except Exception as problem:  # a broken file breaks the reader in more ways than can be named
        raise CannotExtract("unreadable", PDF) from problem
