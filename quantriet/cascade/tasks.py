"""Jobs of the cascade: ids in, one action."""

from datetime import date, timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from quantriet.cascade import actions
from quantriet.cascade.actions import past, reminders, telling
from quantriet.cascade.queries.drafts import cascade_by_id, requirement_by_id
from quantriet.cascade.queries.report import nightly_file, nightly_lines, roots_issued
from quantriet.cascade.rules.reminders import is_reminding_hour
from quantriet.cascade.rules.telling import Told
from quantriet.jobs import progress
from quantriet.jobs.queue import defer
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM, Actor


@app.task(name="cascade.issue", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def issue(cascade_id: int) -> None:
    """Make the obligations of an approved cascade; run again, it finds them made."""
    with progress.reporting(f"cascade:{cascade_id}") as report:
        actions.issue(actor=SYSTEM, cascade_id=cascade_id, at=clock.now(), progress=report)
    defer("cascade.tell", cascade_id=cascade_id, what=Told.ISSUED)


@app.task(name="cascade.change_deadline", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def change_deadline(requirement_id: int, new_due_on: str, reason: str, user_id: int, actor_name: str) -> None:
    """Move the deadline of many; run again, it finds it moved."""
    requirement = requirement_by_id(requirement_id)
    with progress.reporting(f"cascade:{requirement.cascade_id}") as report:
        actions.change_deadline(
            actor=Actor(user_id, actor_name), requirement=requirement, new_due_on=date.fromisoformat(new_due_on),
            reason=reason, at=clock.now(), progress=report,
        )  # fmt: skip


@app.task(name="cascade.recall", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def recall(cascade_id: int, reason: str, user_id: int, actor_name: str) -> None:
    """Recall what many owe; run again, it finds it recalled."""
    cascade, actor = cascade_by_id(cascade_id), Actor(user_id, actor_name)
    with progress.reporting(f"cascade:{cascade_id}") as report:
        actions.recall(actor=actor, cascade=cascade, reason=reason, at=clock.now(), progress=report)


@app.task(name="cascade.tell", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def tell(cascade_id: int, what: str, mark: str = "", text: str = "") -> None:
    """Tell every unit that a cascade addresses what has happened to it; run again, it tells nobody twice."""
    telling.tell_addressed(actor=SYSTEM, cascade_id=cascade_id, what=what, at=clock.now(), mark=mark, text=text)


@app.periodic(cron="0 * * * *", queueing_lock="cascade.remind")
@app.task(name="cascade.remind", retry=RetryStrategy(max_attempts=3, exponential_wait=10))
def remind(timestamp: int) -> None:
    """Send the reminders of the day, from eight o'clock on; each later hour makes up for what an outage left out.

    Each part is a transaction of its own: what is sent stays sent, and is not sent again.
    """
    at = clock.now()
    if not is_reminding_hour(at):
        return
    after: int | None = 0
    while after is not None:
        _sent, after = reminders.send_reminders(actor=SYSTEM, at=at, after=after)


FOLDED_EVERY = 0.3  # seconds: a roll-up adds what is not folded yet, so this only keeps that short
PLACED_EVERY = 20.0  # seconds


def fold() -> None:
    """Sum up what has changed."""
    actions.fold()


def place_on_time() -> None:
    """Place what stands elsewhere from today on."""
    actions.place_on_time(at=clock.now())


@app.periodic(cron="*/5 * * * *", queueing_lock="cascade.keep_past")  # the first at midnight
@app.task(name="cascade.keep_past", queueing_lock="cascade.keep_past", lock="cascade.keep_past")
def keep_past(timestamp: int) -> None:
    """Keep the sums of the days that are over, and again of those that were told differently since."""
    past.keep_past(at=clock.now())


@app.periodic(cron="10 17 * * *", queueing_lock="cascade.write_figures")  # ten past midnight in Vietnam
@app.task(name="cascade.write_figures", queueing_lock="cascade.write_figures")
def write_figures(timestamp: int) -> None:
    """Write the figures of each cascade as at the end of yesterday, for a system above to fetch."""
    now = clock.now()
    on = clock.local_day(now) - timedelta(days=1)
    for root in roots_issued():
        file = nightly_file(root.pk)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(nightly_lines(root, on=on, now=now), encoding="utf-8")
        fresh.replace(file)  # nobody ever fetches half a file
