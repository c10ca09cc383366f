"""Sending e-mail in the background: one letter at a time, each claimed before and settled after."""

import logging
from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.notices import actions, rules
from quantriet.notices.rules import Letter, Outcome
from quantriet.web import formats

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", queueing_lock="notices.send_due")
@app.task(name="notices.send_due", retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def send_due(timestamp: int) -> None:
    """Send every e-mail that is due; `timestamp` is only the queue's way to count the minutes.

    Not one transaction: a letter that was sent stays sent whatever becomes of the next one.
    """
    actions.give_up_silent(actor=SYSTEM, at=clock.now())
    if not settings.MAIL_IS_ON:
        return
    while (letter := actions.claim_letter(actor=SYSTEM, at=clock.now())) is not None:
        outcome, problem = _deliver(_written(letter))
        actions.settle_letter(actor=SYSTEM, letter=letter, outcome=outcome, problem=problem, at=clock.now())
        if outcome != Outcome.SENT:
            logger.warning("An e-mail was not sent (%s): %s", outcome.value, problem)
        if outcome == Outcome.UNREACHABLE:
            return  # the others would fare no better; in a minute one is tried again


def _written(letter: Letter) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    with translation.override("vi"):
        return EmailMessage(
            subject=rules.subject_of(letter, formats.day(clock.today())),
            body=rules.body_of(letter, settings.BASE_URL, reverse("notices:preference")),
            to=[letter.address],
            headers={"Message-ID": f"<{letter.claim}@{host}>", "Auto-Submitted": "auto-generated"},
        )


def _deliver(message: EmailMessage) -> tuple[Outcome, str]:
    """Hand one message to the mail server on a line of its own; what fails before that has surely not been sent."""
    line = EmailBackend()
    try:
        try:
            line.open()
            if line.connection:
                line.connection.ehlo_or_helo_if_needed()
        except (SMTPException, OSError) as problem:
            return Outcome.UNREACHABLE, str(problem)
        line.send_messages([message])
    except SMTPRecipientsRefused as problem:
        replies = list(problem.recipients.values())
        return rules.outcome_of([code for code, _ in replies]), _said(replies[0][1])
    except SMTPSenderRefused as problem:
        return Outcome.UNREACHABLE, _said(problem.smtp_error)
    except SMTPResponseException as problem:
        return rules.outcome_of([problem.smtp_code]), _said(problem.smtp_error)
    except (SMTPException, OSError) as problem:
        return Outcome.UNCERTAIN, str(problem)
    finally:
        with suppress(SMTPException, OSError):
            line.close()
    return Outcome.SENT, ""


def _said(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
