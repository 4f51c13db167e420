"""The auditor's pages: the trail, one entry, the seals, the verification."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sdzx.audit import chain
from sdzx.audit.forms import EntryFilter
from sdzx.audit.models import Entry, Seal
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.tables import FirstPages
from sdzx.ui.tracing import label
from sdzx.ui.views import OfficeView, RecordView, TableView


class NearestPages(FirstPages):
    """Pages over the newest entries."""

    MOST = 3000


class TrailView(TableView):
    """留痕: newest first; what lies further back is found by the filters."""

    model = Entry
    title = "留痕"
    intro = f"每一步办理都在这里，不能修改或删除。这里列出符合条件的最近{NearestPages.MOST}条；更早的请用日期筛选。"
    grants = ("trail.read",)
    related = ("center",)
    filter_class = EntryFilter
    paginator_class = NearestPages
    order = ("-id",)
    columns = (
        Column("时间", "at", link=True),
        Column("人员", "actor_name"),
        Column("身份", "role_label"),
        Column("动作", "label"),
        Column("对象", "subject_name"),
        Column("中心", "center.name"),
    )
    empty = ("还没有留痕", "")

    def url_of(self, record: Entry) -> str:
        return reverse("audit:record", args=[record.pk])

    def actions(self) -> list[Button]:
        found = [Button("封签", reverse("audit:seals"))]
        if self.actor.may("trail.verify"):
            found.insert(0, Button("校验全部留痕", reverse("audit:verify"), primary=True))
        return found


class EntryRecord(RecordView):
    """One entry: who, as which role, what, on what ground, before and after, and its place in the chain."""

    model = Entry
    grants = ("trail.read",)
    related = ("center", "user")
    template = "audit/entry.html"

    def get_record(self, uid: Any) -> Entry:
        return get_object_or_404(Entry.objects.visible_to(self.actor).select_related(*self.related), pk=uid)

    def title(self, record: Entry) -> str:
        return f"{record.label}：{record.subject_name}"

    def subtitle(self, record: Entry) -> str:
        return f"{record.actor_name}（{record.role_label}），{record.local_time}"

    def groups(self, record: Entry) -> list[FactGroup]:
        act = (
            Fact("时间", record.at),
            Fact("人员", record.actor_name),
            Fact("身份", record.role_label),
            Fact("中心", record.center),
            Fact("动作", f"{record.label}（{record.verb}）"),
            Fact("对象", f"{record.subject_name}（{subject_key(record)}）"),
            Fact("理由", record.ground, wide=True),
        )
        links = (
            Fact("链中序号", record.sequence),
            Fact("本条散列", record.digest, wide=True),
            Fact("前一条散列", record.previous, wide=True),
            Fact("内容与散列", "相符" if chain.digest(record) == record.digest else "不符，内容被改动"),
        )
        return [FactGroup("办理", act), FactGroup("哈希链", links)]

    def links(self, record: Entry) -> list[Button]:
        return [Button("同一对象的全部留痕", f"{reverse('audit:list')}?chain={subject_key(record)}")]

    def more(self, record: Entry) -> dict[str, Any]:
        return {"trace": None, "changes": list(changes(record))}


class SealList(TableView):
    """封签: each covers everything up to an entry; copied outside, they prove the trail to strangers."""

    model = Seal
    title = "封签"
    intro = "每小时对新增留痕封签一次。把最近的封签散列抄存到系统之外，以后即可证明留痕未被改动。"
    grants = ("trail.read",)
    order = ("-id",)
    columns = (
        Column("号", "pk", number=True),
        Column("封签时间", "at", order="at"),
        Column("截至第几条", "last_entry", number=True),
        Column("新增条数", "entries", number=True),
        Column("散列（SHA-256）", "digest"),
    )
    empty = ("还没有封签", "每小时由定时任务封签。")

    def records(self) -> QuerySet[Seal]:
        return Seal.objects.all()

    def url_of(self, record: Seal) -> str:
        return ""


class VerifyView(OfficeView):
    """校验: GET asks, POST verifies every chain and every seal, and says what does not hold."""

    grants = ("trail.verify",)

    def page(self, **result: Any) -> HttpResponse:
        seal = Seal.objects.order_by("-id").first()
        return render(self.request, "audit/verify.html", {"title": "校验全部留痕", "seal": seal, **result})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.page(done=True, faults=chain.verify(), count=Entry.objects.count())


def subject_key(entry: Entry) -> str:
    """«archive.case/12»: the subject as the trail's filter takes it."""
    return f"{entry.subject_type}/{entry.subject_id}"


def changes(entry: Entry) -> Iterator[tuple[str, Any, Any]]:
    """(what, before, after) with a status in the words of its flow."""
    labels = status_labels(entry.subject_type)
    for name in dict.fromkeys([*entry.before, *entry.after]):
        before, after = entry.before.get(name), entry.after.get(name)
        if name == "status":
            yield "状态", labels.get(before, before), labels.get(after, after)
        else:
            yield word(entry.subject_type, name), before, after


def word(subject_type: str, name: str) -> str:
    """What a name in the trace is called in Chinese; of a kind of record that is no longer known, the name itself."""
    try:
        return label(apps.get_model(subject_type), name)
    except LookupError:
        return name


def status_labels(subject_type: str) -> dict[Any, str]:
    """The words for the statuses of a kind of record; empty when it has none, or is no longer known."""
    try:
        field = apps.get_model(subject_type)._meta.get_field("status")
    except (LookupError, FieldDoesNotExist):
        return {}
    return {value: str(label) for value, label in field.flatchoices}
