"""What the clauses refuse, in the browser: the sentence, the clause, and nothing typed is lost."""

import datetime

import pytest

from certificates.issuing.models import Certificate
from exams.announcements.models import Announcement
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sites.applications.models import Application
from sites.registry.models import Site
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import (
    announcements,
    archive,
    catalogue,
    dispatch,
    papers,
    people,
    personnel,
    registration,
    scores,
    sessions,
    sites,
)
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
RULES = "依据《工作规则》"


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def unchanged(record, status):
    record.refresh_from_db()
    assert record.status == status


@pytest.mark.clause("1")
def test_outside_the_catalogue(walk):
    made = announcements.draft()
    announcements.batch(made, catalogue.withdrawn_project())
    walk.act(people.actor(Role.ARRANGER)).barred(f"/announcements/office/{made.uid}/submit/", "撤出", RULES + "一")
    unchanged(made, Announcement.Status.DRAFT)


@pytest.mark.clause("3.1")
def test_incomplete_announcement_names_what_is_missing(walk):
    made = announcements.draft(eligibility="", how_to_register="", how_appraised="", other_matters="")
    walk.act(people.actor(Role.ARRANGER)).barred(
        f"/announcements/office/{made.uid}/submit/",
        "报名条件",
        "报名方式",
        "考核方式",
        "其他重要事项",
        "考核项目",
        RULES + "三（一）",
    )
    unchanged(made, Announcement.Status.DRAFT)


@pytest.mark.clause("2.2")
@pytest.mark.clause("A2")
def test_incomplete_application_and_too_few_examiners(walk):
    made = sites.complete()
    made.examiners.last().delete()
    made.attachments.filter(kind="rules").delete()
    type(made).objects.filter(pk=made.pk).update(address="")
    staff = people.actor(Role.SITE, organisation=made.organization)
    walk.act(staff).barred(
        f"/sites/applications/{made.uid}/submit/",
        "考点地址",
        "考核工作管理制度",
        "只有2名考评员，每个项目至少填写3名",
        RULES + "二",
        RULES + "附件2",
    )
    walk.open(f"/sites/applications/{made.uid}/edit/unit/").fill(responsible="李明改", staff_total=-5)
    walk.refused("保存", "从事考核职工总数").holds(responsible="李明改", staff_total=-5)
    unchanged(made, Application.Status.DRAFT)


@pytest.mark.clause("2.3")
def test_no_conclusion_before_every_expert_has_evaluated(walk):
    made = sites.visited()
    first = made.panel.members.first().evaluation
    sites.fill(first)
    walk.act(people.actor(Role.CLERK)).barred(f"/sites/applications/{made.uid}/conclude/", "尚未提交", RULES + "二")
    unchanged(made, Application.Status.VISITED)


@pytest.mark.clause("2.4")
def test_site_is_unknown_before_its_publication(walk):
    made = sites.approved()
    project = made.projects.get().project
    item = sessions.item(project.specifications.get())
    walk.act(None).open("/sites/")
    assert made.organization.name not in walk.said()
    walk.act(people.actor(Role.ARRANGER)).open(f"/sessions/new/?item={item.pk}").sees("没有已公布且获该项目授权的考点")
    assert not Site.objects.exists()


@pytest.mark.clause("3.2")
def test_registration_after_the_window_closed_while_the_form_was_open(walk):
    made = registration.draft()
    applicant = people.actor(Role.APPLICANT, person=made.user)
    walk.act(applicant).open(f"/registrations/{made.uid}/")
    made.item.registration_closes = clock.now()
    made.item.save(update_fields=["registration_closes"])
    walk.barred(f"/registrations/{made.uid}/submit/", "截止", RULES + "三（二）")
    unchanged(made, Registration.Status.DRAFT)


@pytest.mark.clause("3.2")
def test_registration_under_age(walk):
    number = people.resident_id(12, "20150301")
    values = {"document_number": number, "birth_date": datetime.date(2015, 3, 1)}
    made = registration.draft(**values)
    walk.act(people.actor(Role.APPLICANT, person=made.user)).barred(
        f"/registrations/{made.uid}/submit/", "16周岁", RULES + "三（二）"
    )
    unchanged(made, Registration.Status.DRAFT)


@pytest.mark.clause("3.3")
def test_more_candidates_than_the_site_may_take(walk):
    spec = papers.specification()
    item = sessions.item(spec)
    made = sessions.session(of=item, at=sessions.site(spec.project, rooms=1, workstations=2))
    chosen = [sessions.registration(item) for _ in range(3)]
    walk.act(people.actor(Role.ARRANGER)).open(f"/sessions/{made.uid}/seats/").check(
        "registrations", *(each.pk for each in chosen)
    )
    walk.refused("保存", "2人", RULES + "三（三）")
    assert walk.page.locator('[name="registrations"]:checked').count() == 3
    assert made.seats.count() == 0


