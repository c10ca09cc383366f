"""Jobs of reorganisations."""

from procrastinate.contrib.django import app

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.reorganisation import actions
from quantriet.web.refusals import refusal_text


@app.periodic(cron="* * * * *", queueing_lock="reorganisation.apply_due")
@app.task(name="reorganisation.apply_due")
def apply_due(timestamp: int) -> None:
    """Put in force what is approved and whose day has come; `timestamp` is only the queue's way to count."""
    actions.apply_due(actor=SYSTEM, at=clock.now(), say=refusal_text)
