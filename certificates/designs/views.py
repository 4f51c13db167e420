"""Pages of the designs: versions, one version with its preview, a new one, its editor, its steps, calibration and test sheet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from certificates.designs import samples, services, sheets
from certificates.designs.editing import preview
from certificates.designs.forms import CalibrationForm, DesignForm, NewForm, SampleForm
from certificates.designs.layout import paper_of
from certificates.designs.models import Calibration, Design
from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

READERS = (Role.PROVINCE, Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR)
OFFICE = (Role.PROVINCE, Role.CERTIFIER, Role.DIRECTOR)
RELATED = ("center", "background", "seal")
HEADS = ("内容", "左", "上", "宽", "高", "字号（磅）", "对齐", "前置文字、占宽")
CALIBRATIONS = (
    Column("打印机", "printer"),
    Column("向右（毫米）", "right", number=True),
    Column("向下（毫米）", "down", number=True),
    Column("校准人", "set_by.name"),
    Column("校准时间", "set_at"),
)


def paper(design: Design) -> str:
    """«A4横向，297×210毫米»."""
    turned = "横向" if design.width > design.height else "纵向"
    return f"{paper_of(design.width, design.height) or '其他尺寸'}{turned}，{design.width}×{design.height}毫米"


class DesignList(TableView):
    """The centre's versions, and the house designs of the province."""

    model = Design
    title = "证书样式"
    intro = "本中心使用中的一版用于打印；没有时用省中心的通用样式。电子证书一律用整版样式。"
    roles = READERS
    related = ("center",)
    empty = ("还没有证书样式", "没有样式时按系统内置的样式打印。")
    columns = (
        Column("样式", str, link=True),
        Column("方式", "get_kind_display", order="kind"),
        Column("纸张", paper),
        Column("说明", "note"),
        Column("状态", "get_status_display", order="status", badge=True),
    )

    def actions(self) -> list[Button]:
        if not self.actor.may("design.edit"):
            return []
        return [Button("新建样式", reverse("designs:new"), primary=True)]


class DesignPage(OfficeView):
    """Anything about one design that this person may see."""

    roles: ClassVar[tuple[str, ...]] = READERS

    def design(self) -> Design:
        found: Design = get_object_or_404(
            Design.objects.visible_to(self.actor).select_related(*RELATED), uid=self.kwargs["uid"]
        )
        return found

    def own(self, design: Design, grant: str) -> bool:
        """May this person change it?"""
        center = self.actor.center
        return self.actor.may(grant) and center is not None and design.center_id == center.pk


class DesignRecord(RecordView, DesignPage):
    """A version: its preview, what it lacks, its calibrations."""

    model = Design
    related = RELATED
    template = "certificates/designs/record.html"

    def groups(self, record: Design) -> Sequence[FactGroup]:
        facts = [Fact("中心", record.center.name), Fact("方式", record.get_kind_display()), Fact("纸张", paper(record))]
        if not record.is_overlay:
            facts += [
                Fact("底图", f"{record.get_art_display()}（{record.get_palette_display()}）"),
                Fact("印章", "印章图片" if record.seal else "打印后盖章"),
            ]
        return [FactGroup("样式", (*facts, Fact("说明", record.note, wide=True)))]

    def blockers(self, record: Design) -> Sequence[Blocker]:
        return services.obstacles(record) if record.status == Design.Status.DRAFT else ()

    def links(self, record: Design) -> Sequence[Button]:
        found = []
        if record.status == Design.Status.DRAFT and self.own(record, "design.edit"):
            found.append(Button("修改", reverse("designs:edit", args=[record.uid])))
        if record.is_overlay and record.status != Design.Status.RETIRED and self.own(record, "design.calibrate"):
            found.append(Button("校准", reverse("designs:calibrate", args=[record.uid])))
        if record.is_overlay:
            found.append(Button("测试页", reverse("designs:test_sheet", args=[record.uid])))
        return found

    def more(self, record: Design) -> dict[str, Any]:
        which = sample_of(self.request)
        rows = list(record.calibrations.select_related("set_by")) if record.is_overlay else []
        return {
            "sample": SampleForm(initial={"sample": which}),
            "which": which,
            "sheets": [(each, sheet_url(record, each)) for each in rows],
            "calibrations": tables.build(CALIBRATIONS, rows, caption="各打印机的校准") if rows else None,
        }


def sample_of(request: HttpRequest) -> str:
    """The sample that a request asks for; the ordinary one where it asks for none that there is."""
    asked = request.GET.get("sample", "")
    return asked if asked in samples.NAMES else "ordinary"


