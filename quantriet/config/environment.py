"""Typed readers of the environment; a value that cannot be right stops the start with a sentence."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class WrongSetting(SystemExit):
    """A setting that makes no sense: the process ends here and says which one and why."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"Setting {name}: {problem}")


def text(name: str, default: str = "") -> str:
    """The value as it stands, or the default when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """True for 1, False for 0 or absent; anything else is a mistake."""
    value = text(name, "0")
    if value not in {"0", "1"}:
        raise WrongSetting(name, f"say 1 or 0, not {value!r}.")
    return value == "1"


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number within its bounds."""
    value = text(name, str(default))
    if not value.isdecimal() or not lowest <= int(value) <= highest:
        raise WrongSetting(name, f"say a whole number from {lowest} to {highest}, not {value!r}.")
    return int(value)


def words(name: str, default: Sequence[str]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes e-mail, and how one speaks to it."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def mail_server(name: str) -> MailServer | None:
    """The mail server of an address such as smtp+starttls://user:password@host:587; None when absent."""
    value = text(name)
    if not value:
        return None
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    try:
        parts = urlsplit(value)
        port = parts.port or ports[parts.scheme]
    except (ValueError, KeyError):
        raise WrongSetting(name, "say smtp://, smtp+starttls:// or smtps://, then user:password@host:port.") from None
    if not parts.hostname:
        raise WrongSetting(name, "the name of the mail server is missing.")
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+starttls",
        is_tls=parts.scheme == "smtps",
    )


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, or one made once and kept in a file that only its owner reads."""
    value = text(name)
    if value:
        if len(value) < 32:
            raise WrongSetting(name, "a secret shorter than 32 characters can be guessed.")
        return value
    kept_in.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = kept_in.read_text()
        if len(kept) < 32:  # a second process between the two lines below, or a disk that was full
            raise WrongSetting(name, f"{kept_in} holds no secret; remove the file to have a new one made.") from None
        return kept
    with os.fdopen(descriptor, "w") as file:
        made = secrets.token_urlsafe(48)
        file.write(made)
    return made
