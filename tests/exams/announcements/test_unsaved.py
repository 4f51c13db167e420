"""What is typed in the editor is kept by itself: for whoever comes back, against a second window, beside a colleague."""

import datetime

import pytest
from django.urls import reverse

from exams.announcements import services, unsaved
from exams.announcements.models import Announcement, Unsaved
from exams.announcements.unsaved import Start
from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from tests.exams.announcements.test_views import posted, url
from tests.factories import announcements, catalogue, people
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db
NEW = reverse("announcements:new")
EMPTY = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}


@pytest.fixture
def by():
    return people.actor(Role.ARRANGER)


@pytest.fixture
def client(enter, by):
    return enter(by)


def typed(client, address=NEW, **values):
    """What the page sends while somebody types."""
    return client.post(address, {**EMPTY, **values}, headers={"X-Autosave": "1"})


def start(page):
    return {"edition": page.context["start"].edition, "count": page.context["start"].count}


class TestNew:
    def test_kept_as_typed_and_shown_again_with_what_is_wrong(self, client):
        answer = typed(client, heading="写了一半", **{"items-0-places": "-3"}).json()
        page = client.get(NEW)
        form = page.context["form"]

        assert (answer["count"], answer["overtaken"], answer["sentence"]) == (1, False, "有1处填写不正确，已保留")
        assert (form["heading"].value(), form.batches[0]["places"].value()) == ("写了一半", "-3")
        assert [form.errors, form.batches[0].errors] == [{}, {"places": ["不能小于1。"]}]
        assert "填写、还没有保存为草稿的内容" in page.content.decode()
        assert not Announcement.objects.exists()

    def test_saving_settles_it(self, client):
        count = typed(client, heading="写了一半").json()["count"]
        response = client.post(NEW, posted(**{"items-0-project": catalogue.project().pk, "count": count}))

        assert (response.status_code, Unsaved.objects.count()) == (302, 0)
        assert client.get(NEW).context["unsaved"] is None

    def test_given_up(self, client):
        count = typed(client, heading="写了一半").json()["count"]

        assert client.post(NEW, {"do": "drop", "count": count}).url == NEW
        assert client.get(NEW).context["unsaved"] is None

    def test_what_came_back_with_errors_is_kept_too(self, client):
        response = client.post(NEW, posted(heading=""))

        assert (response.status_code, start(response)["count"]) == (422, 1)
        assert client.get(NEW).context["form"]["number"].value() == response.context["form"]["number"].value()

    def test_a_copy_does_not_overwrite_it(self, client):
        former = announcements.published()
        assert client.get(f"{NEW}?copy={former.uid}").status_code == 200
        typed(client, heading="写了一半")

        page = client.get(f"{NEW}?copy={former.uid}", follow=True)

        assert page.context["form"]["heading"].value() == "写了一半"
        assert ["尚未保存的新公告" in str(each) for each in page.context["messages"]] == [True]

    def test_attachments_are_kept_and_drawn_again(self, client):
        file = samples.upload(samples.pdf(), "报名表.pdf")
        answer = typed(client, attachments=file).json()
        form = client.get(NEW).context["form"]

        assert "已收到" in answer["attachments"]
        assert [stored.name for stored, _ in form["attachments"].value()] == ["报名表.pdf"]

    def test_everybody_has_their_own(self, client, enter):
        typed(client, heading="我的")
        other = enter(people.actor(Role.ARRANGER))

        assert other.get(NEW).context["unsaved"] is None
        assert typed(other, heading="别人的").json()["count"] == 1


