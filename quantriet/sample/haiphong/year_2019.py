"""June and July 2019: a directive that has nearly reached the branches, and Resolution 45, given out the day before."""

from datetime import timedelta

from quantriet.sample.haiphong.answers import Pace, answers
from quantriet.sample.haiphong.story import Asked, Steps, Story, moment
from quantriet.sample.haiphong.tree import code_of

HOME, WARD, BLOC = "QU-KIEN-AN", "DU-KIEN-AN-BAC-SON", "DUK-CQTP"
UNTIL = moment("2019-07-11", "18:40")

DIRECTIVE = "ct35"
DIRECTIVE_TITLE = "Quán triệt Chỉ thị 35-CT/TW về đại hội đảng bộ các cấp"
DIRECTIVE_ASKED = [
    Asked("conference_held", "Tổ chức hội nghị quán triệt Chỉ thị 35", "2019-06-28", head=True),
    Asked("plan_issued", "Ban hành kế hoạch chuẩn bị đại hội", "2019-07-05"),
    Asked("report_sent", "Báo cáo kết quả quán triệt Chỉ thị 35", "2019-07-10"),
    Asked("study_done", "Học tập Chỉ thị 35 đến từng chi bộ", "2019-07-16"),
]
DIRECTIVE_ANSWERS = {
    "QU-HONG-BANG": "vvvv",
    "QU-LE-CHAN": "vvvs",
    "QU-NGO-QUYEN": "vvvv",
    HOME: "vv..",
    "QU-HAI-AN": "vvl.",
    "QU-DO-SON": "vv..",
    "QU-DUONG-KINH": "vvvv",
    "HU-THUY-NGUYEN": "vvvs",
    "HU-AN-DUONG": "lvs.",
    "HU-AN-LAO": "vvvr",
    "HU-KIEN-THUY": "vvs.",
    "HU-TIEN-LANG": "dv..",
    "HU-VINH-BAO": "vvv.",
    "HU-CAT-HAI": "v-.-",
    "HU-BACH-LONG-VI": "----",
    BLOC: "vvv.",
    "DU-KHOI-DN": "vvs.",
    "DU-KKT": "vvvv",
    "DU-DHHP": "vv..",
}
HOME_DUES = {1: "2019-06-24", 2: "2019-07-02", 3: "2019-07-05", 4: "2019-07-15"}
HOME_ANSWERS = {
    "BAC-SON": "vvvs",
    "DONG-HOA": "vvvv",
    "LAM-HA": "dv..",
    "NAM-SON": "vvvr",
    "NGOC-SON": "----",
    "PHU-LIEN": "vv..",
    "QUAN-TRU": "vvs.",
    "TRAN-THANH-NGO": "vvvv",
    "TRANG-MINH": "vvl.",
    "VAN-DAU": "vvv.",
}
WARD_DUES = {1: "2019-06-22", 3: "2019-07-03", 4: "2019-07-12"}
WARD_ANSWERS = {"1": "vv.", "2": "vvv", "3": "vvs", "4": "v.-", "5": "vvv"}
BLOC_DUES = {1: "2019-06-25", 3: "2019-07-05"}

RESOLUTION = "nq45"
RESOLUTION_TITLE = "Quán triệt, triển khai Nghị quyết 45-NQ/TW về Hải Phòng"
RESOLUTION_ASKED = [
    Asked("report_sent", "Báo cáo nhanh việc dự hội nghị trực tuyến ngày 11/7", "2019-07-12"),
    Asked("plan_issued", "Ban hành kế hoạch thực hiện Nghị quyết 45", "2019-07-18"),
    Asked("conference_held", "Tổ chức hội nghị quán triệt Nghị quyết 45", "2019-07-31", head=True),
    Asked("study_done", "Học tập Nghị quyết 45 đến từng chi bộ", "2019-08-30"),
    Asked("report_sent", "Báo cáo kết quả quán triệt, triển khai Nghị quyết 45", "2019-09-16"),
]
RESOLUTION_ANSWERS = {
    "QU-HONG-BANG": "v....",
    "QU-LE-CHAN": "v....",
    "QU-NGO-QUYEN": "v.p..",
    HOME: "v.p..",
    "QU-HAI-AN": "s....",
    "QU-DO-SON": "-----",
    "QU-DUONG-KINH": "v....",
    "HU-THUY-NGUYEN": "v....",
    "HU-AN-DUONG": "s....",
    "HU-AN-LAO": "r....",
    "HU-KIEN-THUY": "v----",
    "HU-TIEN-LANG": "s----",
    "HU-VINH-BAO": "v....",
    BLOC: "v....",
    "DU-KHOI-DN": "s----",
    "DU-KKT": "v....",
}
HOME_RESOLUTION_DUES = {2: "2019-07-16", 3: "2019-07-30", 4: "2019-08-23", 5: "2019-09-06"}


def tell(story: Story) -> None:
    """Let both cascades go down, and be answered as far as the world has got; three drafts wait for their heads."""
    _directive(story)
    _resolution(story)
    _waiting(story)


