"""Whatever is done to a cascade and to the tree under it, in any order: nothing is lost, and every figure is true.

Hypothesis plays: give, pass down, accept, report, approve, return, waive, extend, bring forward, recall a whole or one
duty, merge, split, move, dissolve, undo, a night passing, the sums of past days being kept. After each step every
obligation is still there, no deadline stands after the one above it unless that one was brought forward, and the
roll-up equals a count by the rules in Python. What a roll-up said at the end of a day it still says when asked for that
day later.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

import hypothesis.strategies as st
import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from quantriet.cascade import actions
from quantriet.cascade.actions import lifecycle, past
from quantriet.cascade.models import Cascade, Move, Obligation, Requirement
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.standing import Counts, one, standing_of
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.kernel.clock import ZONE
from quantriet.kernel.errors import Refusal
from quantriet.org.models import Mandate, Unit, UnitVersion
from quantriet.org.rules import ancestor_ids, path_of
from quantriet.reorganisation import actions as reorganisation
from quantriet.reorganisation.actions import Facts
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from tests.cascade.stories import draft, facts_of, report
from tests.cascade.test_past import differing_past
from tests.cascade.test_rollup import differing_sums, fold
from tests.world import TODAY, World

REVIEWER = Actor(None, "Người duyệt")
CHOICE = st.integers(0, 1_000)
DAYS = st.integers(-5, 12)


def pick(rows: list, choice: int):
    return rows[choice % len(rows)] if rows else None


class Machine(RuleBasedStateMachine):
    """The world, its day, and what was seen at the end of each day."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.day = TODAY
        self.minute = 0
        self.known: dict[int, tuple[int, int, date]] = {}  # obligation → what must never change
        self.seen: dict[tuple[int, date], dict[int, Counts]] = {}  # root and day → unit → figures
        self.serial = 0
        self.give(Scope.SUBTREE, 20)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        self.minute += 1
        return datetime.combine(self.day, time(8), tzinfo=ZONE) + timedelta(minutes=self.minute % 600)

    def issue(self, cascade: Cascade) -> None:
        Cascade.objects.filter(pk=cascade.pk).update(submitted_by=None)
        cascade.refresh_from_db()
        actions.submit_for_approval(actor=SYSTEM, cascade=cascade, at=self.now)
        actions.approve(actor=self.world.city_secretary.actor, cascade=cascade, at=self.now)
        actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=self.now, progress=lambda done, total: None)

    def obligations(self, *states: str) -> list[Obligation]:
        found = Obligation.objects.filter(state__in=states).select_related("cascade", "requirement", "root_cascade")
        return list(found.order_by("pk"))

    # --- giving ------------------------------------------------------------------------------------------------------

    @rule(scope=st.sampled_from([Scope.DIRECT, Scope.SUBTREE]), days=st.integers(3, 25))
    def give(self, scope: str, days: int) -> None:
        if Cascade.objects.filter(root=None).count() > 2:
            return
        due = self.day + timedelta(days=days)
        duty = {"what": "Báo cáo", "type": "report_sent", "due": f"{due}", "head_in_person": False}
        cascade = draft(self.world, duty)
        facts = facts_of(cascade, scope=scope, scope_on=self.day)
        actions.save_draft(actor=SYSTEM, cascade=cascade, facts=facts, version=None, at=self.now)
        self.issue(cascade)

    @rule(choice=CHOICE)
    def pass_down(self, choice: int) -> None:
        parents = [
            o for o in self.obligations(State.ASSIGNED, State.ACCEPTED, State.RETURNED)
            if UnitVersion.objects.as_at(self.day).filter(parent_id=o.unit_id).exists()
        ]  # fmt: skip
        if (owed := pick(parents, choice)) is None:
            return
        child = actions.draft_pass_down(
            actor=SYSTEM, parent=owed.cascade, unit_id=owed.unit_id, title="Giao xuống", at=self.now
        )
        if child.state == CascadeState.DRAFT:
            try:
                with transaction.atomic():
                    self.issue(child)
            except Refusal:
                pass  # too late for what was brought forward, or everybody below owes it already: said, and not done

    # --- answering ---------------------------------------------------------------------------------------------------

    @rule(choice=CHOICE, steps=st.integers(1, 3), days=st.none() | DAYS)
    def answer(self, choice: int, steps: int, days: int | None) -> None:
        """Accept, report, and be judged: as far as `steps`, from where it stands; `days` is a return to that day."""
        owed = pick(self.obligations(State.ASSIGNED, State.ACCEPTED, State.RETURNED, State.SUBMITTED), choice)
        for _ in range(steps if owed else 0):
            try:
                with transaction.atomic():
                    self._go_on(owed, days)
            except Refusal:
                return  # those below it are open
            owed.refresh_from_db()

    def _go_on(self, owed: Obligation, days: int | None) -> None:
        if owed.state == State.ASSIGNED:
            actions.accept(actor=SYSTEM, obligation=owed, responsible="Đ/c Hà", at=self.now)
        elif owed.state in (State.ACCEPTED, State.RETURNED):
            report(owed, self.world.ward_office, self.now)
        elif owed.state == State.SUBMITTED and days is None:
            actions.approve_answer(actor=REVIEWER, obligation=owed, at=self.now)
        elif owed.state == State.SUBMITTED:
            sooner = min(owed.requirement.due_on, self.day + timedelta(days=days or 0))
            actions.return_answer(actor=REVIEWER, obligation=owed, reason="thiếu", new_due_on=sooner, at=self.now)

    # --- changing what was given -------------------------------------------------------------------------------------

    @rule(choice=CHOICE, days=DAYS)
    def change_deadline(self, choice: int, days: int) -> None:
        live = Requirement.objects.filter(cascade__state=CascadeState.ISSUED).select_related("cascade").order_by("pk")
        if (requirement := pick(list(live), choice)) is None:
            return
        new = requirement.due_on + timedelta(days=days)
        try:
            with transaction.atomic():
                actions.change_deadline(
                    actor=SYSTEM, requirement=requirement, new_due_on=new, reason="đổi hạn", at=self.now
                )
        except Refusal:
            assert requirement.parent_id is not None  # only a superior's day can stand against it

    @rule(choice=CHOICE)
    def recall(self, choice: int) -> None:
        live = list(Cascade.objects.filter(state=CascadeState.ISSUED).order_by("pk"))
        if len(live) > 2 and (cascade := pick(live, choice)):
            actions.recall(actor=SYSTEM, cascade=cascade, reason="thu hồi", at=self.now)

    @rule(choice=CHOICE, is_waived=st.booleans())
    def let_one_off(self, choice: int, is_waived: bool) -> None:
        """One unit is let off, or the duty is taken back from it with all it has passed down."""
        open_to_it = [State.ASSIGNED, State.ACCEPTED, State.RETURNED, *([] if is_waived else [State.SUBMITTED])]
        if (owed := pick(self.obligations(*open_to_it), choice)) is None:
            return
        if is_waived:
            lifecycle.waive(actor=REVIEWER, obligation=owed, reason="miễn", at=self.now)
        else:
            actions.recall_obligation(actor=SYSTEM, obligation=owed, reason="giao nhầm", at=self.now)

    # --- changing the tree -------------------------------------------------------------------------------------------

    def decide(self, *lines: Line, heir: str = "") -> None:
        """What is asked for one by one, who gets what a divided unit owes and its accounts, goes to one heir."""
        office, head = self.world.city_office, self.world.city_secretary
        self.serial += 1
        facts = Facts(f"Quyết định {self.serial}", f"QĐ-{self.serial}", self.day)
        try:
            with transaction.atomic():
                found = reorganisation.begin(
                    actor=office.actor, unit_id=office.unit.pk, facts=facts, lines=lines, at=self.now
                )
                if heir:
                    all_owed = dict.fromkeys(Obligation.objects.values_list("pk", flat=True), heir)
                    acting = dict.fromkeys(Mandate.objects.values_list("pk", flat=True), heir)
                    reorganisation.assign(
                        actor=office.actor, found=found, obligations=all_owed, mandates=acting, at=self.now
                    )
                reorganisation.submit(actor=office.actor, found=found, version=found.version, at=self.now)
                reorganisation.approve(actor=head.actor, found=found, version=found.version, at=self.now)
                reorganisation.apply_due(actor=SYSTEM, at=self.now)
        except Refusal:
            pass  # a unit of today, its own child …: said, and not done

    def units(self) -> list[tuple[str, UnitVersion]]:
        top = ancestor_ids(self.world.city_office.acting().path)[0]
        found = UnitVersion.objects.as_at(self.day).select_related("unit").order_by("unit_id")
        return [(v.unit.code, v) for v in found if ancestor_ids(v.path)[0] == top and v.parent_id]

    @rule(choice=CHOICE, other=CHOICE)
    def merge(self, choice: int, other: int) -> None:
        if not (units := self.units()):
            return  # all dissolved
        code, one_of = pick(units, choice)
        siblings = [(c, v) for c, v in units if v.parent_id == one_of.parent_id and c != code]
        if (chosen := pick(siblings, other)) is not None:
            second, _ = chosen
            self.decide(Line(Kind.MERGE, (code, second), f"M{self.serial}", "Đảng ủy mới", one_of.kind, one_of.level))

    @rule(choice=CHOICE, other=CHOICE)
    def move(self, choice: int, other: int) -> None:
        if not (units := self.units()):
            return
        (code, _), (target, _) = pick(units, choice), pick(units, other)
        if code != target:
            self.decide(Line(Kind.MOVE, (code,), parent=target))

    @rule(choice=CHOICE)
    def dissolve(self, choice: int) -> None:
        if units := self.units():
            code, _ = pick(units, choice)
            self.decide(Line(Kind.DISSOLVE, (code,)))

    @rule(choice=CHOICE, lives_on=st.booleans())
    def split(self, choice: int, lives_on: bool) -> None:
        """In two, all that stands below to one of them: two new units, or one beside the old one that lives on."""
        if not (units := self.units()):
            return
        code, unit = pick(units, choice)
        below = UnitVersion.objects.as_at(self.day).filter(parent_id=unit.unit_id)
        children = tuple(below.values_list("unit__code", flat=True))
        words = {"unit_kind": unit.kind, "level": unit.level}
        heir, other = f"S{self.serial}A", code if lives_on else f"S{self.serial}B"
        self.decide(
            Line(Kind.SPLIT, (code,), heir, "Đảng ủy phần A", members=unit.members, children=children, **words),
            Line(Kind.SPLIT, (code,), other, "Đảng ủy phần B", members=0, **words), heir=heir,
        )  # fmt: skip

    @rule()
    def undo(self) -> None:
        latest = Reorganisation.objects.filter(state="applied").order_by("-pk").first()
        if latest is None:
            return
        try:
            with transaction.atomic():
                reorganisation.undo(actor=self.world.city_secretary.actor, found=latest, reason="nhầm", at=self.now)
        except Refusal:
            pass  # something new hangs on it
        else:  # what the tree was on the days in between is told anew from then on
            self.seen = {(root, day): v for (root, day), v in self.seen.items() if day < latest.effective_on}

    @rule(choice=CHOICE, other=CHOICE)
    def regret_after_a_night(self, choice: int, other: int) -> None:
        """What is undone has been kept as it was meanwhile."""
        self.merge(choice, other)
        self.a_night_passes(folds=True, keeps=True)
        self.undo()

    # --- time --------------------------------------------------------------------------------------------------------

    @rule(folds=st.booleans(), keeps=st.booleans())
    def a_night_passes(self, folds: bool, keeps: bool) -> None:
        for root in Cascade.objects.filter(root=None, issued_at__isnull=False):
            self.seen[root.pk, self.day] = self.figures(root)
        self.day += timedelta(days=1)
        self.minute = 0
        if folds:
            fold()
            actions.place_on_time(at=self.now)
        if keeps:
            self.keep()

    @rule()
    def keep(self) -> None:
        """Past days are read from their sums from here on, until something tells one of them differently."""
        until = self.day - timedelta(days=1)
        past.keep(past.watch(until), until)

    # --- what always holds -------------------------------------------------------------------------------------------

    def figures(self, root: Cascade) -> dict[int, Counts]:
        """By the rules in Python: each unit's branch, from the rows and the tree alone."""
        versions = UnitVersion.objects.filter(valid_during__startswith__lte=self.day).order_by("valid_during")
        places = {v.unit_id: v.path for v in versions}  # a unit that has ended stays where it last was
        counts: dict[int, Counts] = defaultdict(Counts)
        for owed in Obligation.objects.filter(root_cascade=root):
            standing = standing_of(owed.state, owed.due_on, self.day)
            if standing is not None:
                for unit_id in ancestor_ids(places[owed.unit_id]):
                    counts[unit_id] += one(standing)
        return dict(counts)

    @invariant()
    def nothing_is_lost(self) -> None:
        present = {o.pk: (o.root_requirement_id, o.origin_unit_id, o.first_due_on) for o in Obligation.objects.all()}
        for number, what in self.known.items():
            assert present[number] == what
        self.known = present

    @invariant()
    def nothing_is_owed_twice(self) -> None:
        live = Obligation.objects.exclude(state=State.RECALLED)
        pairs = list(live.values_list("root_requirement_id", "unit_id", "origin_unit_id"))
        assert len(pairs) == len(set(pairs))

    @invariant()
    def no_deadline_stands_after_the_one_above_unless_that_was_brought_forward(self) -> None:
        for child in Requirement.objects.filter(parent__isnull=False, cascade__state=CascadeState.ISSUED):
            assert child.parent_due_on is not None
            assert child.due_on <= child.parent_due_on
        live = Obligation.objects.filter(requirement__parent__isnull=False, cascade__state=CascadeState.ISSUED)
        for owed in live.exclude(state__in=[State.RECALLED, State.APPROVED]).select_related("requirement"):
            assert owed.due_on <= max(owed.requirement.parent_due_on, owed.first_due_on)

    @invariant()
    def the_record_ends_where_the_obligation_stands(self) -> None:
        for owed in Obligation.objects.all():
            last = Move.objects.filter(obligation=owed).order_by("-at", "-pk").first()
            state, due_on = (last.state, last.due_on) if last else (State.ASSIGNED, owed.first_due_on)
            assert (state, due_on) == (owed.state, owed.due_on)

    @invariant()
    def every_figure_is_a_full_count(self) -> None:
        for root in Cascade.objects.filter(root=None, issued_at__isnull=False):
            assert self.told(root, self.day) == self.figures(root)

    @precondition(lambda self: self.seen)
    @invariant()
    def a_past_day_is_told_as_it_was(self) -> None:
        (root_id, day), figures = list(self.seen.items())[len(self.known) % len(self.seen)]
        assert self.told(Cascade.objects.get(pk=root_id), day) == figures

    @invariant()
    def what_is_kept_of_past_days_is_what_the_record_says(self) -> None:
        top = ancestor_ids(self.world.city_office.acting().path)[0]
        for root in Cascade.objects.filter(root=None, issued_at__isnull=False):
            for days in range(1, 4):
                assert differing_past(root.pk, self.day - timedelta(days=days), path_of("", top)) == []

    def told(self, root: Cascade, on: date) -> dict[int, Counts]:
        path = self.world.city_office.acting().path
        found: dict[int, Counts] = {}
        for levels in (1, 9):  # from the sums, and from the rows
            nodes = [rollup(root.pk, path, on=on, now=self.now, levels=levels)]
            while nodes:
                node = nodes.pop()
                nodes += node.children
                if node.branch.total:
                    assert found.setdefault(node.unit_id, node.branch) == node.branch
        return found

    @invariant()
    def the_sums_are_a_full_count_once_folded(self) -> None:
        for root in Cascade.objects.filter(root=None, issued_at__isnull=False):
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("select cascade_is_placed(%s)", [self.day])
                    (is_placed,) = cursor.fetchone()
                fold()
                assert not is_placed or differing_sums(root.pk) == []
                transaction.set_rollback(True)


@pytest.mark.django_db
def test_nothing_is_lost_whatever_happens(world: World) -> None:
    Unit.objects.get(code="WA")  # the small world is there
    machine = type("Played", (Machine,), {"world": world})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=22, deadline=None))
