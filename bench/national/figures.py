"""What a bench says: a figure beside its limit, and whether its goal is met."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field


@dataclass
class Measured:
    """One figure: the limit is what the machine itself can do at best, measured beside it."""

    name: str
    figure: float
    unit: str
    goal: str
    met: bool
    limit: float | None = None
    limit_is: str = ""
    ratio: float | None = None
    also: list[Measured] = field(default_factory=list)
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether this goal and those beside it are met."""
        return self.met and all(other.is_met for other in self.also)

    def as_json(self) -> str:
        """One line for programs."""
        return json.dumps(asdict(self) | {"met": self.is_met}, ensure_ascii=False, default=str)

    def as_text(self) -> str:
        """One line for people."""
        words = f"{self.name}: {_short(self.figure)} {self.unit}"
        if self.limit is not None:
            words += f" (limit {_short(self.limit)} {self.limit_is}, ratio {_short(self.ratio or 0)})"
        words += f", goal {self.goal}: {'met' if self.met else 'NOT met'}"
        for other in self.also:
            words += f"; {other.as_text()}"
        notes = ", ".join(f"{key} {_short(value)}" for key, value in self.notes.items())
        return f"{words} [{notes}]" if notes else words


def _short(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of so many runs took, the shortest first, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return sorted(taken)


def p95(taken: Sequence[float]) -> float:
    """The time that 95 in 100 stay below."""
    ordered = sorted(taken)
    return ordered[max(0, round(0.95 * len(ordered)) - 1)]


def median(taken: Sequence[float]) -> float:
    """The middle."""
    return statistics.median(taken)
