"""The pages of violations, and what waits."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.oversight.inspections.answers import items_of
from sites.oversight.inspections.models import Checklist
from sites.oversight.violations.models import Violation
from sites.oversight.violations.worklist import waiting
from tests.factories import complaints, dispatch, inspections, oversight, people, sessions, sites

NOBODY = "00000000-0000-4000-8000-000000000000"
pytestmark = pytest.mark.django_db
BASE = "/sites/violations"
S = Violation.Status
AGO = datetime.timedelta(days=20)


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 40)).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue())


def posted(site: Any, **values: Any) -> dict[str, Any]:
    due = clock.today() + datetime.timedelta(days=7)
    return {
        "site": str(site.uid), "ground": "discipline", "facts": "离场", "happened_on": clock.today(), "response_due": due,
        **values,
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        oversight.violation()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert (len(page.context["table"].rows), page.context["actions"][0].label) == (count, "登记违规")


def test_list_is_filtered(enter) -> None:
    one, two = oversight.violation(), oversight.confirmed(ground="dishonesty")
    client = enter(people.actor(Role.BUREAU))

    def found(query: str) -> list[str]:
        return [row.url for row in client.get(f"{BASE}/?{query}").context["table"].rows]

    assert found("status=confirmed") == found("ground=dishonesty") == [f"{BASE}/{two.uid}/"]
    assert found(f"q={one.site.name}") == [f"{BASE}/{one.uid}/"]


def test_new_from_the_sites_page_keeps_what_was_typed(enter) -> None:
    site = sites.site()
    client = enter(people.actor(Role.CLERK))
    page = client.get(f"{BASE}/new/?site={site.uid}")
    assert page.context["form"]["site"].value() == str(site.uid)
    refused = client.post(f"{BASE}/new/", posted(site))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["evidence"])
    assert refused.context["form"]["facts"].value() == "离场"
    answer = client.post(f"{BASE}/new/", posted(site, evidence=[picture()]))
    assert answer.url == f"{BASE}/{Violation.objects.get().uid}/"


def test_new_from_a_complaint_offers_findings_never_the_complaint(enter) -> None:
    found = complaints.named("concluded")
    found.materials.add(sites.stored("complaint.material", "调查笔录.pdf", sites.PDF + b"2"))
    client = enter(people.actor(Role.CLERK))
    page = client.get(f"{BASE}/new/?complaint={found.uid}")
    assert page.context["form"]["facts"].value() == complaints.FINDINGS
    assert (page.context["form"]["ground"].value(), page.context["back_url"]) == (
        "discipline",
        f"/sites/complaints/{found.uid}/",
    )
    chosen = page.context["form"]["copied"].value()
    client.post(f"{BASE}/new/?complaint={found.uid}", posted(found.site, copied=chosen))
    made = Violation.objects.get()
    assert (made.source, made.source_uid) == ("complaint", found.uid)
    assert [each.name for each in made.evidence.all()] == ["证据1.pdf"]
    shown = client.get(f"{BASE}/{made.uid}/").content.decode()
    assert found.number in shown
    seen = enter(sites.staff(found.site.organization)).get(f"{BASE}/{made.uid}/").content.decode()
    assert all(word not in seen for word in (found.number, str(found.uid), "赵大勇", "来源"))


@pytest.mark.clause("5.1")
def test_new_from_an_open_complaint_says_why_not(enter) -> None:
    found = complaints.complaint("accepted")
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/new/?complaint={found.uid}")
    assert [each.clause for each in page.context["blockers"]] == ["5.1"]


@pytest.mark.clause("5.1")
def test_new_from_an_incident_prefills_the_sites_violation(enter) -> None:
    incident = dispatch.incident(sessions.session("ended", candidates=1))
    client = enter(people.actor(Role.ARRANGER))
    labels = [each.label for each in client.get(f"/dispatch/incidents/{incident.uid}/").context["buttons"]]
    assert "据此登记考点违规" in labels
    page = client.get(f"{BASE}/new/?incident={incident.uid}")
    form = page.context["form"]
    assert (form["facts"].value(), form["site"].value()) == (incident.facts, incident.session.site.uid)


@pytest.mark.parametrize("query", ["complaint=no-uid", f"complaint={NOBODY}", f"incident={NOBODY}",
                                   f"inspection={NOBODY}"])  # fmt: skip
def test_new_from_nothing_is_not_found(enter, query) -> None:
    assert enter(people.actor(Role.CLERK)).get(f"{BASE}/new/?{query}").status_code == 404


def test_evidence_is_for_the_centre_and_the_site_only() -> None:
    made = oversight.violation()
    made.response_files.add(answer := sites.stored("violation.response", "排班表.pdf", sites.PDF + b"9"))
    readers = (people.actor(Role.CLERK), sites.staff(made.site.organization), sites.staff(), VISITOR)
    for proof in (made.evidence.get(), answer):
        assert [may_read(each, proof) for each in readers] == [True, True, False, False]


@pytest.mark.clause("5.4")
def test_from_answer_to_finding_to_what_follows(enter) -> None:
    made = oversight.violation()
    address = f"{BASE}/{made.uid}"
    director = people.actor(Role.DIRECTOR)
    early = enter(director).post(f"{address}/confirm/", {"finding": "属实"})
    assert (early.status_code, early.context["form"]["finding"].value()) == (422, "属实")
    enter(sites.staff(made.site.organization)).post(f"{address}/respond/", {"response": "已补派"})
    enter(director).post(f"{address}/confirm/", {"finding": "属实"})
    page = enter(director).get(f"{address}/")
    assert [each.label for each in page.context["buttons"]] == ["下达监管措施", "启动退出程序"]
    assert [each.kind for each in page.context["files"]] == ["证据"]
    oversight.measure(violations=[made])
    sites.exit_case(made.site).violations.add(made)
    groups = enter(director).get(f"{address}/").context["groups"]
    assert [fact.label for fact in groups[-1].facts] == ["限期整改", "退出程序"]


def test_worklist_by_role_state_and_date() -> None:
    fresh = oversight.violation()
    silent = oversight.violation(happened_on=clock.today() - AGO, response_due=clock.today() - AGO / 2)
    answered, idle = oversight.violation(status=S.RESPONDED), oversight.confirmed()
    oversight.measure()
    oversight.confirmed(sites.revoked_site())
    assert [row.url for row in waiting(people.actor(Role.DIRECTOR))] == [
        f"{BASE}/{each.uid}/" for each in (silent, answered, idle)
    ]
    assert waiting(people.actor(Role.CLERK)) == []
    (row,) = waiting(sites.staff(fresh.site.organization))
    assert row.due is not None
    assert row.due.day == fresh.response_due


def test_site_page_shows_violations_to_those_who_read_them(enter) -> None:
    made = oversight.violation()
    page = enter(people.actor(Role.CLERK)).get(f"/sites/records/{made.site.uid}/")
    assert f"{BASE}/{made.uid}/" in page.content.decode()
    assert "登记违规" in [each.label for each in page.context["buttons"]]
    hidden = enter(people.actor(Role.CERTIFIER)).get(f"/sites/records/{made.site.uid}/")
    assert f"{BASE}/{made.uid}/" not in hidden.content.decode()


@pytest.mark.clause("5.1")
def test_new_from_an_inspection_offers_its_findings(enter) -> None:
    item = items_of(Checklist.objects.get(status="in_use", center=None))[0]
    found = inspections.closed(result="violation", faults={item.code: ("no", "无专人值守")})
    client = enter(people.actor(Role.CLERK))
    page = client.get(f"{BASE}/new/?inspection={found.uid}")
    assert page.context["form"]["site"].value() == found.site.uid
    assert page.context["form"]["facts"].value() == f"{item.text}：不符合，无专人值守"
    assert list(page.context["blockers"]) == []
    files = found.photos.filter(code=item.code).count() + 1  # and the record
    chosen = page.context["form"]["copied"].value()
    assert len(chosen) == files
    assert client.post(f"{BASE}/new/?inspection={found.uid}", posted(found.site, copied=chosen)).status_code == 302
    assert Violation.objects.get().evidence.count() == files


@pytest.mark.clause("5.1")
def test_new_from_an_inspection_without_findings_or_record_says_why_not(enter) -> None:
    found = inspections.carried_out()
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/new/?inspection={found.uid}")
    assert [each.sentence for each in page.context["blockers"]] == ["检查办结且发现问题的，方可据此登记违规。"]
