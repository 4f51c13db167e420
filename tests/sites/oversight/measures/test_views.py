"""The pages of measures, the public page of a site, and what waits."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.oversight.measures.models import Measure
from sites.oversight.measures.worklist import waiting
from tests.factories import oversight, people, sessions, sites
from tests.sites.oversight.violations.test_views import picture

pytestmark = pytest.mark.django_db
BASE = "/sites/measures"
S = Measure.Status
DAY = datetime.timedelta(days=1)


def labels(page) -> list[str]:
    return [each.label for each in page.context["buttons"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        oversight.measure()
    client = enter(people.actor(Role.BUREAU))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert len(page.context["table"].rows) == count


def test_list_is_filtered(enter) -> None:
    one, two = oversight.measure(), oversight.measure(kind="warning", status=S.CLOSED)
    client = enter(people.actor(Role.CLERK))

    def found(query: str) -> list[str]:
        return [row.url for row in client.get(f"{BASE}/?{query}").context["table"].rows]

    assert found("kind=warning") == found("status=closed") == [f"{BASE}/{two.uid}/"]
    assert found(f"q={one.number}") == found(f"q={one.site.name}") == [f"{BASE}/{one.uid}/"]


@pytest.mark.clause("5.4")
def test_new_from_a_violation_keeps_what_was_typed(enter) -> None:
    on, other = oversight.confirmed(), oversight.confirmed()
    client = enter(people.actor(Role.DIRECTOR))
    page = client.get(f"{BASE}/new/{on.uid}/")
    assert list(page.context["form"].fields["violations"].queryset) == [on]
    data = {"violations": [on.pk], "kind": "rectification", "reasons": "秩序混乱", "requirements": "补充监考"}
    refused = client.post(f"{BASE}/new/{on.uid}/", data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["due"])
    assert refused.context["form"]["requirements"].value() == "补充监考"
    assert client.post(f"{BASE}/new/{on.uid}/", {**data, "violations": [other.pk]}).status_code == 422
    answer = client.post(f"{BASE}/new/{on.uid}/", {**data, "due": clock.today() + 9 * DAY})
    assert answer.url == f"{BASE}/{Measure.objects.get().uid}/"
    assert [line.kind for line in client.get(answer.url).context["files"]] == ["限期整改通知书"]


def test_label_of_a_long_violation_is_cut(enter) -> None:
    on = oversight.confirmed(facts="离场" * 50)
    page = enter(people.actor(Role.DIRECTOR)).get(f"{BASE}/new/{on.uid}/")
    assert "……" in page.content.decode()


def test_a_warning_is_acknowledged_by_the_site(enter) -> None:
    made = oversight.measure(kind="warning")
    client = enter(sites.staff(made.site.organization))
    page = client.get(f"{BASE}/{made.uid}/")
    assert (labels(page), [each.label for each in page.context["stages"]]) == (["签收"], ["已下达", "已办结"])
    assert client.get(f"{BASE}/{made.uid}/report/").context["blockers"][0].clause == "5.4"
    client.post(f"{BASE}/{made.uid}/acknowledge/")
    made.refresh_from_db()
    assert made.status == S.CLOSED
    assert labels(client.get(f"{BASE}/{made.uid}/")) == []


def test_a_rectification_is_reported_and_returned(enter) -> None:
    made = oversight.measure()
    host, director = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    address = f"{BASE}/{made.uid}"
    page = enter(host).get(f"{address}/")
    assert (labels(page), page.context["due"].day) == (["报送整改报告"], made.due)
    enter(host).post(f"{address}/report/", {"report": "已改", "report_files": [picture()]})
    page = enter(director).get(f"{address}/")
    assert labels(page) == ["整改通过", "退回继续整改", "升级处理", "启动退出程序"]
    assert "due" not in page.context
    refused = enter(director).post(f"{address}/send_back/", {"ground": "照片不清", "due": clock.today() - DAY})
    assert list(refused.context["form"].errors) == ["due"]
    enter(director).post(f"{address}/send_back/", {"ground": "照片不清", "due": clock.today()})
    made.refresh_from_db()
    assert made.status == S.RETURNED


def test_escalation_offers_only_what_is_heavier(enter) -> None:
    first, top = oversight.measure(), oversight.suspended()
    client = enter(people.actor(Role.DIRECTOR))
    page = client.get(f"{BASE}/{first.uid}/escalate/")
    assert page.context["form"].fields["kind"].choices == [("suspension", "暂停")]
    data = {"kind": "suspension", "reasons": "逾期未改", "requirements": "停考整顿", "due": clock.today() + DAY}
    client.post(f"{BASE}/{first.uid}/escalate/", data)
    made = Measure.objects.get(follows=first)
    shown = client.get(f"{BASE}/{made.uid}/").content.decode()
    assert (first.number in shown, made.number in client.get(f"{BASE}/{first.uid}/").content.decode()) == (True, True)
    assert labels(client.get(f"{BASE}/{top.uid}/")) == ["启动退出程序"]
    assert client.get(f"{BASE}/{top.uid}/escalate/").context["blockers"][0].url.startswith("/sites/exits/new/")


def test_files_are_for_the_centre_and_the_site_only() -> None:
    made = oversight.measure(document=sites.stored("measure.letter"))
    made.report_files.add(proof := sites.stored("measure.report", "照片.pdf", sites.PDF + b"3"))
    readers = (people.actor(Role.CLERK), sites.staff(made.site.organization), sites.staff(), VISITOR)
    for each in (made.document, proof):
        assert [may_read(reader, each) for reader in readers] == [True, True, False, False]


def test_public_page_shows_kind_date_ground_and_end_but_no_facts(client) -> None:
    site = sites.site()
    oversight.violation(site, facts="未认定的事")
    address = f"/sites/{site.code}/"
    before = client.get(address).content.decode()
    assert ("监管措施" in before, "未认定的事" in before) == (False, False)
    made = oversight.measure(site, reasons="内部理由")
    oversight.measure(site, kind="warning", status=S.CLOSED)
    page = client.get(address)
    shown = page.content.decode()
    assert [row.cells[4].text for row in page.context["measures"].rows] == ["已办结", "执行中"]
    assert all(word in shown for word in (made.number, "限期整改", "违反考风考纪"))
    assert all(word not in shown for word in (oversight.FACTS, "内部理由"))


def test_public_page_of_a_suspended_site_names_the_decision(client) -> None:
    made = oversight.suspended()
    assert made.number in client.get(f"/sites/{made.site.code}/").content.decode()


def test_worklist_by_role_and_state() -> None:
    warning, running = oversight.measure(kind="warning"), oversight.measure()
    late = oversight.measure(issued_on=clock.today() - 9 * DAY, due=clock.today() - DAY)
    reported = oversight.measure(status=S.REPORTED)
    mended, leaving = oversight.suspended(status=S.CLOSED), oversight.suspended(status=S.CLOSED)
    sites.exit_case(leaving.site, status="stated")
    found = [(row.title.partition("：")[0], row.url) for row in waiting(people.actor(Role.DIRECTOR))]
    assert found == [
        ("整改逾期，请处理", f"{BASE}/{late.uid}/"),
        ("审核整改报告", f"{BASE}/{reported.uid}/"),
        ("恢复考点", f"/sites/records/{mended.site.uid}/"),
    ]
    assert waiting(people.actor(Role.CLERK)) == []
    for measure, title in ((warning, "签收警告"), (running, "报送整改报告（限期整改）")):
        (row,) = waiting(sites.staff(measure.site.organization))
        assert (row.title.partition("：")[0], row.due and row.due.day) == (title, measure.due)


def test_site_page_shows_measures_to_those_who_read_them(enter) -> None:
    made = oversight.measure()
    page = enter(people.actor(Role.CLERK)).get(f"/sites/records/{made.site.uid}/")
    assert made.number in page.content.decode()
    assert made.number not in enter(people.actor(Role.CERTIFIER)).get(f"/sites/records/{made.site.uid}/").content.decode()  # fmt: skip


def test_service_record_on_both_pages_of_a_site(enter, client) -> None:
    session = sessions.session("ended")
    sessions.session("published", at=session.site, of=session.item)
    oversight.confirmed(session.site)
    oversight.violation(session.site)
    case = sites.exit_case(session.site, status="published", number="济人社公告〔2026〕8号")
    page = enter(people.actor(Role.DIRECTOR)).get(f"/sites/records/{session.site.uid}/")
    facts = {fact.label: fact.value for group in page.context["groups"] for fact in group.facts}
    counted = ("考核场次", "已承担场次", "经认定的违规", case.get_ground_display())
    assert [facts[label] for label in counted] == [2, 1, 1, "已公布（济人社公告〔2026〕8号）"]
    shown = client.get(f"/sites/{session.site.code}/").context["groups"][0].facts
    assert {fact.label: fact.value for fact in shown}["已承担考核场次"] == 1
