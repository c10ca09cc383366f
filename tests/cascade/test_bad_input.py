"""Far too much, or nothing at all: said with what to do about it, and nothing half done."""

import pytest
from django.db import connection

from quantriet.cascade import actions, errors
from quantriet.cascade.models import Exclusion, Obligation
from quantriet.cascade.queries.scope import audience
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState
from quantriet.web.refusals import refusal_text
from tests.cascade.stories import draft, facts_of, issued, owed, report
from tests.world import World

MANY = 50_000

# Units directly below one, straight into the tables: so many are not founded one by one in a test.
_UNITS = """
    with made as (insert into org_unit (code) select 'N' || n from generate_series(1, %(many)s) n returning id)
    insert into org_unitversion (unit_id, parent_id, name, short_name, kind, level, sort_key, path,
                                 search_text, valid_during, members, place)
    select m.id, v.unit_id, 'Đảng ủy số ' || m.id, '', v.kind, 'commune', m.id, v.path || lpad(m.id::text, 11, '0')
           || '/', 'so', v.valid_during, 0, 0
      from made m, org_unitversion v where v.unit_id = %(above)s
"""


def test_fifty_thousand_are_left_out_at_once_and_then_nobody_is_left(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"many": MANY, "above": world.bloc.pk})
    cascade, office = draft(world), world.city_office.actor
    facts = facts_of(cascade, scope=Scope.SUBTREE, left_out=None)
    actions.save_draft(actor=office, cascade=cascade, facts=facts, version=None, at=world.noon)
    codes = ["KA", "BLOC", "WA", "WB", "B1", "LẠ", *(f"N{n}" for n in range(1, MANY + 1))]
    outcome = actions.leave_out(actor=office, cascade=cascade, codes=codes, reason="đã giải thể", at=world.noon)
    assert (outcome.taken, outcome.unknown, outcome.examples) == (MANY + 5, 1, ["LẠ"])
    assert audience(cascade).given == 0
    with pytest.raises(errors.NothingToIssue) as raised:
        actions.submit_for_approval(actor=office, cascade=cascade, at=world.noon)
    assert "ít nhất một" in refusal_text(raised.value)
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.DRAFT
    assert Exclusion.objects.filter(cascade=cascade).count() == MANY + 5


def test_an_approval_after_a_recall_says_that_nothing_can_be_approved_any_more(world: World) -> None:
    cascade = issued(world)
    report(owed(cascade, world.district_office), world.district_office, world.noon)
    actions.recall(actor=world.city_secretary.actor, cascade=cascade, reason="giao nhầm", at=world.noon)
    duty = owed(cascade, world.district_office)
    steps = duty.moves.count()
    with pytest.raises(errors.NoLongerOwed) as raised:
        actions.approve_answer(actor=world.city_office.actor, obligation=duty, at=world.noon)
    assert "thu hồi" in refusal_text(raised.value)
    assert Obligation.objects.get(pk=duty.pk).state == "recalled"
    assert duty.moves.count() == steps
