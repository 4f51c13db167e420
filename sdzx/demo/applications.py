"""Applications for sites, filled in page by page and taken as far as wanted (2.1–2.4, A2)."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.demo import pictures
from sdzx.demo.city import City, acting_as, uploaded
from sdzx.demo.days import day, on
from sdzx.demo.office import unit
from sites.applications import services
from sites.applications.entry import services as entry
from sites.applications.marks import Given
from sites.applications.models import Application, Attachment
from sites.applications.sections import Section
from sites.evaluations import services as evaluations
from sites.evaluations.models import Evaluation, Panel
from sites.evaluations.panels import services as panels

Kind, Status = Organization.Kind, Application.Status
BODIES = (
    ("技师学院", Kind.SCHOOL), ("齐鲁职业培训学校", Kind.TRAINING), ("麦香食品有限公司", Kind.ENTERPRISE), ("职业技能鉴定所", Kind.APPRAISAL),
    ("现代服务职业学校", Kind.SCHOOL), ("手艺人培训中心", Kind.TRAINING), ("康养服务有限公司", Kind.ENTERPRISE),
    ("非遗传习所", Kind.TRAINING), ("社区老年学校", Kind.OTHER), ("工程职业学院", Kind.SCHOOL), ("巧手家政有限公司", Kind.ENTERPRISE),
    ("农业技术学校", Kind.SCHOOL), ("匠心培训学校", Kind.TRAINING), ("汇德职业技能评价中心", Kind.TRAINING), ("海洋科技有限公司", Kind.ENTERPRISE),
    ("文旅发展有限公司", Kind.ENTERPRISE), ("电子商务学校", Kind.SCHOOL), ("园林绿化有限公司", Kind.ENTERPRISE), ("美食烹饪学校", Kind.TRAINING),
    ("天成纺织有限公司", Kind.ENTERPRISE), ("泰和技工学校", Kind.SCHOOL), ("百姓家政服务中心", Kind.TRAINING), ("新农人培训学校", Kind.TRAINING),
    ("求知成人学校", Kind.SCHOOL), ("明德培训学校", Kind.TRAINING), ("向阳职业中专", Kind.SCHOOL),
)  # fmt: skip


def host(city: City, prefix: str) -> Actor:
    """The next unit that applies, with the person who acts for it: `site.jinan`, `site2.jinan` and so on."""
    number = len(city.hosts) + 1
    name, kind = BODIES[number - 1]
    taken = sum(each.user_required.username.startswith(prefix) for each in city.hosts)
    login = f"{prefix}{taken + 1 if taken else ''}.{city.slug}"
    made = unit(city, f"{city.short}{name}", kind, Role.SITE, login, number)
    city.hosts.append(made)
    return made


def filled(city: City, by: Actor, projects: list[Project]) -> Application:
    """A draft with every part of annex 2."""
    made = services.create(by=by)
    number = len(city.hosts)
    entry.save_fields(made, by=by, section=Section.UNIT, values={
        "responsible": by.name, "staff_total": 36 + number, "staff_managers": 5, "staff_teachers": 18,
        "public_phone": f"0{530 + number}-8{number:02d}62{number:02d}6",
    })  # fmt: skip
    entry.save_fields(made, by=by, section=Section.PREMISES, values={
        "owned_classrooms": 2, "owned_classroom_area": 160, "owned_workshops": 3, "owned_workshop_area": 420,
        "rented_classrooms": 0, "rented_workshops": 0,
    })  # fmt: skip
    rows = [{"project": each, "workstations": 16, "rooms": 2} for each in projects]
    entry.save_rows(made, by=by, section=Section.PROJECTS, rows=rows)
    entry.save_rows(made, by=by, section=Section.EQUIPMENT, rows=[
        {"name": "实训操作台", "model": "1.8m×0.8m", "quantity": "20张", "note": "完好"},
        {"name": "成套工具", "model": "按考核规范", "quantity": "20套", "note": "在检定有效期内"},
        {"name": "高清监控", "model": "400万像素", "quantity": "8路", "note": "存储6个月以上"},
    ])  # fmt: skip
    entry.save_rows(
        made, by=by, section=Section.MANAGERS, rows=[_somebody(city, major="教育管理", note="") for _ in range(2)]
    )
    examiners = [
        _somebody(city, trade=projects[0].name, card_number=f"KPS{city.center.code}{number:02d}{n}", projects=projects) for n in range(3)
    ]  # fmt: skip
    entry.save_rows(made, by=by, section=Section.EXAMINERS, rows=examiners)
    entry.save_fields(made, by=by, section=Section.OPINION, values={"opinion": "材料真实，同意申报。"})
    return made


def _somebody(city: City, **more: object) -> dict[str, object]:
    people = city.people
    return {
        "name": people.name(), "sex": people.random.choice("男女"), "birth_date": people.birth(1966, 1990), "education": "大学本科",
        "title": "讲师", "certificate": "二级", **more,
    }  # fmt: skip


def with_materials(city: City, by: Actor, made: Application) -> Application:
    """Pictures, rules and the stamped page (2.2)."""
    number = len(city.hosts)
    entry.save_attachments(made, by=by, attached={
        Attachment.Kind.IMAGE: [uploaded(pictures.room(city.seed, number), "实训室.jpg", by)],
        Attachment.Kind.RULES: [uploaded(pictures.scan(city.seed, number), "考核工作管理制度.pdf", by)],
        Attachment.Kind.STAMPED: [uploaded(pictures.scan(city.seed, number + 50), "申请表盖章页.pdf", by)],
    })  # fmt: skip
    return made


def taken_to(city: City, status: str, *, start: int, projects: list[Project], prefix: str = "site") -> Application:
    """A new unit's application that began `start` days from today and came as far as `status` in two weeks."""
    with on(start, 9):
        by = host(city, prefix)
        made = filled(city, by, projects)
        if status == Status.DRAFT:
            return made
        if status == Status.WITHDRAWN:
            return services.withdraw(made, by=by)
        services.submit(with_materials(city, by, made), by=by)
    return reviewed(city, made, status, start)


