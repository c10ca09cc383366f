"""The progress report of a Party body as a .docx paper, laid out as guidance 05 of the Party's Office (2026) has it.

A4, margins 20/20/30/15 mm, Times New Roman 14: issuing body on the left, the Party's name on the right, number, place
and date, name and subject of the paper, body, receivers, signature. It is Vietnamese whatever the reader's language.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from quantriet.cascade.rules.standing import Counts

_LETTERS = {"thành ủy": "TU", "tỉnh ủy": "TU", "quận ủy": "QU", "huyện ủy": "HU", "chi bộ": "CB"}
_PLACED = ("thành ủy", "tỉnh ủy", "quận ủy", "huyện ủy", "đảng ủy phường", "đảng ủy xã")
_BLANK = "…………"
NAMED = 1000  # late things listed by name; a longer list belongs into a table beside the paper


@dataclass(frozen=True, slots=True)
class DoneBy:
    """One unit, or one requirement, and how far it is."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit that is late with one thing."""

    unit: str
    what: str
    due_on: date
    days: int
    responsible: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All the paper says."""

    unit: str
    kind: str
    superior: str
    signed_on: date  # the day of the paper
    as_at: date
    cascade: str
    documents: list[str]
    plan: str
    issuer: str
    issued_on: date | None
    whole: Counts
    requirements: list[DoneBy]
    units: list[DoneBy]
    behind: list[Behind] = field(default_factory=list)  # the longest delays, at most NAMED
    behind_units: int = 0


def percent(part: int, whole: int) -> str:
    """12,35%: two decimals, half rounded up, with the Vietnamese comma; nothing of nothing has no share."""
    if not whole:
        return "–"
    share = (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{share}%".replace(".", ",")


def of(part: int, whole: int) -> str:
    """A figure with what it is a part of: 12/16 (75,00%)."""
    return f"{_number(part)}/{_number(whole)} ({percent(part, whole)})"


def letters_of(kind: str) -> str:
    """The letters of a body in the number of its papers; those of a party committee where no others are known."""
    return _LETTERS.get(kind.lower(), "ĐU")


def place_of(unit: str, kind: str) -> str:
    """The place a paper is dated from: the name of the body's own place, or a blank to fill in."""
    if kind.lower() not in _PLACED or not unit.lower().startswith(kind.lower()):
        return _BLANK
    return unit[len(kind) :].strip() or _BLANK


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def docx(facts: Facts) -> bytes:
    """The paper as a file."""
    paper = Document()
    _page(paper)
    _top(paper, facts)
    _subject(paper, facts)
    _leadership(paper, facts)
    _figures(paper, facts)
    _done(paper, facts)
    _late(paper, facts)
    _heading(paper, "V. KIẾN NGHỊ, ĐỀ XUẤT")
    _body(paper, _BLANK * 4)
    _foot(paper, facts)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _page(paper: Paper) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(20), Mm(20), Mm(30), Mm(15)
    page.header_distance, page.different_first_page_header_footer = Mm(10), True
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part, words in (("begin", ""), ("", "PAGE"), ("end", "")):  # from the second page on
        mark = OxmlElement("w:fldChar" if part else "w:instrText")
        if part:
            mark.set(qn("w:fldCharType"), part)
        else:
            mark.text = words
        number.add_run()._r.append(mark)


def _write(place: Any, words: str, size: float = 14, **marks: bool) -> Paragraph:
    """A centred line in a cell or at the end of the paper."""
    line: Paragraph = place.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(words)
    run.font.size = Pt(size)
    run.bold, run.italic, run.underline = marks.get("bold"), marks.get("italic"), marks.get("underline")
    return line


