"""Reading the cascade: who is addressed, what a unit owes, how a branch stands."""

from quantriet.cascade.queries.desk import (
    owed,
    owed_count,
    passed_down,
    passed_down_count,
    to_approve,
    to_approve_count,
    to_review,
    to_review_count,
)

__all__ = [
    "owed",
    "owed_count",
    "passed_down",
    "passed_down_count",
    "to_approve",
    "to_approve_count",
    "to_review",
    "to_review_count",
]
