"""How much of a file is believed and unpacked, what its text looks like, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_PART = 100 * 1024 * 1024
LARGEST_RATIO = 100  # unpacked to packed, from ORDINARY_SIZE on
ORDINARY_SIZE = 10 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_PAGES = 2000
MOST_DOTS = 40_000_000  # of one picture: an A3 sheet at 400 dots an inch
CODES = ("empty", "too_large", "encrypted", "unreadable", "wrong_name", "active", "scan_without_text", "unsupported")


class CannotExtract(Exception):
    """A file gives no text, for the reason its code says."""

    def __init__(self, code: str, media_type: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.media_type = media_type


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file and how it was come by."""

    text: str
    media_type: str
    encoding: str | None = None
    note: str | None = None
    pages: int | None = None
    margins: str = ""  # what is printed around the text: heads, feet, stamps that are drawn
