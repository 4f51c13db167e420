"""Two at the same moment, each with a connection of its own; and a connection that the server ends before the commit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet

WAIT = 60


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all of it at once; what each gave or raised, in their order."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(WAIT)
            found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return found


def killed_before_commit(work: Callable[[], Any]) -> bool:
    """Do it in a transaction whose connection the server ends just before the commit; whether that was so."""

    def run() -> None:
        other = connection.copy()
        with transaction.atomic():
            work()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            other.close()

    return isinstance(together(run)[0], DatabaseError)


@contextmanager
def without_row_locks() -> Iterator[None]:
    """For the controls: `select_for_update` locks nothing."""
    with patch.object(QuerySet, "select_for_update", lambda rows, **options: rows.all()):
        yield
