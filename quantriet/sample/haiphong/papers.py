"""The papers of the sample world: real documents by name alone, and texts written for the purpose that say so."""

from datetime import datetime

from quantriet.documents import actions as documents
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Status
from quantriet.sample.haiphong import texts
from quantriet.sample.haiphong.story import Story, moment

CENTRAL = "Ban Chấp hành Trung ương"
POLITBURO = "Bộ Chính trị"
CITY_STANDING = "Ban Thường vụ Thành ủy Hải Phòng"
_PLENUM = moment("2017-10-25", "00:00").date()

KNOWN_2018 = {
    "nq18": DocumentFacts(
        "resolution", "18", "NQ/TW", CENTRAL, _PLENUM, "Sắp xếp bộ máy của hệ thống chính trị", None, "XII", "6"
    ),
    "nq19": DocumentFacts("resolution", "19", "NQ/TW", CENTRAL, _PLENUM, "Đơn vị sự nghiệp công lập", None, "XII", "6"),
    "nq20": DocumentFacts(
        "resolution", "20", "NQ/TW", CENTRAL, _PLENUM, "Bảo vệ và chăm sóc sức khỏe nhân dân", None, "XII", "6"
    ),
    "nq21": DocumentFacts("resolution", "21", "NQ/TW", CENTRAL, _PLENUM, "Công tác dân số", None, "XII", "6"),
}
KNOWN_2019 = {
    "nq45-tw": DocumentFacts(
        "resolution",
        "45",
        "NQ/TW",
        POLITBURO,
        moment("2019-01-24", "00:00").date(),
        "Xây dựng và phát triển Hải Phòng đến năm 2030, tầm nhìn đến năm 2045",
        term="XII",
    ),
    "ct35-tw": DocumentFacts(
        "directive",
        "35",
        "CT/TW",
        POLITBURO,
        moment("2019-05-30", "00:00").date(),
        "Đại hội đảng bộ các cấp, chuẩn bị Đại hội XIII của Đảng",
        term="XII",
    ),
    "tt36": DocumentFacts(
        "circular_party", "36", "TT/TU", CITY_STANDING, None, "Đại hội đảng bộ các cấp trong thành phố"
    ),
    "cth76": DocumentFacts("action_programme", "76", "", "Thành ủy Hải Phòng", None, "Thực hiện Nghị quyết 45-NQ/TW"),
}


def tell(story: Story) -> None:
    """Let the papers come in, be read and reviewed, and enter the registry."""
    for number, (key, facts) in enumerate(KNOWN_2018.items()):
        story.then(moment("2017-12-20", f"09:{number:02}"), _known(story, key, facts))
    for number, (key, facts) in enumerate(KNOWN_2019.items()):
        story.then(moment("2019-06-11", f"09:{number:02}"), _known(story, key, facts))
    for paper in texts.PAPERS:
        story.then(paper.taken_in, _paper(story, paper))


def _known(story: Story, key: str, facts: DocumentFacts):  # noqa: ANN202
    def act(at: datetime) -> None:
        story.documents[key] = documents.register_own(
            actor=story.office("TU-HP"),
            facts=facts,
            unit_id=story.tree.units["TU-HP"].pk,
            file=None,
            file_name="",
            implements=[],
            at=at,
        )

    return act


def _paper(story: Story, paper: texts.Paper):  # noqa: ANN202
    def act(at: datetime) -> None:
        actor = story.office(paper.unit)
        unit_id = story.tree.units[paper.unit].pk
        document = documents.take_in(actor=actor, unit_id=unit_id, name=paper.name, raw=paper.text.encode(), at=at)
        story.documents[paper.key] = document
        if paper.facts is None:
            return  # still under review: what was found waits for a person
        for finding in Finding.objects.filter(document=document).order_by("pk"):
            if finding.status == Status.PROPOSED:
                _accept(story, paper, finding, at)
        document = Document.objects.get(pk=document.pk)
        documents.register(actor=actor, document=document, facts=paper.facts, version=document.version, at=at)

    return act


def _accept(story: Story, paper: texts.Paper, finding: Finding, at: datetime) -> None:
    finding.refresh_from_db()  # alike findings are decided together
    if finding.status != Status.PROPOSED:
        return
    documents.decide(
        actor=story.office(paper.unit), finding=finding, status=Status.ACCEPTED, seen=stamp(finding), at=at
    )
