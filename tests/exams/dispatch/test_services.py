"""Services of dispatch: draw, invitations, presence, the hooks of a session's life."""

import datetime

import pytest

from exams.dispatch import rules, services
from exams.dispatch.models import Assignment, SupervisionReport
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.registry.models import Site
from tests.factories import dispatch, people, personnel, sessions

pytestmark = pytest.mark.django_db
Status = Assignment.Status


@pytest.fixture
def session():
    return sessions.session(Session.Status.PUBLISHED, candidates=2)


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


def pool_of(session, examiners=5, supervisors=2):
    kinds = ["examiner"] * examiners + ["supervisor"] * supervisors
    return [personnel.qualified(kind, project=session.project, user=True) for kind in kinds]


def told(kind, subject=None):
    found = Notice.objects.filter(kind=kind)
    return set((found.filter(subject_id=subject.pk) if subject else found).values_list("recipient_id", flat=True))


@pytest.mark.clause("4.3")
def test_draw_invites_as_many_as_missing(session, arranger):
    pool_of(session)
    made = services.draw(session, by=arranger, duty="examiner")
    assert [each.status for each in made] == [Status.INVITED] * 3
    assert told("assignment_invited") == {each.person.user_id for each in made}
    assert content(made[0].letter).startswith(b"%PDF")


@pytest.mark.clause("4.3")
def test_draw_repeats_from_trace(session, arranger):
    pool_of(session, examiners=8)
    made = services.draw(session, by=arranger, duty="examiner")
    entry = entries_of(session).get(verb="assignment.draw").after
    assert rules.drawn(entry["seed"], entry["candidates"], 3) == entry["drawn"]
    assert [each.qualification.card_number for each in made] == entry["drawn"]
    assert {each.seed for each in made} == {entry["seed"]}


def test_draw_skips_the_unfit(session, arranger):
    pool_of(session, examiners=3)
    personnel.qualified(project=session.project, employer=session.site.organization, user=True)
    personnel.qualified(project=session.project)
    services.draw(session, by=arranger, duty="examiner")
    assert len(entries_of(session).get(verb="assignment.draw").after["candidates"]) == 3


@pytest.mark.clause("4.3")
def test_draw_too_few_refused(session, arranger):
    pool_of(session, examiners=2)
    with pytest.raises(Refused, match="合格且可派的只有2人"):
        services.draw(session, by=arranger, duty="examiner")
    assert Assignment.objects.count() == 0


def test_draw_full_refused(session, arranger):
    pool_of(session)
    services.draw(session, by=arranger, duty="supervisor")
    with pytest.raises(Refused, match="已足额"):
        services.draw(session, by=arranger, duty="supervisor")


def test_draw_site_refused(session):
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.draw(session, by=sessions.staff_of(session), duty="examiner")


@pytest.mark.clause("4.3")
def test_invite_needs_ground(session, arranger):
    held = personnel.qualified(project=session.project, user=True)
    with pytest.raises(Refused, match="指定派遣的理由"):
        services.invite(session, by=arranger, qualification=held, ground=" ")
    made = services.invite(session, by=arranger, qualification=held, ground="唯一具备该项目经验")
    assert (made.status, made.seed, made.duty) == (Status.INVITED, "", "examiner")
    assert entries_of(made).get().ground == "唯一具备该项目经验"


@pytest.mark.clause("4.3")
def test_invite_recused_refused(session, arranger):
    held = personnel.qualified(project=session.project, user=True)
    personnel.recusal(held.person, session.site.organization)
    with pytest.raises(Refused, match="应当回避"):
        services.invite(session, by=arranger, qualification=held, ground="经验丰富")


def test_take_by_the_person(session):
    invited = dispatch.assignment(session, status=Status.INVITED)
    services.take(invited, by=personnel.actor(invited.qualification))
    invited.refresh_from_db()
    assert invited.status == Status.ACCEPTED


def test_take_by_another_refused(session):
    invited = dispatch.assignment(session, status=Status.INVITED)
    with pytest.raises(Refused, match="没有找到"):
        services.take(invited, by=people.actor(Role.EXAMINER))


@pytest.mark.clause("4.3")
def test_take_after_new_recusal_refused(session):
    invited = dispatch.assignment(session, status=Status.INVITED)
    personnel.recusal(invited.person, session.site.organization)
    with pytest.raises(Refused, match="应当回避"):
        services.take(invited, by=personnel.actor(invited.qualification))


def test_decline_tells_arrangers(session, arranger):
    invited = dispatch.assignment(session, status=Status.ACCEPTED)
    services.decline(invited, by=personnel.actor(invited.qualification), ground="出差")
    assert invited.status == Status.DECLINED
    assert told("assignment_declined", invited) == {arranger.user.pk}


def test_cancel_tells_the_person(session, arranger):
    invited = dispatch.assignment(session, status=Status.INVITED)
    services.cancel(invited, by=arranger, ground="逾期未答复")
    assert invited.status == Status.CANCELLED
    assert told("assignment_cancelled", invited) == {invited.person.user_id}


