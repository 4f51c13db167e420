"""Pages of print batches: list, choosing, the record with preflight and progress, the steps, spoiled sheets, the files."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from certificates.issuing.models import Print
from certificates.printing import documents, rules, services
from certificates.printing.forms import BatchForm, FinishForm, SpoilForm, StartForm, waiting
from certificates.printing.models import PrintBatch, PrintLine
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.files.services import ContentMissing
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine, Stage, StageState
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker, Refused

READERS = (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR)
OFFICE = (Role.CERTIFIER, Role.DIRECTOR)  # who may have the sheets, which carry document numbers in full
EDIT = (services.EDIT,)
SHOWN = 100  # lines listed on a page
AT_ONCE = 1000  # sheets in one joined PDF
Status = PrintBatch.Status


def page_of(batch: PrintBatch) -> str:
    """The address of the batch's page."""
    return reverse("printing:record", args=[batch.uid])


class BatchList(TableView):
    """印制批次."""

    roles = READERS
    model = PrintBatch
    title = "印制批次"
    intro = "成批印制证书：先检查，再由后台分组生成PDF，随时可以暂停；打印后清点核对。"
    related = ("ordered_by", "center")
    empty = ("还没有印制批次", "选取待打印的证书，建立一个批次。")
    columns = (
        Column("批次号", "number", order="number", link=True),
        Column("内容", "title"),
        Column("证书", "total", order="total", number=True),
        Column("已生成", "made", number=True),
        Column("未印制", "left_out", number=True),
        Column("经办人", "ordered_by.name"),
        Column("建立时间", "created_at", order="created_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )

    def actions(self) -> list[Button]:
        links = [Button("印制台账", reverse("printing:ledger"))]
        if self.actor.may(services.EDIT):
            links.insert(0, Button("新建批次", reverse("printing:new"), primary=True))
        return links


class BatchNew(EditView):
    """Choose what is printed."""

    grants = EDIT
    title = "新建印制批次"
    intro = "建立后先检查能不能印，还不会印出任何一张。已在其他批次中等待的证书不再列出。"
    submit_label = "建立批次并检查"

    def get_form(self, data: Any = None, files: Any = None) -> BatchForm:
        return BatchForm(data, actor=self.actor)

    def save(self, form: BatchForm) -> str:
        again = form.cleaned_data["again"]
        return page_of(services.draft(by=self.actor, first=form.chosen(), again=again, title=form.title()))

    def back_url(self) -> str:
        return reverse("printing:list")


class OfSession(OfficeView):
    """A batch of what waits in one session."""

    grants = EDIT

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        session = get_object_or_404(Session.objects.visible_to(self.actor), uid=uid)
        found = waiting(self.actor).filter(session=session)
        try:
            made = services.draft(by=self.actor, first=found, title=f"场次{session.number}")
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("issuing:session", uid=session.uid)
        return redirect(page_of(made))


LEFT = (
    Column("证书编号", "certificate.number", link=True),
    Column("姓名", "certificate.name"),
    Column("原因", "why"),
)


class BatchRecord(RecordView):
    """Where the batch stands: the preflight, the progress, the files, what was left out, what follows."""

    roles = READERS
    model = PrintBatch
    related = ("center", "ordered_by", "follows", "resume_from")
    template = "certificates/printing/batch.html"

    def subtitle(self, record: PrintBatch) -> str:
        return record.title

    def groups(self, record: PrintBatch) -> Sequence[FactGroup]:
        spoiled = services.copies_of(record).filter(state=Print.State.SPOILED).count()
        facts = [
            Fact("证书", record.total), Fact("已生成", record.made), Fact("未印制", record.left_out),
            Fact("其中作废", spoiled), Fact("经办人", record.ordered_by.name), Fact("建立时间", record.created_at),
        ]  # fmt: skip
        if record.printer:
            facts.append(Fact("打印机", record.printer))
        if record.counted is not None:
            facts.append(Fact("清点的合格张数", record.counted))
        if record.follows:
            facts.append(Fact("补印的批次", record.follows.number, url=page_of(record.follows)))
        if record.resume_from:
            facts.append(Fact("原批次从此张接着打印", record.resume_from.serial))
        facts += [Fact("作废后补印", each.number, url=page_of(each)) for each in record.followers.order_by("pk")]
        return [FactGroup("批次", tuple(facts))]

    def files(self, record: PrintBatch) -> Sequence[FileLine]:
        if self.actor.role not in OFFICE:
            return ()
        return [
            file_line(part.file, f"第{part.chunk}部分", note=f"{part.sheets}张，{part.first_serial}—{part.last_serial}")
            for part in record.parts.select_related("file")
        ]

    def links(self, record: PrintBatch) -> Sequence[Button]:
        links = []
        made = bool(record.made) and self.actor.role in OFFICE
        if made and record.made <= AT_ONCE:
            links.append(Button("合并的PDF，送打印机", reverse("printing:document", args=[record.uid])))
        if made and self.actor.may(services.SPOIL) and record.status in (Status.PAUSED, Status.MADE):
            links.append(Button("登记卡纸、打坏", reverse("printing:spoil", args=[record.uid])))
        if record.made:
            links.append(Button("本批次台账", f"{reverse('printing:ledger')}?batch={record.number}"))
        return links

    def more(self, record: PrintBatch) -> dict[str, Any]:
        found = progress_of(record) | self.checked(record) | self.left_out(record)
        found["may_resume_at"] = bool(record.made) and self.actor.role in OFFICE
        if record.status == Status.PAUSED:
            found["stages"] = paused_stages()
        return found

    def checked(self, record: PrintBatch) -> dict[str, Any]:
        """The preflight of what has not been started."""
        if record.status != Status.DRAFT:
            return {}
        found = services.preflight(record)
        rows = [
            {"certificate": line.certificate, "why": "；".join(map(str, blockers))} for line, blockers in found.unfit
        ]
        return {
            "preflight": found,
            "start_blockers": rules.start_blockers(found),
            "unfit_count": len(rows),
            "unfit": self.table(rows, "不能印制的证书") if rows else None,
        }

    def left_out(self, record: PrintBatch) -> dict[str, Any]:
        if not record.left_out:
            return {}
        lines = record.lines.filter(state=PrintLine.State.LEFT).select_related("certificate").order_by("position")
        return {"left": self.table(lines[:SHOWN], "未印制的证书")}

    def table(self, rows: Any, caption: str) -> tables.Table:
        return tables.build(LEFT, rows[:SHOWN], caption=caption, url_of=self.url_of)

    def url_of(self, row: Any) -> str:
        certificate = row["certificate"] if isinstance(row, dict) else row.certificate
        return reverse("issuing:record", args=[certificate.uid])


def paused_stages() -> list[Stage]:
    """A pause is a place on the way, not its end."""
    here = PrintBatch.MAIN.index(Status.PRINTING)
    labels = [
        Status.PAUSED.label if place == here else Status(each).label for place, each in enumerate(PrintBatch.MAIN)
    ]
    states = [StageState.DONE] * here + [StageState.CURRENT] + [StageState.NEXT] * (len(labels) - here - 1)
    return [Stage(str(label), state) for label, state in zip(labels, states, strict=True)]


def progress_of(record: PrintBatch) -> dict[str, Any]:
    """How far the worker is."""
    return {
        "record": record,
        "working": record.status == Status.PRINTING,
        "done": record.made + record.left_out,
        "shown": record.status in (Status.PRINTING, Status.PAUSED),
    }


class Progress(OfficeView):
    """The part of the page that changes; once the worker is done, the whole page is asked to come again."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = get_object_or_404(PrintBatch.objects.visible_to(self.actor), uid=uid)
        if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
            return redirect(page_of(record))
        response = render(request, "certificates/printing/_progress.html", progress_of(record))
        if record.status != Status.PRINTING:
            response["HX-Refresh"] = "true"
        return response


def starting(record: PrintBatch) -> list[Blocker]:
    """What stands in the way of starting, for the confirm page."""
    return rules.start_blockers(services.preflight(record))


class BatchStep(StepView):
    """Start, pause, go on, leave the rest, account for the sheets, cancel."""

    model = PrintBatch
    actions = {
        "start": Action(services.start, StartForm, starting, done="已开始印制，可以关闭页面。"),
        "pause": Action(services.pause, done="已暂停。"),
        "resume": Action(services.resume, done="继续印制，可以关闭页面。"),
        "stop": Action(services.stop, None, rules.stop_blockers),
        "finish": Action(services.finish, FinishForm, done="清点与台账一致，批次已核对完成。"),
        "cancel": Action(services.cancel, None, rules.cancel_blockers),
    }


class Spoil(EditView):
    """登记卡纸、打坏: which sheets, why, and where the printer goes on."""

    grants = (services.SPOIL,)
    title = "登记卡纸、打坏"
    intro = "作废的各张另编印制流水码补印，证书编号不变；登记后生成一个补印批次，其PDF只含还要打印的。用预印空白证书的，作废的各张计入空白证书作废。"
    submit_label = "登记作废并补印"

    @property
    def batch(self) -> PrintBatch:
        found: PrintBatch = get_object_or_404(PrintBatch.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return found

    def get_form(self, data: Any = None, files: Any = None) -> SpoilForm:
        self.batch  # noqa: B018 - not found answers 404 before a form is shown
        return SpoilForm(data)

    def save(self, form: SpoilForm) -> str:
        batch = self.batch
        made = services.spoil(batch, by=self.actor, **form.cleaned_data)
        self.tell("已登记作废。" if made == batch else f"已登记作废，补印批次为{made.number}。")
        return page_of(made)

    def back_url(self) -> str:
        return page_of(self.batch)


class Document(OfficeView):
    """The sheets of a batch in one PDF for the printer, `?from=` a serial on; of a batch that follows, the rest of the other."""

    roles = OFFICE

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        batch = get_object_or_404(PrintBatch.objects.visible_to(self.actor), uid=uid)
        copies = services.sheets_of(batch, request.GET.get("from", "").strip())
        if len(copies) > AT_ONCE:
            self.tell(
                f"从这里起还有{len(copies)}张，合并的PDF最多{AT_ONCE}张。请逐部分打印，或从后面的流水码接着打印。"
            )
            return redirect(page_of(batch))
        if not copies:
            self.tell("本批次没有这个流水码的有效证书，请对照台账填写。")
            return redirect(page_of(batch))
        return pdf(self, copies, f"{batch.number}.pdf", batch)


class Sheet(OfficeView):
    """One copy as it was frozen, out of the part of its batch."""

    roles = OFFICE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = get_object_or_404(Print.objects.visible_to(self.actor).select_related("file", "certificate"), pk=pk)
        return pdf(self, [copy], f"{copy.serial}.pdf", copy.certificate)


def pdf(view: OfficeView, copies: Sequence[Print], name: str, subject: Any) -> HttpResponse:
    """The sheets as a PDF; who had them is in the trace, for they carry document numbers in full."""
    try:
        body = documents.sheets(copies)
    except ContentMissing as error:
        raise Http404("the content is gone") from error
    services.note_reading(subject, copies, by=view.actor)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
