import dataclasses
import datetime

import pytest
from django.db import IntegrityError

from exams.announcements import hooks, services
from exams.announcements.models import Announcement
from exams.announcements.rules import Batch, Draft
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of, last_entry
from sdzx.files.services import content
from sdzx.workflow import Refused
from tests.factories import announcements, catalogue, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


@pytest.fixture
def director():
    return people.actor(Role.DIRECTOR)


@pytest.fixture
def heard(monkeypatch):
    """What the hooks are called with."""
    calls = []
    monkeypatch.setattr(hooks, "AFTER_REVISION", [])
    monkeypatch.setattr(services, "AFTER_REVISION", hooks.AFTER_REVISION)
    hooks.after_revision(work := lambda former, revision, by: calls.append((former, revision, by)))
    hooks.after_revision(work)
    return calls


def draft(*batches, **values):
    return Draft(year=2026, number="济鉴公告〔2026〕1号", heading="2026年度公告", items=batches, **values)


def batch(project, **values):
    now = clock.now().replace(microsecond=0)
    days = datetime.timedelta(days=1)
    given = {"registration_opens": now, "registration_closes": now + 20 * days, "places": 60,
             "exam_from": clock.today() + 30 * days, "exam_to": clock.today() + 40 * days}  # fmt: skip
    return Batch(project=project, **{**given, **values})


def test_create_takes_the_specification_in_force(arranger):
    project = catalogue.project()
    given = draft(batch(project))

    made = services.create(by=arranger, draft=given)

    assert (made.status, made.center, made.created_by) == ("draft", arranger.center, arranger.user)
    assert made.items.get().specification == project.specifications.get(status="in_force")
    assert services.draft_of(made) == given
    assert entries_of(made).get().after["考核批次"] == [f"{project.name}（第1批）"]


@pytest.mark.clause("3.1")
def test_create_refused_with_every_problem(arranger):
    project = catalogue.draft_project()

    with pytest.raises(Refused) as refusal:
        services.create(by=arranger, draft=draft(batch(project, places=0)))

    assert [each.sentence for each in refusal.value.blockers] == [
        f"{project.name}（第1批）的名额应大于0。",
        f"考核项目“{project.name}”没有现行考核规范，请联系省中心。",
    ]


def test_create_refused_without_grant_or_centre(director, monkeypatch):
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.create(by=director, draft=draft())

    monkeypatch.setattr(services, "require", lambda *given: None)
    with pytest.raises(Refused, match="只有市中心"):
        services.create(by=people.actor(Role.ADMIN), draft=draft())


def test_edit_traces_what_changed(arranger):
    made = announcements.draft()
    given = dataclasses.replace(services.draft_of(made), contact="刘芳")

    services.edit(made, by=arranger, draft=given)

    entry = entries_of(made).get()
    assert (entry.before["联系人"], entry.after) == ("周敏", {"联系人": "刘芳", "考核批次": []})


@pytest.mark.parametrize("make", [announcements.pending, announcements.published])
def test_edit_refused_when_it_is_no_draft(arranger, make):
    made = make()

    with pytest.raises(Refused, match="不能修改"):
        services.edit(made, by=arranger, draft=draft())


def test_edit_of_another_centre_refused(arranger):
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.edit(announcements.draft(people.center("370200")), by=arranger, draft=draft())


@pytest.mark.clause("3.1")
def test_submit_refused_while_contents_are_missing(arranger):
    made = announcements.draft(eligibility="", how_appraised="")

    with pytest.raises(Refused) as refusal:
        services.submit(made, by=arranger)

    missing = ["考核项目", "考核规范", "时间安排", "报名条件", "考核方式"]
    assert [each.sentence[5:].split("”")[0] for each in refusal.value.blockers] == missing


def test_submit_and_send_back(arranger, director):
    made = announcements.draft()
    announcements.batch(made)

    services.submit(made, by=arranger)
    services.send_back(made, by=director, ground="考核时间有误")

    assert made.status == "draft"
    assert [(each.label, each.ground) for each in entries_of(made)] == [
        ("报中心主任批准", ""),
        ("退回修改", "考核时间有误"),
    ]


@pytest.mark.clause("3.1")
def test_publish_makes_it_public_with_a_frozen_document(director):
    made = announcements.pending()

    services.publish(made, by=director)

    made.refresh_from_db()
    assert (made.status, list(Announcement.objects.public())) == ("published", [made])
    assert content(made.document)[:5] == b"%PDF-"
    assert made.document.kind == services.FILE_KIND


@pytest.mark.clause("3.1")
def test_publish_refused_when_something_was_lost_meanwhile(director):
    made = announcements.pending()
    made.items.get().project.specifications.update(status="superseded")

    with pytest.raises(Refused, match="不是现行规范"):
        services.publish(made, by=director)

    made.refresh_from_db()
    assert (made.status, made.document) == ("pending", None)


@pytest.mark.clause("1")
def test_publish_refused_for_a_withdrawn_project(director):
    made = announcements.pending()
    project = made.items.get().project
    project.status, project.withdrawn_from = "withdrawn", clock.today()
    project.save()

    with pytest.raises(Refused, match="撤出目录"):
        services.publish(made, by=director)


@pytest.mark.clause("3.1")
def test_second_annual_is_refused_in_words_and_by_the_database(director):
    announcements.published(kind="annual")
    made = announcements.pending()

    with pytest.raises(Refused, match="同一年度只能有一个"):
        services.publish(made, by=director)

    with pytest.raises(IntegrityError, match="announcement_one_annual"):
        announcements.published(kind="annual")


