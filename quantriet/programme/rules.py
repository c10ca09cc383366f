"""What is missing for a plan to count as issued."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.documents.rules.facts import DocumentFacts

PLAN_ISSUED = "plan_issued"  # the code of the requirement type
KINDS = ("plan", "action_programme")  # the kinds of document that carry another one out


def plan_facts(facts: DocumentFacts, *, recorded_on: date) -> dict[str, Any]:
    """The plan as facts towards an obligation."""
    return {
        "kind": facts.kind,
        "number": facts.number.strip(),
        "symbol": f"{facts.number}-{facts.suffix}" if facts.number and facts.suffix else facts.number,
        "issued_on": facts.issued_on.isoformat() if facts.issued_on else "",
        "subject": facts.subject,
        "recorded_on": recorded_on.isoformat(),
    }


def shortfalls(facts: dict[str, Any]) -> list[Shortfall]:
    """A plan counts once it has its number and its day has come."""
    missing = []
    if not facts["number"]:
        message = gettext_noop("The plan has no number yet: it has not been issued.")
        missing.append(Shortfall("no_symbol", message, {}))
    if not facts["issued_on"]:
        missing.append(Shortfall("no_day", gettext_noop("The plan has no day of issue."), {}))
    elif (issued_on := date.fromisoformat(facts["issued_on"])) > date.fromisoformat(facts["recorded_on"]):
        message = gettext_noop("The plan is dated %(day)s, which is still to come.")
        missing.append(Shortfall("not_yet_issued", message, {"day": f"{issued_on:%d/%m/%Y}"}, waits=True))
    return missing
