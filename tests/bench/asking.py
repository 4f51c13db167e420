"""The lookup's server and those who ask it. `tests.bench.asking:application` is the portal, all middleware included, with two
addresses more: the same page written the ordinary way, and a bare view that answers JSON and asks no database.
"""

import asyncio
import json
import os
import sys
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdzx.settings")
settings.TEMPLATES[0]["DIRS"].append(os.path.join(os.path.dirname(__file__), "templates"))
settings.ROOT_URLCONF = "tests.bench.asking"
sys.setswitchinterval(0.0005)  # as sdzx.wsgi
application = get_wsgi_application()

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from certificates.issuing.models import Certificate
from certificates.lookup.services import OF_A_REVOKED_SITE, STATES
from sdzx.accounts.throttle import throttled
from sdzx.identifiers import mask_document
from sdzx.ui import words
from sites.registry.models import Site


def bare(request: HttpRequest) -> JsonResponse:
    """What nobody can do without: the server and the middleware."""
    return JsonResponse({"found": True})


def ordinary(request: HttpRequest, code: str) -> HttpResponse:
    """The page as it is usually written: objects, the template, the context processors. The same limit, the same facts."""
    found = get_object_or_404(Certificate.objects.select_related("center", "session__site", "successor"), code=code)
    newest = found.prints.order_by("-id").first()
    again = found.prints.filter(is_reprint=True).order_by("-id").first()
    valid = found.status not in STATES
    revoked = valid and found.session.site.status == Site.Status.REVOKED
    certificate = {
        "number": found.number, "name": found.name, "document_type": found.get_document_type_display(),
        "document_number": mask_document(found.document_number), "project": found.project_name, "result": found.result,
        "issued_on": words.day(found.issued_on), "center": found.center.name, "serial": newest.serial if newest else "",
        "reprinted_on": words.day(again.printed_at) if again else "", "valid": valid,
        "state": STATES.get(found.status, "有效"),
        "tone": {"revoked": "bad", "corrected": "warning"}.get(found.status, "good"),
        "successor": getattr(getattr(found, "successor", None), "number", ""),
        "remark": OF_A_REVOKED_SITE if revoked else "",
    }  # fmt: skip
    return render(request, "bench_ordinary.html", {"certificate": certificate})


urlpatterns = [
    path("bare/", bare),
    path("ordinary/<str:code>/", throttled(ordinary, "ordinary", 60, 60, methods=("GET",))),
    path("", include("sdzx.urls")),
]


async def ask(port: int, requests: list[list[str]], connections: int) -> dict[str, object]:
    """Send every request (method, path, body) over so many kept connections at once; each comes from an address of its own."""
    waiting, statuses, seconds, sizes = iter(enumerate(requests)), {}, [], []

    async def asks() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for at, (method, address, body) in waiting:
            sent = body.encode()
            start = time.perf_counter()
            writer.write(
                f"{method} {address} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.{at >> 16 & 255}.{at >> 8 & 255}.{at & 255}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(sent)}\r\n\r\n".encode()
                + sent
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            await reader.readexactly(length)
            seconds.append(time.perf_counter() - start)
            sizes.append(length)
            status = head.split(" ", 2)[1]
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(asks() for _ in range(connections)))
    whole = time.perf_counter() - start
    each = list(seconds)  # with one connection: in the order of the requests
    seconds.sort()
    return {
        "statuses": statuses, "rate": len(requests) / whole, "p50": seconds[len(seconds) // 2],
        "p99": seconds[int(len(seconds) * 0.99)], "size": max(sizes), "each": each,
    }  # fmt: skip


if __name__ == "__main__":  # a process of its own: python -m tests.bench.asking PORT CONNECTIONS < requests
    asked = asyncio.run(ask(int(sys.argv[1]), json.load(sys.stdin), int(sys.argv[2])))
    json.dump(asked, sys.stdout)
