"""What certificates keep about their holder: told in full to them, and kept for good for the public look-up (4.5)."""

from collections.abc import Iterator

from django.db.models import QuerySet

from certificates.issuing.models import Certificate
from sdzx.accounts.models import User
from sdzx.accounts.own_data import Item, Kept, Section
from sdzx.ui import words


def section(person: User) -> Section:
    """The certificates of the account's registrations."""
    return Section("证书", tuple(map(_item, _of(person))))


def kept(person: User) -> Iterator[Kept]:
    """Each of them, without an end."""
    for each in _of(person):
        yield Kept(f"证书{each.number}（{each.project_name}）", None)


def erase(person: User) -> None:
    """Nothing: who holds a certificate cannot erase the account."""


def _of(person: User) -> QuerySet[Certificate]:
    return Certificate.objects.filter(registration__user=person).select_related("center")


def _item(each: Certificate) -> Item:
    return Item(f"证书{each.number}", {
        "姓名": each.name, "证件类型": each.get_document_type_display(), "证件号码": each.document_number, "项目": each.project_name,
        "考核结果": each.result, "发证中心": each.center.name, "发证日期": f"{each.issued_on:%Y-%m-%d}", "状态": each.get_status_display(),
        "领取人": each.handed_to, "领取方式": each.handed_how, "发放时间": words.moment(each.handed_at),
        "撤销理由": each.revoked_reason,
    })  # fmt: skip
