"""The main pages of the sites in Chromium: nothing wider than the window, nothing that axe finds wrong."""

import datetime
import os
from typing import Any

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.applications.models import Application
from sites.evaluations.models import Evaluation
from tests.browser import axe_violations, overflow, settled, sign_in
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db


def pages() -> list[tuple[str, Any, str]]:
    """Name, who looks (None: a visitor), address."""
    draft = sites.draft(address="济南市历下区大学路1号")
    host = sites.staff(draft.organization)
    whole = sites.complete(draft.organization, projects=[catalogue.project(), catalogue.project()])
    returned = sites.submitted(
        draft.organization, status=Application.Status.RETURNED, supplement="图像：缺操作室\n制度：未盖章",
        supplement_due=clock.today() + datetime.timedelta(days=9),
    )  # fmt: skip
    marked, second = sites.marked(draft.organization), sites.resubmitted()
    submitted = sites.submitted()
    clerk, director, bureau = (people.actor(role) for role in (Role.CLERK, Role.DIRECTOR, Role.BUREAU))
    named = sites.panel_named()
    first = Evaluation.objects.filter(member__panel__application=named).order_by("member__id").first()
    expert = people.actor(Role.EXPERT, person=first.member.person.user)
    accepted = sites.accepted()
    sites.experts()
    evaluated = sites.evaluated(projects=[catalogue.project(), catalogue.project()])
    approved = sites.approved()
    site, gone = sites.site(), sites.revoked_site()
    case = sites.exit_case(gone, status="published", number="济人社公告〔2026〕8号", published_on=clock.today())
    edit = f"/sites/applications/{draft.uid}/edit"
    filled = f"/sites/applications/{whole.uid}/edit"
    return [
        ("new", host, "/sites/applications/new/"),
        ("list", clerk, "/sites/applications/"),
        ("unit", host, f"{edit}/unit/"),
        ("projects", host, f"{filled}/projects/"),
        ("examiners", host, f"{filled}/examiners/"),
        ("attachments", host, f"{filled}/attachments/"),
        ("draft", host, f"/sites/applications/{draft.uid}/"),
        ("returned", host, f"/sites/applications/{returned.uid}/"),
        ("submitted", clerk, f"/sites/applications/{submitted.uid}/"),
        ("second", clerk, f"/sites/applications/{second.uid}/"),
        ("differences", clerk, f"/sites/applications/{second.uid}/differences/"),
        ("marked", host, f"/sites/applications/{marked.uid}/"),
        ("answers", host, f"/sites/applications/{marked.uid}/marks/"),
        ("mended", host, f"/sites/applications/{marked.uid}/edit/unit/"),
        ("phrases", clerk, "/sites/applications/phrases/"),
        ("again", clerk, f"/sites/applications/{second.uid}/return_for_supplement/"),
        ("supplement", clerk, f"/sites/applications/{submitted.uid}/return_for_supplement/"),
        ("panel", clerk, f"/sites/applications/{accepted.uid}/name_panel/"),
        ("evaluation", expert, f"/sites/evaluations/{first.uid}/"),
        ("marks", expert, f"/sites/evaluations/{first.uid}/edit/"),
        ("approve", director, f"/sites/applications/{evaluated.uid}/approve/"),
        ("evaluated", director, f"/sites/applications/{evaluated.uid}/"),
        ("publication", bureau, "/sites/publications/new/"),
        ("notice", bureau, f"/sites/publications/{sites.publication(approved).uid}/"),
        ("site", director, f"/sites/records/{site.uid}/"),
        ("exit", director, f"/sites/exits/{case.uid}/"),
        ("opening", director, f"/sites/exits/new/?site={site.uid}"),
        ("directory", None, "/sites/"),
        ("revoked", None, f"/sites/{gone.code}/"),
        ("exits", None, "/sites/exits/public/"),
        ("published", None, f"/sites/published/{site.publication.uid}/"),
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_are_accessible(portal, page_at, width) -> None:
    found: dict[str, Any] = {}
    for name, who, address in pages():
        page = page_at(width)
        if who:
            sign_in(page, portal, who.user)
        answer = page.goto(portal + address)
        settled(page)
        if folder := os.environ.get("SDZX_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        wrong = [*axe_violations(page), *([f"{overflow(page)} px too wide"] if overflow(page) > 0 else [])]
        if answer.status != 200 or wrong:
            found[name] = (answer.status, wrong)
        page.context.close()
    assert found == {}
