"""How much the exact roll-up costs those who write: the rate of state changes with it beside the rate without it."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

from bench.national.figures import Measured, median
from bench.national.ground import BATCH, CHANGE, Ground, draft, folding, ground, ids_of, in_progress, issue, load

SECONDS = 8
TURNS = 3


def measure(levels: tuple[int, ...]) -> Measured:
    """Eight clients, every commit flushed; single changes, then a hundred in one statement."""
    with ground("changes", levels) as found:
        cascade = draft()
        issue(cascade)
        in_progress(cascade)
        with found.connect() as own:  # as in use: days that are over are watched, so each change is asked for its day
            own.execute("select cascade_watch(current_date - 1)")
        first, last = ids_of(cascade)
        words = {"first": first, "last": max(first, last - 100), "partition": cascade.partition_no}
        single = compare(found, CHANGE.format(**words))
        batch = compare(found, BATCH.format(**words))
        also = [
            Measured(
                "in batches of 100", batch[0], "batches/s", "≥ 0.6", batch[2] >= 0.6, limit=batch[1],
                limit_is="without any roll-up", ratio=batch[2],
            )
        ]  # fmt: skip
        return Measured(
            "changes", single[0], "changes/s", "≥ 0.85 of the rate without any roll-up", single[2] >= 0.85,
            limit=single[1], limit_is="without any roll-up", ratio=single[2], also=also,
            notes={"obligations": last - first + 1, "clients": 8, "turns": TURNS},
        )  # fmt: skip


def compare(found: Ground, script: str) -> tuple[float, float, float]:
    """Rate with, rate without, and the middle of the ratios of neighbouring turns."""
    with_it, without, ratios = [], [], []
    for turn in range(TURNS):
        order = (True, False) if turn % 2 else (False, True)
        for sums in order:
            with folding(found) if sums else nullcontext(), nullcontext() if sums else _without_sums(found):
                running = load(found, script, seconds=SECONDS)
                running.finish()
            (with_it if sums else without).append(running.rate)
        ratios.append(with_it[-1] / without[-1])
    return median(with_it), median(without), median(ratios)


OF_THE_SUMS = {"cascade_obligation": "obligation_noted_change", "cascade_move": "move_rewrites_past"}


@contextmanager
def _without_sums(found: Ground):
    """Neither the sums of today nor those of past days learn of a change."""
    with found.connect() as own:
        for table, trigger in OF_THE_SUMS.items():
            own.execute(f"alter table {table} disable trigger {trigger}")
        try:
            yield
        finally:
            for table, trigger in OF_THE_SUMS.items():
                own.execute(f"alter table {table} enable trigger {trigger}")
            own.execute("select cascade_recount(id) from cascade_cascade")