@pytest.mark.clause("3.3")
@pytest.mark.clause("5.4")
def test_site_without_authorisation_or_suspended_cannot_be_chosen(walk):
    spec = papers.specification()
    item = sessions.item(spec)
    without = sessions.site()
    suspended = sessions.site(spec.project, status=Site.Status.SUSPENDED)
    fit = sessions.site(spec.project)
    walk.act(people.actor(Role.ARRANGER)).open(f"/sessions/new/?item={item.pk}").sees(fit.name)
    for unfit in (without, suspended):
        assert unfit.name not in walk.page.locator('[name="site"]').inner_text()


@pytest.mark.clause("4.1")
@pytest.mark.clause("4.2")
@pytest.mark.clause("4.3")
def test_start_names_everything_that_is_wanting(walk):
    made = sessions.session("published", candidates=2, prepared="acknowledged", starts_at=clock.now())
    walk.act(sessions.staff_of(made)).barred(
        f"/sessions/{made.uid}/start/",
        "准备",
        "抽取",
        "考评员",
        "督导员",
        RULES + "四（一）",
        RULES + "四（二）",
        RULES + "四（三）",
    )
    unchanged(made, Session.Status.PUBLISHED)


@pytest.mark.clause("4.1")
def test_question_set_that_is_not_filed_is_not_drawn(walk):
    made = sessions.session("published", candidates=1)
    papers.question_set("filed", spec=made.specification)
    walk.act(people.actor(Role.CUSTODIAN)).open("/questions/draws/")
    assert walk.pressed("抽题") == 200
    walk.sees("备案", RULES + "四（一）")
    assert not hasattr(Session.objects.get(pk=made.pk), "draw")


@pytest.mark.clause("4.2")
def test_site_with_an_item_missing_cannot_report_ready(walk):
    made = sessions.session("published", candidates=1, prepared="acknowledged")
    wanting = made.preparation.items.first()
    staff = sessions.staff_of(made)
    walk.act(staff).barred(
        f"/sessions/preparations/{made.preparation.uid}/report_ready/", wanting.name, RULES + "四（二）"
    )


@pytest.mark.clause("4.3")
def test_card_of_somebody_else_is_turned_away(walk):
    made = sessions.session("published", candidates=1, starts_at=clock.now())
    dispatch.staffed(made, status="accepted")
    walk.act(sessions.staff_of(made)).open(f"/dispatch/sessions/{made.uid}/check-in/").fill(card_number="KP999999")
    walk.refused("登记到岗", "证卡", RULES + "四（三）").holds(card_number="KP999999")


@pytest.mark.clause("4.3")
def test_unfit_people_are_named_with_their_reasons(walk):
    made = sessions.session("published", candidates=1)
    host = made.site.organization
    personnel.qualified("examiner", project=made.project, employer=host, user=True)
    other = personnel.qualified("examiner", project=made.project, user=True)
    personnel.recusal(other.person, host)
    walk.act(people.actor(Role.ARRANGER)).open(f"/dispatch/sessions/{made.uid}/")
    walk.page.locator("details summary").first.click()
    walk.sees("不能派遣的2人及原因", "回避")
    assert walk.page.get_by_role("button", name="随机抽取").count() == 2


@pytest.mark.clause("4.4")
def test_late_scores_are_taken_and_marked(walk):
    made = sessions.session("ended", candidates=1, starts_at=clock.now() - datetime.timedelta(days=14))
    sheet = scores.sheet(of=made, candidates=1, scored=True, handed_over=True)
    walk.act(sessions.staff_of(made)).open(f"/scores/{sheet.uid}/").sees("已逾期").step("报送成绩及试卷").sees("逾期")
    sheet.refresh_from_db()
    assert sheet.late_days > 0
    assert Site.objects.get(pk=made.site_id).late_scores == 1


@pytest.mark.clause("4.5")
def test_no_certificate_without_confirmation_by_another_person(walk):
    sheet = scores.sheet("submitted", candidates=1)
    confirmer = people.actor(Role.CONFIRMER, person=sheet.entered_by)
    walk.act(confirmer).barred(f"/scores/{sheet.uid}/confirm/", "录入", RULES + "四（五）")
    unchanged(sheet, ScoreSheet.Status.SUBMITTED)
    walk.act(people.actor(Role.CERTIFIER)).open(f"/certificates/sessions/{sheet.session.uid}/").sees("本场没有证书")
    assert not Certificate.objects.exists()


@pytest.mark.clause("5.2")
def test_case_is_not_disposed_of_before_its_time(walk):
    made = archive.case(Case.Status.COMPLETE)
    archive.item(made)
    walk.act(people.actor(Role.ARCHIVIST, made.center)).open(f"/archive/{made.uid}/propose_disposal/")
    walk.fill(scope="all", ground="库房已满。").refused("确认提出销毁", "2028年", RULES + "五（二）").holds(
        ground="库房已满。"
    )
    unchanged(made, Case.Status.COMPLETE)
