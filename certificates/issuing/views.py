"""Certificates: list, record, steps, reprint, and a session's certificates together."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from certificates.issuing import documents, rules
from certificates.issuing.forms import CertificateFilter
from certificates.issuing.models import Certificate, Print
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from sdzx.identifiers import mask_document
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, OfficeView, RecordView, StepView, TableView

READERS = (
    Role.CLERK,
    Role.CERTIFIER,
    Role.DIRECTOR,
    Role.CONFIRMER,
    Role.ARCHIVIST,
    Role.PROVINCE,
    Role.AUDITOR,
    Role.APPLICANT,
    Role.REGISTRAR,
)
OFFICE = (Role.CERTIFIER, Role.DIRECTOR)
OVER = (Certificate.Status.REVOKED, Certificate.Status.CORRECTED)


def copy_line(copy: Print) -> str:
    """«3701260000012　2026-03-14　补发　遗失», and what became of the sheet."""
    state = "" if copy.state == Print.State.PRINTED else f"{copy.get_state_display()}　{copy.spoiled_reason}"
    parts = (
        copy.serial,
        f"{timezone.localtime(copy.printed_at):%Y-%m-%d}",
        "补发" if copy.is_reprint else "",
        copy.reason,
        state.strip(),
    )
    return "　".join(filter(None, parts))


class CertificateTable(TableView):
    """The certificates of the centre, of the unit, or one's own."""

    roles = READERS
    model = Certificate
    title = "证书"
    related = ("project", "session", "center")
    filter_class = CertificateFilter
    order = ("-id",)
    empty = ("还没有证书", "成绩确认后，合格考生的证书自动编号并出现在这里。")
    columns = (
        Column("证书编号", "number", order="number", link=True),
        Column("姓名", "name", order="name_key"),
        Column("专项职业能力", "project_name"),
        Column("发证日期", "issued_on", order="issued_on"),
        Column("状态", "get_status_display", order="status", badge=True),
    )


class CertificateRecord(RecordView):
    """One certificate: what is printed on it, its copies, its trace."""

    roles = READERS
    model = Certificate
    related = ("center", "session__site", "project", "registration", "replaces")

    def subtitle(self, record: Certificate) -> str:
        return f"{record.project_name}　{record.center.name}"

    def title(self, record: Certificate) -> str:
        return f"证书 {record.number}"

    def groups(self, record: Certificate) -> list[FactGroup]:
        facts = [
            Fact("姓名", record.name),
            Fact("证件类型", record.get_document_type_display()),
            Fact("证件号码", mask_document(record.document_number)),
            Fact("专项职业能力", record.project_name),
            Fact("考核结果", record.result),
            Fact("发证日期", record.issued_on),
            Fact("考核场次", record.session.number),
            Fact("考点", record.session.site.name),
        ]
        copies = tuple(copy_line(each) for each in record.prints.all())
        handed = [
            Fact("印制流水码", "", lines=copies, wide=True),
            Fact("领取人", record.handed_to),
            Fact("领取方式", record.handed_how),
            Fact("发放时间", record.handed_at),
        ]
        handed += self.pointers(record)
        if record.revoked_reason:
            handed.append(Fact("撤销理由", record.revoked_reason, wide=True))
        return [FactGroup("证书内容", tuple(facts)), FactGroup("印制与发放", tuple(handed))]

    def pointers(self, record: Certificate) -> list[Fact]:
        """From a corrected certificate to the new one, and back."""
        found = []
        if newer := Certificate.objects.filter(replaces=record).first():
            found.append(Fact("已更正，见新证", newer.number, url=reverse("issuing:record", args=[newer.uid])))
        if record.replaces:
            found.append(
                Fact("更正的原证书", record.replaces.number, url=reverse("issuing:record", args=[record.replaces.uid]))
            )
        return found

    def files(self, record: Certificate) -> list[FileLine]:
        """A copy printed by itself is a file; one of a batch is a page, cut out when it is asked for."""
        if self.actor.role not in OFFICE:
            return []
        return [
            FileLine(
                each.file.name if each.page is None else f"证书{record.number}-{each.serial}.pdf",
                reverse("files:download", args=[each.file.uid])
                if each.page is None
                else reverse("printing:sheet", args=[each.pk]),
                "证书PDF",
                each.file.size if each.page is None else 0,
                f"{each.serial}　{each.get_state_display()}",
            )
            for each in record.prints.select_related("file")
        ]

    def links(self, record: Certificate) -> list[Button]:
        links = []
        if self.actor.may("certificate.print") and record.prints.exists() and record.status not in OVER:
            links.append(Button("重印", reverse("printing:reprint", args=[record.uid])))
        if self.actor.role in (*OFFICE, Role.APPLICANT, Role.REGISTRAR, Role.PROVINCE, Role.AUDITOR):
            links.append(Button("电子证书", reverse("electronic:record", args=[record.uid])))
        links += self.applications(record)
        if self.actor.role in (*OFFICE, Role.PROVINCE, Role.AUDITOR):
            links.append(Button("追溯", reverse("home:trace", args=[record.uid])))
            if self.actor.role in OFFICE:
                links.append(Button("本场全部证书", reverse("issuing:session", args=[record.session.uid])))
        return links

    def applications(self, record: Certificate) -> list[Button]:
        """What may be applied for about a certificate that stands."""
        if record.status in OVER or not self.actor.may("certificate_change.open"):
            return []
        kinds = [("correction", "申请更正")]
        if record.prints.exists():
            kinds.append(("replacement", "申请补发"))
        if self.actor.role in OFFICE:
            kinds.append(("revocation", "提出撤销"))
        return [Button(label, reverse("changes:new", args=[record.uid, kind])) for kind, label in kinds]


