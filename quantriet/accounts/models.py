"""Accounts: who can sign in. What they may do is decided by mandates (org), never here."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name typed, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person's account. No superuser, no staff flag: nobody stands outside the rules."""

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)  # offered with one click on the sign-in page of a sample world

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_once_whatever_case"),
            models.CheckConstraint(
                condition=models.Q(username__regex=r"^[a-zA-Z0-9][a-zA-Z0-9._-]*$"), name="user_name_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


class SignInAttempt(models.Model):
    """Somebody typed a user name and a password: kept so that guessing is slowed down."""

    username = models.CharField(max_length=80)  # as typed, in small letters; there need not be such an account
    address = models.GenericIPAddressField()
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="attempt_name_in_small_letters"
            ),
        ]
        indexes = [
            models.Index(fields=["username", "-at"], name="attempt_of_name"),  # is this name locked?
            models.Index(fields=["address", "-at"], name="attempt_of_address"),  # is this address locked?
        ]

    def __str__(self) -> str:
        return self.username
