"""Audit verbs of accounts."""

USER_ADDED = "accounts.user.added"
USER_SIGNED_IN = "accounts.user.signed_in"
USER_SIGNED_OUT = "accounts.user.signed_out"
SIGN_IN_LOCKED = "accounts.sign_in.locked"