def test_cancel_once_started_refused(arranger):
    running = sessions.session(Session.Status.RUNNING, candidates=1)
    invited = dispatch.assignment(running, status=Status.INVITED)
    with pytest.raises(Refused, match="考核中"):
        services.cancel(invited, by=arranger, ground="逾期未答复")


@pytest.mark.clause("4.3")
@pytest.mark.parametrize("role", [Role.ARRANGER, Role.SITE])
def test_check_in_by_card(session, role):
    coming = dispatch.assignment(session, status=Status.ACCEPTED)
    by = sessions.staff_of(session) if role == Role.SITE else people.actor(role)
    with clock.at(session.starts_at):
        services.check_in_by_card(session, by=by, card_number=coming.qualification.card_number.lower())
    coming.refresh_from_db()
    assert (coming.status, coming.checked_card) == (Status.PRESENT, coming.qualification.card_number)
    assert coming.checked_in_at == session.starts_at


@pytest.mark.clause("4.3")
def test_check_in_foreign_card_refused(session, arranger):
    dispatch.assignment(session, status=Status.ACCEPTED)
    with clock.at(session.starts_at), pytest.raises(Refused, match="不在本场次的派遣名单中"):
        services.check_in_by_card(session, by=arranger, card_number="EX999999")


@pytest.mark.clause("4.3")
def test_check_in_wrong_card_refused(session, arranger):
    coming = dispatch.assignment(session, status=Status.ACCEPTED)
    with clock.at(session.starts_at), pytest.raises(Refused, match="证卡编号与"):
        services.check_in(coming, by=arranger, card_number="EX999999")


def test_check_in_not_accepted_refused(session, arranger):
    invited = dispatch.assignment(session, status=Status.INVITED)
    with clock.at(session.starts_at), pytest.raises(Refused, match="待答复"):
        services.check_in_by_card(session, by=arranger, card_number=invited.qualification.card_number)


@pytest.mark.clause("4.3")
def test_start_check_counts_only_present(session):
    dispatch.staffed(session, status=Status.ACCEPTED)
    assert [str(each) for each in services.start_check(session)] == [
        "到岗考评员0人，至少需要3人。（依据《工作规则》四（三））", "到岗督导员0人，至少需要1人。（依据《工作规则》四（三））"
    ]  # fmt: skip
    Assignment.objects.update(status=Status.PRESENT)
    assert services.start_check(session) == []


@pytest.mark.clause("4.3")
def test_start_check_revoked_since(session):
    present = dispatch.staffed(session)
    present[0].qualification.status = "suspended"
    present[0].qualification.save()
    assert len(services.start_check(session)) == 1


def test_after_end_opens_report_and_files_letters(arranger):
    session = sessions.session(Session.Status.ENDED, candidates=1)
    letter = dispatch.evidence()
    dispatch.assignment(session, letter=letter)
    dispatch.assignment(session, kind="supervisor", status=Status.ACCEPTED)
    watcher = dispatch.assignment(session, kind="supervisor")
    site = sessions.staff_of(session)
    with clock.at(datetime.datetime(2026, 9, 30, 8, tzinfo=datetime.UTC)):
        services.after_end(session, site)
        services.after_end(session, site)
    report = SupervisionReport.objects.get()
    assert (report.assignment, report.due_on) == (watcher, datetime.date(2026, 10, 8))
    assert told("supervision_due", report) == {watcher.person.user_id}
    assert CaseItem.objects.get().kind == "duty_letter"


def test_after_cancel_takes_everybody_off(session, arranger):
    people_sent = dispatch.staffed(session, status=Status.ACCEPTED)
    services.after_cancel(session, arranger)
    assert set(Assignment.objects.values_list("status", flat=True)) == {Status.CANCELLED}
    assert told("assignment_cancelled") == {each.person.user_id for each in people_sent}


def test_after_move_renews_letters_and_drops_the_tied(session, arranger):
    stays = dispatch.assignment(session, status=Status.ACCEPTED)
    elsewhere = sessions.site(session.project)
    tied = dispatch.assignment(
        session,
        status=Status.ACCEPTED,
        qualification=personnel.qualified(project=session.project, employer=elsewhere.organization, user=True),
    )
    session.site = Site.objects.get(pk=elsewhere.pk)
    session.save()
    services.after_move(session, arranger)
    stays.refresh_from_db()
    tied.refresh_from_db()
    assert (stays.status, tied.status) == (Status.ACCEPTED, Status.CANCELLED)
    assert stays.letter.kind == "dispatch.letter"
    assert told("assignment_moved") == {stays.person.user_id}


def test_invite_person_without_user_refused(session, arranger):
    with pytest.raises(Refused, match="还没有登录账号"):
        services.invite(session, by=arranger, qualification=personnel.qualified(project=session.project), ground="急需")


def test_cancel_person_without_user_tells_nobody(session, arranger):
    invited = dispatch.assignment(
        session, status=Status.INVITED, qualification=personnel.qualified(project=session.project)
    )
    services.cancel(invited, by=arranger, ground="逾期未答复")
    assert told("assignment_cancelled") == set()
