"""From the announcement to the end of the session."""

import re
from typing import Any

from exams.announcements.models import Announcement
from exams.dispatch.models import Assignment
from exams.papers.models import QuestionSet
from exams.registration.models import Registration
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sites.registry.models import Site
from tests.factories import people, personnel
from tests.factories.papers import pdf
from tests.factories.pictures import portrait
from tests.journeys.walker import WAIT, Walker

NAME, NUMBER, PASSWORD = "王䶮", people.resident_id(7, "19950316"), "Mianbao-2026-hongbei"


def announcement(walk: Walker, project: Project) -> Announcement:
    """Written by the arranger, approved and published by the director (3.1)."""
    arranger = people.actor(Role.ARRANGER, person=people.user("考务员"))
    walk.act(arranger).open("/announcements/office/new/")
    walk.fill(number="济鉴公告〔2026〕1号", introduction="现将2026年度专项职业能力考核有关事项公告如下。", eligibility="年满16周岁，具有相应技能的劳动者。",
              how_appraised="现场实际操作。", other_matters="请携带有效身份证件。", contact="考务科", phone="0531-87210009")  # fmt: skip
    walk.fill(items__0__project=project.pk, items__0__batch=1, items__0__registration_opens="2026-03-03T00:00",
              items__0__registration_closes="2026-03-10T17:00", items__0__exam_from="2026-03-20", items__0__exam_to="2026-03-31",
              items__0__places=40).press("保存")  # fmt: skip
    walk.step("报中心主任批准")
    found = Announcement.objects.get()
    director = people.actor(Role.DIRECTOR, person=people.user("主任乙"))
    walk.act(director).open(f"/announcements/office/{found.uid}/").step("批准并发布").sees("已发布")
    walk.act(None).open("/announcements/").sees(found.heading).open(f"/announcements/{found.uid}/").sees("面包烘焙制作")
    assert walk.download(f"/announcements/{found.uid}/pdf/").startswith(b"%PDF")
    return found


def registration(walk: Walker, found: Announcement) -> Registration:
    """Somebody signs up and registers on a phone; the clerk accepts (3.2)."""
    walk.travel(2026, 3, 4, 10)
    walk.act(None, width=390).open("/accounts/sign-up/person/")
    walk.fill(name=NAME, document_type="resident_id", document_number=NUMBER, phone="13800001234", password=PASSWORD,
              password_again=PASSWORD, consented=True, consented_sensitive=True)  # fmt: skip
    walk.page.locator("#div_id_human").get_by_text("已自动确认").first.wait_for(timeout=WAIT)
    walk.press("下一步：验证")
    code = re.findall(r"验证码(\d{6})", walk.download("/inbox/outbox/").decode())[0]
    walk.fill(code=code).press("完成注册")
    user = User.objects.get(name=NAME)
    walk.open(f"/registrations/new/?item={found.items.get().pk}")
    walk.fill(
        phone="13800001234",
        eligibility="从事烘焙2年。",
        photo=walk.file("照片.jpg", portrait(700, 980)),
        meets_0=True,
        consented=True,
    )
    walk.page.locator("[data-photo-status]", has_text="照片已收到。").wait_for(timeout=WAIT)
    walk.press("保存草稿")
    record = Registration.objects.get()
    walk.open(f"/registrations/{record.uid}/").step("提交报名").sees("待审核")
    assert Membership.objects.get(user=user).role == Role.APPLICANT
    walk.act(people.actor(Role.CLERK, person=people.user("审核员"))).open(f"/registrations/{record.uid}/").sees(
        NAME
    ).step("审核通过")
    return record


def question_set(walk: Walker) -> QuestionSet:
    """Written by experts, filed, recorded by the province (4.1)."""
    walk.travel(2026, 3, 11, 9)
    custodian = people.actor(Role.CUSTODIAN, person=people.user("命题员"))
    writer, reviewer = (personnel.qualified("expert").person for _ in range(2))
    walk.act(custodian).open("/questions/new/")
    walk.page.locator('[name="specification"]').select_option(index=1)
    walk.check("writers", writer.pk).check("reviewers", reviewer.pk).press("建立题卷")
    found = QuestionSet.objects.get()
    for kind in ("paper", "standard", "preparation", "key"):
        walk.open(f"/questions/{found.uid}/attach/").fill(kind=kind, file=walk.file(f"{kind}.pdf", pdf())).press(
            "加密保存"
        )
    page = f"/questions/{found.uid}/"
    walk.open(page).step("审题通过", opinion="题量适当，符合考核规范。").step("报省中心备案")
    walk.act(people.actor(Role.PROVINCE, person=people.user("周省心"))).open(page).step(
        "准予备案", number="鲁鉴题备〔2026〕8号", on="2026-03-11"
    )
    walk.sees("已备案可用")
    return found


