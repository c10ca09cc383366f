"""How a text stands to a document it names, told by the words just before the name. Right rather than many."""

import re

from quantriet.documents.rules.findings import Relation
from quantriet.kernel.text import nfc

_REACH = 60  # characters before the name
# The last of these words before the name decides; a full stop or a semicolon ends their reach.
_WORDS = {
    Relation.BASED_ON: r"căn cứ(?: vào)?",
    Relation.IMPLEMENTS: r"(?:triển khai |tổ chức )?thực hiện",
    Relation.REPLACES: r"thay thế(?: cho)?",
    Relation.AMENDS: r"(?:sửa đổi(?:,? bổ sung)?|bổ sung)(?: một số (?:điều|điểm|nội dung))?(?: của)?",
}
_ANY = re.compile("|".join(f"(?P<{relation.value}>{words})" for relation, words in _WORDS.items()))
# Between the word and the name only what may lead to it: "thực hiện các nghị quyết: số 19-NQ/TW".
_LEADS = re.compile(r"[\s:,“\"]*(?:(?:các|những|theo|tinh thần|nội dung)\s+)*(?:nghị quyết\s*:?\s*)?(?:số\s*)?")


def relation_of(text: str, start: int, *, is_report: bool) -> Relation:
    """The relation of the text to what is named at `start`; a news text reports on what it names."""
    if is_report:
        return Relation.REPORTS_ON
    before = re.split(r"[.;\n]\s", nfc(text[max(0, start - _REACH) : start]).casefold())[-1]
    found = list(_ANY.finditer(before))
    if found and _LEADS.fullmatch(before, found[-1].end()):
        return Relation(found[-1].lastgroup or Relation.REFERS_TO)
    return Relation.REFERS_TO
