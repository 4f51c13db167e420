"""What accounts demand: true identities, complete units, policies within the regulation. Pure; every problem at once."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from sdzx.accounts.codes import Proof, Target
from sdzx.accounts.roles import CENTER_ROLES, ORGANIZATION_ROLES, POOL_ROLES, Role
from sdzx.clauses import enforces
from sdzx.identifiers import (
    DocumentType,
    check_document,
    check_name,
    check_phone,
    check_uscc,
    is_mobile,
    normalise_phone,
)
from sdzx.notifications.direct import Channel
from sdzx.policy import FLOORS, LABELS, Policy
from sdzx.workflow import Blocker

_LOGIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]{3,29}")
_PHOTO_SIDES = range(200, 1001)
# Whoever holds one of these may have no mobile number of the mainland: a mailbox will do.
ABROAD = frozenset({DocumentType.PASSPORT, DocumentType.FOREIGN_PR, DocumentType.HM_PERMIT, DocumentType.TW_PERMIT})


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


def applicant(*, name: str, document_type: str, document_number: str, phone: str, email: str) -> list[Blocker]:
    """Every problem of somebody who signs up alone. Without a mobile number some documents need a mailbox instead."""
    found = identity(name=name, document_type=document_type, document_number=document_number, phone=phone)
    if document_type not in ABROAD or phone.strip():
        return found
    found = [each for each in found if each.field != "phone"]
    if not email.strip():
        found.append(Blocker("没有内地手机号码的，请填写电子邮箱，验证码发到邮箱。", field="email"))
    return found


def proven_by(phone: str, email: str) -> Target:
    """Where the code goes with which a contact is proven: to the mobile number, to the mailbox where there is none."""
    number = normalise_phone(phone)
    if is_mobile(number):
        return Target(Channel.SMS, number)
    return Target(Channel.MAIL, email.strip())


def unproven(proof: Proof | None, target: Target) -> list[Blocker]:
    """The contact has been proven by a code that went there."""
    if proof is not None and proof.target == target:
        return []
    return [
        Blocker(f"{target.masked}还没有用验证码验证。", field="phone" if target.channel == Channel.SMS else "email")
    ]


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what two accounts or registrations are compared; `born` is None where the document does not say it."""

    name_key: str
    born: datetime.date | None
    phone: str
    document_index: str


def possible_same_person(one: Likeness, other: Likeness) -> bool:
    """Perhaps one person under two documents: equal names and, where both are known, dates of birth, else phones.

    A reason to look, never a refusal: people do share names and birthdays.
    """
    if one.document_index == other.document_index or not one.name_key or one.name_key != other.name_key:
        return False
    if one.born and other.born:
        return one.born == other.born
    return bool(one.phone) and one.phone == other.phone


def phone(number: str) -> list[Blocker]:
    """Problems of a telephone number, mobile or landline."""
    return [Blocker(each, field="phone") for each in check_phone(number)]


def contact_change(*, phone: str, email: str, document_type: str) -> list[Blocker]:
    """Problems of a changed contact; who has no mobile number of the mainland keeps a mailbox."""
    if document_type in ABROAD and not phone.strip():
        return [] if email.strip() else [Blocker("手机号码和电子邮箱至少填写一项。", field="email")]
    return [Blocker(each, field="phone") for each in check_phone(phone)]


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
def unit(*, name: str, uscc: str, kind: str, kind_reason: str) -> list[Blocker]:
    """Every problem of an institution that signs up; other kinds than the four of clause 2.1 give their reason."""
    found = [Blocker(each, field="uscc") for each in check_uscc(uscc)]
    if not name.strip():
        found.append(Blocker("请填写单位名称。", field="organization_name"))
    if kind == "other" and not kind_reason.strip():
        found.append(Blocker("单位类别选“其他”的，请说明理由。", "2.1", field="kind_reason"))
    return found


@enforces("5.2")
def unerasable(*, office: list[str], kept: list[str]) -> list[Blocker]:
    """What stands against erasing an account: roles in offices and units, and records that the archive keeps (5.2)."""
    found = [Blocker(f"您以“{label}”的身份办理过业务，经办记录须随档案保存，账号不能注销。", "5.2") for label in office]
    return found + [Blocker(sentence, "5.2") for sentence in kept]


def consent_text(*, text: str, in_use_from: datetime.date, today: datetime.date, taken: bool) -> list[Blocker]:
    """What stands against a new version: no text, a version that is there, a day that has gone."""
    found = []
    if len(text.strip()) < 50:
        found.append(Blocker("正文太短，请写明处理者、信息、用途、方式、期限和权利。", field="text"))
    if taken:
        found.append(Blocker("这个版本号或启用日期已有一版，请换一个。", field="version"))
    if in_use_from <= today:
        found.append(Blocker("启用日期应在今天之后，已同意的版本不能追改。", field="in_use_from"))
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