def session(walk: Walker, record: Registration, site: Site) -> Session:
    """Planned, seated, published; the candidate has a ticket (3.3)."""
    arranger = people.actor(Role.ARRANGER, person=people.user("考务员"))
    walk.act(arranger).open(f"/sessions/new/?item={record.item.pk}")
    walk.fill(site=site.pk, date="2026-03-20", starts="09:00").press("建立场次")
    found = Session.objects.get()
    walk.open(f"/sessions/{found.uid}/seats/").check("registrations", record.pk).press("保存")
    walk.open(f"/sessions/{found.uid}/").step("发布考场安排").sees("已发布")
    candidate = people.actor(Role.APPLICANT, person=record.user)
    walk.act(candidate, width=390).open(f"/registrations/{record.uid}/").sees(site.name)
    assert walk.download(f"/sessions/tickets/{record.uid}/").startswith(b"%PDF")
    return found


def preparation(walk: Walker, found: Session) -> None:
    """The site acknowledges the notice, ticks every item, reports that all is ready (4.2)."""
    staff = Actor.of(Membership.objects.get(role=Role.SITE))
    page = f"/sessions/preparations/{found.preparation.uid}/"
    walk.act(staff).open(page).step("签收准备通知单")
    walk.open(f"{page}tick/")
    for box in walk.page.locator('main [type="radio"][value="yes"]').all():
        box.check()
    walk.press("保存准备情况").open(page).step("报告准备齐全").sees("准备齐全")


def dispatch(walk: Walker, found: Session, project: Project) -> list[Assignment]:
    """Drawn, invited, accepted by each (4.3)."""
    for kind, count in (("examiner", 4), ("supervisor", 2)):
        for _ in range(count):
            held = personnel.qualified(kind, project=project)
            personnel.actor(held)
    arranger = people.actor(Role.ARRANGER, person=people.user("考务员"))
    walk.act(arranger).open(f"/dispatch/sessions/{found.uid}/").press("随机抽取3名考评员并发出邀请").press(
        "随机抽取1名督导员并发出邀请"
    )
    sent = list(found.assignments.select_related("person__user", "qualification"))
    assert sorted(each.duty for each in sent) == ["examiner"] * 3 + ["supervisor"]
    for each in sent:
        role = Role.EXAMINER if each.duty == "examiner" else Role.SUPERVISOR
        who = Actor.of(Membership.objects.get(user=each.person.user, role=role))
        walk.act(who, width=390).open(f"/dispatch/{each.uid}/").step("接受派遣")
    custodian = people.actor(Role.CUSTODIAN, person=people.user("命题员"))
    walk.act(custodian).open("/questions/draws/").press("抽题")
    return sent


def day(walk: Walker, found: Session, sent: list[Assignment]) -> None:
    """Check-in by card, the candidate signed in, started, ended (4.3, 4.4)."""
    walk.travel(2026, 3, 20, 8, 30)
    staff = Actor.of(Membership.objects.get(role=Role.SITE))
    walk.act(staff)
    for each in sent:
        walk.open(f"/dispatch/sessions/{found.uid}/check-in/").fill(card_number=each.qualification.card_number).press(
            "登记到岗"
        )
    seat: Any = found.seats.get()
    walk.open(f"/sessions/{found.uid}/sign-in/?ticket={seat.ticket_number}").sees(NAME).press("本人到场，签到")
    walk.travel(2026, 3, 20, 9, 0)
    walk.act(staff).open(f"/sessions/{found.uid}/").step("开始考核").sees("考核中")
    walk.travel(2026, 3, 20, 11, 5)
    walk.act(staff).open(f"/sessions/{found.uid}/").step("结束考核").sees("考核结束", "2026年3月25日")
