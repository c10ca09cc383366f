"""Every write of the cascade: drafting, issuing, answering."""

from quantriet.cascade.actions.answer import accept, approve_answer, record_fulfilment, return_answer, submit_answer
from quantriet.cascade.actions.draft import (
    RequirementFacts,
    change_requirement,
    change_scope,
    draft_from_document,
    draft_pass_down,
    exclude,
    include,
    remove_requirement,
    rename,
)
from quantriet.cascade.actions.issue import approve, issue, send_back, submit_for_approval

__all__ = [
    "RequirementFacts",
    "accept",
    "approve",
    "approve_answer",
    "change_requirement",
    "change_scope",
    "draft_from_document",
    "draft_pass_down",
    "exclude",
    "include",
    "issue",
    "record_fulfilment",
    "remove_requirement",
    "rename",
    "return_answer",
    "send_back",
    "submit_answer",
    "submit_for_approval",
]
