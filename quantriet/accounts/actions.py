"""Every write to accounts: adding one, trying to sign in, signing out."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from quantriet.accounts import errors, queries, verbs
from quantriet.accounts.models import SignInAttempt, User
from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import Refusal
from quantriet.kernel.text import nfc

LONGEST_NAME = 80  # characters that are looked at; no account has more


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed, and from where."""

    username: str
    password: str
    address: str

    @property
    def name(self) -> str:
        """The user name as attempts are counted: in small letters."""
        return nfc(self.username).strip().lower()[:LONGEST_NAME]


@transaction.atomic
def add_user(*, actor: Actor, username: str, full_name: str, password: str, at: datetime) -> User:
    """Make an account; what it may do is given by a mandate."""
    if queries.user_named(username) is not None:
        raise errors.UsernameTaken(username=username)
    user = User(username=username, full_name=nfc(full_name.strip()))
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise errors.PasswordTooWeak(why=" ".join(problem.messages)) from None
    user.set_password(password)
    user.save()
    audit.record(actor=actor, verb=verbs.USER_ADDED, subject=user, at=at)
    return user


@transaction.atomic
def try_sign_in(*, actor: Actor, credentials: Credentials, at: datetime) -> User | Refusal:
    """The account whose password was typed, or the refusal: given, not raised, so that the attempt stays written."""
    _one_at_a_time(f"name {credentials.name}", f"address {credentials.address}")
    until = queries.lock_end(credentials.name, credentials.address, at)
    if until is not None:
        return errors.SignInLocked(until=until)
    user = _matching(credentials)
    attempt = SignInAttempt.objects.create(
        username=credentials.name, address=credentials.address, at=at, succeeded=user is not None
    )
    if user is not None:
        audit.record(actor=Actor(user.pk, str(user)), verb=verbs.USER_SIGNED_IN, subject=user, at=at)
        return user
    until = queries.lock_end(credentials.name, credentials.address, at)
    if until is None:
        return errors.WrongPassword()
    known = queries.user_named(credentials.name)
    audit.record(
        actor=Actor(known.pk if known else None, credentials.name),
        verb=verbs.SIGN_IN_LOCKED,
        subject=attempt,
        at=at,
        facts={"address": credentials.address},
    )
    return errors.SignInLocked(until=until)


def _one_at_a_time(*keys: str) -> None:
    """Let attempts on one name, or from one address, wait for each other: together they could guess more often."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _matching(credentials: Credentials) -> User | None:
    user = queries.user_named(credentials.name)
    if user is None:
        make_password(credentials.password)  # as slow as for a real account, so that names cannot be told apart
        return None
    return user if user.check_password(credentials.password) and user.is_active else None


@transaction.atomic
def note_sign_out(*, actor: Actor, user: User, at: datetime) -> None:
    """Write down that somebody has signed out."""
    audit.record(actor=actor, verb=verbs.USER_SIGNED_OUT, subject=user, at=at)
