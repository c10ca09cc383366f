"""A worker that sends to the mail server of a test; run as a program with the server's port.

It sends what is due, once; with --stay it is a whole worker, until it is told to stop.
"""

import asyncio
import sys

import django
from django.conf import settings

settings.MAIL_IS_ON, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", int(sys.argv[1])
settings.DEFAULT_FROM_EMAIL = "quantriet@example.vn"
django.setup()

from quantriet.jobs import worker  # noqa: E402
from quantriet.notices.tasks import send_due  # noqa: E402

if __name__ == "__main__":
    if "--stay" in sys.argv:
        asyncio.run(worker.work())
    else:
        send_due(0)
