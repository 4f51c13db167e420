"""What registrations keep about a candidate: told in full to them; what was submitted stays for the archive's term (5.2)."""

from collections.abc import Iterator

from django.db.models import QuerySet

from exams.registration.models import Registration
from sdzx.accounts.models import User
from sdzx.accounts.own_data import Item, Kept, Section
from sdzx.archive.models import CaseItem
from sdzx.archive.retention import dispose_from
from sdzx.fields import label_of
from sdzx.files.services import erase as erase_file
from sdzx.ui import words

FACTS = (
    "name", "sex", "birth_date", "ethnicity", "education", "document_number", "phone", "employer_name", "address", "eligibility", "needs",
    "review_note",
)  # fmt: skip


def section(person: User) -> Section:
    """Every registration of the account, drafts too."""
    return Section("报名", tuple(map(_item, _of(person).prefetch_related("evidence"))))


def kept(person: User) -> Iterator[Kept]:
    """What was submitted once has a number, and is kept from the last day of its examination on."""
    for record in _of(person).filter(number__isnull=False):
        day = dispose_from(record.item.exam_to, CaseItem.Retention.PAPER, record.center)
        yield Kept(f"报名{record.number}（{record.project.name}）", day)


def erase(person: User) -> None:
    """Drafts go with their photo and evidence."""
    for record in _of(person).filter(number__isnull=True):
        files = [*record.evidence.all(), *filter(None, [record.photo])]
        record.delete()
        for stored in files:
            erase_file(stored)


def _of(person: User) -> QuerySet[Registration]:
    return Registration.objects.filter(user=person).select_related(
        "item__announcement", "item__project", "project", "center", "photo"
    )


def _item(record: Registration) -> Item:
    labels = {name: label_of(Registration, name) for name in FACTS}
    facts = {"项目": record.project.name, "批次": str(record.item), "状态": record.get_status_display()}
    facts |= {"证件类型": record.get_document_type_display()}
    facts |= {label: str(getattr(record, name) or "") for name, label in labels.items()}
    facts |= {"提交时间": words.moment(record.submitted_at), "同意个人信息处理": words.moment(record.consented_at)}
    facts |= {
        "照片": record.photo.name if record.photo else "",
        "证明材料": "、".join(each.name for each in record.evidence.all()),
    }
    return Item(f"报名{record.number}" if record.number else "报名草稿", facts)
