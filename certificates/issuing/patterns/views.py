"""Pages of the numbers: versions of the pattern, one version, a new one with its preview, its use; void numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from certificates.issuing import numbering
from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from certificates.issuing.numbering import Segment
from certificates.issuing.patterns import rules, services
from certificates.issuing.patterns.forms import PatternForm, VoidFilter
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

READERS = (Role.PROVINCE, Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR)
NOT_OFFICIAL = "编号规则由本系统设置，不是国家或省规定的编码规则：专项职业能力证书没有查到公开的官方编码规则。"


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of the sample: what it says, its characters, and where they stand."""

    label: str
    text: str
    place: str


PARTS = (Column("位置", "place"), Column("内容", "label"), Column("示例", "text"))


def sample(segments: Sequence[Segment]) -> dict[str, Any]:
    """The number of the first city's first certificate of this year, whole and in parts; empty while it cannot be built."""
    city = Center.objects.filter(kind=Center.Kind.CITY).first()
    try:
        texts = numbering.parts(segments, numbering.Place(city.code if city else "", clock.today().year, 1))
    except ValueError:
        return {"number": "", "parts": None, "city": city}
    shown, start = [], 1
    for segment, text in zip(segments, texts, strict=True):
        end = start + len(text) - 1
        shown.append(
            Part(rules.KINDS[segment["kind"]], text, f"第{start}位" if start == end else f"第{start}至{end}位")
        )
        start = end + 1
    return {"number": "".join(texts), "parts": tables.build(PARTS, shown, caption="编号的组成"), "city": city}


class PatternList(TableView):
    """Every version, the newest first."""

    model = NumberPattern
    title = "证书编号规则"
    intro = NOT_OFFICIAL
    roles = READERS
    order = ("-version",)
    columns = (
        Column("版本", lambda pattern: f"第{pattern.version}版", link=True, order="version"),
        Column("组成", lambda pattern: rules.in_words(pattern.segments)),
        Column("说明", "note"),
        Column("状态", "get_status_display", order="status", badge=True),
    )

    def actions(self) -> list[Button]:
        found = [Button("作废编号登记", reverse("issuing:void_numbers"))]
        if self.actor.may("number_pattern.edit"):
            found.insert(0, Button("新建版本", reverse("issuing:patterns:new"), primary=True))
        return found


class PatternRecord(RecordView):
    """A version with its segments and a sample."""

    model = NumberPattern
    roles = READERS
    template = "certificates/issuing/patterns/record.html"

    def subtitle(self, record: NumberPattern) -> str:
        return NOT_OFFICIAL

    def groups(self, record: NumberPattern) -> Sequence[FactGroup]:
        facts = (
            Fact("总位数", f"{numbering.length(record.segments)}位"),
            Fact("按本版编号的证书", f"{Certificate.objects.filter(pattern=record).count()}本"),
            Fact("校验", "ISO 7064 MOD 37,36"),
            Fact("说明", record.note, wide=True),
        )
        return [FactGroup("编号规则", facts)]

    def blockers(self, record: NumberPattern) -> Sequence[Blocker]:
        return services.obstacles(record) if record.status == NumberPattern.Status.DRAFT else ()

    def links(self, record: NumberPattern) -> Sequence[Button]:
        if record.status != NumberPattern.Status.DRAFT or not self.actor.may("number_pattern.edit"):
            return ()
        return [Button("修改", reverse("issuing:patterns:edit", args=[record.uid]))]

    def more(self, record: NumberPattern) -> dict[str, Any]:
        return {"sample": sample(record.segments)}


class PatternStep(StepView):
    """Put in use."""

    model = NumberPattern
    actions: ClassVar = {
        "put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用，此后的证书按这一版编号。")
    }


class PatternNew(EditView):
    """The next version, filled from the one in use. «预览» shows a sample and what is wrong without saving."""

    title = "新建证书编号规则版本"
    intro = f"{NOT_OFFICIAL}保存为草稿，核对后启用。"
    grants = ("number_pattern.edit",)
    template = "certificates/issuing/patterns/form.html"
    shown: Sequence[Segment] = ()

    def base_segments(self) -> Sequence[Segment]:
        """What the rows begin with."""
        used = services.current()
        return used.segments if used else []

    def get_form(self, data: Any = None, files: Any = None) -> PatternForm:
        return PatternForm(data, segments=self.base_segments())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.shown = self.base_segments()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        self.shown = form.segments() if form.is_valid() else []
        if request.POST.get("do") != "preview":
            return super().post(request, **kwargs)
        if request.headers.get("HX-Request"):
            return render(request, "certificates/issuing/patterns/_sample.html", self.context())
        return self.page(form)

    def context(self) -> dict[str, Any]:
        """The preview of what the form says now; nothing while it cannot be read."""
        return {
            "sample": sample(self.shown) if self.shown else None,
            "unfit": services.unfit(self.shown) if self.shown else [],
        }

    def save(self, form: PatternForm) -> str:
        made = services.create(by=self.actor, segments=form.segments(), note=form.cleaned_data["note"])
        self.tell(f"已新建{made}，核对后启用。")
        return reverse("issuing:patterns:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("issuing:patterns:list")


class PatternEdit(PatternNew):
    """Change a draft."""

    title = "修改证书编号规则"

    def base(self) -> NumberPattern:
        found: NumberPattern = get_object_or_404(NumberPattern.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return found

    def base_segments(self) -> Sequence[Segment]:
        segments: list[Segment] = self.base().segments
        return segments

    def get_form(self, data: Any = None, files: Any = None) -> PatternForm:
        return PatternForm(data, segments=self.base_segments(), note=self.base().note)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A version that was put in use is read, not changed."""
        if self.base().status != NumberPattern.Status.DRAFT:
            return redirect("issuing:patterns:record", uid=self.kwargs["uid"])
        return super().get(request, **kwargs)

    def save(self, form: PatternForm) -> str:
        made = services.edit(self.base(), by=self.actor, segments=form.segments(), note=form.cleaned_data["note"])
        self.tell("已保存。")
        return reverse("issuing:patterns:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("issuing:patterns:record", args=[self.kwargs["uid"]])


class VoidRegister(TableView):
    """Numbers that name no certificate any more and never will, with the reasons."""

    roles = READERS
    model = VoidNumber
    title = "作废编号登记"
    intro = "作废的编号不再使用；登记后不能修改或删除。"
    related = ("center", "voided_by")
    filter_class = VoidFilter
    order = ("-voided_at",)
    empty = ("没有作废的编号", "证书撤销后，其编号登记在这里。")
    columns = (
        Column("证书编号", "number", order="number", link=True),
        Column("发证中心", "center", order="center"),
        Column("理由", "reason"),
        Column("作废人", "voided_by"),
        Column("作废时间", "voided_at", order="voided_at"),
    )

    def records(self) -> QuerySet[VoidNumber]:
        uid = Certificate.objects.filter(number=OuterRef("number")).values("uid")
        return super().records().annotate(certificate_uid=Subquery(uid[:1]))

    def url_of(self, record: Any) -> str:
        return reverse("issuing:record", args=[record.certificate_uid]) if record.certificate_uid else ""
