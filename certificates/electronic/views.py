"""Pages of electronic certificates: one certificate's versions and copies, taking a copy, signing anew, all copies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from certificates.electronic import services
from certificates.electronic.forms import CopyForm, ReissueForm
from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.electronic.rules import make_blockers, standing_blockers
from certificates.electronic.verification import state_of
from certificates.issuing.models import Certificate
from sdzx import policy
from sdzx.accounts.roles import Role
from sdzx.documents import signing
from sdzx.ui import tables, words
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import EditView, OfficeView, TableView
from sdzx.workflow import Blocker, Refused

FILE_READERS = (Role.APPLICANT, Role.CERTIFIER, Role.DIRECTOR)
COPY_READERS = (*FILE_READERS, Role.AUDITOR)
READERS = (*COPY_READERS, Role.REGISTRAR, Role.PROVINCE)


def file_url(file: Any) -> str:
    return reverse("files:download", args=[file.uid])


class OfCertificate(OfficeView):
    """A page about one certificate."""

    @property
    def certificate(self) -> Certificate:
        visible = Certificate.objects.visible_to(self.actor).select_related("center", "photo")
        found: Certificate = get_object_or_404(visible, uid=self.kwargs["uid"])
        return found

    def back_url(self) -> str:
        return reverse("electronic:record", args=[self.certificate.uid])


COPIES = (
    Column("下载编号", "number", link=True),
    Column("用途", "purpose"),
    Column("有效期至", "valid_until"),
    Column("下载时间", "made_at"),
    Column("状态", "state"),
)


class ElectronicRecord(OfCertificate):
    """电子证书: its versions, the copies taken, what may be done now. The unit sees only that there is one."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        certificate = self.certificate
        editions = list(certificate.electronic.select_related("file").order_by("-version"))
        current = next((each for each in editions if each.superseded_at is None), None)
        state = state_of(certificate)
        blockers = standing_blockers(certificate)
        if current is None and not blockers:
            blockers = make_blockers(certificate)
            if not signing.configured():
                blockers = [Blocker(str(signing.NotConfigured())), *blockers]
        copies = self.copies(certificate)
        context = {
            "title": f"电子证书 {certificate.number}",
            "subtitle": f"{certificate.name}　{certificate.project_name}",
            "status_label": state if state != "有效" else "已签发" if current else "未签发",
            "status_tone": "bad" if state != "有效" else "good" if current else "neutral",
            "blockers": blockers,
            "buttons": self.buttons(certificate, current, blocked=bool(blockers)),
            "groups": [FactGroup("电子签名", tuple(self.facts(editions)))],
            "files": self.files(editions),
            "copies": tables.build(COPIES, copies, caption="专用副本", url_of=self.url_of),
            "shows_copies": self.actor.role in COPY_READERS,
            "has_copies": bool(copies),
            "is_holder": self.actor.role == Role.APPLICANT,
        }
        return render(request, "certificates/electronic/record.html", context)

    def copies(self, certificate: Certificate) -> list[PurposeCopy]:
        if self.actor.role not in COPY_READERS:
            return []
        return list(
            PurposeCopy.objects.filter(original__certificate=certificate).select_related(
                "original__certificate", "file"
            )
        )

    def url_of(self, copy: PurposeCopy) -> str:
        return file_url(copy.file) if services.may_have(self.actor, copy.original) else ""

    def facts(self, editions: list[ElectronicCertificate]) -> list[Fact]:
        if not editions:
            return [Fact("签发", "尚未签发。证书编号后由系统自动签发，也可以现在签发。", wide=True)]
        facts = []
        for each in editions:
            ended = f"，{words.moment(each.superseded_at)}被新版取代" if each.superseded_at else "，使用中"
            facts.append(Fact(f"第{each.version}版", f"{words.moment(each.made_at)}签发{ended}", wide=True))
            if each.reason:
                facts.append(Fact("重新签发理由", each.reason, wide=True))
            facts.append(Fact("SHA-256", each.sha256, wide=True))
        if self.actor.role not in FILE_READERS:
            facts.append(Fact("文件", "由持证人本人和发证中心下载。", wide=True))
        return facts

    def files(self, editions: list[ElectronicCertificate]) -> list[FileLine]:
        mine = [each for each in editions if services.may_have(self.actor, each)]
        return [
            FileLine(each.file.name, file_url(each.file), "PDF/A-2b，有电子签名", each.file.size, f"第{each.version}版")
            for each in mine
        ]

    def buttons(
        self, certificate: Certificate, current: ElectronicCertificate | None, *, blocked: bool
    ) -> list[Button]:
        uid, found = certificate.uid, []
        if not blocked:
            if current is None and self.actor.may("electronic.make"):
                found.append(Button("签发电子证书", reverse("electronic:make", args=[uid]), primary=True, get=False))
            if current and self.actor.may("electronic.copy"):
                found.append(Button("下载专用副本", reverse("electronic:copy", args=[uid]), primary=True))
            if current and self.actor.may("electronic.reissue"):
                found.append(Button("重新签发", reverse("electronic:reissue", args=[uid])))
        if self.actor.role != Role.REGISTRAR:
            found.append(Button("查看证书", reverse("issuing:record", args=[uid])))
        return found


