"""What accounts demand: true identities, complete units, policies within the regulation. Pure; every problem at once."""

import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation

from sdzx.accounts.roles import CENTER_ROLES, ORGANIZATION_ROLES, POOL_ROLES, Role
from sdzx.clauses import enforces
from sdzx.identifiers import DocumentType, check_document, check_name, check_phone, check_uscc
from sdzx.policy import FLOORS, LABELS, Policy
from sdzx.workflow import Blocker

_LOGIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]{3,29}")
_PHOTO_SIDES = range(200, 1001)


def identity(
    *, name: str, document_type: str, document_number: str, phone: str, mobile_only: bool = True
) -> list[Blocker]:
    """Every problem of a person's name, document and phone, each beside its field."""
    chinese_only = document_type == DocumentType.RESIDENT_ID
    return [
        *(Blocker(each, field="name") for each in check_name(name, latin=not chinese_only)),
        *(Blocker(each, field="document_number") for each in check_document(document_type, document_number)),
        *(Blocker(each, field="phone") for each in check_phone(phone, mobile_only=mobile_only)),
    ]


def phone(number: str) -> list[Blocker]:
    """Problems of a telephone number, mobile or landline."""
    return [Blocker(each, field="phone") for each in check_phone(number)]


def contact(*, name: str, phone: str, username: str) -> list[Blocker]:
    """Problems of somebody who acts for an institution or an office: name, phone, login name."""
    found = [Blocker(each, field="name") for each in check_name(name)]
    found += [Blocker(each, field="phone") for each in check_phone(phone)]
    if not _LOGIN.fullmatch(username.strip()):
        found.append(Blocker("登录名应为4至30位字母、数字、点、横线或下划线，并以字母开头。", field="username"))
    return found


def membership(
    *,
    giver: Role,
    role: Role,
    has_center: bool,
    has_organization: bool,
    own_place: bool,
    self_given: bool,
    held: bool,
) -> list[Blocker]:
    """What stands against giving somebody a role."""
    found = []
    if role not in grantable(giver):
        found.append(Blocker(f"{giver.label}不能授予“{role.label}”的身份，请联系系统管理员。", field="role"))
    if role in ORGANIZATION_ROLES and not has_organization:
        found.append(Blocker("请选择所属单位。", field="organization"))
    if role in CENTER_ROLES | {Role.BUREAU, Role.PROVINCE} and not has_center:
        found.append(Blocker("请选择所属中心。", field="center"))
    if not own_place:
        found.append(Blocker("所选单位不在本市，请由其所在市中心办理。", field="organization"))
    if self_given:
        found.append(Blocker("不能给自己授予身份，请由其他管理员办理。", field="username"))
    if held:
        found.append(Blocker("此人已有这个身份。", field="username"))
    return found


@enforces("2.1")
def unit(*, name: str, uscc: str, kind: str, kind_reason: str, known: bool) -> list[Blocker]:
    """Every problem of an institution that signs up; other kinds than the four of clause 2.1 give their reason."""
    found = [Blocker(each, field="uscc") for each in check_uscc(uscc)]
    if known:
        found.append(Blocker("这个单位已经注册。请由本单位已有的经办人联系所在市中心，为您添加身份。", field="uscc"))
    if not name.strip():
        found.append(Blocker("请填写单位名称。", field="organization_name"))
    if kind == "other" and not kind_reason.strip():
        found.append(Blocker("单位类别选“其他”的，请说明理由。", "2.1", field="kind_reason"))
    return found


def grantable(role: Role) -> frozenset[Role]:
    """The roles that a holder of `membership.edit` may give: a director those of the centre's work, an admin all offices."""
    if role == Role.ADMIN:
        return CENTER_ROLES | POOL_ROLES | ORGANIZATION_ROLES | {Role.BUREAU, Role.PROVINCE, Role.AUDITOR, Role.ADMIN}
    if role == Role.DIRECTOR:
        return (CENTER_ROLES - {Role.DIRECTOR}) | POOL_ROLES | ORGANIZATION_ROLES
    return frozenset()


@enforces("5.2")
def policy_problems(values: Mapping[str, object]) -> list[Blocker]:
    """Every number of a policy that is none, is not positive, lies below the regulation's floor, or contradicts another."""
    found = []
    numbers: dict[str, Decimal] = {}
    for field in fields(Policy):
        value = numbers[field.name] = _number(values.get(field.name, field.default))
        label = LABELS[field.name]
        if value <= 0:
            found.append(Blocker(f"{label}应为大于0的数。", field=field.name))
        elif value < FLOORS.get(field.name, 0):
            clause = "5.2" if "retention" in field.name else ""
            found.append(Blocker(f"{label}不能低于{FLOORS[field.name]}。", clause, field=field.name))
    if 0 < numbers["full_mark"] < numbers["pass_mark"]:
        found.append(Blocker("合格分数不能高于满分。", field="pass_mark"))
    for side in ("photo_width", "photo_height"):
        if numbers[side] > 0 and int(numbers[side]) not in _PHOTO_SIDES:
            found.append(Blocker(f"{LABELS[side]}应在200至1000之间。", field=side))
    return found


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
