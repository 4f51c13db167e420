import datetime

import pytest
from django.urls import reverse

from exams.announcements import services
from exams.announcements.models import Announcement
from exams.announcements.plugins import may_read, trace
from exams.announcements.worklist import waiting
from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from tests.factories import announcements, catalogue, people, registration

pytestmark = pytest.mark.django_db
PUBLIC, LIST = reverse("announcements:public"), reverse("announcements:list")


def url(name, record, *args):
    return reverse(f"announcements:{name}", args=[record.uid, *args])


@pytest.mark.parametrize("count", [1, 3])
def test_public_list_costs_the_same(client, django_assert_num_queries, count):
    for _ in range(count):
        announcements.published()

    with django_assert_num_queries(4):
        response = client.get(PUBLIC)

    assert len(response.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_office_list_costs_the_same(enter, django_assert_num_queries, count):
    for _ in range(count):
        announcements.published()
    client = enter(people.actor(Role.ARRANGER))
    client.get(LIST)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert len(response.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_public_page_costs_the_same(client, django_assert_num_queries, count):
    made = announcements.published()
    for _ in range(count):
        announcements.batch(made)

    with django_assert_num_queries(4):
        client.get(url("page", made))


def test_public_list_by_city_and_year(client):
    found = announcements.published(people.center("370200"), year=2025)
    announcements.published(people.center("370200"))
    announcements.published(year=2025)
    announcements.draft(people.center("370200"), year=2025)

    rows = client.get(PUBLIC, {"center": found.center.pk, "year": "2025"}).context["table"].rows

    assert [row.url for row in rows] == [url("page", found)]


@pytest.mark.parametrize("make", [announcements.draft, announcements.pending])
def test_unpublished_is_not_found(client, make):
    made = make()

    assert [client.get(url(name, made)).status_code for name in ("page", "pdf")] == [404, 404]


HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "taken", "state", "linked"),
    [
        (-HOUR, 72 * HOUR, 0, "即将截止", True),
        (-HOUR, 73 * HOUR, 0, "正在报名", True),
        (-HOUR, 0 * HOUR, 0, "报名已截止", False),
        (0 * HOUR, 73 * HOUR, 0, "正在报名", True),
        (-HOUR, HOUR, 60, "名额已满，可候补", True),
        (HOUR, 2 * HOUR, 0, "报名未开始", False),
        (-2 * HOUR, -HOUR, 0, "报名已截止", False),
    ],
)
def test_batch_says_whether_one_can_register(client, opens, closes, taken, state, linked):
    now = clock.now()
    item = announcements.item(registration_opens=now + opens, registration_closes=now + closes, taken=taken)

    (shown,) = client.get(url("page", item.announcement)).context["batches"]

    assert shown["state"] == state
    assert shown["url"] == (f"{reverse('registration:new')}?item={item.pk}" if linked else "")


def test_superseded_page_leads_to_the_revision(client):
    arranger, former = people.actor(Role.ARRANGER), announcements.published()
    announcements.batch(former)
    made = services.revise(former, by=arranger, revision_note="时间推迟")
    services.submit(made, by=arranger)
    services.publish(made, by=people.actor(Role.DIRECTOR))

    old, new = client.get(url("page", former)), client.get(url("page", made))

    assert old.context["later"] == made
    assert old.context["batches"][0]["state"] == "已被修订"
    assert "时间推迟" in new.content.decode()


def posted(**values):
    day = clock.today() + datetime.timedelta(days=40)
    return {
        "year": "2026", "kind": "annual", "number": "1号", "heading": "2026年度公告", "eligibility": "年满16周岁",
        "how_to_register": "网上报名", "how_appraised": "实操", "other_matters": "无", "contact": "周敏", "phone": "0531-81276543",
        "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-batch": "1", "items-0-places": "30",
        "items-0-registration_opens": f"{clock.today()}T09:00", "items-0-exam_from": day, "items-0-exam_to": day,
        "items-0-registration_closes": f"{day - datetime.timedelta(days=9)}T17:00", **values,
    }  # fmt: skip


def test_announcement_goes_from_draft_to_the_public(enter, client):
    arranger, director, project = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR), catalogue.project()
    enter(arranger)
    client.post(reverse("announcements:new"), posted(**{"items-0-project": project.pk}))
    made = Announcement.objects.get()
    blockers = client.get(url("record", made)).context["blockers"]
    client.post(url("step", made, "submit"))
    enter(director)
    client.post(url("step", made, "publish"))
    client.logout()

    assert blockers == []
    assert client.get(url("pdf", made)).content[:5] == b"%PDF-"
    assert client.get(PUBLIC).context["table"].rows[0].url == url("page", made)


def test_untouched_row_is_no_batch(enter):
    rows = {"items-0-places": "", "items-0-registration_opens": "", "items-0-exam_from": "", "items-0-exam_to": "",
            "items-0-registration_closes": ""}  # fmt: skip

    enter(people.actor(Role.ARRANGER)).post(reverse("announcements:new"), posted(**rows))

    assert Announcement.objects.get().items.count() == 0


def test_record_lists_what_is_missing_and_the_step_too(enter):
    made = announcements.draft(other_matters="")
    client = enter(people.actor(Role.ARRANGER))

    record, step = client.get(url("record", made)), client.post(url("step", made, "submit"))

    assert [each.sentence for each in record.context["blockers"]][-1] == "公告缺少“其他重要事项”。"
    assert (step.status_code, len(step.context["blockers"])) == (422, 4)


def test_wrong_row_is_refused_with_its_error(enter):
    values = posted(**{"items-0-project": catalogue.project().pk, "items-0-places": "0"})

    response = enter(people.actor(Role.ARRANGER)).post(reverse("announcements:new"), values)

    assert response.status_code == 422
    assert list(response.context["form"].batches.errors[0]) == ["places"]


