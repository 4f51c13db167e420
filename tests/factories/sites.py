"""Applications for sites, panels, publications and sites in named states, straight through the ORM."""

import datetime
import itertools
from typing import Any

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.personnel.models import Person
from sites.applications import snapshots
from sites.applications.models import Application, Attachment, ExaminerRow, ManagerRow
from sites.applications.review_models import Mark
from sites.evaluations.models import Evaluation, Panel, PanelDraw, Rubric
from sites.oversight.models import ExitCase
from sites.registry.models import Authorisation, Publication, Site
from tests.factories import catalogue, people, personnel

_numbers = itertools.count(1)
S = Application.Status
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BORN = datetime.date(1985, 3, 15)
FROM, TO = datetime.date(2025, 1, 1), datetime.date(2035, 12, 31)


def staff(organisation: Organization | None = None, city: Center | None = None) -> Actor:
    """Site staff of the organisation."""
    return people.actor(Role.SITE, city=city, organisation=organisation)


def stored(kind: str = "application.image", name: str = "场地.pdf", content: bytes = PDF) -> StoredFile:
    return files.store(content, name=name, kind=kind)


def draft(organisation: Organization | None = None, city: Center | None = None, **values: Any) -> Application:
    """A draft with nothing but its host."""
    host = organisation or people.organization(city)
    given = {"center": host.center, "organization": host, "created_by": values.pop("created_by", None) or people.user()}
    return Application.objects.create(**{**given, **values})


def complete(
    organisation: Organization | None = None,
    *,
    projects: list[Project] | None = None,
    city: Center | None = None,
    **values: Any,
) -> Application:
    """A draft with every field of annex 2, three examiners a project, an image, the rules and the stamped page."""
    given: dict[str, Any] = {
        "responsible": "李明", "phone": "053187210000", "address": "济南市历下区大学路1号", "staff_total": 40, "staff_managers": 5,
        "staff_teachers": 20, "owned_classrooms": 2, "owned_classroom_area": "160.00", "owned_workshops": 3,
        "owned_workshop_area": "360.50", "rented_classrooms": 0, "rented_workshops": 0, "opinion": "同意申报。",
    }  # fmt: skip
    made = draft(organisation, city, **{**given, **values})
    chosen = projects or [catalogue.project()]
    for project in chosen:
        made.projects.create(project=project, workstations=20, rooms=2)
    made.equipment.create(name="层式烤箱", model="三层六盘", quantity="4台", note="完好")
    ManagerRow.objects.create(
        application=made,
        name="王秀英",
        sex="女",
        birth_date=BORN,
        education="大学本科",
        title="教务主任",
        certificate="二级",
        major="教育管理",
    )
    for n in range(3):
        row = ExaminerRow.objects.create(
            application=made, name=f"考评员{'甲乙丙'[n]}", sex="男", birth_date=BORN, education="大专", title="讲师",
            certificate="高级（三级）", trade=chosen[0].name, card_number=f"KP{next(_numbers):06d}",
        )  # fmt: skip
        row.projects.set(chosen)
    for kind in (Attachment.Kind.IMAGE, Attachment.Kind.RULES, Attachment.Kind.STAMPED):
        made.attachments.create(
            kind=kind, file=stored(f"application.{kind}", content=PDF + f"{next(_numbers)}".encode())
        )
    return made


def submitted(organisation: Organization | None = None, *, status: str = S.SUBMITTED, **values: Any) -> Application:
    """A complete application that waits for acceptance; `status` puts it further on."""
    n = next(_numbers)
    given = {"status": status, "number": f"SQ370100-2026-{n:04d}", "submitted_at": clock.now()}
    return complete(organisation, **{**given, **values})


def marked(organisation: Organization | None = None, **values: Any) -> Application:
    """Returned with a mark on the phone, one on the oven and one on the first file."""
    made = submitted(organisation, **{"status": S.RETURNED, "supplement": "请补正", **values})
    made.refresh_from_db()
    snapshot = snapshots.freeze(made)
    file = made.attachments.first().file
    for section, key, label, sentence in (
        ("unit", "phone", "联系电话", "无法接通，请核对。"),
        ("equipment", "层式烤箱|三层六盘", "设施设备“层式烤箱”", "数量不能满足每场人数，请补充。"),
        ("attachments", f"image:{file.sha256}", f"证明材料“{file.name}”", "图像不清晰，请重新拍摄上传。"),
    ):
        snapshot.marks.create(section=section, key=key, label=label, sentence=sentence)
    return made


def resubmitted(organisation: Organization | None = None, **values: Any) -> Application:
    """Supplied and submitted for the second time: another phone and address, one oven more, a machine new."""
    made = marked(organisation, **values)
    made.phone, made.address, made.status = "053187210009", "济南市历下区大学路1号2号楼", S.SUBMITTED
    made.save()
    Mark.objects.filter(snapshot__application=made, section="attachments").update(
        answer="原图清晰，现场光线不足。", answered_at=clock.now(), answered_by=made.created_by
    )
    made.equipment.update(quantity="6台")
    made.equipment.create(name="和面机", model="HM-20", quantity="2台")
    snapshots.freeze(made)
    return made


def accepted(organisation: Organization | None = None, **values: Any) -> Application:
    return submitted(organisation, **{"status": S.ACCEPTED, "accepted_at": clock.now(), **values})


def experts(count: int = 3, city: Center | None = None) -> list[Person]:
    """Experts of the pool who can sign in."""
    return [personnel.qualified("expert", city=city, user=True).person for _ in range(count)]


