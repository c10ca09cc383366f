"""Scores the header and the event of a reading, field by field, against texts whose truth is written beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.scoring import EVALUATION, Score, close
from quantriet.documents.rules.reading import Event, Header, read

BLOCKS = EVALUATION / "blocks"
_LOOSE = ("what", "subject")  # told in words: near enough is right
MEASURES = ("header", "recipients", "event", "chairs", "items")


def blocks(folder: Path = BLOCKS) -> Iterator[dict]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def score_blocks(folder: Path = BLOCKS) -> Score:
    """A fact counts as found where the reading gives it, as a hit where it is the one written beside the text."""
    result = Score()
    for block in blocks(folder):
        published = date.fromisoformat(block["published"]) if block.get("published") else None
        reading = read(block["text"], published=published)
        if "header" in block:
            _fields(result, "header", block, block["header"], reading.header)
            _sets(result, "recipients", block, block["header"].get("recipients", ()), reading.header.recipients)
        if "event" in block:
            told = block["event"] or {}
            _fields(result, "event", block, told, reading.event)
            _sets(
                result, "chairs", block, told.get("chaired_by", ()), reading.event.chaired_by if reading.event else ()
            )
            items = [(i.presenter, tuple(i.documents), i.session) for i in reading.event.items] if reading.event else []
            true = [(i["presenter"], tuple(i["documents"]), i.get("session")) for i in told.get("items", ())]
            _sets(result, "items", block, true, items)
    return result


def _fields(result: Score, measure: str, block: dict, truth: dict, found: Header | Event | None) -> None:
    """Single facts, of words only whether they are near enough."""
    names = [
        name for name in (found or Event("")).__dataclass_fields__ if name not in ("recipients", "chaired_by", "items")
    ]
    for name in names:
        true, told = truth.get(name), getattr(found, name) if found else None
        same = true is not None and told is not None and (close(true, told) if name in _LOOSE else true == told)
        result.add(measure, same, told is not None, true is not None)
        if (true is not None or told is not None) and not same:
            result.misses.append(f"{measure}: {name} {told!r} for {true!r} in {block['text'][:60]!r}")


def _sets(result: Score, measure: str, block: dict, true: object, found: object) -> None:
    truths, told = list(true), list(found)  # type: ignore[call-overload]
    hits = len([one for one in truths if one in told])
    result.add(measure, hits, len(told), len(truths))
    if truths != told:
        result.misses.append(f"{measure}: {told} for {truths} in {block['text'][:60]!r}")


def report_blocks(folder: Path = BLOCKS, *, misses: bool = False) -> None:
    """Prints the measures, and first what was missed if asked to."""
    scored = score_blocks(folder)
    for miss in scored.misses if misses else ():
        print(miss)
    for name in MEASURES:
        true, found = scored.counts[name, "true"], scored.counts[name, "found"]
        print(f"{name:16} F1 {scored.f1(name):.4f}   true {true:4}   found {found:4}")


if __name__ == "__main__":
    import sys

    report_blocks(Path(sys.argv[1]) if len(sys.argv) > 1 else BLOCKS, misses=True)
