"""What every requirement type must hold: a new type is tested by one subclass that brings its facts."""

import copy
import json
from typing import Any, ClassVar

import pytest
from django.urls import reverse
from django.utils import translation

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.requirement import RequirementType, Terms, type_of, types
from quantriet.cascade.rules.states import State
from quantriet.web.refusals import refusal_text
from tests.cascade import stories
from tests.world import World


class RequirementContract:
    """Subclasses give the type, facts that satisfy it, facts that do not, and how the unit records each."""

    code: ClassVar[str]
    met: ClassVar[dict[str, Any]]
    unmet: ClassVar[dict[str, dict[str, Any]]]  # by the code of the shortfall that must appear
    terms: ClassVar[Terms] = Terms()

    def record(self, world: World, obligation: Obligation, *, is_met: bool) -> None:
        """Let the district office record a fact that satisfies, or one that does not."""
        raise NotImplementedError

    @property
    def type(self) -> RequirementType:
        return type_of(self.code)

    def obligation(self, world: World) -> Obligation:
        duty = stories.duty("Việc phải làm", self.code, head=self.terms.head_in_person)
        return stories.owed(stories.issued(world, duty), world.district_office, self.code)

    def test_stands_in_the_catalogue(self) -> None:
        assert types()[self.code] is self.type

    def test_is_named_in_vietnamese(self) -> None:
        for words in (self.type.label, self.type.answer_label):
            with translation.override("en"):
                english = str(words)
            with translation.override("vi"):
                assert str(words) != english

    def test_leads_to_a_page_that_records_the_fact(self) -> None:
        assert reverse(self.type.answer_route, kwargs={"pk": 1})

    def test_is_satisfied_by_facts_that_satisfy(self) -> None:
        assert self.type.shortfalls(self.terms, self.met) == []

    def test_names_what_is_missing(self) -> None:
        for code, facts in self.unmet.items():
            assert code in [s.code for s in self.type.shortfalls(self.terms, facts)], facts

    def test_says_what_is_missing_in_vietnamese_with_every_place_filled(self) -> None:
        for facts in self.unmet.values():
            for shortfall in self.type.shortfalls(self.terms, facts):
                with translation.override("vi"):
                    said = refusal_text(shortfall)  # type: ignore[arg-type]  # has a message and facts alike
                assert said != shortfall.message % shortfall.facts
                assert "%(" not in said

    def test_judges_stored_facts_as_it_judged_them_fresh(self) -> None:
        for facts in (self.met, *self.unmet.values()):
            stored = json.loads(json.dumps(facts))
            assert self.type.shortfalls(self.terms, stored) == self.type.shortfalls(self.terms, facts)

    def test_leaves_the_facts_as_they_are(self) -> None:
        for facts in (self.met, *self.unmet.values()):
            before = copy.deepcopy(facts)
            self.type.shortfalls(self.terms, facts)
            assert facts == before

    def test_tells_its_facts_in_a_cell_and_in_lines(self) -> None:
        with translation.override("vi"):
            assert self.type.summary(self.met)
            for facts in (self.met, *self.unmet.values()):
                lines = self.type.lines(facts)
                assert lines
                assert all(str(label) and isinstance(words, str) for label, words in lines)

    def test_asks_for_the_head_only_if_it_says_so(self) -> None:
        if not self.type.asks_head:
            assert self.type.shortfalls(Terms(head_in_person=True), self.met) == []

    @pytest.mark.django_db
    def test_a_fact_that_satisfies_goes_to_the_superior(self, world: World) -> None:
        obligation = self.obligation(world)
        self.record(world, obligation, is_met=True)
        obligation.refresh_from_db()
        assert obligation.state == State.SUBMITTED
        assert obligation.fulfilments.get().is_met

    @pytest.mark.django_db
    def test_a_fact_that_does_not_satisfy_is_kept_and_stays_with_the_unit(self, world: World) -> None:
        obligation = self.obligation(world)
        self.record(world, obligation, is_met=False)
        obligation.refresh_from_db()
        assert obligation.state == State.ACCEPTED
        assert obligation.fulfilments.get().shortfalls