def _two(paper: Paper, left: int, right: int) -> tuple[Any, Any]:
    table = paper.add_table(1, 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    cells = table.rows[0].cells
    cells[0].width, cells[1].width = Mm(left), Mm(right)
    return cells[0], cells[1]


def _drop_first(cell: Any) -> None:
    """A new cell begins with an empty line."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _top(paper: Paper, facts: Facts) -> None:
    left, right = _two(paper, 70, 95)
    if facts.superior:
        _write(left, facts.superior.upper())
    _write(left, facts.unit.upper(), bold=True)
    _write(left, "*")
    _write(left, f"Số       -BC/{letters_of(facts.kind)}")
    _rule(_write(right, "ĐẢNG CỘNG SẢN VIỆT NAM", 15, bold=True))
    _write(right, "")
    on = facts.signed_on
    _write(right, f"{place_of(facts.unit, facts.kind)}, {_written_out(on)}", italic=True)
    _drop_first(left)
    _drop_first(right)


def _written_out(on: date) -> str:
    """The day of a paper: days before the tenth, January and February take a nought, the other months none."""
    month = f"{on.month:02}" if on.month <= 2 else f"{on.month}"
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def _rule(line: Paragraph) -> None:
    line.runs[0].underline = True  # as long as the words


def _subject(paper: Paper, facts: Facts) -> None:
    _write(paper, "")
    _write(paper, "BÁO CÁO", 16, bold=True)
    _write(paper, f"tiến độ thực hiện: {facts.cascade}", bold=True)
    _write(paper, f"(số liệu tính đến hết ngày {_day(facts.as_at)})", italic=True)
    _write(paper, "-----")


def _heading(paper: Paper, words: str) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(10), True
    line.paragraph_format.first_line_indent = Mm(10)
    line.add_run(words).bold = True


def _body(paper: Paper, words: str) -> None:
    line = paper.add_paragraph(words)
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape = line.paragraph_format
    shape.first_line_indent, shape.space_before = Mm(10), Pt(6)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(20)


def _leadership(paper: Paper, facts: Facts) -> None:
    _heading(paper, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    if facts.documents:
        _body(paper, f"Văn bản được quán triệt, triển khai: {'; '.join(facts.documents)}.")
    since = f" ngày {_day(facts.issued_on)}" if facts.issued_on else ""
    _body(paper, f"{facts.issuer} giao việc thực hiện{since}, gồm {len(facts.requirements)} yêu cầu.")
    if facts.plan:
        _body(paper, f"Kế hoạch thực hiện: {facts.plan}.")


def _table(paper: Paper, heads: list[str], widths: list[int], rows: list[list[str]], words: int = 2) -> None:
    """A table with borders; the first `words` columns are words, the others figures."""
    table = paper.add_table(1, len(heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for place, label in enumerate(heads):
        _cell(table.rows[0].cells[place], label, widths[place], bold=True)
    again = OxmlElement("w:tblHeader")  # on every page
    table.rows[0]._tr.get_or_add_trPr().append(again)
    kinds: dict[bool, Any] = {}  # an empty row, plain or bold: copied, for to make a thousand rows takes seconds
    for row in rows:
        bold = row[0] == ""
        if bold not in kinds:
            made = table.add_row()
            for place, cell in enumerate(made.cells):
                _cell(cell, "", widths[place], bold=bold, centred=place == 0 or place >= words)
            kinds[bold] = made._tr
            table._tbl.remove(made._tr)
        line = deepcopy(kinds[bold])
        table._tbl.append(line)
        for cell, value in zip(line.tc_lst, row, strict=True):
            cell.p_lst[0].r_lst[0].text = value


def _cell(cell: Any, words: str, width: int, *, bold: bool = False, centred: bool = True) -> None:
    cell.width = Mm(width)
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    run = line.add_run(words)
    run.font.size, run.bold = Pt(11), bold


_COUNTED = ["Được giao", "Hoàn thành", "Chờ duyệt", "Đang làm", "Trả lại", "Chậm", "Tỷ lệ hoàn thành"]
_WIDTHS = [10, 39, 20, 19, 16, 16, 13, 14, 18]  # mm; together as wide as the text


def _counted(name: str, number: str, counts: Counts) -> list[str]:
    parts = [counts.approved, counts.submitted, counts.open, counts.returned, counts.late]
    shown = [_number(figure) for figure in (counts.total, *parts)]
    return [number, name, *shown, percent(counts.approved, counts.total)]


def _figures(paper: Paper, facts: Facts) -> None:
    _heading(paper, "II. KẾT QUẢ THỰC HIỆN")
    done, total, late = facts.whole.approved, facts.whole.total, facts.whole.late
    shares = f"đã hoàn thành {of(done, total)}; chậm {of(late, total)}"
    _body(paper, f"Toàn bộ có {_number(total)} việc được giao; {shares}.")
    rows = [_counted(r.name, str(n), r.counts) for n, r in enumerate(facts.requirements, 1)]
    _table(paper, ["TT", "Yêu cầu", *_COUNTED], _WIDTHS, [*rows, _counted("Tổng cộng", "", facts.whole)])


def _done(paper: Paper, facts: Facts) -> None:
    _heading(paper, "III. CÁC ĐƠN VỊ TRỰC THUỘC")
    if not facts.units:
        _body(paper, "Không có đơn vị trực thuộc nào được giao việc.")
        return
    finished = [u.name for u in facts.units if u.counts.approved == u.counts.total]
    words = f"Có {of(len(finished), len(facts.units))} đơn vị đã hoàn thành toàn bộ việc được giao"
    _body(paper, f"{words}: {', '.join(finished)}." if finished else f"{words}.")
    rows = [_counted(u.name, str(n), u.counts) for n, u in enumerate(facts.units, 1)]
    own = facts.whole - sum((u.counts for u in facts.units), Counts())
    if own.total:
        rows.append(_counted(f"Việc của {facts.unit}", "", own))
    _table(paper, ["TT", "Đơn vị", *_COUNTED], _WIDTHS, [*rows, _counted("Tổng cộng", "", facts.whole)])


def _late(paper: Paper, facts: Facts) -> None:
    _heading(paper, "IV. CÁC ĐƠN VỊ CHẬM")
    if not facts.behind:
        _body(paper, "Không có đơn vị nào chậm.")
        return
    late = facts.whole.late
    words = f"Có {_number(facts.behind_units)} đơn vị chậm với {_number(late)} việc"
    _body(paper, f"{words}; {_number(NAMED)} việc chậm lâu nhất:" if late > len(facts.behind) else f"{words}:")
    heads = ["TT", "Đơn vị", "Việc", "Hạn", "Số ngày chậm", "Người phụ trách"]
    rows = [
        [str(n), one.unit, one.what, _day(one.due_on), _number(one.days), one.responsible or "–"]
        for n, one in enumerate(facts.behind, 1)
    ]
    _table(paper, heads, [10, 42, 48, 23, 17, 25], rows, words=3)


def _foot(paper: Paper, facts: Facts) -> None:
    _write(paper, "")
    left, right = _two(paper, 80, 85)
    label = left.paragraphs[0].add_run("Nơi nhận:")
    label.underline = True
    for words in (f"- {facts.superior}," if facts.superior else "", f"- Lưu Văn phòng {facts.unit}."):
        if words:
            left.add_paragraph().add_run(words).font.size = Pt(12)
    _write(right, f"T/M {'CHI BỘ' if facts.kind.lower() == 'chi bộ' else 'BAN THƯỜNG VỤ'}", bold=True)
    _write(right, "BÍ THƯ")
    for _line in range(4):
        _write(right, "")
    _write(right, _BLANK, bold=True)
    _drop_first(right)
