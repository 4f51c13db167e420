"""Withdrawing a project: what is touched, who is told, how it begins by date and is undone before it."""

import datetime

import pytest
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.announcements.usable import unpublishable, unregistrable, unusable_in
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.catalogue import related, services
from sdzx.catalogue.models import Project
from sdzx.catalogue.tasks import take_out_due
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import announcements, catalogue, people, registration, sessions, sites

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def province():
    return people.actor(Role.PROVINCE)


def withdraw(project, by, *, days=7, **values):
    day = clock.today() + datetime.timedelta(days=days)
    return services.withdraw(project, by=by, ground="国家目录调整", withdrawn_from=day, **values)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


@pytest.mark.clause("1")
def test_withdrawal_ahead_leaves_the_project_usable_until_its_day(province):
    project = withdraw(catalogue.project(), province)

    assert project.status == "leaving"
    assert list(Project.objects.usable_on(clock.today() + WEEK - datetime.timedelta(days=1))) == [project]
    assert list(Project.objects.usable_on(clock.today() + WEEK)) == []
    assert entries_of(project).last().after == {
        "status": "leaving", "撤出日期": str(clock.today() + WEEK), "已公布的批次": "停止报名，撤出日期起不再考核",
    }  # fmt: skip


def test_day_of_a_withdrawal_marks_the_project_once(province):
    project = withdraw(catalogue.project(), province)

    before = take_out_due()
    with clock.at(clock.now() + WEEK):
        on_the_day, again = take_out_due(), take_out_due()

    project.refresh_from_db()
    assert (before, on_the_day, again, project.status) == (0, 1, 0, "withdrawn")


def test_taking_out_what_was_kept_meanwhile_does_nothing(province):
    project = withdraw(catalogue.project(), province)
    stale = Project.objects.get(pk=project.pk)
    services.keep(project, by=province, ground="标准已恢复")

    assert not services.take_out(stale)


def test_taking_out_before_the_day_does_nothing(province):
    assert not services.take_out(withdraw(catalogue.project(), province))


def test_withdrawal_is_undone_before_its_day(province):
    project = withdraw(catalogue.project(), province)

    services.keep(project, by=province, ground="标准已恢复")

    project.refresh_from_db()
    assert (project.status, project.withdrawn_from, project.withdrawal_ground) == ("in_force", None, "")
    assert (project.announced_batches, project.withdrawal_decided_at) == ("", None)


@pytest.mark.clause("1")
def test_withdrawal_is_not_undone_on_its_day(province):
    project = withdraw(catalogue.project(), province)

    with clock.at(clock.now() + WEEK), pytest.raises(Refused, match="不能再取消"):
        services.keep(project, by=province, ground="标准已恢复")


def test_withdrawal_of_a_past_day_refused(province):
    with pytest.raises(Refused, match="撤出日期不能早于今天"):
        withdraw(catalogue.project(), province, days=-1)


@pytest.mark.clause("1")
@pytest.mark.parametrize(("batches", "going"), [("continue", True), ("stop", False)])
def test_batch_that_is_public_goes_on_or_stops_as_decided(province, batches, going):
    item = announcements.item()
    withdraw(item.project, province, days=0, announced_batches=batches)
    item.refresh_from_db()

    assert (unregistrable(item) == []) == going
    assert (unusable_in(item, item.exam_to) == []) == going


@pytest.mark.clause("1")
def test_stopped_batch_is_not_open_and_its_project_not_announced_again(client, province):
    item = announcements.item()
    sites.site(projects=[item.project])
    withdraw(item.project, province, days=0)
    item.refresh_from_db()

    html = client.get(reverse("catalogue:page", args=[item.project.uid])).content.decode()

    assert not AnnouncementItem.objects.open_at(clock.now()).exists()
    assert [each.clause for each in unpublishable(item)] == ["1"]
    assert "正在报名" not in html
    assert "可以考核的考点" not in html


@pytest.mark.clause("1")
def test_announcement_offers_no_way_to_register_for_a_stopped_batch(client, province):
    item = announcements.item()
    withdraw(item.project, province)

    html = client.get(reverse("announcements:page", args=[item.announcement.uid])).content.decode()

    assert "项目撤出目录，已停止报名" in html
    assert f"?item={item.pk}" not in html


def test_revision_of_a_stopped_batch_is_published(province):
    item = announcements.item()
    withdraw(item.project, province)
    revised = announcements.item(project=item.project)
    revised.origin = item

    assert unpublishable(revised) == []


