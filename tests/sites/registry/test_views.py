"""Sites and publications for those who sign in; the worklist; the trace."""

from types import SimpleNamespace

import pytest

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.registry.models import Publication, Site
from sites.registry.plugins import stations
from sites.registry.worklist import waiting
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
RECORDS = "/sites/records"
PUBLICATIONS = "/sites/publications"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        sites.site()
    client = enter(people.actor(Role.ARRANGER))
    with django_assert_num_queries(12):
        page = client.get(f"{RECORDS}/")
    assert len(page.context["table"].rows) == count


def test_site_record_with_authorisations_and_exit(enter) -> None:
    site = sites.site()
    case = sites.exit_case(site, status="closed")
    page = enter(people.actor(Role.DIRECTOR)).get(f"{RECORDS}/{site.uid}/")
    assert [len(table.rows) for table in page.context["tables"]] == [1]
    assert [group.title for group in page.context["groups"]] == ["考点", "承担考核", "退出程序"]
    assert page.context["groups"][2].facts[0].url == f"/sites/exits/{case.uid}/"
    assert [button.label for button in page.context["buttons"]] == [
        "安排检查", "登记违规", "报送时限统计", "启动退出程序",
    ]  # fmt: skip


def test_site_record_of_a_revoked_site_has_no_buttons_but_its_record(enter) -> None:
    site = sites.revoked_site()
    page = enter(people.actor(Role.DIRECTOR)).get(f"{RECORDS}/{site.uid}/")
    assert [button.label for button in page.context["buttons"]] == ["报送时限统计"]


def test_site_of_another_city_is_not_found(enter) -> None:
    site = sites.site()
    client = enter(people.actor(Role.DIRECTOR, city=people.center("370200")))
    assert client.get(f"{RECORDS}/{site.uid}/").status_code == 404


def test_site_is_not_suspended_by_hand_but_reinstated(enter) -> None:
    site = sites.site()
    client = enter(people.actor(Role.DIRECTOR))
    assert client.post(f"{RECORDS}/{site.uid}/suspend/", {"ground": "管理混乱"}).status_code == 404
    site.refresh_from_db()
    assert site.status == "active"
    assert "暂停考点" not in client.get(f"{RECORDS}/{site.uid}/").content.decode()
    halted = sites.suspended_site()
    client.post(f"{RECORDS}/{halted.uid}/reinstate/", {"ground": "整改完成"})
    halted.refresh_from_db()
    assert halted.status == "active"


def test_publication_from_draft_to_published(enter) -> None:
    app, other = sites.approved(), sites.approved()
    client = enter(people.actor(Role.BUREAU))
    assert [each.count for each in waiting(people.actor(Role.BUREAU))] == [2]
    data = {
        "number": "济人社公告〔2026〕1号",
        "heading": "公布考点",
        "issued_on": clock.today(),
        "applications": [app.pk],
    }
    address = client.post(f"{PUBLICATIONS}/new/", data).url
    draft = Publication.objects.get()
    assert address == f"{PUBLICATIONS}/{draft.uid}/"
    assert [each.label for each in client.get(address).context["buttons"]] == ["公布", "修改", "公告PDF"]
    assert client.get(f"{address}documents/notice/").content[:5] == b"%PDF-"
    assert client.get(f"{address}documents/other/").status_code == 404
    form = client.get(f"{address}edit/").context["form"]
    assert set(form.fields["applications"].queryset) == {app, other}
    client.post(f"{address}edit/", {**data, "applications": [app.pk, other.pk]})
    assert [row.title for row in waiting(people.actor(Role.BUREAU))] == ["公布：公布考点"]
    assert client.get(f"{PUBLICATIONS}/new/").context["form"].fields["applications"].queryset.count() == 0
    assert client.get(f"{address}publish/").context["blockers"] == []
    client.post(f"{address}publish/")
    assert Site.objects.count() == 2
    page = client.get(address)
    assert [each.label for each in page.context["buttons"]] == ["公告PDF", "公开页面"]
    frozen = client.get(f"{address}documents/notice/").content
    assert frozen == client.get(f"/sites/published/{draft.uid}/pdf/").content
    assert client.post(f"{address}edit/", data).status_code == 422


def test_publication_with_a_taken_number_keeps_what_was_typed(enter) -> None:
    known, app = sites.publication(), sites.approved()
    data = {"number": known.number, "heading": "公布考点", "issued_on": clock.today(), "applications": [app.pk]}
    page = enter(people.actor(Role.BUREAU)).post(f"{PUBLICATIONS}/new/", data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["number"])
    assert page.context["form"]["heading"].value() == "公布考点"


def test_publication_list_offers_a_draft_to_the_bureau_only(enter) -> None:
    sites.publication()
    offered = [
        [button.label for button in enter(people.actor(role)).get(f"{PUBLICATIONS}/").context["actions"]]
        for role in (Role.BUREAU, Role.DIRECTOR)
    ]
    assert offered == [["起草公告"], []]


def test_notice_is_everybodys_once_published() -> None:
    notice = sites.stored("publication.notice")
    draft = sites.publication(notice=notice)
    assert may_read(VISITOR, notice) is False
    draft.status = "published"
    draft.save()
    assert may_read(VISITOR, notice) is True


def test_worklist_of_others_is_empty() -> None:
    sites.approved()
    assert waiting(people.actor(Role.CLERK)) == []
    assert waiting(people.actor(Role.BUREAU, city=people.center("370200"))) == []


@pytest.mark.clause("5.2")
def test_trace_leads_from_site_to_evaluation_and_application() -> None:
    site = sites.site()
    certificate = SimpleNamespace(session=SimpleNamespace(site=Site.objects.get(pk=site.pk)))
    links = stations(certificate)
    assert [(link.stage, link.clause) for link in links] == [
        ("考点", "2.4"),
        ("专家评估", "2.3"),
        ("考点设立申请", "2.2"),
    ]
    assert links[1].facts[1] == "结论：建议设立"
