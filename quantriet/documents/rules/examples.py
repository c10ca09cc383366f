"""What people said of a reading, as examples for measuring the reader: one JSON object for each."""

from typing import Any, Protocol

WINDOW = 200  # characters kept on each side of what was read


class Decided(Protocol):
    """A finding that a person has decided."""

    category: str
    start: int
    end: int
    text: str
    data: dict[str, Any]
    correction: dict[str, Any] | None
    status: str


def example(finding: Decided, text: str) -> dict[str, Any]:
    """The words around, where in them something was read, what was read, and what a person said."""
    begin = max(0, finding.start - WINDOW)
    return {
        "text": text[begin : finding.end + WINDOW],
        "start": finding.start - begin,
        "end": finding.end - begin,
        "category": finding.category,
        "read": finding.data,
        "corrected": finding.correction,
        "status": finding.status,
    }