def rubric(city: Center | None = None, status: str = Rubric.Status.DRAFT, **values: Any) -> Rubric:
    """A version of a centre's own rubric, or of the province's: the first version's items."""
    first = Rubric.objects.get(status="in_use", center=None)
    given = {"name": first.name, "items": first.items, "pass_mark": first.pass_mark}
    version = Rubric.objects.filter(center=city).count() + 1
    return Rubric.objects.create(center=city, status=status, version=version, **{**given, **values})


def panel(application: Application, members: list[Person] | None = None, **values: Any) -> Panel:
    """A panel of three whose first member leads, with an empty evaluation each; the visit is today."""
    given = {"rubric": Rubric.objects.get(status="in_use", center=None), "visit_on": clock.today()}
    made = Panel.objects.create(application=application, **{**given, **values})
    for position, person in enumerate(members or experts(city=application.center)):
        Evaluation.objects.create(
            member=made.members.create(person=person, leads=position == 0), status=Evaluation.Status.DRAFT
        )
    return made


def invited(organisation: Organization | None = None, **values: Any) -> Application:
    """The panel is named and nobody has answered."""
    made = panel_named(organisation, **values)
    Evaluation.objects.filter(member__panel__application=made).update(status=Evaluation.Status.INVITED)
    return made


def panel_draw(
    application: Application | None = None, people_drawn: list[Person] | None = None, **values: Any
) -> PanelDraw:
    """A draw of three of the pool for a visit today."""
    chosen = people_drawn or experts()
    given = {
        "visit_on": clock.today(),
        "count": 3,
        "seed": f"{next(_numbers):032x}",
        "drawn": [str(each.uid) for each in chosen],
    }
    loads = {str(each.uid): 0 for each in chosen}
    return PanelDraw.objects.create(application=application or accepted(), candidates=loads, **{**given, **values})


def panel_named(organisation: Organization | None = None, **values: Any) -> Application:
    made = accepted(organisation, **{"status": S.PANEL_NAMED, **values})
    panel(made)
    return made


def visited(organisation: Organization | None = None, **values: Any) -> Application:
    made = panel_named(organisation, **{"status": S.VISITED, **values})
    Panel.objects.filter(application=made).update(visited_on=clock.today())
    return made


def fill(evaluation: Evaluation, status: str = Evaluation.Status.SUBMITTED) -> Evaluation:
    """Full marks and a positive verdict for every project."""
    items = evaluation.member.panel.rubric.items
    evaluation.marks = {item["code"]: item["full"] for item in items}
    evaluation.verdicts = {row.project.code: True for row in evaluation.member.panel.application.projects.all()}
    evaluation.comment, evaluation.status = "条件具备。", status
    evaluation.submitted_at = clock.now() if status == Evaluation.Status.SUBMITTED else None
    evaluation.save()
    return evaluation


def judged(organisation: Organization | None = None, **values: Any) -> Application:
    """Visited, all evaluations submitted, the leader's conclusion written."""
    made = visited(organisation, **values)
    for each in Evaluation.objects.filter(member__panel__application=made):
        fill(each)
    Panel.objects.filter(application=made).update(conclusion="recommended", opinion="建议设立。")
    return made


def evaluated(organisation: Organization | None = None, **values: Any) -> Application:
    return judged(organisation, **{"status": S.EVALUATED, **values})


def approved(organisation: Organization | None = None, **values: Any) -> Application:
    made = evaluated(organisation, **{"status": S.APPROVED, **values})
    made.projects.update(decision="approved")
    return made


def publication(*applications: Application, city: Center | None = None, **values: Any) -> Publication:
    """A draft of the bureau."""
    n = next(_numbers)
    place = city or (applications[0].center if applications else people.center())
    given = {
        "number": f"济人社公告〔2026〕{n}号",
        "heading": "关于公布专项职业能力考点的公告",
        "issued_on": clock.today(),
    }
    made = Publication.objects.create(**{"center": place, **given, **values})
    made.applications.set(applications)
    return made


def site(
    organisation: Organization | None = None,
    *,
    projects: list[Project] | None = None,
    city: Center | None = None,
    **values: Any,
) -> Site:
    """A published site, authorised for the projects (one of its own unless given) from 2025 to 2035, 20 at a time."""
    chosen = projects or [catalogue.project()]
    app = approved(organisation, projects=chosen, city=city, status=S.PUBLISHED)
    notice = publication(app, status=Publication.Status.PUBLISHED)
    n = next(_numbers)
    given = {
        "code": f"{app.center.code[:4]}9{n:04d}", "center": app.center, "organization": app.organization, "name": app.organization.name,
        "address": app.address, "contact": app.responsible, "phone": "0531-87210000", "application": app, "publication": notice,
    }  # fmt: skip
    made = Site.objects.create(**{**given, **values})
    for project in chosen:
        Authorisation.objects.create(site=made, project=project, rooms=2, workstations=20, valid_from=FROM, valid_to=TO)
    return made


def suspended_site(organisation: Organization | None = None, **values: Any) -> Site:
    return site(organisation, **{"status": Site.Status.SUSPENDED, **values})


def revoked_site(organisation: Organization | None = None, **values: Any) -> Site:
    return site(organisation, **{"status": Site.Status.REVOKED, **values})


def exit_case(of: Site | None = None, **values: Any) -> ExitCase:
    """Noticed, with ten days for the statement and one piece of evidence."""
    given = {
        "site": of or site(), "ground": ExitCase.Ground.DISHONESTY, "facts": "2026年3月考核中替考2人，监控录像可证。",
        "statement_due": clock.today() + datetime.timedelta(days=10),
    }  # fmt: skip
    made = ExitCase.objects.create(**{**given, **values})
    made.evidence.add(stored("exit.evidence", "监控截图.pdf"))
    return made
