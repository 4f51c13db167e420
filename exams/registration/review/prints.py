"""Lists of what was reviewed, as PDF and workbook: 审核汇总表 and 通过人员名册 (3.2). Document numbers are masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from exams.registration.models import Registration
from exams.registration.review.forms import ReviewFilter
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.render import render
from sdzx.documents.workbook import export_workbook
from sdzx.identifiers import mask_document
from sdzx.ui import words
from sdzx.workflow import Refused

Status = Registration.Status
BEFORE_REVIEW = (Status.DRAFT, Status.WITHDRAWN)
UNREVIEWED = (Status.SUBMITTED, Status.WAITING, "offered")
ACCEPTED = (Status.ACCEPTED, Status.ARRANGED, Status.PRESENT, Status.ABSENT, Status.DISQUALIFIED, Status.SCORED,
            Status.PASSED, Status.FAILED, Status.CERTIFIED)  # fmt: skip
MOST_PRINTED: Final = 1000  # rows of a PDF; a workbook takes any number
CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its title and its columns with their share of the page's width in percent."""

    title: str
    columns: tuple[tuple[str, int], ...]


LISTS: Final = {
    "summary": Listing("报名审核汇总表", (
        ("报名号", 14), ("姓名", 8), ("证件号码", 15), ("批次", 17), ("报名单位", 13), ("提交时间", 11), ("审核结果", 8), ("审核意见", 10),
    )),
    "accepted": Listing("审核通过人员名册", (
        ("报名号", 14), ("姓名", 9), ("性别", 5), ("出生日期", 10), ("证件号码", 16), ("批次", 18), ("报名单位", 15), ("文化程度", 9),
    )),
}  # fmt: skip


def listed(kind: str, filters: ReviewFilter) -> QuerySet[Registration]:
    """The registrations of a list under the filters: for the summary all that were submitted, unless a state is chosen."""
    found = Registration.objects.visible_to(filters.actor).select_related("item__project", "project", "unit")
    chosen = filters.cleaned_data["status"] if filters.is_valid() else ""
    if kind == "accepted":
        found = found.filter(status__in=ACCEPTED)
    elif chosen:
        found = found.filter(status=chosen)
    else:
        found = found.exclude(status__in=BEFORE_REVIEW)
    return (filters.apply(found) if filters.is_valid() else found).order_by("item_id", "number", "pk")


def rows(kind: str, records: QuerySet[Registration]) -> Iterator[dict[str, str]]:
    """Each registration as text by column, fetched in chunks."""
    for record in records.iterator(chunk_size=CHUNK):
        reviewed = record.status not in UNREVIEWED
        values: dict[str, Any] = {
            "报名号": record.number, "姓名": record.name, "证件号码": mask_document(record.document_number),
            "批次": record.item, "报名单位": record.unit or record.employer_name, "提交时间": record.submitted_at,
            "审核结果": record.get_status_display(), "审核意见": record.review_note if reviewed else "",
            "性别": record.sex, "出生日期": f"{record.birth_date:%Y-%m-%d}", "文化程度": record.education,
        }  # fmt: skip
        yield {name: "" if values[name] in (None, "") else words.said(values[name]) for name, _ in LISTS[kind].columns}


def workbook(kind: str, records: QuerySet[Registration]) -> bytes:
    """The list as a workbook; every cell is text, so that none becomes a formula."""
    listing = LISTS[kind]
    columns = [ColumnSpec(name, name, width=max(8, share + 6)) for name, share in listing.columns]
    return export_workbook(title=listing.title, columns=columns, rows=rows(kind, records))


def pdf(kind: str, records: QuerySet[Registration], *, by: Actor) -> bytes:
    """The list on paper. Raises Refused for more rows than anybody prints at once."""
    if (count := records.count()) > MOST_PRINTED:
        raise Refused(f"打印最多{MOST_PRINTED}行，现有{count}行；请缩小筛选范围，或下载Excel。")
    listing = LISTS[kind]
    context = {
        "title": listing.title, "columns": listing.columns, "rows": [list(row.values()) for row in rows(kind, records)],
        "center": by.center.name if by.center else "", "printed_by": by.name, "printed_on": clock.today(),
    }  # fmt: skip
    return render("pdf/review_list.html", context, title=listing.title)
