"""A person at the browser: opens pages, fills what is labelled so, presses buttons; stops at the first refusal."""

import datetime
import re
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from sdzx.accounts.actors import Actor
from tests.sessions import entered

WAIT = 8000


class Walker:
    """All the people of a walk, one browser window each; time moves only when `travel` says so."""

    def __init__(self, page_at: Any, portal: str, folder: Path, *start: int) -> None:
        self.portal, self.folder = portal, folder
        self.page: Page = page_at(1280)
        self.time = time_machine.travel(moment(*(start or (2026, 3, 2, 9))), tick=True)
        self.time.start()

    def travel(self, *when: int) -> None:
        """It is now that moment in Shandong."""
        self.time.stop()
        self.time = time_machine.travel(moment(*when), tick=True)
        self.time.start()

    def close(self) -> None:
        self.time.stop()

    def act(self, actor: Actor | None, width: int = 1280) -> "Walker":
        """From now on this person sits at the browser; None is the public."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.context.clear_cookies()
        if actor:
            session = entered(actor).cookies[settings.SESSION_COOKIE_NAME].value
            self.page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.portal}]
            )
        return self

    def open(self, path: str) -> "Walker":
        answer = self.page.goto(self.portal + path)
        assert answer.status == 200, (path, answer.status, self.said())
        return self

    def fill(self, **values: Any) -> "Walker":
        """Fields by name; text, choices and boxes are told apart by what they are."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name.replace("__", "-")}"]').first
            field.wait_for(state="attached", timeout=WAIT)
            kind = field.evaluate("each => each.type")
            if kind in ("checkbox", "radio"):
                self.check(name, value)
            elif kind == "select-one":
                field.select_option(str(value))
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(str(value))
        return self

    def check(self, name: str, *values: Any) -> "Walker":
        """Tick these boxes of a group (or the one box for True)."""
        for value in values:
            wanted = "" if value is True else f'[value="{value}"]'
            self.page.locator(f'main [name="{name.replace("__", "-")}"]{wanted}').check()
        return self

    def press(self, text: str) -> "Walker":
        """Press a button or link of the page; the page that follows must not be a refusal."""
        self.pressed(text)
        problems = self.page.locator(".field-error, [data-error-summary]").all_inner_texts()
        assert not problems, (text, self.page.url, problems)
        return self

    def pressed(self, text: str) -> int:
        """Press and tell the status of what follows."""
        target = (
            self.page.locator("main")
            .get_by_role("button", name=text)
            .or_(self.page.locator("main").get_by_role("link", name=text))
        )
        with self.page.expect_navigation(timeout=WAIT) as navigation:
            target.first.click(timeout=WAIT)
        status = navigation.value.status
        assert status < 500, (text, status)
        return status

    def step(self, text: str, **values: Any) -> "Walker":
        """Take a step of a flow: its button, the confirm page with its questions, the confirmation."""
        self.press(text)
        self.fill(**values)
        self.page.locator("main form").get_by_role("button", name=re.compile("^确认")).click(timeout=WAIT)
        self.page.wait_for_load_state()
        problems = self.page.locator(".field-error, [data-error-summary], .tone-bad h2").all_inner_texts()
        assert not problems, (text, self.page.url, problems)
        return self

    def refused(self, text: str, *sentences: str) -> "Walker":
        """Press, and be refused with these sentences; the page stays and so does what was typed."""
        status = self.pressed(text)
        assert status == 422, (text, status, self.page.url)
        return self.sees(*sentences)

    def barred(self, path: str, *sentences: str) -> "Walker":
        """The confirm page names what stands in the way and offers no confirmation; sent all the same, it is refused."""
        self.open(path).sees(*sentences)
        assert self.page.locator("main form").get_by_role("button", name=re.compile("^确认")).count() == 0, path
        token = self.page.locator('[name="csrfmiddlewaretoken"]').first.input_value()
        answer = self.page.request.post(
            self.portal + path, form={"csrfmiddlewaretoken": token}, headers={"Referer": self.page.url}
        )
        assert answer.status == 422, (path, answer.status)
        body = answer.text()
        assert [each for each in sentences if each not in body] == []
        return self

    def holds(self, **values: Any) -> "Walker":
        """These fields still hold what was typed."""
        for name, value in values.items():
            assert self.page.locator(f'main [name="{name.replace("__", "-")}"]').first.input_value() == str(value), name
        return self

    def sees(self, *texts: str) -> "Walker":
        shown = self.said()
        for text in texts:
            assert text in shown, (text, self.page.url, shown[:1500])
        return self

    def said(self) -> str:
        return self.page.locator("body").inner_text()

    def download(self, path: str) -> bytes:
        """A file, with this person's session."""
        answer = self.page.request.get(self.portal + path)
        assert answer.status == 200, (path, answer.status)
        return answer.body()

    def file(self, name: str, content: bytes) -> str:
        """A file on this person's disk."""
        path = self.folder / name
        path.write_bytes(content)
        return str(path)


def moment(*when: int) -> datetime.datetime:
    return datetime.datetime(*when, tzinfo=timezone.get_default_timezone())
