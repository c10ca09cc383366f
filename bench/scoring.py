"""Scores a reading against sentences whose truth is written beside them, as the evaluation files hold them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from quantriet.documents.rules.reading import read

EVALUATION = Path(__file__).resolve().parents[1] / "tests" / "documents" / "evaluation"
_LOOSE = ("type", "number", "suffix")
_STRICT = (*_LOOSE, "issuer", "date", "plenum", "term")


class Score:
    """Counts of what was found, what is true and what agrees."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []

    def add(self, measure: str, hits: float, found: int, true: int) -> None:
        self.counts[measure, "hits"] += hits  # type: ignore[assignment]
        self.counts[measure, "found"] += found
        self.counts[measure, "true"] += true

    def f1(self, measure: str) -> float:
        hits, found, true = (self.counts[measure, part] for part in ("hits", "found", "true"))
        return 2 * hits / (found + true) if found + true else 1.0


def cases(folder: Path = EVALUATION) -> Iterator[dict]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def score(folder: Path = EVALUATION) -> Score:
    result = Score()
    for case in cases(folder):
        published = date.fromisoformat(case["published"]) if case.get("published") else None
        reading = read(case["text"], published=published)
        for key, judge in (("mentions", _mentions), ("dates", _dates), ("people", _people), ("duties", _duties)):
            if key in case:
                judge(result, case, getattr(reading, key))
    return result


def _spans(text: str, truths: list[dict]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for truth in truths:
        start = text.index(truth["text"], at)
        spans.append((start, start + len(truth["text"])))
        at = spans[-1][1]
    return spans


def _overlapping(found: object, span: tuple[int, int]) -> bool:
    return found.start < span[1] and span[0] < found.end  # type: ignore[attr-defined]


def _mentions(result: Score, case: dict, found: tuple) -> None:
    truths = case["mentions"]
    for measure, fields in (("mentions", _LOOSE), ("mentions strict", _STRICT)):
        left, hits = list(found), 0
        for truth, span in zip(truths, _spans(case["text"], truths), strict=True):
            for mention in left:
                if _overlapping(mention, span) and all(getattr(mention, name) == truth.get(name) for name in fields):
                    hits += 1
                    left.remove(mention)
                    break
            else:
                result.misses.append(f"{measure}: {truth} in {case['text']!r}")
        result.misses += [f"{measure}: extra {mention} in {case['text']!r}" for mention in left]
        result.add(measure, hits, len(found), len(truths))


def _dates(result: Score, case: dict, found: tuple) -> None:
    found = tuple(date_found for date_found in found if date_found.iso_start)  # what is printed
    left, hits = list(found), 0
    for truth, span in zip(case["dates"], _spans(case["text"], case["dates"]), strict=True):
        for date_found in left:
            same = (date_found.iso_start, date_found.iso_end) == (truth["iso_start"], truth["iso_end"])
            if _overlapping(date_found, span) and same:
                hits += 1
                left.remove(date_found)
                if "is_deadline" in truth:
                    agrees = date_found.is_deadline == truth["is_deadline"]
                    result.add("deadlines", agrees, 1, 1)
                    if not agrees:
                        result.misses.append(f"deadline: {date_found} in {case['text']!r}")
                break
        else:
            result.misses.append(f"dates: {truth} in {case['text']!r}")
    result.misses += [f"dates: extra {extra} in {case['text']!r}" for extra in left]
    result.add("dates", hits, len(found), len(case["dates"]))


def _people(result: Score, case: dict, found: tuple) -> None:
    truths = {truth["name"]: truth["positions"] for truth in case["people"]}
    names = {person.name: person.positions for person in found}
    result.add("names", len(truths.keys() & names.keys()), len(names), len(truths))
    for name in truths.keys() | names.keys():
        agreed = _tokens(truths.get(name, [])) & _tokens(names.get(name, ()))
        result.add(
            "positions",
            sum(agreed.values()),
            sum(_tokens(names.get(name, ())).values()),
            sum(_tokens(truths.get(name, [])).values()),
        )
        if list(names.get(name, ())) != list(truths.get(name, ())):
            result.misses.append(f"people: {name} {names.get(name)} for {truths.get(name)} in {case['text']!r}")


def _duties(result: Score, case: dict, found: tuple) -> None:
    left, hits = list(found), 0
    for truth in case["duties"]:
        for duty in left:
            same = (
                duty.who == truth["who"] and duty.due == truth["due"] and duty.head_in_person == truth["head_in_person"]
            )
            if same and close(duty.what, truth["what"]):
                hits += 1
                left.remove(duty)
                break
        else:
            result.misses.append(f"duties: {truth} in {case['text']!r}")
    result.misses += [f"duties: extra {extra}" for extra in left]
    result.add("duties", hits, len(found), len(case["duties"]))


def close(one: str, other: str) -> bool:
    first, second = _tokens([one]), _tokens([other])
    return 2 * sum((first & second).values()) >= 0.8 * (sum(first.values()) + sum(second.values()))


def _tokens(texts: list[str] | tuple[str, ...]) -> Counter[str]:
    return Counter(word for text in texts for word in text.lower().replace(",", " ").split())


if __name__ == "__main__":
    import sys

    told = score(Path(sys.argv[1]) if len(sys.argv) > 1 else EVALUATION)
    for miss in told.misses:
        print(miss)
    for name in ("mentions", "mentions strict", "dates", "deadlines", "names", "positions", "duties"):
        print(f"{name:16} {told.f1(name):.4f}  true {told.counts[name, 'true']}  found {told.counts[name, 'found']}")
