"""The stream alone, without sign-in, for the real server of these tests; its database comes by the environment."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse

SECRET_KEY = "only for this test"
USE_TZ = True
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["quantriet.live"]
MIDDLEWARE = ["tests.live.server.ReadsSomething"]
ROOT_URLCONF = "quantriet.live.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["LIVE_TEST_NAME"],
        "USER": os.environ["LIVE_TEST_USER"],
        "HOST": os.environ["LIVE_TEST_HOST"],
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 2, "timeout": 5}},
    }
}


class ReadsSomething:
    """Reads from the database before the view, as the session does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return self.get_response(request)


if not settings.configured:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.live.server"
    application = get_asgi_application()
