"""What a batch is made of, how it is accounted for, which sheets were spoiled, and the ledger's filters."""

import re
from typing import Any

from django import forms
from django.db.models import Count, QuerySet

from certificates.issuing.models import Certificate, Print
from certificates.printing import services
from certificates.printing.models import PrintBatch, PrintLine
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import Project
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, text_field

SHOWN = 200  # sessions on the form
LINES = 500  # certificates to be printed again at a time
SEPARATOR = re.compile(r"[\s,，:：]+")


def waiting(actor: Actor) -> QuerySet[Certificate]:
    """What waits for printing and stands in no batch."""
    taken = PrintLine.objects.filter(state=PrintLine.State.WAITING).values("certificate")
    found = Certificate.objects.visible_to(actor).filter(status=Certificate.Status.NUMBERED)
    return found.exclude(pk__in=taken)


class BatchForm(PlainForm, forms.Form):
    """Sessions, or whatever else waits, narrowed by project and days; and what is to be printed again."""

    sessions = forms.ModelMultipleChoiceField(
        Session.objects.none(), label="按场次选取", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="只列出有待打印证书的场次。",
    )  # fmt: skip
    everything = forms.BooleanField(label="不分场次，选取下列条件内的全部待打印证书", required=False)
    project = forms.ModelChoiceField(Project.objects.none(), label="专项职业能力", required=False, empty_label="全部")
    issued_from = day_field("发证日期从", required=False)
    issued_to = day_field("发证日期到", required=False)
    again = text_field(
        "重新印制", required=False, rows=4,
        help_text="已经印过的证书，每行一本：证书编号，空格，理由。证书编号不变，印制流水码另编，原来的一张作废。",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting(actor)
        counted = self.waiting.order_by().values("session").annotate(count=Count("pk"))
        counts = dict(counted.values_list("session", "count"))
        self.fields["sessions"].queryset = (
            Session.objects.filter(pk__in=counts)
            .select_related("project", "site")
            .order_by("-starts_at", "-pk")[:SHOWN]
            if not self.is_bound
            else Session.objects.filter(pk__in=counts)
        )
        self.fields["sessions"].label_from_instance = lambda session: (
            f"{session.number}　{session.project.name}　{session.site.name}　{counts[session.pk]}本"
        )
        self.fields["project"].queryset = Project.objects.filter(pk__in=self.waiting.values("project")).order_by("name")

    def clean_again(self) -> dict[str, str]:
        """Number → reason, in the order of the lines."""
        found: dict[str, str] = {}
        wrong = []
        for place, line in enumerate(self.cleaned_data["again"].splitlines(), 1):
            if not line.strip():
                continue
            number, *rest = SEPARATOR.split(line.strip(), maxsplit=1)
            reason = rest[0].strip() if rest else ""
            if number.upper() in found:
                wrong.append(f"第{place}行：证书{number.upper()}重复。")
            if len(reason) > 200:
                wrong.append(f"第{place}行：理由超过200字。")
            found[number.upper()] = reason
        if len(found) > LINES:
            wrong.append(f"一次最多填{LINES}本，您填了{len(found)}本。")
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        begin, end = values.get("issued_from"), values.get("issued_to")
        if begin and end and begin > end:
            self.add_error("issued_to", "终止日期不能早于起始日期。")
        narrowed = values.get("project") or begin or end
        if narrowed and not values.get("sessions") and not values.get("everything"):
            self.add_error("everything", "只填条件时请勾选此项。")
        if not self.errors and not any(values.get(name) for name in ("sessions", "everything", "again")):
            raise forms.ValidationError("请选取场次，或勾选全部待打印证书，或填写要重新印制的证书。")
        return values

    def chosen(self) -> QuerySet[Certificate]:
        """The certificates to be printed for the first time."""
        values = self.cleaned_data
        found = self.waiting
        if values["sessions"]:
            found = found.filter(session__in=[each.pk for each in values["sessions"]])
        elif not values["everything"]:
            return found.none()
        for name, lookup in (
            ("project", "project"),
            ("issued_from", "issued_on__gte"),
            ("issued_to", "issued_on__lte"),
        ):
            if values[name]:
                found = found.filter(**{lookup: values[name]})
        return found

    def title(self) -> str:
        """What the batch is called."""
        values = self.cleaned_data
        parts = [f"场次{each.number}" for each in values["sessions"][:5]]
        if len(values["sessions"]) > len(parts):
            parts.append(f"等{len(values['sessions'])}个场次")
        if values["everything"] and not parts:
            parts.append("全部待打印证书")
        parts += [values["project"].name] if values["project"] else []
        days = [
            f"{values[name]:%Y-%m-%d}{word}"
            for name, word in (("issued_from", "起"), ("issued_to", "止"))
            if values[name]
        ]
        parts += [f"发证日期{''.join(days)}"] if days else []
        return "，".join([*parts, *([f"重新印制{len(values['again'])}本"] if values["again"] else [])])


class ReprintForm(PlainForm, forms.Form):
    """Why another copy is printed."""

    reason = forms.CharField(
        label="理由", max_length=200, help_text="如：打印机卡纸。原来的一张作废。遗失、损坏的，由持证人申请补发。"
    )


class StartForm(PlainForm, forms.Form):
    """On which printer, where several were calibrated for the blanks; nothing is asked otherwise."""

    takes_record = True
    printer = forms.ChoiceField(
        label="打印机", help_text="按这台打印机的校准值套印；PDF要在同一台打印机上打印，按实际大小，不缩放。"
    )

    def __init__(self, *args: Any, record: PrintBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = services.printers(record)
        if len(found) < 2:
            del self.fields["printer"]
            return
        self.fields["printer"].choices = [("", "请选择"), *((each, each) for each in found)]


class FinishForm(PlainForm, forms.Form):
    """How many good sheets lie on the table."""

    counted = forms.IntegerField(
        label="清点的合格张数", min_value=0, help_text="打印出来可以发放的张数，不含登记作废的。",
        error_messages={"min_value": "张数不能是负数。", "invalid": "张数要填整数。"},
    )  # fmt: skip


class SpoilForm(PlainForm, forms.Form):
    """Which sheets were spoiled, why, and where the printer goes on."""

    first = forms.CharField(label="作废的流水码，从", max_length=30)
    last = forms.CharField(label="到", required=False, max_length=30, help_text="只有一张的不用填。")
    reason = forms.CharField(label="理由", max_length=200, help_text="如：打印机卡纸、墨迹污损、套印偏移。")
    resume_at = forms.CharField(
        label="从哪一张接着打印", required=False, max_length=30,
        help_text="后面还没有打出来的，填其中第一张的流水码；流水码不变，与补印的合在一个PDF里。都已打出来的不用填。",
    )  # fmt: skip


class LedgerFilter(PlainForm, forms.Form):
    """By serial, certificate, batch, state and days."""

    serial = forms.CharField(label="印制流水码", required=False, max_length=30)
    number = forms.CharField(label="证书编号", required=False, max_length=40)
    batch = forms.CharField(label="印制批次", required=False, max_length=30)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Print.State.choices])
    since = day_field("印制日期从", required=False)
    until = day_field("印制日期到", required=False)

    def apply(self, records: Any) -> Any:
        data = self.cleaned_data
        lookups = {"serial": "serial", "number": "certificate__number", "batch": "line__batch__number", "state": "state",
                   "since": "printed_at__date__gte", "until": "printed_at__date__lte"}  # fmt: skip
        for name, lookup in lookups.items():
            if value := data[name]:
                records = records.filter(**{lookup: value.strip() if isinstance(value, str) else value})
        return records
