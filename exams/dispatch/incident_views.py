"""Pages of incidents (违纪违规)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse

from exams.dispatch import services
from exams.dispatch.documents import subject_of
from exams.dispatch.forms import EvidenceForm, IncidentForm, OutcomeForm
from exams.dispatch.models import Incident
from exams.dispatch.views import SessionPage
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView

READERS = (Role.SITE, Role.EXAMINER, Role.SUPERVISOR, Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR, Role.ARCHIVIST,
           Role.PROVINCE, Role.AUDITOR)  # fmt: skip


class IncidentTable(TableView):
    """Those of the centre, of the site, of the sessions one was sent to."""

    model = Incident
    roles = READERS
    title = "违纪违规"
    columns = (
        Column("登记时间", "reported_at", order="reported_at"),
        Column("场次", "session.number", order="session__number", link=True),
        Column("考点", "session.site.name"),
        Column("涉及", "get_against_display", order="against"),
        Column("对象", subject_of),
        Column("处理结果", "get_outcome_display"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    related = ("session__site", "session__project", "seat__registration", "person")
    empty = ("没有违纪违规记录", "考核中发现违纪违规的，在场次的派遣页登记，并上传证据。")


class IncidentRecord(RecordView):
    """One incident: facts, evidence, outcome."""

    model = Incident
    roles = READERS
    related = ("session__site", "session__project", "seat__registration", "person", "reported_by")

    def groups(self, record: Incident) -> Sequence[FactGroup]:
        return (
            FactGroup("情况", (
                Fact("场次", record.session.number), Fact("项目", record.session.project.name), Fact("考点", record.session.site.name),
                Fact("涉及", f"{record.get_against_display()}：{subject_of(record)}"), Fact("登记人", record.reported_by.name),
                Fact("登记时间", record.reported_at), Fact("事实", record.facts, wide=True),
            )),
            FactGroup("处理", (
                Fact("结果", record.get_outcome_display()), Fact("处理时间", record.closed_at),
                Fact("理由和依据", record.handling, wide=True),
            )),
        )  # fmt: skip

    def files(self, record: Incident) -> Sequence[FileLine]:
        return [file_line(proof, "证据") for proof in record.evidence.all()]

    def links(self, record: Incident) -> Sequence[Button]:
        found = []
        if record.status == Incident.Status.OPEN and self.actor.may("incident.open"):
            found.append(Button("补充证据", reverse("dispatch:incidents:evidence", args=[record.uid])))
        if self.actor.may("violation.open"):
            found.append(Button("据此登记考点违规", f"{reverse('violations:new')}?incident={record.uid}"))
        return found


class IncidentStep(StepView):
    """Decide."""

    model = Incident
    actions: ClassVar[dict[str, Action]] = {
        "close": Action(services.close_incident, form=OutcomeForm, done="已作出处理。")
    }


class IncidentNew(SessionPage, EditView):
    """Record one, for a session."""

    grants = ("incident.open",)
    title = "登记违纪违规"
    submit_label = "登记"

    def get_form(self, data: Any = None, files: Any = None) -> IncidentForm:
        return IncidentForm(data, files, actor=self.actor, session=self.session())

    def save(self, form: IncidentForm) -> str:
        incident = services.open_incident(self.session(), by=self.actor, **form.cleaned_data)
        self.tell("违纪违规已登记，市中心将作出处理。")
        return reverse("dispatch:incidents:record", args=[incident.uid])

    def back_url(self) -> str:
        return reverse("dispatch:incidents:list")


class EvidenceEdit(EditView):
    """Add to the evidence."""

    grants = ("incident.open",)
    title = "补充证据"
    submit_label = "上传"

    def incident(self) -> Incident:
        return get_object_or_404(Incident.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> EvidenceForm:
        self.incident()
        return EvidenceForm(data, files, actor=self.actor)

    def save(self, form: EvidenceForm) -> str:
        services.add_evidence(self.incident(), by=self.actor, **form.cleaned_data)
        self.tell("证据已补充。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("dispatch:incidents:record", args=[self.kwargs["uid"]])
