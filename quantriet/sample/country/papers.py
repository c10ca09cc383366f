"""The papers behind the cascades: short texts of our own; each says that it is none of the real ones."""

from datetime import date, datetime
from typing import NamedTuple

from quantriet.documents import actions as documents
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Status
from quantriet.kernel.actor import Actor

_NOT_REAL = "Văn bản mẫu để dùng thử phần mềm, không phải nguyên văn của văn bản nào."


class Paper(NamedTuple):
    """A text that an office takes in, and what the registry says of it."""

    facts: DocumentFacts
    text: str


def _paper(facts: DocumentFacts, head: str, body: str) -> Paper:
    assert facts.issued_on is not None  # noqa: S101
    place = "Hải Phòng" if "Hải Phòng" in facts.issuer else "Hà Nội"
    day = f"{place}, ngày {facts.issued_on.day:02} tháng {facts.issued_on.month} năm {facts.issued_on.year}"
    return Paper(facts, f"{head}\nSố {facts.symbol}\n{day}\n\n{facts.subject}\n{_NOT_REAL}\n\n{body}\n")


NATIONAL = _paper(
    DocumentFacts("guidance", "9201", "HD/VPTW", "Văn phòng Trung ương Đảng", date(2026, 9, 10),
                  "Sinh hoạt chuyên đề mẫu năm 2026 trong toàn Đảng bộ"),
    "VĂN PHÒNG TRUNG ƯƠNG ĐẢNG",
    """1. Các cấp ủy và chi bộ phổ biến chuyên đề mẫu đến toàn thể đảng viên chậm nhất ngày 25/9/2026.

2. Các cấp ủy và chi bộ tổ chức thảo luận, ghi lại ý kiến của đảng viên chậm nhất ngày 09/10/2026.

3. Các cấp ủy và chi bộ báo cáo nhanh kết quả thảo luận chậm nhất ngày 16/10/2026.

4. Các cấp ủy và chi bộ báo cáo tổng kết chuyên đề chậm nhất ngày 30/10/2026.""",
)  # fmt: skip
BY_LEVEL = _paper(
    DocumentFacts("plan", "9202", "KH/VPTW", "Văn phòng Trung ương Đảng", date(2026, 9, 18),
                  "Thử nghiệm giao việc từng cấp và theo dõi trên phần mềm"),
    "VĂN PHÒNG TRUNG ƯƠNG ĐẢNG",
    """1. Các tỉnh ủy, thành ủy ban hành kế hoạch thử nghiệm chậm nhất ngày 09/10/2026.

2. Các tỉnh ủy, thành ủy tổ chức hội nghị triển khai thử nghiệm, hoàn thành chậm nhất ngày 30/10/2026. Đồng chí bí \
thư cấp ủy trực tiếp trình bày.

3. Các tỉnh ủy, thành ủy gửi báo cáo kết quả thử nghiệm về Văn phòng Trung ương Đảng chậm nhất ngày 27/11/2026.""",
)  # fmt: skip
PROVINCIAL = _paper(
    DocumentFacts("official_letter", "9203", "CV/TU", "Thành ủy Hải Phòng", date(2026, 9, 14),
                  "Rà soát mẫu danh bạ cấp ủy cơ sở"),
    "THÀNH ỦY HẢI PHÒNG",
    """1. Các đảng ủy xã, phường, đặc khu cử cán bộ đầu mối chậm nhất ngày 21/9/2026.

2. Các đảng ủy xã, phường, đặc khu gửi báo cáo kết quả rà soát về Văn phòng Thành ủy chậm nhất ngày 14/10/2026.""",
)  # fmt: skip
WAITING = _paper(
    DocumentFacts("official_letter", "9204", "CV/TU", "Thành ủy Hải Phòng", date(2026, 10, 9),
                  "Chuẩn bị tổng kết năm mẫu"),
    "THÀNH ỦY HẢI PHÒNG",
    "1. Các đảng ủy xã, phường, đặc khu gửi báo cáo tổng kết năm về Văn phòng Thành ủy chậm nhất ngày 04/12/2026.",
)  # fmt: skip


def register(paper: Paper, *, actor: Actor, unit_id: int, at: datetime) -> Document:
    """Take the text in, accept all that was read in it, and enter it into the registry."""
    document = documents.take_in(actor=actor, unit_id=unit_id, text=paper.text, at=at)
    for finding in Finding.objects.filter(document=document).order_by("pk"):
        finding.refresh_from_db()  # alike findings are decided together
        if finding.status == Status.PROPOSED:
            documents.decide(actor=actor, finding=finding, status=Status.ACCEPTED, seen=stamp(finding), at=at)
    document.refresh_from_db()
    documents.register(actor=actor, document=document, facts=paper.facts, version=document.version, at=at)
    document.refresh_from_db()
    return document