def test_revision_is_drafted_and_edited(enter):
    client, former = enter(people.actor(Role.ARRANGER)), announcements.published()
    item = announcements.batch(former)

    address = client.post(url("revise", former), {"revision_note": "增加名额"}).url
    opened = client.get(address).context
    form = opened["form"]
    values = {field.html_name: field.value() for rows in form.batches for field in rows if field.value() is not None}
    values |= {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "1",
        "items-0-places": "90",
        "edition": opened["start"].edition,
    }
    values |= {field.html_name: field.value() for field in form}
    client.post(address, values)

    made = Announcement.objects.get(revises=former)
    page = client.get(url("record", made))
    assert list(form.fields)[-2:] == ["revision_note", "attachments"]
    assert (made.items.get().origin, made.items.get().places) == (item, 90)
    assert [each.sentence for each in page.context["changes"]] == [f"“{item}的名额”由“限60人”改为“限90人”。"]
    assert "查看修订稿" in [each.label for each in client.get(url("record", former)).context["buttons"]]


def test_document_of_a_draft_is_the_offices(enter):
    made = announcements.pending()
    client = enter(people.actor(Role.ARRANGER))

    assert client.get(url("document", made, "announcement")).content[:5] == b"%PDF-"
    assert client.get(url("document", made, "letter")).status_code == 404


def test_other_centre_finds_nothing(enter):
    made = announcements.draft(people.center("370200"))
    client = enter(people.actor(Role.ARRANGER))
    names = [("record",), ("edit",), ("revise",), ("document", "announcement"), ("step", "submit")]

    assert [client.get(url(name, made, *args)).status_code for name, *args in names] == [404] * 5


def test_worklists_tell_who_moves_it_on():
    arranger, director = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR)
    year = clock.today().year

    assert [each.title for each in waiting(arranger)] == [f"{year}年度公告尚未起草"]
    announcements.draft()
    announcements.pending(kind="supplement")

    assert [each.title for each in waiting(arranger)] == ["公告草稿待报批"]
    assert [each.title for each in waiting(director)] == ["公告待批准"]
    assert waiting(people.actor(Role.CLERK)) == []


def test_document_is_everybodys_once_published():
    made = announcements.pending()
    services.publish(made, by=people.actor(Role.DIRECTOR))

    assert may_read(VISITOR, made.document)
    Announcement.objects.update(status="draft")
    assert not may_read(VISITOR, made.document)


def test_trace_leads_to_the_announcement():
    item = announcements.item()
    certificate = type("Certificate", (), {"registration": type("Registration", (), {"item": item})})

    (link,) = trace(certificate)

    assert (link.clause, link.record) == ("3.1", item.announcement)


def test_scheduled_record_says_when_who_and_what_failed(enter):
    director = people.actor(Role.DIRECTOR)
    made = announcements.scheduled(approved_by=director.user)
    client = enter(director)

    page = client.get(url("record", made))
    Announcement.objects.update(failed_at=clock.now())
    failed = client.get(url("record", made)).content.decode()

    labels = [fact.label for group in page.context["groups"] for fact in group.facts]
    assert {"定时发布时间", "批准人"} <= set(labels)
    assert [each.label for each in page.context["buttons"]][:2] == ["批准并发布", "取消定时发布"]
    assert "也不会自动再试" not in page.content.decode()
    assert "也不会自动再试" in failed


def test_director_sets_a_time_and_keeps_what_was_typed_on_a_refusal(enter):
    made = announcements.pending()
    client = enter(people.actor(Role.DIRECTOR))
    day = clock.today() + datetime.timedelta(days=1)

    late = client.post(url("step", made, "schedule"), {"publish_at": "2026-01-01T08:00"})
    client.post(url("step", made, "schedule"), {"publish_at": f"{day}T08:00"})

    made.refresh_from_db()
    assert (late.status_code, late.context["form"]["publish_at"].value()) == (422, "2026-01-01T08:00")
    assert list(late.context["form"].errors) == ["publish_at"]
    assert (made.status, made.publish_at.isoformat()) == ("scheduled", f"{day}T00:00:00+00:00")


def test_director_reads_who_held_a_removed_batch_before_publishing(enter):
    former = announcements.published()
    announcements.batch(former)
    gone = announcements.batch(former, taken=1)
    registration.draft(item=gone)
    submitted = registration.submitted(item=gone)
    made = services.revise(former, by=people.actor(Role.ARRANGER), revision_note="合并")
    made.items.get(origin=gone).delete()
    Announcement.objects.filter(pk=made.pk).update(status="pending")

    page = enter(people.actor(Role.DIRECTOR)).get(url("step", made, "publish"))

    text = page.content.decode()
    assert f"{submitted.name}（待审核）已提交报名，该批次不能删去，请恢复。" in text
    assert "有1份报名草稿，发布后不能再提交" in text
    assert [each.sentence for each in page.context["blockers"]] == [f"原公告的{gone}已有1人报名，修订不能删去该批次。"]


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.ARRANGER, ["起草公告", "从以往公告复制"]),
        (Role.PROVINCE, ["年度公告发布情况"]),
        (Role.CLERK, []),
    ],
)
def test_list_offers_what_the_role_may_do(enter, role, labels):
    assert [each.label for each in enter(people.actor(role)).get(LIST).context["actions"]] == labels


def test_edition_that_is_no_number_is_an_old_one(enter):
    made = announcements.draft()

    response = enter(people.actor(Role.ARRANGER)).post(
        url("edit", made), posted(**{"items-0-project": catalogue.project().pk, "edition": "²"})
    )

    assert response.status_code == 409
