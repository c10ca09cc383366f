"""The product's settings with what tests need: a server of their own that is thrown away, and quick passwords."""

import os
import tempfile
from pathlib import Path

if "QUANTRIET_TEST_FOLDER" not in os.environ:  # the first process of a run makes the folder, its helpers share it
    _made = Path(tempfile.mkdtemp(prefix="quantriet-test-"))
    _made.chmod(0o755)  # the server of a run as root belongs to another user, who must pass through
    os.environ["QUANTRIET_TEST_FOLDER"] = str(_made)
os.environ["QUANTRIET_DATA"] = os.environ["QUANTRIET_TEST_FOLDER"]
for _name in (
    "DATABASE_URL", "QUANTRIET_DEBUG", "QUANTRIET_HTTPS", "QUANTRIET_HOSTS", "QUANTRIET_SECRET_KEY",
    "QUANTRIET_SMTP_URL", "QUANTRIET_BASE_URL",
):  # fmt: skip
    os.environ.pop(_name, None)  # whoever runs the tests may have set them for the product

from quantriet.config.settings import *  # noqa: E402, F403
from quantriet.config.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["NAME"] = os.environ.get(  # whom a test starts works on the database of the test
    "QUANTRIET_TEST_DATABASE", f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
)
DATABASES["default"]["OPTIONS"]["pool"] = False  # a test closes its own connection
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
