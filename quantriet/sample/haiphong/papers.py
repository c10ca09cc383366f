"""The papers of the sample world: real documents by name alone, and texts written for the purpose that say so."""

from datetime import datetime

from quantriet.documents import actions as documents
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Category, Status
from quantriet.sample.haiphong import texts
from quantriet.sample.haiphong.story import Act, Story, moment

POLITBURO = "Bộ Chính trị"
KNOWN = {
    "nq45": DocumentFacts(
        "resolution",
        "45",
        "NQ/TW",
        POLITBURO,
        moment("2019-01-24", "00:00").date(),
        "Xây dựng và phát triển Hải Phòng đến năm 2030, tầm nhìn đến năm 2045",
        term="XII",
    ),
    "ct35": DocumentFacts(
        "directive",
        "35",
        "CT/TW",
        POLITBURO,
        moment("2019-05-30", "00:00").date(),
        "Đại hội đảng bộ các cấp, chuẩn bị Đại hội XIII của Đảng",
        term="XII",
    ),
}


def tell(story: Story) -> None:
    """Let the papers come in, be read and reviewed, and enter the registry."""
    for number, (key, facts) in enumerate(KNOWN.items()):
        story.then(moment("2019-06-11", f"09:{number:02}"), _known(story, key, facts))
    for paper in texts.PAPERS:
        story.then(paper.taken_in, _paper(story, paper))


def _known(story: Story, key: str, facts: DocumentFacts) -> Act:
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


def _paper(story: Story, paper: texts.Paper) -> Act:
    def act(at: datetime) -> None:
        actor = story.office(paper.unit)
        unit_id = story.tree.units[paper.unit].pk
        document = documents.take_in(actor=actor, unit_id=unit_id, text=paper.text, at=at)
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
    actor = story.office(paper.unit)
    documents.decide(actor=actor, finding=finding, status=Status.ACCEPTED, seen=stamp(finding), at=at)
    finding.refresh_from_db()
    meant = [story.documents[key] for key, facts in KNOWN.items() if facts.number == finding.data.get("number")]
    if (
        finding.category == Category.MENTION and finding.target is None and meant
    ):  # “Nghị quyết 45”: a person says which
        documents.choose_target(actor=actor, finding=finding, target=meant[0], seen=stamp(finding), at=at)
