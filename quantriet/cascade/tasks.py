"""Jobs of the cascade: ids in, one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from quantriet.cascade import actions
from quantriet.jobs import progress
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM


@app.task(name="cascade.issue", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def issue(cascade_id: int) -> None:
    """Make the obligations of an approved cascade; run again, it finds them made."""
    with progress.reporting(f"cascade:{cascade_id}") as report:
        actions.issue(actor=SYSTEM, cascade_id=cascade_id, at=clock.now(), progress=report)


FOLDED_EVERY = 0.3  # seconds: a roll-up adds what is not folded yet, so this only keeps that short
PLACED_EVERY = 20.0  # seconds


def fold() -> None:
    """Sum up what has changed."""
    actions.fold()


def place_on_time() -> None:
    """Place what stands elsewhere from today on."""
    actions.place_on_time(at=clock.now())
