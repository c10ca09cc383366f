"""How fast and how right the reading is: `python -m bench.reading`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

from bench.scoring import cases, score
from bench.scoring_blocks import report_blocks
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.reading.mentions import drafts_in
from quantriet.documents.rules.reading.normal import normalise
from quantriet.documents.rules.reading.people import people_in
from quantriet.documents.rules.reading.years import date_mentions

_MEASURES = ("mentions", "mentions strict", "dates", "deadlines", "names", "positions", "duties")
_YARDSTICK = re.compile(r"(?:nghị quyết|chỉ thị|quyết định|kế hoạch)\s+số\s+\d+|\d{1,2}[/-]\d{1,2}[/-]\d{4}|đồng chí")
_FILLER = (
    "Buổi làm việc diễn ra trong không khí thẳng thắn, trách nhiệm, với nhiều ý kiến tâm huyết của cán bộ và nhân dân "
    "về phát triển sản xuất, bảo vệ môi trường, chăm lo đời sống văn hóa ở từng khu dân cư. "
)


def sample(megabytes: float = 1.0, *, filler: int = 2) -> str:
    """A text of the given size made of the evaluation sentences, each followed by prose without any reference."""
    page = "\n\n".join(f"{case['text']} {_FILLER * filler}" for case in cases())
    return page * max(1, round(megabytes * 1e6 / len(page.encode())))


def speed(name: str, text: str, work: Callable[[str], object]) -> float:
    """Prints and gives the megabytes of UTF-8 that a piece of work gets through in a second of processor time."""
    best = min(_timed(work, text) for _ in range(3))
    rate = len(text.encode()) / 1e6 / best
    print(f"{name:34} {rate:8.2f} MB/s")
    return rate


def _timed(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def _three(text: str) -> None:
    normal = normalise(text)
    drafts = drafts_in(normal)
    date_mentions(normal, date(2020, 1, 1), [(draft.start, draft.end) for draft in drafts])
    people_in(normal)


def main() -> None:
    text = sample()
    normal = normalise(text)
    speed("normal form", text, normalise)
    # Each with the normal form and the one pass for places, which the three share.
    speed("references", text, lambda raw: drafts_in(normalise(raw)))
    speed("dates", text, lambda raw: date_mentions(normalise(raw), date(2020, 1, 1), []))
    speed("people", text, lambda raw: people_in(normalise(raw)))
    three = speed("references, dates and people", text, _three)
    speed("everything", text, read)
    for name, filler in (("… with half that prose", 1), ("… without any prose", 0)):
        speed(name, sample(filler=filler), _three)
    yardstick = speed("one pass of a compiled regex", normal.low, lambda low: sum(1 for _ in _YARDSTICK.finditer(low)))
    print(f"ratio to the one pass              {yardstick / three:8.2f}\n")
    told = score()
    for measure in _MEASURES:
        true, found = told.counts[measure, "true"], told.counts[measure, "found"]
        print(f"{measure:16} F1 {told.f1(measure):.4f}   true {true:4}   found {found:4}")
    report_blocks()


if __name__ == "__main__":
    main()
