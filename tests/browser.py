"""A real Chromium for tests: one browser a session, a portal to open in it, axe for accessibility.

A conftest imports the fixtures that its tests use. `portal` works inside the test's own transaction and is rolled back:
pytest-django's `live_server` would empty every table, rows of the migrations included, and leave them empty.
"""

import atexit
import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = os.environ.get("SDZX_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
]


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """One Chromium for all tests of the session."""
    return launched()


@lru_cache(maxsize=1)
def launched() -> Browser:
    """The one browser of this process: each module that imports the fixture has a fixture of its own."""
    # playwright's loop runs in this thread: Django would refuse database work of the same test
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    atexit.register(playwright.stop)
    atexit.register(browser.close)
    return browser


@pytest.fixture
def page_at(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`page_at(390)`: a page of that width in a context of its own; a script's error or a CSP breach fails the test."""
    with contextlib.ExitStack() as opened:
        wrong: list[str] = []

        def new(width: int = 1280, **options: Any) -> Page:
            options = {"viewport": {"width": width, "height": 900}, "locale": "zh-CN"} | options
            context = chromium.new_context(**options)
            opened.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
            return page

        yield new
    assert wrong == []


class SharedServer(ThreadedWSGIServer):
    """Its threads use the test's connection and leave it open."""

    def _close_connections(self) -> None:
        pass


class InTurn:
    """An application that answers one request at a time: a transaction knows only one."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.lock = threading.Lock()
        self.closed = False

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.lock:
            if self.closed:
                start_response("503 Service Unavailable", [])
                return []
            answer = self.application(environ, start_response)
            try:
                return list(answer)  # read and closed in turn: closing looks after the connection
            finally:
                getattr(answer, "close", lambda: None)()

    def close(self) -> None:
        """Wait for the answer in hand; a browser that asks later gets none, for the transaction is being rolled back."""
        with self.lock:
            self.closed = True


@pytest.fixture
def portal(db: None) -> Iterator[str]:
    """The portal's address, served from the test's own transaction. What waits for a commit runs at once."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()  # for good: a late thread of the browser's may still hold it
    shared = {connection.alias: connection}
    served: list[InTurn] = []

    def answering(application: Any) -> Any:
        served.append(InTurn(application))
        return _StaticFilesHandler(served[0])

    handler: Any = answering  # the thread calls it as it would a class
    thread = LiveServerThread("127.0.0.1", handler, connections_override=shared)
    thread.server_class = SharedServer
    thread.daemon = True
    with (
        patch.object(transaction, "on_commit", lambda function, using=None, robust=False: function()),
        patch.object(connection, "close", lambda: None),  # the server's own thread closes all at its end
    ):
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
        served[0].close()
        thread.terminate()


def sign_in(page: Page, address: str, user: Any) -> None:
    """The browser carries a session of that user from now on."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong on the page: «rule: element», none when it is accessible."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def settled(page: Page) -> None:
    """Wait until the page's requests are done."""
    page.wait_for_load_state("networkidle")
