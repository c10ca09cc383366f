"""What a picture says of itself before it is drawn: how many dots, how many pages."""

from __future__ import annotations

import struct

from quantriet.documents.rules.limits import MOST_DOTS, MOST_PAGES, CannotExtract

PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
_WIDTH, _HEIGHT = 256, 257
_SIZES = {3: "H", 4: "I"}


def pages_of(raw: bytes, media: str) -> int:
    """How many pages a picture has; raises CannotExtract where it is broken, or would need too much room."""
    try:
        sizes = {PNG: _png, JPEG: _jpeg, TIFF: _tiff}[media](raw)
    except (struct.error, IndexError, ValueError) as problem:
        raise CannotExtract("unreadable", media) from problem
    if not sizes or any(not width or not height for width, height in sizes):
        raise CannotExtract("unreadable", media)
    if any(width * height > MOST_DOTS for width, height in sizes) or len(sizes) > MOST_PAGES:
        raise CannotExtract("too_large", media)
    return len(sizes)


def _png(raw: bytes) -> list[tuple[int, int]]:
    if raw[12:16] != b"IHDR":
        raise ValueError("no head")
    return [struct.unpack(">II", raw[16:24])]


def _jpeg(raw: bytes) -> list[tuple[int, int]]:
    at = 2
    while raw[at] == 0xFF:
        mark = raw[at + 1]
        if mark in range(0xC0, 0xD0) and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", raw[at + 5 : at + 9])
            return [(width, height)]
        at += 1 if mark == 0xFF else 2 + struct.unpack(">H", raw[at + 2 : at + 4])[0]
    raise ValueError("no frame")


def _tiff(raw: bytes) -> list[tuple[int, int]]:
    order = "<" if raw[:2] == b"II" else ">"
    at = struct.unpack(f"{order}I", raw[4:8])[0]
    sizes: list[tuple[int, int]] = []
    seen = set()
    while at:
        if at in seen or len(sizes) > MOST_PAGES:
            raise ValueError("the pages run in a circle")
        seen.add(at)
        number = struct.unpack(f"{order}H", raw[at : at + 2])[0]
        tags = dict(_tag(raw, at + 2 + 12 * i, order) for i in range(number))
        sizes.append((tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0)))
        end = at + 2 + 12 * number
        at = struct.unpack(f"{order}I", raw[end : end + 4])[0]
    return sizes


def _tag(raw: bytes, at: int, order: str) -> tuple[int, int]:
    name, kind = struct.unpack(f"{order}HH", raw[at : at + 4])
    value = raw[at + 8 : at + 12]
    shape = _SIZES.get(kind, "I")
    return name, struct.unpack(f"{order}{shape}", value[: struct.calcsize(shape)])[0]
