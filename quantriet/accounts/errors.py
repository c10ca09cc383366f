"""Refusals of accounts.

Refusal
├── WrongPassword      name and password do not belong together; it is not said which is wrong
├── SignInLocked       too many wrong passwords; until when
├── UsernameTaken      another account has this name, whatever its case
└── PasswordTooWeak    what is wrong with the password
"""

from quantriet.kernel.errors import Refusal, _


class WrongPassword(Refusal):
    """Name and password do not belong together."""

    code = "wrong_password"
    message = _("User name or password is wrong.")


class SignInLocked(Refusal):
    """Too many wrong passwords."""

    code = "sign_in_locked"
    message = _("Too many wrong passwords. Sign-in is locked until %(until)s.")


class UsernameTaken(Refusal):
    """Another account has this name."""

    code = "username_taken"
    message = _("There is already an account named %(username)s.")


class PasswordTooWeak(Refusal):
    """What is wrong with the password."""

    code = "password_too_weak"
    message = _("This password is too weak: %(why)s")