def _directive(story: Story) -> None:
    steps = Steps(
        moment("2019-06-12", "09:05"), moment("2019-06-12", "16:20"), moment("2019-06-13", "09:30"), "ct35-plan"
    )
    story.issue(DIRECTIVE, "TU-HP", DIRECTIVE_TITLE, DIRECTIVE_ASKED, steps)
    dues = tuple(asked.due for asked in DIRECTIVE_ASKED)
    answers(story, DIRECTIVE, Pace(steps.approved or UNTIL, dues, UNTIL), DIRECTIVE_ANSWERS)
    _directive_at_home(story)
    _directive_in_bloc(story)


def _directive_at_home(story: Story) -> None:
    key, ward_key = f"{DIRECTIVE}-home", f"{DIRECTIVE}-ward"
    steps = Steps(moment("2019-06-14", "08:20"), moment("2019-06-14", "10:40"), moment("2019-06-14", "14:10"))
    reason = "Chi bộ nhà trường học chung với cơ quan Quận ủy."
    story.pass_down(key, DIRECTIVE, HOME, HOME_DUES, steps, CB_THPT_KIEN_AN=reason)
    table = {code_of("DU", "Kiến An", ward): marks for ward, marks in HOME_ANSWERS.items()}
    answers(story, key, Pace(steps.approved or UNTIL, tuple(HOME_DUES.values()), UNTIL), table)
    steps = Steps(moment("2019-06-17", "08:30"), moment("2019-06-17", "09:00"), moment("2019-06-17", "10:15"))
    story.pass_down(ward_key, key, WARD, WARD_DUES, steps)
    branches = {f"CB-KIEN-AN-BAC-SON-{number}": marks for number, marks in WARD_ANSWERS.items()}
    answers(story, ward_key, Pace(steps.approved or UNTIL, tuple(WARD_DUES.values()), UNTIL), branches)


def _directive_in_bloc(story: Story) -> None:
    key = f"{DIRECTIVE}-bloc"
    steps = Steps(moment("2019-06-14", "09:00"), moment("2019-06-14", "09:40"), moment("2019-06-14", "16:00"))
    story.pass_down(key, DIRECTIVE, BLOC, BLOC_DUES, steps)
    marks = ("vv", "vv", "vs", "vv", "v.", "vv", "vl", "vv", "vv", "vs")
    table = dict(zip(story.tree.below(BLOC), marks, strict=True))
    answers(story, key, Pace(steps.approved or UNTIL, tuple(BLOC_DUES.values()), UNTIL), table)


def _resolution(story: Story) -> None:
    steps = Steps(
        moment("2019-07-10", "14:10"), moment("2019-07-10", "16:45"), moment("2019-07-11", "11:20"), "nq45-plan"
    )
    story.issue(RESOLUTION, "TU-HP", RESOLUTION_TITLE, RESOLUTION_ASKED, steps)
    dues = tuple(asked.due for asked in RESOLUTION_ASKED)
    quick = {"step": timedelta(minutes=30), "review": timedelta(minutes=35)}
    pace = Pace(steps.approved or UNTIL, dues, UNTIL, **quick, planned="2019-07-24")
    answers(story, RESOLUTION, pace, RESOLUTION_ANSWERS)
    key = f"{RESOLUTION}-home"
    steps = Steps(moment("2019-07-11", "14:30"), moment("2019-07-11", "14:50"), moment("2019-07-11", "15:30"))
    story.pass_down(key, RESOLUTION, HOME, HOME_RESOLUTION_DUES, steps)
    wards = ("....", "....", "....", "----", "----", "....", "----", ".p..", "----", "....", "....")
    table = dict(zip(story.tree.below(HOME), wards, strict=True))
    dues = tuple(HOME_RESOLUTION_DUES.values())
    pace = Pace(steps.approved or UNTIL, dues, UNTIL, **quick, planned="2019-07-26")
    answers(story, key, pace, table)


def _waiting(story: Story) -> None:
    """What the heads of the cast find on their desks in the morning."""
    steps = Steps(moment("2019-07-11", "16:10"), moment("2019-07-11", "17:30"))
    asked = [
        Asked("plan_issued", "Ban hành kế hoạch đại hội điểm", "2019-08-15"),
        Asked("report_sent", "Báo cáo tiến độ chuẩn bị đại hội", "2019-09-30"),
    ]
    story.issue("tt36-plan", "TU-HP", "Thực hiện Thông tri 36-TT/TU về đại hội đảng bộ các cấp", asked, steps)
    asked = [
        Asked("plan_issued", "Ban hành kế hoạch tuyên truyền", "2019-07-19"),
        Asked("report_sent", "Báo cáo kết quả tuyên truyền", "2019-08-09"),
    ]
    story.issue("home-news", HOME, "Tuyên truyền Nghị quyết 45 ở tổ dân phố", asked, steps)
    story.pass_down(f"{RESOLUTION}-bloc", RESOLUTION, BLOC, {3: "2019-07-26", 5: "2019-09-06"}, steps)
    steps = Steps(moment("2019-07-11", "17:20"), moment("2019-07-11", "18:05"))
    dues = {2: "2019-07-29", 3: "2019-08-16"}
    story.pass_down(f"{RESOLUTION}-ward", f"{RESOLUTION}-home", WARD, dues, steps)
