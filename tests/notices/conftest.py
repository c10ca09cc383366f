"""A mail server to which the product sends for real."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings as SettingsWrapper

from tests.notices.sink import Sink, mail_server


@pytest.fixture
def sink(settings: SettingsWrapper) -> Iterator[Sink]:
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "Quán triệt <quantriet@example.vn>"
        settings.MAIL_IS_ON = True
        settings.BASE_URL = "https://quantriet.example.vn"
        yield server
