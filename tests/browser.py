"""A real Chromium for tests: one browser a session, axe for accessibility. `pytest_plugins` need not name this module:
import the fixtures you use, or let conftest import them."""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
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
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of the session."""
    # playwright's loop runs in this thread: Django would refuse database work of the same test
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield browser
        browser.close()


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
