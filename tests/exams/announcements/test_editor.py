import datetime

import pytest
from django.urls import reverse

from exams.announcements.models import Announcement, Attachment
from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from tests.exams.announcements.test_views import posted, url
from tests.factories import announcements, catalogue, people
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db
NEW = reverse("announcements:new")


@pytest.fixture
def client(enter):
    return enter(people.actor(Role.ARRANGER))


def lacking(response):
    return {line.label: [lack.sentence for lack in line.lacks] for line in response.context["contents"] if line.lacks}


@pytest.mark.clause("3.1")
def test_empty_editor_names_the_seven_contents_with_their_fields(client):
    lines = client.get(NEW).context["contents"]

    assert [(line.label, line.target, bool(line.lacks)) for line in lines] == [
        ("考核项目", "batches", True),
        ("考核规范", "batches", True),
        ("时间安排", "batches", True),
        ("报名条件", "id_eligibility", True),
        ("报名方式", "id_how_to_register", False),
        ("考核方式", "id_how_appraised", True),
        ("其他重要事项", "id_other_matters", True),
        ("文号、标题和联系方式", "id_number", True),
    ]
    assert all("规则" in lack.citation for line in lines for lack in line.lacks)


def test_check_follows_what_is_typed_and_saves_nothing(client):
    values = posted(**{"items-0-project": catalogue.project().pk}, do="check")

    full, less = client.post(NEW, values), client.post(NEW, values | {"eligibility": " "})

    assert lacking(full) == {}
    assert lacking(less) == {"报名条件": ["公告缺少“报名条件”。"]}
    assert not Announcement.objects.exists()


@pytest.mark.clause("3.1")
def test_check_names_what_is_wrong_with_a_row_at_its_field(client):
    day = clock.today()
    values = posted(
        **{"items-0-project": catalogue.project().pk, "items-0-exam_from": day, "items-0-places": ""}, do="check"
    )

    half = client.post(NEW, values)
    early = client.post(NEW, values | {"items-0-places": "3"})

    (line,) = [each for each in half.context["contents"] if each.lacks]
    assert [(each.sentence, each.target) for each in line.lacks] == [("第1个批次：请填写名额。", "id_items-0-places")]
    (line,) = [each for each in early.context["contents"] if each.lacks]
    assert (line.label, [each.target for each in line.lacks]) == ("时间安排", ["id_items-0-exam_from"])


def test_check_names_a_batch_typed_twice_and_a_project_without_specification(client):
    project = catalogue.project()
    values = posted(**{"items-0-project": project.pk}, do="check")
    values |= {name.replace("items-0", "items-1"): value for name, value in values.items() if "items-0" in name}
    values["items-TOTAL_FORMS"] = "2"

    twice = lacking(client.post(NEW, values))
    project.specifications.update(status="superseded")
    bare = lacking(client.post(NEW, values | {"items-TOTAL_FORMS": "1"}))

    assert twice == {"考核项目": [f"{project.name}（第1批）重复，同一项目的批次号应不同。"]}
    assert f"考核项目“{project.name}”没有现行考核规范。" in bare["考核规范"]


def test_deleted_row_counts_as_none(client):
    values = posted(**{"items-0-project": catalogue.project().pk, "items-0-DELETE": "on"}, do="check")
    values["items-INITIAL_FORMS"] = "1"

    assert "考核项目" in lacking(client.post(NEW, values))


@pytest.mark.parametrize("count", [1, 3])
def test_check_costs_the_same(client, django_assert_num_queries, count):
    made = announcements.draft()
    for _ in range(count):
        announcements.batch(made)
    page = client.get(url("edit", made))

    with django_assert_num_queries(QUERIES):
        page = client.get(url("edit", made))

    assert lacking(page) == {}


QUERIES = 12


def test_revision_keeps_what_began_before(client):
    former = announcements.published()
    announcements.batch(former, registration_opens=clock.now() - datetime.timedelta(days=9),
                        registration_closes=clock.now() - datetime.timedelta(days=1))  # fmt: skip
    address = client.post(url("revise", former), {"revision_note": "时间推迟"}).url

    assert lacking(client.get(address)) == {}


def test_row_is_refused_beside_its_fields(client):
    day = clock.today() + datetime.timedelta(days=40)
    values = posted(**{
        "items-0-project": catalogue.project().pk, "items-0-registration_closes": f"{clock.today()}T08:00",
        "items-0-exam_to": day - datetime.timedelta(days=1),
    })  # fmt: skip

    response = client.post(NEW, values)

    assert response.status_code == 422
    assert response.context["form"].batches.errors[0] == {
        "registration_closes": ["报名截止应晚于报名开始。"],
        "exam_to": ["考核日期止不能早于考核日期起。"],
    }


