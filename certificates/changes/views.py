"""Applications about certificates: list, application, record, steps, the holder's statement."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from certificates.changes import rules, services
from certificates.changes.forms import FORMS, CarryOutForm, ChangeFilter, StatementForm
from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate
from exams.scores.corrections.views import change_of
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.identifiers import mask_document
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView, step_buttons
from sdzx.workdays.due import by_calendar_now

READERS = (Role.CLERK, Role.CERTIFIER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR, Role.APPLICANT)
OFFICE = (Role.CERTIFIER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
Kind = CertificateChange.Kind


def told_on(change: CertificateChange) -> datetime.date | None:
    """The day from which the holder's days run; None once it is decided."""
    return timezone.localdate(change.created_at) if change.status in CertificateChange.OPEN else None


class ChangeList(TableView):
    """证书事项."""

    roles = READERS
    model = CertificateChange
    title = "证书更正、补发和撤销"
    related = ("certificate",)
    filter_class = ChangeFilter
    order = ("-created_at", "-id")
    empty = ("还没有申请", "在证书页面可以申请更正或补发。")
    columns = (
        Column("证书编号", "certificate.number", link=True),
        Column("姓名", "certificate.name"),
        Column("事项", "get_kind_display", order="kind"),
        Column("申请时间", "created_at", order="created_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )


class ChangeNew(EditView):
    """Apply, for the certificate in the address and the kind in it."""

    grants = ("certificate_change.open",)
    template = "ui/form.html"
    submit_label = "提交申请"
    TITLES: ClassVar[dict[str, tuple[str, str]]] = {
        Kind.CORRECTION: ("申请更正", "批准后另编证书编号，发给新证；原证书公众查询显示“已更正，见新证”。"),
        Kind.REPLACEMENT: ("申请补发", "批准后证书编号不变，另印一份，印有“补发”和日期。"),
        Kind.REVOCATION: ("提出撤销", "通知持证人陈述申辩；经另一人批准后撤销，公众查询显示“已撤销”。"),
    }

    @property
    def certificate(self) -> Certificate:
        found: Certificate = get_object_or_404(Certificate.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return found

    @property
    def title(self) -> str:
        return self.TITLES[self.kwargs["kind"]][0]

    def context(self) -> dict[str, Any]:
        certificate = self.certificate
        about = f"证书{certificate.number}，{certificate.name}，{certificate.get_document_type_display()}{mask_document(certificate.document_number)}。"
        return {"intro": about + self.TITLES[self.kwargs["kind"]][1]}

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        kind = self.kwargs["kind"]
        if kind not in FORMS:
            raise Http404(kind)
        if kind == Kind.REVOCATION and self.actor.role not in services.OFFICE:
            raise PermissionDenied("撤销证书由发证中心提出。")
        return FORMS[kind](data, files, actor=self.actor)

    def save(self, form: Any) -> str:
        made = services.apply(self.certificate, by=self.actor, kind=self.kwargs["kind"], **form.cleaned_data)
        self.tell("申请已提交。")
        return services.record_path(made)

    def back_url(self) -> str:
        return reverse("issuing:record", args=[self.kwargs["uid"]])


class ChangeRecord(RecordView):
    """One application."""

    roles = READERS
    model = CertificateChange
    related = ("certificate", "center", "opened_by", "reviewed_by", "decided_by", "score_correction")

    def subtitle(self, record: CertificateChange) -> str:
        return f"{record.certificate.name}　{record.certificate.project_name}"

    def groups(self, record: CertificateChange) -> list[FactGroup]:
        certificate = record.certificate
        link = reverse("issuing:record", args=[certificate.uid])
        facts = [
            Fact("证书", f"{certificate.number}（{certificate.get_status_display()}）", url=link),
            Fact("事项", record.get_kind_display()),
            Fact("申请人", record.opened_by.name + ("（窗口代办）" if record.at_counter else "")),
            Fact("申请时间", record.created_at),
            *([Fact("补发原因", record.get_cause_display())] if record.kind == Kind.REPLACEMENT else []),
            Fact("理由", record.ground, wide=True),
        ]
        groups = [FactGroup("申请", tuple(facts))]
        if record.kind == Kind.CORRECTION:
            groups.append(FactGroup("更正内容", tuple(self.comparison(record))))
        if record.kind == Kind.REVOCATION:
            heard = (
                *self.corrected_score(record),
                Fact("申辩期限", by_calendar_now(record.statement_due, told_on(record))),
                Fact("申辩时间", record.stated_at),
                Fact("持证人申辩", record.statement, wide=True),
            )
            groups.append(FactGroup("陈述申辩", heard))
        done = (
            Fact("审核人", record.reviewed_by.name if record.reviewed_by else ""),
            Fact("批准人", record.decided_by.name if record.decided_by else ""),
            Fact("旧证去向", record.old_copy),
            Fact("不予办理的理由", record.refusal, wide=True),
        )
        return [*groups, FactGroup("办理", done)]

    def corrected_score(self, record: CertificateChange) -> list[Fact]:
        """The correction of the score that began this; its page is the office's."""
        found = record.score_correction
        if found is None:
            return []
        url = reverse("scores:corrections:record", args=[found.uid]) if self.actor.role in OFFICE else ""
        return [Fact("依据的成绩更正", change_of(found), url=url)]

    def comparison(self, record: CertificateChange) -> list[Fact]:
        """Before → after, numbers masked."""
        old, rows = record.certificate, []
        if record.new_name:
            rows.append(Fact("姓名", f"{old.name} → {record.new_name}"))
        if record.new_document_number:
            before = f"{old.get_document_type_display()}{mask_document(old.document_number)}"
            after = f"{record.get_new_document_type_display()}{mask_document(record.new_document_number)}"
            rows.append(Fact("证件", f"{before} → {after}"))
        made = Certificate.objects.filter(replaces=old).first() if record.status == record.Status.CARRIED_OUT else None
        if made:
            rows.append(Fact("新证书", made.number, url=reverse("issuing:record", args=[made.uid])))
        return rows

    def files(self, record: CertificateChange) -> list[FileLine]:
        return [file_line(each, "证明材料") for each in record.evidence.order_by("id")]

    def more(self, record: CertificateChange) -> dict[str, Any]:
        """Nobody is offered to withdraw what they cannot."""
        if not rules.withdrawing_unfit(record, office=self.actor.role in services.OFFICE):
            return {}
        buttons = [*step_buttons(self.request, record, self.actor), *self.links(record)]
        return {"buttons": [each for each in buttons if not each.url.endswith("/withdraw/")]}

    def links(self, record: CertificateChange) -> list[Button]:
        open_now = not rules.stating_unfit(record, statement="-", day=clock.today())
        if open_now and self.actor.may("certificate_change.enter"):
            return [Button("陈述申辩", reverse("changes:state", args=[record.uid]), primary=True)]
        return []


def waits_for_approval(change: CertificateChange) -> list[Any]:
    """What the approval page can say beforehand: the holder's time."""
    return rules.approving_unfit(change, user_id=0, day=clock.today())


class ChangeStep(StepView):
    """Review, approve, refuse, withdraw, carry out."""

    model = CertificateChange
    actions: ClassVar[dict[str, Action]] = {
        "review": Action(services.review, done="已审核，送中心主任批准。"),
        "approve": Action(services.approve, None, waits_for_approval, done="已批准。"),
        "refuse": Action(services.refuse, done="已不予办理，理由已告知持证人。"),
        "withdraw": Action(services.withdraw, done="申请已撤回。"),
        "carry_out": Action(services.carry_out, CarryOutForm, done="已办结。"),
    }


class Statement(EditView):
    """陈述申辩."""

    grants = ("certificate_change.enter",)
    title = "陈述申辩"
    intro = "写明您的意见和依据。期限内可以修改。"
    submit_label = "提交"

    @property
    def change(self) -> CertificateChange:
        found: CertificateChange = get_object_or_404(
            CertificateChange.objects.visible_to(self.actor), uid=self.kwargs["uid"]
        )
        return found

    def get_form(self, data: Any = None, files: Any = None) -> StatementForm:
        return StatementForm(data, initial={"statement": self.change.statement})

    def save(self, form: StatementForm) -> str:
        services.state(self.change, by=self.actor, **form.cleaned_data)
        self.tell("您的申辩已提交。")
        return self.back_url()

    def back_url(self) -> str:
        return services.record_path(self.change)
