"""The journal page by page to its beginning, at the same cost wherever one stands."""

import html
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from quantriet.audit import actions as audit
from quantriet.audit.models import Entry
from quantriet.audit.permissions import entries_to_see
from quantriet.audit.queries import chosen, turn
from quantriet.audit.views import LINES
from quantriet.org.queries import Acting
from tests.world import Member, World

URL = "/audit/"


def page(world: World, member: Member, query: str = "") -> str:
    answer = world.client(member).get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def link(text: str, words: str) -> str:
    """Where the button with these words leads; nowhere, when it is not there."""
    for address, inside in re.findall(r'<a class="btn"[^>]*? href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL):
        if words in inside:
            return html.unescape(address)
    return ""


def write(world: World, number: int, at: datetime | None = None) -> None:
    for line in range(number):
        audit.record(
            actor=world.ward_office.actor, verb="cascade.cascade.changed", subject=world.ward_office.user,
            at=at or world.noon, unit_id=world.ward_a.pk, facts={"number": line},
        )  # fmt: skip


def lines(acting: Acting, on: Any, **words: Any) -> tuple[list[Entry], bool, bool]:
    told = turn(entries_to_see(acting, on), 3, **words)
    return told.entries, told.has_newer, told.has_older


def test_pages_follow_each_other_to_the_first_act_and_back_and_keep_what_was_asked(world: World) -> None:
    write(world, 2 * LINES + 10)
    seen, query = [], "?family=cascade"
    for number in (LINES, LINES, 10):
        text = page(world, world.ward_office, query)
        assert text.count("journal-line") == number
        assert "Tài khoản" not in text.split("</form>")[1]
        seen.append(text)
        query = link(text, "Cũ hơn")
    assert query == ""
    assert "family=cascade" in link(seen[1], "Mới hơn")
    for place, back in ((2, 1), (1, 0)):
        again = page(world, world.ward_office, link(seen[place], "Mới hơn"))
        assert again.count("journal-line") == LINES
        assert link(again, "Cũ hơn") == link(seen[back], "Cũ hơn")
    assert link(seen[0], "Mới hơn") == link(seen[0], "Mới nhất") == ""
    assert link(seen[2], "Mới nhất") == f"{URL}?family=cascade"
    assert "từ 12/07/2019 đến 12/07/2019" in seen[1]
    oldest = page(world, world.ward_office, link(seen[0], "Cũ nhất"))
    assert oldest.count("journal-line") == LINES
    assert link(oldest, "Cũ hơn") == ""
    assert link(oldest, "Mới hơn") != ""


def test_a_short_journal_has_no_pages_and_says_how_many_acts_it_holds(world: World) -> None:
    write(world, 3)
    text = page(world, world.ward_office, "?family=cascade")
    assert "3 việc" in text
    assert 'class="pages"' not in text


@pytest.mark.parametrize("words", ["before=0", "before=x", "after=-1", f"before={2**63}", "before=999999", "after=x"])
def test_an_address_that_names_no_line_shows_the_newest(world: World, words: str) -> None:
    write(world, 1)
    assert page(world, world.ward_office, f"?{words}").count("journal-line") == (
        page(world, world.ward_office).count("journal-line")
    )


def test_signing_in_stands_among_the_acts_on_every_page(world: World) -> None:
    for number in range(8):
        audit.record(
            actor=world.ward_office.actor, verb="accounts.user.signed_in", subject=world.ward_office.user,
            at=world.noon + timedelta(minutes=number // 3), unit_id=world.ward_a.pk if number % 2 else None,
        )  # fmt: skip
    acting, on = world.district_office.acting(), world.today
    units = set(acting.branch_units(on).values_list("unit_id", flat=True))
    either = Q(unit_id__in=units) | Q(unit_id=None, user=world.ward_office.user)
    told = list(Entry.objects.filter(either).order_by("-at", "-id"))
    assert len({entry.unit_id is None for entry in told[:8]}) == 2  # of both parts
    older = [lines(acting, on)[0]]
    while lines(acting, on, before=older[-1][-1].pk)[2]:
        older.append(lines(acting, on, before=older[-1][-1].pk)[0])
    older.append(lines(acting, on, before=older[-1][-1].pk)[0])
    assert [entry for some in older for entry in some] == told
    newer = [lines(acting, on, after=0)[0]]
    while lines(acting, on, after=newer[-1][0].pk)[1]:
        newer.append(lines(acting, on, after=newer[-1][0].pk)[0])
    flat = [entry for some in newer[::-1] for entry in some]
    assert flat == told[-len(flat) :]
    assert len(told) - len(flat) <= 3
    assert lines(acting, on, after=newer[-1][0].pk) == (told[:3], False, True)  # what is left makes a whole first page


class Costs:
    """How many lines of the journal the server looks at for what is asked of it."""

    def __init__(self) -> None:
        self.lines = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip("(").startswith("SELECT"):
            execute(f"explain (analyze, format json) {sql}", params, many, context)
            self.lines += self._of(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)

    def _of(self, plan: dict[str, Any]) -> int:
        own = plan.get("Relation Name") == "audit_entry"
        here = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"] if own else 0
        return int(here) + sum(self._of(part) for part in plan.get("Plans", []))


def test_the_beginning_of_a_long_journal_costs_what_its_end_does(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into audit_entry (at, actor_name, unit_id, verb, subject_type, subject_id, subject_name, facts)
               select %s::timestamptz - n * interval '1 minute', 'x', %s, 'cascade.cascade.changed', 'x', n, 'x', '{}'
                 from generate_series(1, 60000) n""",
            [world.noon, world.ward_a.pk],
        )
        cursor.execute("analyze audit_entry, org_unitversion, org_mandate")
    acting, early = world.city_office.acting(), world.noon - timedelta(minutes=40_000)
    old = Entry.objects.get(verb="cascade.cascade.changed", subject_id=59_900).pk

    def asked(until: date | None = None, **words: Any) -> tuple[int, int]:
        parts = [chosen(part, "cascade", None, until) for part in entries_to_see(acting, world.today)]
        costs = Costs()
        with connection.execute_wrapper(costs):
            number = len(turn(parts, LINES, **words).entries)
        return number, costs.lines

    for words in ({}, {"before": old}, {"after": old}, {"after": 0}, {"until": early.date()}):
        number, looked_at = asked(**words)
        assert number == LINES, words
        assert looked_at <= 4 * LINES, words