def test_second_to_save_is_told_and_loses_nothing(client, enter):
    project = catalogue.project()
    client.post(NEW, posted(**{"items-0-project": project.pk}))
    made = Announcement.objects.get()
    address = url("edit", made)
    stale = client.get(address).context["start"].edition
    first = posted(**{"items-0-project": project.pk, "edition": stale, "heading": "先保存的"})
    client.post(address, first)
    mine = posted(**{"items-0-project": catalogue.project().pk, "edition": stale, "contact": "刘芳"})

    told = client.post(address, mine)
    made.refresh_from_db()
    kept = made.heading
    stubborn = client.post(address, mine | {"count": told.context["start"].count})
    again = client.post(address, mine | {"over": told.context["over"]})

    assert (told.status_code, kept) == (409, "先保存的")
    assert told.context["form"]["contact"].value() == "刘芳"
    assert [(each.kind.value, each.label) for each in told.context["differences"]] == [
        ("修改", "标题"),
        ("修改", "联系人"),
        ("新增", str(told.context["form"].draft().items[0])),
        ("删去", f"{project.name}（第1批）"),
    ]
    assert stubborn.status_code == 409
    assert (again.status_code, Announcement.objects.get().contact) == (302, "刘芳")


def test_same_batch_saved_differently_is_told_in_one_line(client):
    project = catalogue.project()
    client.post(NEW, posted(**{"items-0-project": project.pk}))
    address = url("edit", Announcement.objects.get())

    told = client.post(address, posted(**{"items-0-project": project.pk, "items-0-places": "31", "edition": "x"}))

    (change,) = told.context["differences"]
    assert (change.label, change.before[-4:], change.after[-4:]) == (
        f"{project.name}（第1批）",
        "限30人"[-4:],
        "限31人"[-4:],
    )


def test_overrides_of_a_batch_are_kept_and_public(client, enter):
    values = posted(**{"items-0-project": catalogue.project().pk, "items-0-eligibility": "限退役军人",
                       "items-0-how_appraised": "另加笔试", "items-0-contact": "王芳 0531-86601000"})  # fmt: skip
    client.post(NEW, values)
    made = Announcement.objects.get()

    page = client.get(url("preview", made)).content.decode()

    assert all(text in page for text in ("限退役军人", "另加笔试", "王芳 0531-86601000"))


def test_preview_is_the_public_page_marked_as_one(client):
    made = announcements.pending()
    announcements.batch(made)

    page = client.get(url("preview", made))

    assert page.templates[0].name == "exams/announcements/page.html"
    assert "<strong>预览</strong>：待批准，公众还看不到" in page.content.decode()
    assert {each["state"] for each in page.context["batches"]} == {"发布后按报名时间开放"}
    assert [each["url"] for each in page.context["batches"]] == ["", ""]


def test_preview_is_not_for_the_public_or_the_published(client, enter):
    assert client.get(url("preview", announcements.published())).status_code == 404
    made = announcements.draft()
    client.logout()
    assert client.get(url("preview", made)).status_code == 302


def test_attachments_stay_with_the_draft_and_become_public(client):
    project = catalogue.project()
    response = client.post(
        NEW,
        posted(
            **{"items-0-project": project.pk, "attachments": samples.upload(samples.pdf(), "报名表.pdf"), "heading": ""}
        ),
    )
    kept = response.context["form"]["attachments"].value()
    assert (response.status_code, len(kept)) == (422, 1)
    count = response.context["start"].count
    client.post(NEW, posted(**{"items-0-project": project.pk, "attachments-kept": kept[0][1], "count": count}))
    made = Announcement.objects.get()
    (attached,) = Attachment.objects.all()

    before = may_read(VISITOR, attached.file)
    own = may_read(people.actor(Role.ARRANGER), attached.file)
    Announcement.objects.update(status="published", published_at=clock.now())

    assert (before, own, may_read(VISITOR, attached.file)) == (False, True, True)
    assert attached.label in client.get(url("page", made)).content.decode()


def test_copy_moves_a_year_and_leaves_out_what_left_the_catalogue(client):
    year = clock.today().year
    former = announcements.published(year=year - 1, heading=f"{year - 1}年度考核公告")
    kept, gone = announcements.batch(former), announcements.batch(former)
    gone.project.status, gone.project.withdrawn_from = "withdrawn", clock.today()
    gone.project.save()

    address = client.post(reverse("announcements:copy"), {"source": former.uid}).url
    page = client.get(address)

    form = page.context["form"]
    (row,) = form.stored
    assert (form["year"].value(), form["heading"].value(), form["number"].value()) == (year, f"{year}年度考核公告", "")
    assert (row.project, row.exam_from.year) == (kept.project, kept.exam_from.year + 1)
    assert [str(each)[:12] for each in page.context["messages"]] == [
        f"已从{former.number}"[:12],
        "下列批次的考核项目不再可",
    ]
    assert Announcement.objects.count() == 1


def test_copy_of_another_centres_or_of_nothing_is_an_empty_form(client):
    foreign = announcements.published(people.center("370200"))

    assert client.post(reverse("announcements:copy"), {"source": foreign.uid}).status_code == 422
    assert client.get(f"{NEW}?copy={foreign.uid}").context["form"].stored == ()
