"""The pages of an exit, and what waits."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.oversight.models import ExitCase
from sites.oversight.worklist import waiting
from tests.factories import oversight, people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/exits"
S = ExitCase.Status


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        sites.exit_case()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert (len(page.context["table"].rows), page.context["actions"]) == (count, [])


def test_new_from_the_sites_page(enter) -> None:
    from io import BytesIO

    from PIL import Image

    site = sites.site()
    client = enter(people.actor(Role.DIRECTOR))
    page = client.get(f"{BASE}/new/?site={site.uid}")
    assert page.context["form"]["site"].value() == str(site.uid)
    buffer = BytesIO()
    Image.new("RGB", (40, 40)).save(buffer, "PNG")
    data = {
        "site": str(site.uid), "ground": "dishonesty", "facts": "替考",
        "evidence": [SimpleUploadedFile("证据.png", buffer.getvalue())],
    }  # fmt: skip
    refused = client.post(f"{BASE}/new/", {**data, "statement_due": clock.today()})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["statement_due"])
    buffer.seek(0)
    data["evidence"] = [SimpleUploadedFile("证据.png", buffer.getvalue())]
    later = clock.today() + datetime.timedelta(days=10)
    answer = client.post(f"{BASE}/new/", {**data, "statement_due": later})
    case = ExitCase.objects.get()
    assert answer.url == f"{BASE}/{case.uid}/"
    assert client.get(f"{BASE}/").context["actions"][0].label == "启动退出程序"


@pytest.mark.clause("5.4")
def test_new_from_a_violation_or_a_measure_is_prefilled(enter) -> None:
    on = oversight.confirmed(ground="dishonesty")
    oversight.confirmed(on.site)
    measure = oversight.measure(violations=[on])
    client = enter(people.actor(Role.DIRECTOR))
    for query in (f"violation={on.uid}", f"measure={measure.uid}"):
        form = client.get(f"{BASE}/new/?site={on.site.uid}&{query}").context["form"]
        given = {name: form[name].value() for name in ("violations", "facts", "ground")}
        assert given == {"violations": [on.pk], "facts": on.facts, "ground": "dishonesty"}
    form = client.get(f"{BASE}/new/?site={on.site.uid}").context["form"]
    assert (form["violations"].value(), len(form.fields["violations"].queryset)) == (None, 2)
    other = oversight.confirmed()
    form = client.get(f"{BASE}/new/?site={other.site.uid}&violation={other.uid}").context["form"]
    assert form["ground"].value() == ""
    later = clock.today() + datetime.timedelta(days=10)
    data = {
        "site": str(on.site.uid),
        "ground": "dishonesty",
        "facts": "替考",
        "violations": [on.pk],
        "statement_due": later,
    }
    answer = client.post(f"{BASE}/new/?site={on.site.uid}&violation={on.uid}", data)
    case = ExitCase.objects.get()
    assert (answer.url, list(case.violations.all()), case.evidence.count()) == (f"{BASE}/{case.uid}/", [on], 1)
    assert f"/sites/violations/{on.uid}/" in client.get(answer.url).content.decode()


def test_evidence_is_for_the_centre_and_the_site_only() -> None:
    case = sites.exit_case()
    proof = case.evidence.get()
    readers = (people.actor(Role.CLERK), sites.staff(case.site.organization), sites.staff(), VISITOR)
    assert [may_read(each, proof) for each in readers] == [True, True, False, False]


@pytest.mark.clause("5.4")
def test_from_statement_to_public_list(enter, client) -> None:
    case = sites.exit_case()
    address = f"{BASE}/{case.uid}"
    enter(sites.staff(case.site.organization)).post(f"{address}/state/", {"statement": "已整改"})
    enter(people.actor(Role.DIRECTOR)).post(f"{address}/decide/", {"decision": "取消资格"})
    assert client.get(f"{BASE}/public/").context["table"].rows == ()
    assert client.get(f"{address}/pdf/").status_code == 404
    enter(people.actor(Role.BUREAU)).post(f"{address}/publish/", {"number": "济人社公告〔2026〕8号"})
    client.logout()
    assert [row.url for row in client.get(f"{BASE}/public/").context["table"].rows] == [f"/sites/{case.site.code}/"]
    assert client.get(f"{address}/pdf/").content[:5] == b"%PDF-"
    case.refresh_from_db()
    assert may_read(VISITOR, case.document) is True
    assert "济人社公告〔2026〕8号" in client.get(f"/sites/{case.site.code}/").content.decode()
    files = enter(people.actor(Role.CLERK)).get(f"{address}/").context["files"]
    assert [line.kind for line in files] == ["证据", "退出决定"]


def test_decision_without_a_file_is_not_found(client) -> None:
    case = sites.exit_case(status=S.PUBLISHED)
    assert client.get(f"{BASE}/{case.uid}/pdf/").status_code == 404


def test_worklist_by_role_and_date() -> None:
    noticed = sites.exit_case()
    late = sites.exit_case(statement_due=clock.today() - datetime.timedelta(days=1))
    stated = sites.exit_case(status=S.STATED)
    decided = sites.exit_case(status=S.DECIDED)
    found = {
        role: sorted(row.url for row in waiting(people.actor(role)))
        for role in (Role.DIRECTOR, Role.BUREAU, Role.CLERK)
    }
    assert found == {
        Role.DIRECTOR: sorted(f"{BASE}/{case.uid}/" for case in (late, stated)),
        Role.BUREAU: [f"{BASE}/{decided.uid}/"],
        Role.CLERK: [],
    }
    (row,) = waiting(sites.staff(noticed.site.organization))
    assert row.due is not None
    assert row.due.day == noticed.statement_due
