"""Which requirement types exist: one dotted line each, in the order they are offered."""

REQUIREMENT_TYPES = [
    "quantriet.conference.requirements.ConferenceHeld",
    "quantriet.programme.requirements.PlanIssued",
    "quantriet.study.requirements.StudyDone",
    "quantriet.cascade.requirements.StudyShown",
    "quantriet.cascade.requirements.ReportSent",
    "quantriet.cascade.requirements.OtherDone",
]