class TestTwoWindows:
    def test_the_second_overwrites_nothing_and_may_choose(self, client):
        project = catalogue.project()
        values = posted(**{"items-0-project": project.pk})
        typed(client, heading="第一个窗口", count="0")
        late = typed(client, heading="第二个窗口", count="0")
        compared = client.post(NEW, values | {"do": "compare", "count": "0"})
        saved = client.post(NEW, values | {"count": "0"})

        assert (late.status_code, late.json()["overtaken"]) == (409, True)
        assert "您在另一个窗口填写过" in late.json()["sentence"]
        assert (compared.status_code, saved.status_code, Announcement.objects.count()) == (409, 409, 0)
        assert ("标题", "第一个窗口") in [(each.label, each.before) for each in compared.context["differences"]]
        assert client.get(NEW).context["form"]["heading"].value() == "第一个窗口"
        assert client.post(NEW, values | {"over": saved.context["over"]}).status_code == 302
        assert Unsaved.objects.count() == 0

    def test_giving_up_in_the_second_keeps_what_the_first_typed(self, client):
        typed(client, heading="第一个窗口", count="0")
        shown = client.post(NEW, {**EMPTY, "heading": "第二个窗口", "do": "compare", "count": "0"})
        client.post(NEW, {"do": "drop", "count": shown.context["start"].count})

        assert client.get(NEW).context["form"]["heading"].value() == "第一个窗口"

    def test_the_same_text_twice_is_no_conflict(self, client):
        answers = [typed(client, heading="一样", count="0") for _ in range(2)]

        assert [each.json()["count"] for each in answers] == [1, 1]

    def test_compared_with_nothing_it_is_just_shown(self, client):
        page = client.post(NEW, {**EMPTY, "heading": "写了一半", "do": "compare", "count": "0"})

        assert (page.status_code, page.context["form"]["heading"].value()) == (409, "写了一半")

    @pytest.mark.parametrize("nonsense", ["", "x.y", "1", "-1.-1", "99999999999999999999.1", "٣.٣"])
    def test_nonsense_in_the_hidden_fields_writes_nothing(self, client, nonsense):
        address = url("edit", announcements.draft())
        typed(client, address, heading="写了一半", edition="0")
        said = {"over": nonsense, "edition": nonsense, "count": nonsense}

        assert client.post(address, posted(**{"items-0-project": catalogue.project().pk}, **said)).status_code == 409
        assert typed(client, address, heading="x", **said).status_code == 409


class TestTwoPeople:
    def test_who_comes_second_keeps_what_they_typed_and_chooses(self, client, enter):
        project = catalogue.project()
        client.post(NEW, posted(**{"items-0-project": project.pk}))
        made = Announcement.objects.get()
        address = url("edit", made)
        mine = posted(**{"items-0-project": project.pk, "contact": "刘芳", **start(client.get(address))})
        other = enter(people.actor(Role.ARRANGER))
        other.post(
            address, posted(**{"items-0-project": project.pk, "heading": "先保存的", **start(other.get(address))})
        )

        answer = typed(client, address, **mine).json()
        page = client.get(address)
        again = client.post(address, mine | {"over": page.context["over"]})
        made.refresh_from_db()

        assert (answer["overtaken"], "保存过这份草稿" in answer["sentence"]) == (True, True)
        assert [(each.label, each.before) for each in page.context["differences"]] == [
            ("标题", "先保存的"),
            ("联系人", "周敏"),
        ]
        assert (again.status_code, made.contact, Unsaved.objects.count()) == (302, "刘芳", 0)

    def test_what_a_colleague_typed_holds_up_the_submission_until_somebody_saves(self, client, by, enter):
        made = announcements.draft()
        announcements.batch(made)
        other = enter(people.actor(Role.ARRANGER))
        typed(other, url("edit", made), heading="改了一半", **start(other.get(url("edit", made))))
        (held,) = [each.sentence for each in services.unready(made)]
        page = client.get(url("record", made)).content.decode()

        assert "填写的内容还没有保存到草稿" in held
        assert held in page
        with pytest.raises(Refused, match="还没有保存到草稿"):
            services.submit(made, by=by)
        services.edit(made, by=by, draft=services.draft_of(made))
        assert services.submit(made, by=by).status == "pending"

    def test_what_is_no_draft_any_more_takes_nothing(self, client, by):
        made = announcements.pending()

        assert typed(client, url("edit", made), heading="x").status_code == 422
        with pytest.raises(Refused):
            unsaved.keep(made, by=by, typed="{}", problems=0, start=Start(0, 0))

    def test_publication_leaves_nothing_behind(self, by):
        made = announcements.draft()
        announcements.batch(made)
        unsaved.keep(made, by=by, typed='{"heading": ["x"]}', problems=0, start=Start(0, 0))
        Announcement.objects.update(status="pending")
        made.refresh_from_db()
        services.publish(made, by=people.actor(Role.DIRECTOR))

        assert Unsaved.objects.count() == 0


def test_only_who_may_write_announcements(by):
    clerk = people.actor(Role.CLERK)
    made = announcements.draft()

    for act in (
        lambda: unsaved.keep(None, by=clerk, typed="{}", problems=0, start=Start(0, 0)),
        lambda: unsaved.drop(made, by=clerk, start=Start(0, 0)),
        lambda: unsaved.write(made, by=clerk, draft=services.draft_of(made), start=Start(0, 0)),
    ):
        with pytest.raises(Refused):
            act()


def test_since_when_is_said_with_its_day(by):
    row = unsaved.keep(None, by=by, typed='{"heading": ["x"]}', problems=0, start=Start(0, 0))
    today = unsaved.when(row)
    row.saved_at = datetime.datetime(2026, 3, 9, 2, 5, tzinfo=datetime.UTC)

    assert (str(row), len(today)) == (f"{by.user.name}尚未保存的公告内容", 5)
    assert unsaved.when(row) == "3月9日10:05"
