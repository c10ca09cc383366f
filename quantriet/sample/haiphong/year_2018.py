"""January 2018: the city's plan on the resolutions of the sixth plenum goes down to the bloc and on to its agencies."""

from quantriet.sample.haiphong import places
from quantriet.sample.haiphong.answers import Pace, answers
from quantriet.sample.haiphong.story import Asked, Steps, Story, moment
from quantriet.sample.haiphong.tree import code_of

KEY, BELOW = "tw6", "tw6-bloc"
TITLE = "Quán triệt các nghị quyết Trung ương 6 (khóa XII)"
UNTIL = moment("2018-03-02", "17:00")

ASKED = [
    Asked("conference_held", "Tổ chức hội nghị quán triệt kế hoạch, chương trình hành động", "2018-01-31", head=True),
    Asked("report_sent", "Báo cáo kết quả quán triệt", "2018-02-28"),
]

# In the order of the agencies: one whose deputy presented, one from which nothing has been heard.
AGENCIES = ("vv", "vv", "vl", "vv", "d.", "vv", "vv", "vv", "--", "vv")


def tell(story: Story) -> None:
    """Let the cascade go down, and be answered."""
    steps = Steps(moment("2018-01-03", "09:10"), moment("2018-01-03", "15:40"), moment("2018-01-04", "08:30"))
    story.issue(KEY, "TU-HP", TITLE, ASKED, steps)
    units = [code for code in story.tree.below("TU-HP") if code != "DUK-CQTP"]
    pace = Pace(steps.approved or UNTIL, tuple(a.due for a in ASKED), UNTIL)
    answers(story, KEY, pace, dict.fromkeys(units, "vv"))
    _bloc(story)


def _bloc(story: Story) -> None:
    """The bloc holds its own conference first, then binds its agencies to the end of January."""
    held = Pace(moment("2018-01-04", "08:30"), ("2018-01-19", "2018-02-28"), UNTIL)
    answers(story, KEY, held, {"DUK-CQTP": "vv"})
    steps = Steps(moment("2018-01-18", "13:30"), moment("2018-01-18", "14:00"), moment("2018-01-18", "15:20"))
    dues = {1: "2018-01-31", 2: "2018-02-09"}
    story.pass_down(BELOW, KEY, "DUK-CQTP", dues, steps)
    table = {code_of("DU", name): marks for name, marks in zip(places.AGENCIES, AGENCIES, strict=True)}
    answers(story, BELOW, Pace(steps.approved or UNTIL, tuple(dues.values()), UNTIL), table)
