"""The stock book of blank certificates, and its four entries."""

from typing import Any

from django.urls import reverse

from certificates.printing.blanks import services
from certificates.printing.blanks.forms import BookFilter, CountingForm, DestructionForm, ReceiptForm, SpoiledForm
from certificates.printing.blanks.models import BlankMovement
from certificates.printing.blanks.rules import Balance
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import EditView, TableView

READERS = (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR)


def numbers(row: BlankMovement) -> str:
    """«A0001—A0500»."""
    return f"{row.first_number}—{row.last_number}" if row.first_number else ""


class BlankBook(TableView):
    """空白证书: the balance, and the book below it."""

    roles = READERS
    model = BlankMovement
    title = "空白证书"
    related = ("made_by", "witness", "center")
    filter_class = BookFilter
    order = ("-day", "-id")
    empty = ("还没有登记", "收到空白证书后先登记入库。")
    columns = (
        Column("日期", "day", order="day"),
        Column("类别", "get_kind_display", order="kind"),
        Column("份数", "count", order="count", number=True),
        Column("号码", numbers),
        Column("盘点差异", lambda row: f"{row.difference:+d}" if row.difference else "", number=True),
        Column("供货单位", "supplier"),
        Column("签收人", "signed_by"),
        Column("理由", "reason"),
        Column("经办人", "made_by.name"),
        Column("监销人", "witness.name"),
    )

    def url_of(self, record: BlankMovement) -> str:
        return ""

    def actions(self) -> list[Button]:
        if not self.actor.may("stock.edit"):
            return []
        return [
            Button("登记入库", reverse("blanks:receive"), primary=True),
            Button("空白证书作废", reverse("blanks:spoil")),
            Button("销毁", reverse("blanks:destroy")),
            Button("盘点", reverse("blanks:count")),
        ]

    @property
    def intro(self) -> str:
        sentence = "把证书打印在预印的空白证书上的中心登记；用空白纸印制的不需要。每印一张、每作废一张自动记账。"
        return f"{sentence}{equation(services.balance(self.actor.center))}" if self.actor.center else sentence


def equation(found: Balance) -> str:
    """«入库500份＝已印420份＋作废20份（已销毁5份）＋结存60份。»."""
    difference = f"，盘点差异{found.difference:+d}份" if found.difference else ""
    spoiled = f"作废{found.spoiled}份（已销毁{found.destroyed}份）"
    return f"入库{found.received}份{difference}＝已印{found.printed}份＋{spoiled}＋结存{found.left}份。"


class Entry(EditView):
    """One entry of the book."""

    grants = ("stock.edit",)
    form_class: type[Any]
    done = ""

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return self.form_class(data, actor=self.actor)

    def back_url(self) -> str:
        return reverse("blanks:list")

    def write(self, values: dict[str, Any]) -> BlankMovement:
        """The service behind the entry."""
        raise NotImplementedError(type(self))

    def save(self, form: Any) -> str:
        made = self.write(form.cleaned_data)
        self.tell(f"已登记：{made}，结存{services.left(self.center)}份。")
        return self.back_url()


class Receive(Entry):
    """登记入库."""

    title = "空白证书入库"
    submit_label = "登记入库"
    form_class = ReceiptForm

    def write(self, values: dict[str, Any]) -> BlankMovement:
        return services.receive(self.center, by=self.actor, **values)


class Spoil(Entry):
    """Spoiled without a certificate on it."""

    title = "空白证书作废"
    intro = "还没有印上证书就损坏的登记在这里。已经生成流水码、打印时打坏的，在印制批次或证书页面登记，不要重复登记。"
    submit_label = "登记作废"
    form_class = SpoiledForm

    def write(self, values: dict[str, Any]) -> BlankMovement:
        return services.spoil(self.center, by=self.actor, **values)


class Destroy(Entry):
    """作废证书销毁."""

    title = "作废证书销毁"
    submit_label = "登记销毁"
    form_class = DestructionForm

    @property
    def intro(self) -> str:
        return f"须两人在场。待销毁的作废证书{services.balance(self.center).to_destroy}份。"

    def write(self, values: dict[str, Any]) -> BlankMovement:
        return services.destroy(self.center, by=self.actor, **values)


class CountStock(Entry):
    """盘点."""

    title = "空白证书盘点"
    submit_label = "登记盘点"
    form_class = CountingForm

    @property
    def intro(self) -> str:
        return f"账面结存{services.left(self.center)}份。"

    def write(self, values: dict[str, Any]) -> BlankMovement:
        return services.take_stock(self.center, by=self.actor, **values)