class Make(OfCertificate):
    """Sign it now instead of waiting for the worker."""

    grants = ("electronic.make",)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        try:
            services.make(self.certificate, by=self.actor)
            self.tell("电子证书已签发，可以下载。")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back_url())


class TakeCopy(OfCertificate, EditView):
    """A copy for one purpose."""

    grants = ("electronic.copy",)
    title = "下载专用副本"
    intro = "副本上印有用途、有效期和下载编号，并重新签名；对方查验时能看到。原件不变，请自己保存。"
    submit_label = "生成副本"

    def get_form(self, data: Any = None, files: Any = None) -> CopyForm:
        return CopyForm(data, days=policy.of(self.certificate.center).electronic_copy_days)

    def context(self) -> dict[str, Any]:
        values = policy.of(self.certificate.center)
        used = len(services.recent_copies(self.certificate))
        return {
            "intro": f"{self.intro}{values.electronic_copy_window_days}天内最多{values.electronic_copy_limit}份，已下载{used}份。"
        }

    def save(self, form: CopyForm) -> str:
        made = services.take_copy(self.certificate, by=self.actor, **form.cleaned_data)
        self.tell(f"副本{made.number}已生成，可在下面下载。")
        return self.back_url()


class Reissue(OfCertificate, EditView):
    """A new version: the one before no longer counts."""

    grants = ("electronic.reissue",)
    title = "重新签发电子证书"
    intro = "证书内容和编号不变，签发新的一版；旧版和由它生成的副本，查验时显示“已被新版取代”。"
    submit_label = "重新签发"

    def get_form(self, data: Any = None, files: Any = None) -> ReissueForm:
        return ReissueForm(data)

    def save(self, form: ReissueForm) -> str:
        services.reissue(self.certificate, by=self.actor, **form.cleaned_data)
        self.tell("新版电子证书已签发。")
        return self.back_url()


class CopyTable(TableView):
    """Every copy taken: one's own, or the centre's."""

    roles = COPY_READERS
    model = PurposeCopy
    title = "电子证书副本"
    intro = "持证人下载的专用副本，印有用途和有效期。"
    related = ("original__certificate", "file")
    order = ("-id",)
    columns = (
        Column("下载编号", "number", order="number", link=True),
        Column("证书编号", "original.certificate.number"),
        Column("姓名", "original.certificate.name"),
        Column("用途", "purpose"),
        Column("有效期至", "valid_until", order="valid_until"),
        Column("下载时间", "made_at", order="made_at"),
        Column("状态", "state"),
    )
    empty = ("还没有下载过副本", "在证书页面点“电子证书”，填写用途后下载。")

    def url_of(self, record: PurposeCopy) -> str:
        return reverse("electronic:record", args=[record.original.certificate.uid])