def test_annual_of_another_centre_or_year_does_not_count(director):
    announcements.published(people.center("370200"), kind="annual")
    announcements.published(kind="annual", year=2020)

    assert services.publish(announcements.pending(), by=director).status == "published"


def revision(arranger, **values):
    """A published annual announcement with one batch of two registrations, and its draft revision."""
    former = announcements.published(kind="annual")
    announcements.batch(former, **{"taken": 2, **values})
    return former, services.revise(former, by=arranger, revision_note="考核时间推迟")


@pytest.mark.clause("3.1")
def test_revise_copies_everything(arranger):
    former, made = revision(arranger)

    expected = dataclasses.replace(services.draft_of(former), revision_note="考核时间推迟")
    assert services.draft_of(made) == expected
    assert (made.revises, made.revision, made.status, made.kind) == (former, 1, "draft", "annual")
    assert made.items.get().origin == former.items.get()


@pytest.mark.clause("3.1")
def test_publishing_a_revision_supersedes_the_former(arranger, director, heard):
    former, made = revision(arranger)
    services.submit(made, by=arranger)

    services.publish(made, by=director)

    former.refresh_from_db()
    assert (former.status, made.status) == ("superseded", "published")
    assert made.items.get().taken == 2
    assert heard == [(former, made, director)]
    assert entries_of(former).last().label == "由修订替代"


@pytest.mark.clause("3.1")
def test_edited_revision_keeps_kind_year_and_origin(arranger):
    former, made = revision(arranger)
    other = catalogue.project()
    old = services.draft_of(made)
    given = dataclasses.replace(old, year=2020, kind="supplement", items=(*old.items, batch(other)))

    services.edit(made, by=arranger, draft=given)

    assert (made.year, made.kind) == (former.year, "annual")
    assert {each.project: each.origin for each in made.items.all()} == {
        former.items.get().project: former.items.get(),
        other: None,
    }


def test_added_batch_starts_empty(arranger, director, heard):
    _, made = revision(arranger)
    added = announcements.batch(made)
    services.submit(made, by=arranger)

    services.publish(made, by=director)

    added.refresh_from_db()
    assert added.taken == 0


@pytest.mark.clause("3.1")
def test_revision_that_drops_registrations_is_refused(arranger):
    _, made = revision(arranger)
    services.edit(made, by=arranger, draft=dataclasses.replace(services.draft_of(made), items=()))

    with pytest.raises(Refused, match="修订不能删去该批次"):
        services.submit(made, by=arranger)


@pytest.mark.clause("3.1")
def test_registrations_made_while_the_revision_waits_count(arranger, director, heard):
    former, made = revision(arranger, taken=0)
    made.items.update(places=1)
    services.submit(made, by=arranger)
    former.items.update(taken=2)

    with pytest.raises(Refused, match="名额不能少于2"):
        services.publish(made, by=director)


def test_publish_of_a_draft_revision_leaves_the_former(arranger, director):
    former, made = revision(arranger)

    with pytest.raises(Refused, match="当前状态为“草稿”"):
        services.publish(made, by=director)

    former.refresh_from_db()
    assert former.status == "published"


@pytest.mark.clause("3.1")
def test_revise_refused_for_drafts_twice_and_without_a_note(arranger):
    with pytest.raises(Refused, match="只有已发布的公告可以修订"):
        services.revise(announcements.draft(), by=arranger, revision_note="x")

    former, _ = revision(arranger)
    with pytest.raises(Refused, match="已有修订稿"):
        services.revise(former, by=arranger, revision_note="x")

    with pytest.raises(Refused, match="请填写修订说明"):
        services.revise(announcements.published(), by=arranger, revision_note=" ")


def test_attachments_go_with_the_draft_into_the_revision(arranger):
    former = announcements.published()
    announcements.attach(former, "一.pdf")
    dropped = announcements.attach(former, "二.pdf")

    made = services.revise(former, by=arranger, revision_note="去掉附件二")
    kept = services.draft_of(made).attachments[:1]
    services.edit(made, by=arranger, draft=dataclasses.replace(services.draft_of(made), attachments=kept))

    assert [each.label for each in made.attachments.all()] == ["一.pdf"]
    assert former.attachments.filter(pk=dropped.pk).exists()
    assert last_entry(made).after["附件"] == ["一.pdf"]


def test_edit_of_what_somebody_else_saved_writes_nothing(arranger):
    made = announcements.draft()
    services.edit(made, by=arranger, draft=services.draft_of(made), edition=0)

    with pytest.raises(services.Overtaken, match=f"{arranger.name}已于"):
        services.edit(made, by=arranger, draft=draft(), edition=0)

    made.refresh_from_db()
    assert (made.edition, made.contact) == (1, "周敏")


def test_overtaken_without_a_trace_names_nobody(arranger):
    with pytest.raises(services.Overtaken, match="其他人已保存过"):
        services.edit(announcements.draft(edition=3), by=arranger, draft=draft(), edition=0)


@pytest.mark.clause("3.1")
def test_closing_earlier_keeps_who_is_registered(arranger, director, heard):
    _, made = revision(arranger, taken=2)
    made.items.update(registration_closes=clock.now() - datetime.timedelta(hours=1))
    services.submit(made, by=arranger)

    services.publish(made, by=director)

    assert made.items.get().taken == 2
