"""What this slice tells the registries: menu, who reads the evidence, what a complaint and an inspection prefill."""

import uuid

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.words import day
from sdzx.workflow import Blocker
from sites.oversight.complaints.models import Complaint
from sites.oversight.inspections.answers import findings_of
from sites.oversight.inspections.models import Inspection
from sites.oversight.violations import origins
from sites.oversight.violations.models import Violation
from sites.oversight.violations.services import EVIDENCE, RESPONSE, record_path
from sites.oversight.violations.views import READERS
from sites.registry.models import Site
from sites.registry.parts import Part, register_part

C, G = Complaint.Category, Violation.Ground
GROUND_OF = {C.CONDUCT: G.DISCIPLINE, C.CHEATING: G.DISCIPLINE, C.LEAK: G.DISCIPLINE, C.FEES: G.MISMANAGEMENT}


def reads(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the violation: the site must know the evidence against it."""
    visible = Violation.objects.visible_to(actor)
    return visible.filter(evidence=stored).exists() or visible.filter(response_files=stored).exists()


def complaint(actor: Actor, uid: uuid.UUID) -> origins.Origin | None:
    """What the centre found out, never what the complainant wrote; the complainant's own files are not ticked."""
    found = Complaint.objects.visible_to(actor).filter(uid=uid).select_related("site").first()
    if found is None:
        return None
    true = found.result in (Complaint.Result.SUBSTANTIATED, Complaint.Result.PARTLY)
    unmet = () if true else (Blocker("投诉举报经调查属实或部分属实并办结后，方可据此登记违规。", "5.1"),)
    offered = [origins.Proof(file=each, note="调查材料") for each in found.materials.order_by("id")]
    offered += [
        origins.Proof(file=each, note="举报人提供，引用前请确认看不出举报人是谁", offered=False)
        for each in found.attachments.order_by("id")
    ]
    return origins.Origin(
        source=Violation.Source.COMPLAINT, record=found, label=str(found), site=found.site, facts=found.findings,
        url=reverse("complaints:record", args=[found.uid]), ground=GROUND_OF.get(C(found.category), ""),
        happened_on=found.happened_on, proofs=tuple(offered), blockers=unmet,
    )  # fmt: skip


def inspection(actor: Actor, uid: uuid.UUID) -> origins.Origin | None:
    """The findings of a closed inspection with their photos."""
    found = Inspection.objects.visible_to(actor).filter(uid=uid).select_related("site", "checklist").first()
    if found is None:
        return None
    rows = findings_of(found)
    closed = found.status == Inspection.Status.CLOSED and rows
    unmet = () if closed else (Blocker("检查办结且发现问题的，方可据此登记违规。", "5.1"),)
    photos = [origins.Proof(file=each, note=f"检查项目{row.item.code}的照片") for row in rows for each in row.photos]
    if found.document:
        photos.append(origins.Proof(file=found.document, note="检查记录"))
    facts = [f"{row.item.text}：{row.answer}{f'，{row.remark}' if row.remark else ''}" for row in rows]
    return origins.Origin(
        source=Violation.Source.INSPECTION, record=found, label=f"检查{found.number}", site=found.site, facts="\n".join(facts),
        url=reverse("inspections:record", args=[found.uid]), ground=G.MISMANAGEMENT, happened_on=found.carried_out_on,
        proofs=tuple(photos), blockers=unmet,
    )  # fmt: skip


def part(site: Site, actor: Actor) -> Part:
    """The site's violations, as far as the actor sees them, and the button for a new one."""
    visible = Violation.objects.visible_to(actor) if actor.role in READERS else Violation.objects.none()
    facts = tuple(
        Fact(each.get_ground_display(), f"{day(each.happened_on)}，{each.get_status_display()}", url=record_path(each))
        for each in visible.filter(site=site).order_by("-happened_on", "-id")
    )
    may = actor.may("violation.open") and site.status != Site.Status.REVOKED
    buttons = [Button("登记违规", f"{reverse('violations:new')}?site={site.uid}")] if may else []
    return Part(groups=[FactGroup("违规", facts)] if facts else [], buttons=buttons)


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("违规登记", "violations:list", "考点", order=236, roles=READERS))
    register_reader(EVIDENCE, reads)
    register_reader(RESPONSE, reads)
    origins.register(Violation.Source.COMPLAINT, complaint)
    origins.register(Violation.Source.INSPECTION, inspection)
    register_part(part)
