"""The kinds of document as data: one line per kind, and nothing else knows a kind by heart."""

from __future__ import annotations

from dataclasses import dataclass

from quantriet.kernel.errors import _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: how it is called, how symbols abbreviate it, and whether a cascade may rest on it."""

    code: str
    label: str  # English msgid, translated where it is shown
    words: tuple[str, ...]  # Vietnamese names in small letters, longest first
    party: tuple[str, ...] = ()  # abbreviations in Party symbols (19-NQ/TW)
    state: tuple[str, ...] = ()  # abbreviations in State symbols (30/2020/NĐ-CP)
    may_start_cascade: bool = False


_LINES = (
    Kind("resolution", _("Resolution"), ("nghị quyết liên tịch", "nghị quyết"), ("NQ", "NQLT"), ("NQ", "NQLT"), True),
    Kind("directive", _("Directive"), ("chỉ thị",), ("CT",), ("CT",), True),
    Kind("circular_party", _("Party circular"), ("thông tri",), ("TT", "TTr.TU"), (), True),
    Kind("decision", _("Decision"), ("quyết định",), ("QĐ",), ("QĐ",), True),
    Kind("regulation", _("Regulation"), ("quy định", "qui định"), ("QĐi", "QyĐ"), ("QyĐ",), True),
    Kind("rules", _("Rules of procedure"), ("quy chế", "qui chế"), ("QC", "QCPH"), ("QC", "QCPH"), True),
    Kind("conclusion", _("Conclusion"), ("kết luận",), ("KL",), ("KL",), True),
    Kind("plan", _("Plan"), ("kế hoạch",), ("KH",), ("KH",), True),
    Kind(
        "action_programme",
        _("Action programme"),
        ("chương trình hành động", "chương trình công tác", "chương trình"),
        ("CTr", "CTHĐ", "CTrHĐ"),
        ("CTr", "CTHĐ", "CTPH", "CTrPH"),
        True,
    ),
    Kind("guidance", _("Guidance"), ("hướng dẫn",), ("HD",), ("HD",), True),
    Kind("notice", _("Notice"), ("thông báo kết luận", "thông báo"), ("TB", "TBKL"), ("TB",), True),
    Kind("decree", _("Decree"), ("nghị định",), (), ("NĐ",), True),
    Kind("circular_state", _("State circular"), ("thông tư liên tịch", "thông tư"), (), ("TT", "TTLT"), True),
    Kind("law", _("Law"), ("bộ luật", "đạo luật", "luật", "hiến pháp"), (), ("QH", "L-CTN"), True),
    Kind("official_letter", _("Official letter"), ("công văn",), ("CV",), ("CV",), True),
    Kind("report", _("Report"), ("báo cáo",), ("BC",), ("BC",)),
    Kind("scheme", _("Scheme"), ("đề án",), ("ĐA",), ("ĐA",), True),
    Kind("telegram", _("Telegram"), ("công điện",), ("CĐ",), ("CĐ",), True),
    Kind("submission", _("Submission"), ("tờ trình",), ("TTr",), ("TTr",)),
    Kind(
        "other",
        _("Other document"),
        (
            "lời kêu gọi",
            "điều lệ",
            "thông cáo",
            "pháp lệnh",
            "phương án",
            "biên bản",
            "sắc lệnh",
            "cáo trạng",
            "bản án",
            "văn bản hợp nhất",
            "giấy mời",
            "cương lĩnh",
        ),
        ("PA", "BB", "TC", "LKG"),
        ("PA", "BB", "PL", "SL", "UBTVQH", "GM"),
    ),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _LINES}


def kind_label(code: str) -> str:
    """The English msgid of a kind; its translation is made where it is shown."""
    return KINDS[code].label


def kind_by_word(word: str) -> Kind | None:
    """The kind that a Vietnamese name in small letters stands for."""
    return _BY_WORD.get(word)


def kind_by_abbreviation(abbreviation: str, *, party: bool) -> Kind | None:
    """The kind that a symbol's abbreviation stands for in the Party's or in the State's way of writing."""
    found = (_BY_PARTY if party else _BY_STATE).get(abbreviation.upper())
    return found or (_BY_STATE if party else _BY_PARTY).get(abbreviation.upper())


def _first_wins(pairs: list[tuple[str, Kind]]) -> dict[str, Kind]:
    table: dict[str, Kind] = {}
    for key, kind in pairs:
        table.setdefault(key, kind)
        table.setdefault(key.replace("Đ", "D"), kind)  # "190-QD/TW" is a common slip
    return table


_BY_WORD = {word: kind for kind in _LINES for word in kind.words}
_BY_PARTY = _first_wins([(a.upper(), kind) for kind in _LINES for a in kind.party])
_BY_STATE = _first_wins([(a.upper(), kind) for kind in _LINES for a in kind.state])
