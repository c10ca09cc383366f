"""Accounts are added; somebody signs in, somebody guesses."""

from datetime import datetime, timedelta

import pytest

from quantriet.accounts import actions, errors
from quantriet.accounts.actions import Credentials
from quantriet.accounts.models import SignInAttempt, User
from quantriet.accounts.rules import LOCK
from quantriet.audit.models import Entry
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.kernel.errors import Refusal
from tests.world import World

SECRET = "con đường từ chi bộ"
HOME, ELSEWHERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def lan(world: World) -> User:
    """The district's office with a password."""
    user = world.district_office.user
    user.set_password(SECRET)
    user.save()
    return user


def attempt(at: datetime, password: str, username: str = "office.district", address: str = HOME) -> User | Refusal:
    typed = Credentials(username, password, address)
    return actions.try_sign_in(actor=Actor(None, typed.name), credentials=typed, at=at)


def guess(world: World, times: int, **where: str) -> list[User | Refusal]:
    return [attempt(world.noon + timedelta(seconds=n), f"guess {n}", **where) for n in range(times)]


def test_the_right_password_signs_in_whatever_the_case_of_the_name(world: World, lan: User) -> None:
    assert attempt(world.noon, SECRET, "Office.DISTRICT ") == lan
    line = Entry.objects.get(verb="accounts.user.signed_in")
    assert (line.user_id, line.actor_name) == (lan.pk, "Phạm Thị Lan")


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(world: World, lan: User) -> None:
    wrong, unknown = attempt(world.noon, "guess"), attempt(world.noon, "guess", "nobody")
    assert isinstance(wrong, errors.WrongPassword)
    assert str(wrong) == str(unknown)


def test_the_fifth_wrong_password_locks_the_name_even_for_the_right_one(world: World, lan: User) -> None:
    *slips, fifth = guess(world, 5)
    assert {type(slip) for slip in slips} == {errors.WrongPassword}
    until = world.noon + timedelta(seconds=4) + LOCK
    assert isinstance(fifth, errors.SignInLocked)
    assert fifth.facts == {"until": until}
    assert isinstance(attempt(until - timedelta(seconds=1), SECRET, address=ELSEWHERE), errors.SignInLocked)
    assert attempt(until, SECRET) == lan


def test_an_unknown_name_is_locked_like_a_known_one(world: World, lan: User) -> None:
    assert isinstance(guess(world, 5, username="nobody")[-1], errors.SignInLocked)


def test_the_lock_is_written_down_once_with_the_address(world: World, lan: User) -> None:
    guess(world, 7)
    line = Entry.objects.get(verb="accounts.sign_in.locked")
    assert (line.user_id, line.subject_name, line.facts) == (lan.pk, "office.district", {"address": HOME})


def test_tries_during_a_lock_do_not_make_it_longer(world: World, lan: User) -> None:
    guess(world, 30)
    assert SignInAttempt.objects.count() == 5
    assert attempt(world.noon + timedelta(seconds=4) + LOCK, SECRET) == lan


def test_guessing_over_many_names_locks_the_address(world: World, lan: User) -> None:
    for number in range(5):
        attempt(world.noon, "guess", f"name{number}")
    assert isinstance(attempt(world.noon, SECRET), errors.SignInLocked)
    assert attempt(world.noon, SECRET, address=ELSEWHERE) == lan


def test_signing_in_forgives_the_name_its_slips_but_not_the_address(world: World, lan: User) -> None:
    guess(world, 4)
    assert attempt(world.noon + timedelta(minutes=1), SECRET) == lan
    late = world.noon + timedelta(minutes=2)
    assert isinstance(attempt(late, "guess", address=ELSEWHERE), errors.WrongPassword)
    assert isinstance(attempt(late, "guess", "another"), errors.SignInLocked)


def test_a_closed_account_does_not_sign_in(world: World, lan: User) -> None:
    lan.is_active = False
    lan.save()
    assert isinstance(attempt(world.noon, SECRET), errors.WrongPassword)


def test_an_account_without_a_password_does_not_sign_in_with_an_empty_one(world: World) -> None:
    user = world.district_office.user
    user.set_unusable_password()
    user.save()
    assert isinstance(attempt(world.noon, ""), errors.WrongPassword)


def add(world: World, username: str = "new.one", password: str = SECRET) -> User:
    return actions.add_user(
        actor=SYSTEM, username=username, full_name=" Mai Thị Ngọc ", password=password, at=world.noon
    )


def test_an_account_is_added_with_its_password_hashed(world: World) -> None:
    user = add(world)
    assert user.full_name == "Mai Thị Ngọc"
    assert SECRET not in user.password
    assert user.check_password(SECRET)


def test_a_name_is_taken_whatever_its_case(world: World) -> None:
    with pytest.raises(errors.UsernameTaken):
        add(world, "Office.City")


def test_a_weak_password_is_refused_with_the_reason(world: World) -> None:
    with pytest.raises(errors.PasswordTooWeak) as refused:
        add(world, password="1234")
    assert "10" in refused.value.facts["why"]