def reviewed(city: City, made: Application, status: str, start: int) -> Application:
    """What was submitted, taken on as far as `status`."""
    clerk = city.acts(Role.CLERK)
    with on(start + 2, 10):
        if status == Status.RETURNED:
            marks = [] if made.site else _marks(made)
            items = ["消防：请补充操作室消防验收合格证明。"]
            return services.return_for_supplement(made, by=clerk, marks=marks, items=items, due_on=day(start + 20))
        if status == Status.REJECTED:
            return services.reject(made, by=clerk, items=["申请单位不具备所申请项目的培训评价业务范围。"])
        if status != Status.SUBMITTED:
            services.accept(made, by=clerk)
    if status in (Status.SUBMITTED, Status.ACCEPTED):
        return made
    return _evaluated(city, made, status, start)


def _marks(made: Application) -> list[Given]:
    held = made.attachments.select_related("file").get(kind=Attachment.Kind.RULES).file
    return [
        Given("型号规格过于笼统，请逐件填写。", Section.EQUIPMENT, "成套工具|按考核规范"),
        Given("缺少试卷保管一章，请补充。", Section.ATTACHMENTS, f"{Attachment.Kind.RULES}:{held.sha256}"),
    ]


def _evaluated(city: City, made: Application, status: str, start: int) -> Application:
    clerk = city.acts(Role.CLERK)
    with on(start + 3, 10):
        drawn = panels.draw(made, by=clerk, visit_on=day(start + 6), count=3, seed=f"{start}")
        panel = [person for person in city.experts if str(person.uid) in drawn.drawn]
        evaluations.name_panel(made, by=clerk, members=panel, leader=panel[0], visit_on=day(start + 6))
    with on(start + 4, 9):
        if status == Status.PANEL_NAMED:
            return _answered(made)
        for evaluation in _evaluations(made):
            _accepts(evaluation)
        if status == Status.VISITED:
            _one_replaced(made, clerk)
    with on(start + 6, 17):
        evaluations.record_visit(made, by=clerk, visited_on=day(start + 6))
        for number, evaluation in enumerate(_evaluations(made)):
            if status == Status.VISITED and number == 2:
                return made
            judged(evaluation)
    with on(start + 8, 9):
        leading = _evaluations(made)[0]
        conclusion = Panel.Conclusion.NOT_RECOMMENDED if status == Status.REFUSED else Panel.Conclusion.RECOMMENDED
        opinion = (
            "设备数量不足，安全条件不合格。"
            if status == Status.REFUSED
            else "场地、设备、人员和制度符合要求，建议设立。"
        )
        by = acting_as(leading.member.person, "expert")
        evaluations.write_conclusion(leading, by=by, conclusion=conclusion, opinion=opinion)
    with on(start + 8, 15):
        evaluations.conclude(made, by=clerk)
    return _decided(city, made, status, start)


def _decided(city: City, made: Application, status: str, start: int) -> Application:
    director = city.acts(Role.DIRECTOR)
    with on(start + 10, 10):
        if status == Status.REFUSED:
            return evaluations.refuse(made, by=director, ground="专家组评估不通过：设备数量不足，安全条件不合格。")
        if status != Status.EVALUATED:
            evaluations.approve(made, by=director, decisions={row.pk: (True, "") for row in made.projects.all()})
    return made


def _accepts(evaluation: Evaluation) -> None:
    panels.accept(evaluation, by=acting_as(evaluation.member.person, "expert"))


def _answered(made: Application) -> Application:
    """One takes part, one leaves, one has not answered."""
    leader, second, _ = _evaluations(made)
    _accepts(leader)
    panels.recuse(second, by=acting_as(second.member.person, "expert"), ground="考察当日有教学任务，不能参加。")
    return made


def _one_replaced(made: Application, clerk: Actor) -> None:
    """The last of the panel falls ill; another expert, drawn at random, takes the seat."""
    ill = _evaluations(made)[2]
    drawing = panels.draw_substitute(ill, by=clerk, seed="1")
    panels.replace(ill, by=clerk, substitute=drawing.drawn, ground="因病住院，不能参加考察。")
    _accepts(_evaluations(made)[2])


def _evaluations(made: Application) -> list[Evaluation]:
    found = (
        Evaluation.objects.filter(member__panel__application=made)
        .sitting()
        .select_related("member__person__user", "member__panel__rubric")
    )
    return list(found.order_by("-member__leads", "pk"))


def judged(evaluation: Evaluation) -> None:
    """An expert's own evaluation, filled in and submitted."""
    by = acting_as(evaluation.member.person, "expert")
    panel = evaluation.member.panel
    evaluations.save(
        evaluation, by=by, marks={item["code"]: max(1, item["full"] - 1) for item in panel.rubric.items}, remarks={"B2": "灭火器在有效期内。"},
        verdicts={row.project.code: True for row in panel.application.projects.select_related("project")},
        comment="现场考察，条件基本具备。",
    )  # fmt: skip
    evaluations.submit(evaluation, by=by)
