"""What the demo does more cheaply than real life, and nothing else: the services run as they are.

- One password for everybody, hashed once: Argon2 takes a tenth of a second, and there are two thousand accounts.
- A portrait is decoded and cropped once for each drawing, not once for each candidate.
- Rosters are checked, batches of reviews take effect, and batches of certificates are printed, at once instead of in the worker, which would see them only after the commit.
- Mail is left to the schedule (`deliver_pending` every two minutes) instead of a queued task for each notice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

from django.contrib.auth.hashers import make_password
from django.db import connection

from exams.registration.photos import cutting

PASSWORD = "Shandong-2026"  # noqa: S105 printed by `make demo`, used in demo mode only


@contextmanager
def in_effect() -> Iterator[None]:
    """The shortcuts hold inside the block; for `manage.py demo` alone."""
    hashed = make_password(PASSWORD)
    with (
        patch("django.contrib.auth.base_user.make_password", lambda raw: hashed),
        patch("exams.registration.photos.services.cut", lru_cache(maxsize=64)(cutting.cut)),
        patch("sdzx.notifications.services.send_soon", lambda: None),
        patch("exams.registration.review.services._queue", lambda *_: None),
        patch("exams.registration.roster.services._queue", lambda *_: None),
        patch("certificates.printing.tasks.queue", lambda *_: None),
    ):
        yield


def unhurried_commits() -> None:
    """This connection does not wait for the disk: a demo that a power cut loses is made again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
