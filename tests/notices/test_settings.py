"""The address of the mail server, as the environment says it."""

import os
import subprocess
import sys

import pytest

from quantriet.config import environment
from quantriet.config.environment import MailServer, WrongSetting

READ = "from quantriet.config import settings as s; print(s.MAIL_IS_ON, s.BASE_URL, s.DEFAULT_FROM_EMAIL)"


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25, "", "", starts_tls=False, is_tls=False)),
        ("smtp://localhost:2525", MailServer("localhost", 2525, "", "", starts_tls=False, is_tls=False)),
        ("smtp+starttls://u:p%40ss@m.vn", MailServer("m.vn", 587, "u", "p@ss", starts_tls=True, is_tls=False)),
        ("smtps://u%40m.vn:p@m.vn", MailServer("m.vn", 465, "u@m.vn", "p", starts_tls=False, is_tls=True)),
    ],
)
def test_each_way_to_speak_to_a_server(monkeypatch: pytest.MonkeyPatch, value: str, server: MailServer) -> None:
    monkeypatch.setenv("A_SERVER", value)
    assert environment.mail_server("A_SERVER") == server


@pytest.mark.parametrize("value", ["mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://m.vn:port"])
def test_what_is_no_server_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_SERVER", value)
    with pytest.raises(WrongSetting, match="A_SERVER"):
        environment.mail_server("A_SERVER")


def test_no_server_is_none() -> None:
    assert environment.mail_server("NO_SUCH_SERVER") is None


def read(**changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", READ], env={**os.environ, **changes}, capture_output=True, text=True, check=False
    )


def test_e_mail_is_off_without_a_server_and_links_lead_to_the_port(tmp_path) -> None:
    assert read(PORT="8123", QUANTRIET_HOSTS="").stdout.strip() == "False http://localhost:8123"


def test_links_lead_to_the_first_name_by_https() -> None:
    done = read(
        QUANTRIET_SMTP_URL="smtp://m.vn", QUANTRIET_MAIL_FROM="q@example.vn", QUANTRIET_HTTPS="1",
        QUANTRIET_HOSTS="quantriet.example.vn,other.vn",
    )  # fmt: skip
    assert done.stdout.strip() == "True https://quantriet.example.vn q@example.vn"


def test_a_server_without_a_sender_stops_the_start() -> None:
    done = read(QUANTRIET_SMTP_URL="smtp://m.vn", QUANTRIET_MAIL_FROM="")
    assert done.returncode == 1
    assert done.stderr == "Setting QUANTRIET_MAIL_FROM: say from which address e-mail is sent.\n"
