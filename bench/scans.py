"""Scans: how many characters and references of our own samples survive being drawn, scanned and recognised.

python -m bench.scans
"""

import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

from quantriet.documents.rules.ocr import PACKAGES, is_installed
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.sandbox import recognised_apart
from tests.documents.scans import picture_of

SAMPLES = Path(__file__).resolve().parents[1] / "tests" / "documents" / "samples"


def mentions_of(text: str) -> list[tuple[str, str | None, str | None]]:
    """The references of a text, without their places, which recognition moves."""
    return [(found.type, found.number, found.suffix) for found in read(text).mentions]


def errors_of(wanted: str, seen: str) -> tuple[int, int]:
    """Characters that are wrong, missing or too many (blanks count as one), and how many there are."""
    one, other = " ".join(wanted.split()), " ".join(seen.split())
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return max(len(one), len(other)) - same, len(one)


def main() -> None:
    """Print the two figures and the seconds a page takes."""
    if not is_installed():
        print(f"scans: skipped, Tesseract with Vietnamese is missing (apt-get install -y {PACKAGES})")
        return
    wrong = total = right = found = there = 0
    seconds = 0.0
    paths = sorted(SAMPLES.glob("*.txt"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        picture = picture_of(text)
        begun = time.monotonic()
        seen = next(recognised_apart("page.png", picture, 1)).text
        seconds += time.monotonic() - begun
        bad, length = errors_of(text, seen)
        wrong, total = wrong + bad, total + length
        wanted, read_there = mentions_of(text), mentions_of(seen)
        there, found = there + len(wanted), found + len(read_there)
        right += sum(min(wanted.count(one), read_there.count(one)) for one in set(wanted))
    f1 = 2 * right / (found + there)
    print(f"scans: {len(paths)} pages at 300 dots an inch, {seconds / len(paths):.1f} s a page")
    print(f"  character error rate {wrong / total:.4f} ({wrong} of {total})")
    print(f"  references after recognition: F1 {f1:.4f} ({right} right, {found} found, {there} there)")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