def sheet_url(design: Design, calibration: Calibration) -> str:
    return f"{reverse('designs:test_sheet', args=[design.uid])}?{urlencode({'printer': calibration.printer})}"


class DesignStep(StepView):
    """Put in use, retire, give up."""

    model = Design
    actions: ClassVar = {
        "put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用，此后的证书按这一版打印。"),
        "retire": Action(services.retire, done="已停用，此后的证书按省中心的通用样式打印。"),
        "discard": Action(services.discard, done="草稿已放弃。"),
    }


class DesignNew(EditView):
    """The centre's next version."""

    title = "新建证书样式"
    intro = "先选打印方式和纸张，下一步设置底图、文字和各项位置。"
    grants = ("design.edit",)
    submit_label = "下一步"

    def get_form(self, data: Any = None, files: Any = None) -> NewForm:
        return NewForm(data, actor=self.actor, initial={"kind": Design.Kind.FULL, "paper": "A4"})

    def save(self, form: NewForm) -> str:
        width, height = form.page()
        data = form.cleaned_data
        made = services.create(by=self.actor, kind=data["kind"], width=width, height=height, start=data["start"])
        self.tell(f"已新建{made}的草稿。")
        return reverse("designs:edit", args=[made.uid])

    def back_url(self) -> str:
        return reverse("designs:list")


class DesignEdit(EditView, DesignPage):
    """The look of a draft, with a preview that follows what is typed."""

    roles = ()
    title = "修改证书样式"
    intro = "长度单位是毫米，从纸张左上角量起；文字印在所占位置的下沿，写不下时向上换行。"
    grants = ("design.edit",)
    template = "certificates/designs/form.html"
    submit_label = "保存草稿"
    shown: DesignForm | None = None

    def get_form(self, data: Any = None, files: Any = None) -> DesignForm:
        self.shown = DesignForm(data, files, design=self.design(), actor=self.actor)
        return self.shown

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A version that was in use, and another centre's, is read, not changed."""
        design = self.design()
        if design.status != Design.Status.DRAFT or not self.own(design, "design.edit"):
            return redirect("designs:record", uid=design.uid)
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "preview":
            return super().post(request, **kwargs)
        form = self.get_form(request.POST, request.FILES)
        if request.headers.get("HX-Request"):
            return render(request, "certificates/designs/_preview.html", self.context())
        return self.page(form)

    def context(self) -> dict[str, Any]:
        shown = preview(self.design(), self.shown, self.request.POST.get("sample", "ordinary"))
        return {"heads": HEADS, **shown}

    def save(self, form: DesignForm) -> str:
        made = services.edit(form.design, by=self.actor, look=form.look())
        self.tell("草稿已保存。")
        return reverse("designs:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("designs:record", args=[self.kwargs["uid"]])


class Calibrate(EditView, DesignPage):
    """Enter what was measured on a printer's test sheet."""

    roles = ()
    title = "校准打印机"
    grants = ("design.calibrate",)
    template = "certificates/designs/calibrate.html"

    @property
    def intro(self) -> str:
        return f"{self.design()}：套打时整体移动多少，各打印机分别校准。"

    def get_form(self, data: Any = None, files: Any = None) -> CalibrationForm:
        printer = self.request.GET.get("printer", "")
        former = services.calibration_of(self.design(), printer) if printer else None
        initial = {"printer": former.printer, "right": former.right, "down": former.down} if former else {}
        return CalibrationForm(data, initial=initial)

    def context(self) -> dict[str, Any]:
        return {"sheet_url": reverse("designs:test_sheet", args=[self.kwargs["uid"]])}

    def save(self, form: CalibrationForm) -> str:
        services.calibrate(self.design(), by=self.actor, **form.cleaned_data)
        self.tell("校准已保存。再打印一张测试页核对：它已按新的校准移动。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("designs:record", args=[self.kwargs["uid"]])


class SamplePdf(DesignPage):
    """The design with made-up facts."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        return _sent(sheets.sample_pdf(self.design(), sample_of(request)), "application/pdf", "sample.pdf")


class Picture(DesignPage):
    """The same as a picture, for the record page."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        return _sent(sheets.preview_png(self.design(), sample_of(request)), "image/png", "sample.png")


class TestSheet(DesignPage):
    """The test sheet of an overlay; `?printer=` applies that printer's calibration."""

    roles = OFFICE

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        design = self.design()
        if not design.is_overlay:
            raise Http404("a full design is printed on blank paper")
        printer = request.GET.get("printer", "")
        calibration = get_object_or_404(Calibration, design=design, printer=printer) if printer else None
        return _sent(sheets.calibration_sheet(design, calibration), "application/pdf", "test-sheet.pdf")


def _sent(body: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
