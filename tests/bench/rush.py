"""The rush's server and its crowd. `tests.bench.rush:application` is the portal with one address more: a bare view that
takes a place with raw SQL and does nothing else. With SDZX_RUSH_UNGUARDED the guard of the places is removed."""

import asyncio
import json
import os
import sys
import time

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdzx.settings")
sys.setswitchinterval(0.0005)  # as sdzx.wsgi
application = get_wsgi_application()

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from exams.announcements.models import AnnouncementItem
from exams.registration import places
from sdzx.accounts.roles import Role

settings.ROOT_URLCONF = "tests.bench.rush"
CONNECTIONS = 200


def bare(request: HttpRequest, item: int) -> HttpResponse:
    """What no claim can do without: the portal's middleware, who acts as what, and the conditional update in raw SQL."""
    if request.actor.role != Role.APPLICANT:  # type: ignore[attr-defined]
        return HttpResponse(status=403)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exams_announcementitem SET taken = taken + 1 WHERE id = %s AND taken + 1 <= places", [item]
        )
        won = cursor.rowcount
    return HttpResponse(status=302, headers={"Location": f"/?won={won}"})


def read_then_write(item_id: int, count: int = 1) -> bool:
    """As it is often done: two who read the same number both write the next."""
    item = AnnouncementItem.objects.get(pk=item_id)
    time.sleep(0.005)  # what a slower machine or a longer view does by itself
    if item.taken + count > item.places:
        return False
    AnnouncementItem.objects.filter(pk=item_id).update(taken=item.taken + count)
    return True


if "SDZX_RUSH_UNGUARDED" in os.environ:
    places.take = read_then_write

urlpatterns = [
    path("bare/<int:item>/", bare),
    path("", include("sdzx.urls")),
]


async def crowd(port: int, claims: list[tuple[str, str]]) -> dict[str, object]:
    """POST every claim (address, cookies) over so many connections at once; the statuses and the seconds it took."""
    waiting, statuses = iter(claims), {}

    async def presses() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for address, cookies in waiting:
            writer.write(
                f"POST {address} HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken={'a' * 32}; {cookies}\r\n"
                f"X-CSRFToken: {'a' * 32}\r\nContent-Length: 0\r\n\r\n".encode()
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status = head.split(" ", 2)[1]
            length = next(
                (
                    int(line.partition(":")[2])
                    for line in head.lower().splitlines()
                    if line.startswith("content-length:")
                ),
                0,
            )
            await reader.readexactly(length)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(presses() for _ in range(min(CONNECTIONS, len(claims)))))
    return {"statuses": statuses, "seconds": time.perf_counter() - start}


if __name__ == "__main__":  # the crowd is a process of its own: python -m tests.bench.rush PORT < claims
    json.dump(asyncio.run(crowd(int(sys.argv[1]), json.load(sys.stdin))), sys.stdout)