@pytest.mark.clause("1")
def test_batch_announced_after_the_decision_does_not_go_on(province):
    item = announcements.item()
    withdraw(item.project, province, days=0, announced_batches="continue")
    item.announcement.published_at = clock.now() + WEEK
    item.announcement.save()
    item.refresh_from_db()

    assert [each.clause for each in unusable_in(item, item.exam_to)] == ["1"]


def test_revised_batch_is_as_old_as_what_it_revises(province):
    first = announcements.item()
    withdraw(first.project, province, days=0, announced_batches="continue")
    revised = announcements.item(project=first.project)
    revised.announcement.published_at = clock.now() + WEEK
    revised.origin = first

    assert unusable_in(revised, revised.exam_to) == []


def test_review_counts_what_is_under_way(province):
    item = announcements.item()
    registration.submitted(of=item)
    registration.submitted(of=item)
    site = sites.site(projects=[item.project])
    sites.submitted(projects=[item.project])

    found = {each.title: each.count for each in related.effects(item.project, clock.today())}

    assert found == {
        "已公布、尚未考核完毕的批次": 1, "未完成考核的报名": 2, "考点授权": site.authorisations.count(), "办理中的考点申请": 1,
    }  # fmt: skip


def test_review_of_an_idle_project_is_empty():
    assert related.effects(catalogue.project(), clock.today()) == []


def test_review_names_coming_sessions():
    session = sessions.session("published")

    effect = next(
        each for each in related.effects(session.item.project, clock.today()) if each.title == "尚未开考的场次"
    )

    assert (effect.count, [each.label for each in effect.examples]) == (1, [session.site.name])


def test_withdrawal_tells_the_office_and_those_registered(province):
    record = registration.submitted()
    clerk, stranger = people.actor(Role.CLERK), people.actor(Role.CLERK, city=people.center("370200"))
    director = people.actor(Role.DIRECTOR)

    withdraw(record.project, province)

    assert {clerk.user.pk, director.user.pk} <= told("batch_withdrawn")
    assert stranger.user.pk not in told("batch_withdrawn")
    assert told("registered_project_withdrawn") == {record.user_id}


def test_those_registered_for_a_unit_hear_from_one_notice(province):
    unit = people.organization()
    registrar = people.actor(Role.REGISTRAR, organisation=unit)
    item = announcements.item()
    for _ in range(2):
        registration.submitted(of=item, user=None, unit=unit)

    withdraw(item.project, province)

    assert Notice.objects.filter(kind="registered_project_withdrawn", recipient=registrar.user).count() == 1


def test_sites_that_are_authorised_are_told_once_each(province):
    project = catalogue.project()
    mine, other = (sites.staff() for _ in range(2))
    sites.site(mine.organization, projects=[project])
    sites.site(other.organization)

    withdraw(project, province)
    services.keep(project, by=province, ground="标准已恢复")

    assert told("authorised_project_withdrawn") == {mine.user.pk}
    assert mine.user.pk in told("project_kept")


def test_undoing_tells_the_same_people(province):
    record = registration.submitted()
    clerk = people.actor(Role.CLERK)
    host = sites.staff()
    sites.submitted(host.organization, projects=[record.project])
    withdraw(record.project, province)

    services.keep(record.project, by=province, ground="标准已恢复")

    assert {clerk.user.pk, record.user_id, host.user.pk} <= told("project_kept")


def test_page_lists_what_a_withdrawal_touches(enter, province):
    item = announcements.item()

    page = enter(province).get(reverse("catalogue:step", args=[item.project.uid, "withdraw"]))

    (row,) = page.context["effects"].rows
    assert "已公布、尚未考核完毕的批次" in page.content.decode()
    assert reverse("announcements:page", args=[item.announcement.uid]) in page.content.decode()
    assert len(row.cells) == 4


def test_page_of_an_idle_project_says_so(enter, province):
    page = enter(province).get(reverse("catalogue:step", args=[catalogue.project().uid, "withdraw"]))

    assert "目前没有正在进行的批次" in page.content.decode()


def test_withdrawal_is_undone_on_its_page(enter, province):
    project = withdraw(catalogue.project(), province)

    enter(province).post(reverse("catalogue:step", args=[project.uid, "keep"]), {"ground": "标准已恢复"})

    project.refresh_from_db()
    assert project.status == "in_force"
