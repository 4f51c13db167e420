"""What this slice tells the registries: menu, who reads the evidence, what a concluded complaint prefills."""

import uuid

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.workflow import Blocker
from sites.oversight.complaints.models import Complaint
from sites.oversight.violations import origins
from sites.oversight.violations.models import Violation
from sites.oversight.violations.services import EVIDENCE, RESPONSE
from sites.oversight.violations.views import READERS

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


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("违规登记", "violations:list", "考点", order=236, roles=READERS))
    register_reader(EVIDENCE, reads)
    register_reader(RESPONSE, reads)
    origins.register(Violation.Source.COMPLAINT, complaint)
