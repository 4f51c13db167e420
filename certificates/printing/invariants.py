"""What must hold of prints, batches and blanks on any database (4.5); `manage.py check_invariants` asks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Left, Length

from certificates.issuing.models import Certificate, Print
from certificates.printing.blanks.models import BlankStock
from certificates.printing.blanks.services import balance
from certificates.printing.models import PrintBatch
from sdzx.serials.models import Serial

DIGITS = 7  # of a print serial; before them stand the centre and the year


def print_serials() -> Iterator[str]:
    """The serials of a centre and year run from 1 without a gap, as far as the counter went."""
    counters = {}
    for scope, last in Serial.objects.filter(scope__startswith="print/", last__gt=0).values_list("scope", "last"):
        _, code, year = scope.split("/")
        counters[f"{code[:4]}{year[2:]}"] = last
    rows = Print.objects.order_by().annotate(head=Left("serial", Length("serial") - DIGITS)).values("head")
    for row in rows.annotate(count=Count("pk"), first=Min("serial"), last=Max("serial")):
        last = counters.pop(row["head"], 0)
        if (int(row["first"][-DIGITS:]), int(row["last"][-DIGITS:]), row["count"]) != (1, last, last):
            yield f"印制流水码{row['first']}至{row['last']}：台账{row['count']}条，流水号用到{last}，有断号。"
    for head in sorted(counters):
        yield f"印制流水码{head}…：流水号已用，台账没有记录。"


def print_copies() -> Iterator[str]:
    """A certificate that waits to be handed out, or is out, has one good copy; one that waits for printing has none."""
    good = Print.objects.filter(certificate=OuterRef("pk"), state=Print.State.PRINTED).order_by()
    counted = Coalesce(Subquery(good.values("certificate").annotate(count=Count("pk")).values("count")), 0)
    status = Certificate.Status
    out = Q(status__in=(status.PRINTED, status.HANDED_OUT)) & ~Q(good=1)
    wrong: Any = Certificate.objects.annotate(good=counted).filter(out | (Q(status=status.NUMBERED) & ~Q(good=0)))
    for each in wrong.order_by("number"):
        yield f"证书{each.number}：状态“{each.get_status_display()}”，有效的印制{each.good}张。"


def print_batches() -> Iterator[str]:
    """What a batch counts is what its lines, its files and the ledger say."""
    lines = Count("lines", distinct=True)
    made = Count("lines", filter=Q(lines__state="made"), distinct=True)
    left = Count("lines", filter=Q(lines__state="left"), distinct=True)
    rows: Any = PrintBatch.objects.annotate(found=lines, found_made=made, found_left=left)
    for batch in rows.exclude(found=F("total"), found_made=F("made"), found_left=F("left_out")).order_by("number"):
        yield f"{batch}：计{batch.total}／{batch.made}／{batch.left_out}，名单为{batch.found}／{batch.found_made}／{batch.found_left}。"
    sheets: Any = PrintBatch.objects.annotate(sheets=Coalesce(Sum("parts__sheets"), 0)).exclude(sheets=F("made"))
    for batch in sheets.order_by("number"):
        yield f"{batch}：已生成{batch.made}张，文件中{batch.sheets}张。"


def blank_stock() -> Iterator[str]:
    """Received = printed + spoiled + left, for every centre (4.5)."""
    for stock in BlankStock.objects.select_related("center").order_by("pk"):
        found = balance(stock.center)
        if found.expected != stock.left or found.to_destroy < 0:
            yield (
                f"{stock}：入库{found.received}，差异{found.difference}，已印{found.printed}，作废{found.spoiled}"
                f"（销毁{found.destroyed}），应存{found.expected}，结存{stock.left}。"
            )
    without = Print.objects.filter(on_blank=True, certificate__center__blank_stock=None)
    for code in without.order_by().values_list("certificate__center__code", flat=True).distinct():
        yield f"中心{code}：用空白证书印制过，没有库存账。"
