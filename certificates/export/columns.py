"""The fields that an export for the national look-up may carry, and the layout that a centre has until it sets its own."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from certificates.issuing.models import Certificate

Value = str | datetime.date


@dataclass(frozen=True, slots=True)
class Field:
    """A field's Chinese name, which is the heading unless another is set, and how it is read."""

    label: str
    read: Callable[[Certificate], Value]


FIELDS: Mapping[str, Field] = MappingProxyType({
    "number": Field("证书编号", lambda each: each.number),
    "name": Field("姓名", lambda each: each.name),
    "document_type": Field("证件类型", lambda each: each.get_document_type_display()),
    "document_number": Field("证件号码", lambda each: each.document_number),
    "project": Field("专项职业能力名称", lambda each: each.project_name),
    "result": Field("考核结果", lambda each: each.result),
    "issued_on": Field("发证日期", lambda each: each.issued_on),
    "center": Field("发证机构", lambda each: each.center.name),
    "city": Field("所在市", lambda each: each.center.city),
    "session": Field("考核场次", lambda each: each.session.number),
    "examined_on": Field("考核日期", lambda each: each.session.day),
    "site": Field("考点", lambda each: each.session.site.name),
    "status": Field("证书状态", lambda each: _state(each)),
    "replaces": Field("更正的原证书编号", lambda each: each.replaces.number if each.replaces else ""),
    "revoked_reason": Field("撤销理由", lambda each: each.revoked_reason),
})  # fmt: skip
DEFAULT = ("number", "name", "document_type", "document_number", "project", "result", "issued_on", "center", "status")
DEFAULT_COLUMNS = [{"field": key, "heading": FIELDS[key].label} for key in DEFAULT]
LIMIT = 30  # characters of a heading


def _state(certificate: Certificate) -> str:
    return str(certificate.get_status_display()) if certificate.status in ("revoked", "corrected") else "有效"


def cells(certificate: Certificate, columns: list[dict[str, str]], dates: str) -> list[str]:
    """One row as text; dates written as `dates` (a strftime format) says."""
    found = []
    for column in columns:
        value = FIELDS[column["field"]].read(certificate)
        found.append(value.strftime(dates) if isinstance(value, datetime.date) else value)
    return found
