"""Every write of the cascade: drafting, issuing, answering."""

from quantriet.cascade.actions.answer import (
    Evidence,
    Report,
    accept,
    approve_answer,
    record_fulfilment,
    return_answer,
    send_report,
    submit_answer,
)
from quantriet.cascade.actions.deadlines import (
    adopt_deadline,
    ask_for_change,
    change_deadline,
    keep_deadline,
)
from quantriet.cascade.actions.draft import (
    DraftFacts,
    RequirementFacts,
    discard_draft,
    draft_from_document,
    draft_pass_down,
    save_draft,
)
from quantriet.cascade.actions.issue import approve, issue, save_and_submit, send_back, submit_for_approval
from quantriet.cascade.actions.place import fold, place, place_on_time
from quantriet.cascade.actions.plan import NewPlan, attach_plan, register_plan
from quantriet.cascade.actions.recall import ask_for_recall, recall, recall_obligation
from quantriet.cascade.actions.scope import Outcome, drop, leave_out, pick, take_in
from quantriet.cascade.actions.template import delete_template, draft_from_template, save_template

__all__ = [
    "DraftFacts",
    "Evidence",
    "NewPlan",
    "Outcome",
    "Report",
    "RequirementFacts",
    "accept",
    "adopt_deadline",
    "approve",
    "approve_answer",
    "ask_for_change",
    "ask_for_recall",
    "attach_plan",
    "change_deadline",
    "delete_template",
    "discard_draft",
    "draft_from_document",
    "draft_from_template",
    "draft_pass_down",
    "drop",
    "fold",
    "issue",
    "keep_deadline",
    "leave_out",
    "pick",
    "place",
    "place_on_time",
    "recall",
    "recall_obligation",
    "record_fulfilment",
    "register_plan",
    "return_answer",
    "save_and_submit",
    "save_draft",
    "save_template",
    "send_back",
    "send_report",
    "submit_answer",
    "submit_for_approval",
    "take_in",
]