class CertificateStep(StepView):
    """No step is taken here: printing and handing out are slices of their own, whose addresses stand before this one;
    correcting and revoking need an application (certificates/changes)."""

    model = Certificate
    actions: ClassVar[dict[str, Action]] = {}


LINES = (
    Column("证书编号", "number", link=True),
    Column("姓名", "name"),
    Column("状态", "get_status_display", badge=True),
    Column("领取人", "handed_to"),
)


class SessionCertificates(OfficeView):
    """A session's certificates: how many are printed, what cannot be, the list of hand-outs."""

    roles = OFFICE

    def session(self, uid: Any) -> Session:
        found: Session = get_object_or_404(
            Session.objects.visible_to(self.actor).select_related("site", "project", "center"), uid=uid
        )
        return found

    def get(self, request: HttpRequest, uid: Any, kind: str = "") -> HttpResponse:
        session = self.session(uid)
        if kind:
            return self.document(session, kind)
        certificates = list(session.certificates.select_related("photo", "center").order_by("sequence"))
        waiting = [each for each in certificates if each.status == Certificate.Status.NUMBERED]
        context = {
            "title": f"{session.project.name} 证书",
            "session": session,
            "table": tables.build(LINES, certificates, caption="名单", url_of=self.url_of) if certificates else None,
            "total": len(certificates),
            "waiting": len(waiting),
            "unprintable": [(each, found) for each in waiting if (found := rules.print_blockers(each))],
            "may_print": self.actor.may("print_batch.edit"),
            "may_hand_out": self.actor.may("certificate.hand_out")
            and any(each.status == Certificate.Status.PRINTED for each in certificates),
        }
        return render(request, "certificates/issuing/session.html", context)

    def url_of(self, certificate: Certificate) -> str:
        return reverse("issuing:record", args=[certificate.uid])

    def document(self, session: Session, kind: str) -> HttpResponse:
        if kind != "list":
            raise Http404(kind)
        response = HttpResponse(documents.list_pdf(session), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{session.number}-{kind}.pdf"'
        return response
