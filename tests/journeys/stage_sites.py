"""From the catalogue entry to the published site."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sites.applications.marking import name_of
from sites.applications.models import Application
from sites.applications.sections import Section
from sites.registry.models import Site
from tests.factories import people, personnel
from tests.factories.papers import pdf
from tests.factories.pictures import portrait
from tests.journeys.walker import WAIT, Walker


def catalogue(walk: Walker) -> Project:
    """The province enters a project and its specification and puts both in force (1)."""
    walk.act(people.actor(Role.PROVINCE, person=people.user("周省心"))).open("/catalogue/office/new/")
    walk.fill(code="ZX0101", name="面包烘焙制作", field="食品加工", source="province", filing_number="鲁专备〔2026〕3号",
              filed_on="2026-01-15", in_force_from="2026-02-01").press("保存")  # fmt: skip
    project = Project.objects.get()
    walk.open(f"/catalogue/specifications/new/{project.uid}/")
    walk.fill(definition="运用烤箱等设备制作面包的能力。", audience="准备运用本项能力求职、就业的人员。", eligibility="年满16周岁。",
              mode="practice", minutes=120, examiners=3, examiner_composition="不少于3名考评员。", venue="操作室一间，烤箱两台。",
              pass_mark=60, in_force_from="2026-02-01")  # fmt: skip
    walk.fill(
        tasks__0__name="面团调制",
        tasks__0__weight=60,
        tasks__0__procedure="按配方称量、搅拌。",
        tasks__0__knowledge="原料知识。",
    )
    walk.page.locator('[data-add-row="tasks"]').click()
    walk.fill(
        tasks__1__name="成型烘烤",
        tasks__1__weight=40,
        tasks__1__procedure="分割、成型、烘烤。",
        tasks__1__knowledge="温度控制。",
    )
    walk.fill(
        requirements__0__kind="equipment",
        requirements__0__name="双层烤箱",
        requirements__0__quantity=2,
        requirements__0__unit="台",
    )
    walk.page.locator('[data-add-row="requirements"]').click()
    walk.fill(
        requirements__1__kind="material",
        requirements__1__name="高筋面粉",
        requirements__1__quantity="1.5",
        requirements__1__unit="千克",
    )
    walk.check("requirements-1-per_candidate", True).press("保存")
    walk.open(f"/catalogue/{project.uid}/").step("生效")
    specification = project.specifications.get()
    walk.open(f"/catalogue/specifications/{specification.uid}/").step("生效")
    walk.act(None).open("/catalogue/").sees("面包烘焙制作")
    return project


def application(walk: Walker, project: Project, host: Any) -> Application:
    """Site staff fill in annex 2 part by part and submit it (2.1, 2.2, A2)."""
    staff = people.actor(Role.SITE, organisation=host, person=people.user("孙考点"))
    walk.act(staff).open("/sites/applications/new/").press("开始填写")
    found = Application.objects.get()
    base = f"/sites/applications/{found.uid}/edit"
    walk.open(f"{base}/unit/").fill(kind="training", responsible="李明", phone="0531-87210000", public_phone="0531-87210001",
                                    address="济南市大学路1号", staff_total=30, staff_managers=5, staff_teachers=12).press("保存并填写下一部分")  # fmt: skip
    walk.fill(owned_classrooms=4, owned_classroom_area=320, owned_workshops=2, owned_workshop_area=260,
              rented_classrooms=0, rented_classroom_area=0, rented_workshops=0, rented_workshop_area=0).press("保存并填写下一部分")  # fmt: skip
    walk.fill(rows__0__project=project.pk, rows__0__workstations=20, rows__0__rooms=2).press("保存并填写下一部分")
    walk.fill(rows__0__name="双层电烤箱", rows__0__model="YXD-40C", rows__0__quantity="6台").press("保存并填写下一部分")
    walk.fill(rows__0__name="王秀兰", rows__0__sex="女", rows__0__birth_date="1980-05-06", rows__0__education="本科",
              rows__0__title="教务处主任").press("保存并填写下一部分")  # fmt: skip
    for row, name in enumerate(("阿卜杜热西提·麦麦提", "陈静", "刘洋")):
        if walk.page.locator(f'[name="rows-{row}-name"]').count() == 0:
            walk.page.locator('[data-add-row="rows"]').click()
        walk.fill(**{f"rows__{row}__{key}": value for key, value in {
            "name": name, "sex": "男", "birth_date": "1985-01-02", "education": "大专", "trade": "面包烘焙",
            "card_number": f"鲁KP202400010{row}"}.items()})  # fmt: skip
        walk.check(f"rows-{row}-projects", project.pk)
    walk.press("保存并填写下一部分")
    images = [walk.file(f"场地{number}.jpg", portrait(900 + number, 700)) for number in (1, 2)]
    walk.fill(images=images, rules=walk.file("考核工作管理制度.pdf", pdf()), stamped=walk.file("盖章页.pdf", pdf()))
    walk.press("保存并填写下一部分")
    walk.fill(opinion="所填内容属实，申请设立专项职业能力考点。").press("保存并查看申请")
    assert walk.download(f"/sites/applications/{found.uid}/documents/annex2/").startswith(b"%PDF")
    walk.open(f"/sites/applications/{found.uid}/").step("提交申请").sees("待受理")
    return found


def supplement(walk: Walker, found: Application) -> None:
    """The clerk marks a field, a row and adds a demand, in one go; the site mends in place; the clerk sees what changed (2.2)."""
    clerk = people.actor(Role.CLERK, person=people.user("受理员"))
    host = people.actor(Role.SITE, organisation=found.organization, person=people.user("孙考点"))
    page = f"/sites/applications/{found.uid}/"
    oven = found.equipment.get()
    walk.act(clerk).open(page).step("退回补正", **{
        name_of(Section.UNIT, "phone"): "电话无法接通，请核对。", name_of(Section.EQUIPMENT, f"{oven.name}|{oven.model}"): "请补充容量。",
        name_of(Section.UNIT, "staff_total"): "人数与名册不符。", "items": "消防：请带消防验收意见书原件备查",
    }).sees("待补正")  # fmt: skip
    walk.act(host, width=390).open(f"{page}edit/unit/").sees("电话无法接通，请核对。")
    walk.fill(phone="0531-87210999").press("保存并填写下一部分")
    walk.act(host).open(page).press("提交申请").sees("请补充容量", "人数与名册不符")  # neither changed nor answered yet
    walk.open(f"{page}edit/equipment/").sees("请补充容量。").fill(rows__0__model="YXD-40C，两层四盘").press(
        "保存并填写下一部分"
    )
    walk.open(f"{page}marks/")
    answer = walk.page.locator("main fieldset", has_text="从事考核职工总数").locator("textarea, input[type=text]")
    answer.fill("30人中有4人为兼职，名册只列专职人员。")
    walk.press("保存")
    walk.open(page).step("提交申请").sees("待受理")
    walk.act(clerk).open(f"{page}differences/").sees("0531-87210000", "0531-87210999", "YXD-40C，两层四盘")


def offline(walk: Walker, fill: Callable[[], None]) -> None:
    """What is filled in without a network stays on the phone and is sent when it is back."""
    walk.page.locator("[data-offline]:not([hidden])").wait_for(timeout=WAIT)
    walk.page.context.set_offline(True)
    fill()
    walk.page.locator("[data-status]", has_text="已保存在本机").wait_for(timeout=WAIT)
    walk.page.context.set_offline(False)
    walk.page.locator("[data-status]", has_text="已发送").wait_for(timeout=WAIT)


def evaluation(walk: Walker, found: Application, project: Project, *, without_network: bool = False) -> None:
    """Accepted, panel named, visited, evaluated by every member, concluded, approved (2.3)."""
    clerk = people.actor(Role.CLERK, person=people.user("受理员"))
    page = f"/sites/applications/{found.uid}/"
    walk.act(clerk).open(page).step("受理")
    experts = [personnel.qualified("expert", project=project).person for _ in range(3)]
    actors = []
    for person in experts:
        person.user = person.user or people.user(person.name)
        person.save()
        actors.append(people.actor(Role.EXPERT, person=person.user))
    walk.press("组建专家组").check("members", *(person.pk for person in experts))
    walk.fill(leader=experts[0].pk, visit_on="2026-03-03").press("确认组建专家组")
    walk.travel(2026, 3, 3, 15)
    walk.act(clerk).open(page).step("登记实地考察", visited_on="2026-03-03")
    for number, (person, actor) in enumerate(zip(experts, actors, strict=True)):
        record = found.panel.members.get(person=person).evaluation
        walk.act(actor, width=390 if number == 0 else 1280).open(f"/sites/evaluations/{record.uid}/").step("确认参加")
        walk.open(f"/sites/evaluations/{record.uid}/edit/")
        marks = {f"mark_{item['code']}": item["full"] - (1 if number else 0) for item in found.panel.rubric.items}
        if without_network and number == 0:
            offline(walk, partial(walk.fill, **marks))
        walk.fill(**marks)
        verdicts = {f"verdict_{row.project.code}": "yes" for row in found.projects.select_related("project")}
        walk.fill(**verdicts, comment="条件具备，建议设立。").press("保存")
        walk.open(f"/sites/evaluations/{record.uid}/").step("提交评估")
    leader = found.panel.members.get(leads=True).evaluation
    walk.act(actors[0]).open(f"/sites/evaluations/{leader.uid}/conclusion/")
    walk.fill(conclusion="recommended", opinion="经实地考察评估，建议设立。").press("保存")
    walk.act(clerk).open(page).step("汇总评估结论").sees("评估完成")
    director = people.actor(Role.DIRECTOR, person=people.user("主任甲"))
    walk.act(director).open(page).press("同意申请")
    for choice in walk.page.locator('main [type="radio"][value="yes"], main [type="radio"][value="approved"]').all():
        choice.check()
    walk.press("确认同意申请").sees("拟公布")


def publication(walk: Walker, found: Application) -> Site:
    """The bureau, not the centre, publishes; the site is in the directory from that moment (2.4)."""
    walk.act(None).open("/sites/")
    assert found.organization.name not in walk.said()
    bureau = people.actor(Role.BUREAU, person=people.user("人社局"))
    walk.act(bureau).open("/sites/publications/new/").fill(number="济人社公告〔2026〕3号", issued_on="2026-03-03")
    walk.check("applications", found.pk).press("保存")
    walk.step("公布").sees("已公布")
    site = Site.objects.get()
    walk.act(None).open("/sites/").sees(site.name)
    walk.open(f"/sites/{site.code}/").sees("面包烘焙制作")
    return site
