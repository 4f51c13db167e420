"""The only writers of people, organisations, memberships and consents (with joining, own_data). Each leaves its trace; numbers are masked in it."""

import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from sdzx.accounts import consent, rules
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.codes import Proof, Target
from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import ORGANIZATION_ROLES, Role
from sdzx.audit.services import record
from sdzx.crypto import blind_index
from sdzx.fields import document_index
from sdzx.identifiers import (
    clean_name,
    mask_document,
    mask_phone,
    normalise_document,
    normalise_name,
    normalise_phone,
    normalise_uscc,
)
from sdzx.notifications.direct import Channel
from sdzx.workflow import Blocker, Refused, locked, refuse_on


def check_person(
    *,
    name: str,
    document_type: str,
    document_number: str,
    phone: str,
    password: str = "",
    hashed: str = "",
    email: str = "",
    consented: bool = False,
    consented_sensitive: bool = False,
) -> None:
    """Before a code is sent. Raises Refused with every problem of `sign_up_person` but the missing proof."""
    person = User(username="", name=clean_name(name), email=email.strip())
    found = _of_person(name, document_type, document_number, phone, email)
    weak = [] if hashed else _weak(password, person)
    refuse_on([*found, *_agreed(consented, consented_sensitive), *weak])


@transaction.atomic
def sign_up_person(
    *,
    name: str,
    document_type: str,
    document_number: str,
    phone: str,
    password: str = "",
    hashed: str = "",
    email: str = "",
    consented: bool = False,
    consented_sensitive: bool = False,
    proof: Proof | None = None,
) -> Actor:
    """An account for somebody who registers themselves; they sign in with the document number.

    `proof`: the mobile number (without one: the mailbox) was proven by a code. `hashed` stands in for a password that was
    checked in an earlier step. Raises Refused with every problem, and when the document has an account.
    """
    found = _of_person(name, document_type, document_number, phone, email)
    person = User(
        username=f"p{secrets.token_hex(8)}", name=clean_name(name), email=email.strip(),
        document_type=document_type, document_number=normalise_document(document_number),
        document_index=document_index(document_type, document_number),
    )  # fmt: skip
    weak = [] if hashed else _weak(password, person)
    unproven = [] if found else rules.unproven(proof, rules.proven_by(phone, email))
    refuse_on([*found, *unproven, *_agreed(consented, consented_sensitive), *weak])
    _settled(person, phone=phone, password=password, hashed=hashed, proof=proof)
    membership = Membership.objects.create(user=person, role=Role.APPLICANT)
    consent.given(person)
    return _introduced(Actor.of(membership), {"证件号码": mask_document(person.document_number)})


def check_organization(
    *,
    organization_name: str,
    uscc: str,
    kind: str,
    name: str,
    phone: str,
    email: str,
    username: str,
    role: Role,
    password: str = "",
    hashed: str = "",
    kind_reason: str = "",
    consented: bool = False,
    **_rest: Any,
) -> None:
    """Before a code is sent. Raises Refused with every problem of `sign_up_organization` but the missing proof."""
    found = _of_unit(organization_name, uscc, kind, kind_reason, name, phone, username, role)
    person = User(username=username.strip(), name=clean_name(name), email=email.strip())
    refuse_on([*found, *_agreed(consented), *([] if hashed else _weak(password, person))])


@transaction.atomic
def sign_up_organization(
    *,
    organization_name: str,
    uscc: str,
    kind: str,
    center: Center,
    name: str,
    phone: str,
    username: str,
    role: Role,
    password: str = "",
    hashed: str = "",
    kind_reason: str = "",
    address: str = "",
    email: str = "",
    consented: bool = False,
    proof: Proof | None = None,
) -> Actor:
    """An institution with its contact person, who acts as site staff or as registrar.

    When the institution is known already the person only asks to join: somebody of the institution or its centre admits
    them (`joining.admit`), and what was typed about the institution is not taken over. Raises Refused with every problem.
    """
    code = normalise_uscc(uscc)
    found = _of_unit(organization_name, uscc, kind, kind_reason, name, phone, username, role)
    person = User(username=username.strip(), name=clean_name(name), email=email.strip())
    weak = [] if hashed else _weak(password, person)
    unproven = [] if found else rules.unproven(proof, rules.proven_by(phone, email))
    refuse_on([*found, *unproven, *_agreed(consented), *weak])
    organization, is_new = Organization.objects.get_or_create(
        uscc=code,
        defaults={
            "name": organization_name.strip(), "kind": kind, "kind_reason": kind_reason.strip() if kind == "other" else "",
            "center": center, "address": address.strip(), "contact": person.name, "phone": normalise_phone(phone),
        },
    )  # fmt: skip
    _settled(person, phone=phone, password=password, hashed=hashed, proof=proof)
    membership = Membership.objects.create(
        user=person, role=role, organization=organization, is_active=is_new, is_asked=not is_new
    )
    consent.given(person)
    actor = _introduced(Actor.of(membership) if is_new else Actor(Role.VISITOR, person), {})
    verb, label = ("sign_up", "单位注册") if is_new else ("ask", "申请加入单位")
    subject = organization if is_new else membership
    record(by=actor, verb=f"organization.{verb}", label=label, subject=subject, after={"统一社会信用代码": code})
    return actor


@transaction.atomic
def update_contact(person: User, *, by: Actor, phone: str, email: str = "", proof: Proof | None = None) -> User:
    """People keep their own phone and address of mail; name and document are corrected by the centre.

    A new mobile number has to be proven by a code, as has the mailbox of who has no mobile number. Raises Refused for
    somebody else's account, for a phone that is none, and without the proof.
    """
    if by.user != person:
        raise Refused("只能修改本人的联系方式。")
    locked(person)
    refuse_on(rules.contact_change(phone=phone, email=email, document_type=person.document_type))
    target = to_prove(person, phone=phone, email=email)
    refuse_on(rules.unproven(proof, target) if target else [])
    before = mask_phone(person.phone)
    if normalise_phone(phone) != person.phone:
        person.phone_verified_at = None
    if email.strip() != person.email:
        person.email_verified_at = None
    person.phone, person.email = normalise_phone(phone), email.strip()
    person.phone_index = blind_index(person.phone, "phone") if person.phone else ""
    _proven(person, proof)
    person.save(update_fields=["phone", "phone_index", "email", "phone_verified_at", "email_verified_at"])
    record(by=by, verb="account.contact", label="修改联系方式", subject=person,
           before={"手机号码": before}, after={"手机号码": mask_phone(person.phone)})  # fmt: skip
    return person


def to_prove(person: User, *, phone: str, email: str) -> Target | None:
    """What has to be proven before the contact is changed to this: a new mobile number, or the only mailbox."""
    target = rules.proven_by(phone, email)
    known = person.phone if target.channel == Channel.SMS else person.email
    if target.address == known or (target.channel == Channel.MAIL and phone.strip()):
        return None
    return target


@transaction.atomic
def password_changed(person: User, *, label: str = "修改密码") -> User:
    """A password was set by its owner: no change is demanded any more, and the trace says when it was."""
    person.must_change_password = False
    person.save(update_fields=["must_change_password"])
    membership = person.memberships.filter(is_active=True).first()
    by = Actor.of(membership) if membership else Actor(Role.VISITOR, person)
    record(by=by, verb="account.password", label=label, subject=person)
    return person


@transaction.atomic
def add_member(
    *,
    by: Actor,
    username: str,
    role: Role,
    center: Center | None = None,
    organization: Organization | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
) -> tuple[Membership, str]:
    """Give somebody a role in a centre or an organisation. An unknown login name becomes an account.

    The second value is the first password of a new account, told once and changed at the first sign-in; empty otherwise.
    Raises Refused when `by` may not give this role there, or when the person has it already.
    """
    require(by, "membership.edit")
    place = by.center if by.role == Role.DIRECTOR else center
    person = User.objects.filter(username__iexact=username.strip()).first()
    held = Membership.objects.filter(
        user=person, role=role, **_belongs(role, place, organization), is_active=True
    ).exists()
    refuse_on(
        rules.membership(
            giver=by.role, role=role, has_center=place is not None, has_organization=organization is not None,
            own_place=by.role == Role.ADMIN or organization is None or organization.center == by.center,
            self_given=person is not None and person == by.user, held=person is not None and held,
        )
    )  # fmt: skip
    password = ""
    if person is None:
        refuse_on(rules.contact(name=name, phone=phone, username=username))
        password = secrets.token_urlsafe(9)
        person = User(username=username.strip(), name=clean_name(name), email=email.strip(), must_change_password=True)
        _settled(person, phone=phone, password=password)
    membership, _ = Membership.objects.update_or_create(
        user=person, role=role, **_belongs(role, place, organization), defaults={"is_active": True}
    )
    record(
        by=by,
        verb="membership.add",
        label="添加身份",
        subject=membership,
        after={"姓名": person.name, "身份": membership.label},
    )
    return membership, password


@transaction.atomic
def end_member(membership: Membership, *, by: Actor, ground: str) -> Membership:
    """Take a role away; the account and what it did remain. Raises Refused for one's own role or another centre's."""
    require(by, "membership.edit")
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    if membership.user == by.user:
        raise Refused("不能停用自己的身份，请由其他管理员办理。")
    if not members_visible_to(by).filter(pk=membership.pk).exists():
        raise Refused("没有找到这个身份，或它不属于您所在的中心。")
    if Role(membership.role) not in rules.grantable(by.role):
        raise Refused(f"“{membership.get_role_display()}”的身份不能由{by.role.label}停用，请联系系统管理员。")
    if not membership.is_active:
        raise Refused("这个身份已经停用。")
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    record(
        by=by,
        verb="membership.end",
        label="停用身份",
        subject=membership,
        ground=ground,
        after={"姓名": membership.user.name},
    )
    return membership


def members_visible_to(actor: Actor) -> Any:
    """The memberships that this actor manages: a director those of the centre and of its organisations, an admin all."""
    found = Membership.objects.exclude(role=Role.APPLICANT).select_related("user", "center", "organization__center")
    if actor.role == Role.ADMIN:
        return found
    if actor.role == Role.DIRECTOR:
        return found.filter(Q(center=actor.center) | Q(organization__center=actor.center))
    return found.none()


def _belongs(role: Role, center: Center | None, organization: Organization | None) -> dict[str, Any]:
    """Where a membership of this role hangs: at the organisation, at the centre, or (experts and admins) nowhere else."""
    if role in ORGANIZATION_ROLES:
        return {"organization": organization, "center": None}
    return {"organization": None, "center": center}


def _settled(person: User, *, phone: str, password: str, hashed: str = "", proof: Proof | None = None) -> None:
    person.phone = normalise_phone(phone)
    person.phone_index = blind_index(person.phone, "phone") if person.phone else ""
    person.name_key = normalise_name(person.name)
    _proven(person, proof)
    if hashed:
        person.password = hashed
    else:
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody else was quicker between the check and here
        raise Refused("这个登录名或证件号码刚刚注册过，请直接登录。") from error


def _proven(person: User, proof: Proof | None) -> None:
    if proof is not None and proof.target.channel == Channel.SMS:
        person.phone_verified_at = proof.at
    elif proof is not None:
        person.email_verified_at = proof.at


def _of_person(name: str, document_type: str, document_number: str, phone: str, email: str) -> list[Blocker]:
    found = rules.applicant(
        name=name, document_type=document_type, document_number=document_number, phone=phone, email=email
    )
    if not found and User.objects.filter(document_index=document_index(document_type, document_number)).exists():
        found.append(Blocker("这个证件号码已经注册，请直接登录；忘记密码的可以找回密码。", field="document_number"))
    return found


def _of_unit(
    organization_name: str, uscc: str, kind: str, kind_reason: str, name: str, phone: str, username: str, role: Role
) -> list[Blocker]:
    found = rules.unit(name=organization_name, uscc=uscc, kind=kind, kind_reason=kind_reason)
    found += rules.contact(name=name, phone=phone, username=username)
    if role not in ORGANIZATION_ROLES:
        found.append(Blocker("请选择以考点还是以报名单位的身份使用系统。", field="role"))
    if User.objects.filter(username__iexact=username.strip()).exists():
        found.append(Blocker("这个登录名已有人使用，请换一个。", field="username"))
    return found


def _introduced(actor: Actor, facts: dict[str, str]) -> Actor:
    person = actor.user_required
    versions = [str(each.text) for each in person.consents.select_related("text")]
    after = {"手机号码": mask_phone(person.phone), "告知书": versions, **facts}
    record(by=actor, verb="account.sign_up", label="注册", subject=person, after=after)
    return actor


def _agreed(consented: bool, sensitive: bool = True) -> list[Blocker]:
    found = [] if consented else [Blocker("请先阅读并同意《个人信息处理告知书》。", field="consented")]
    if not sensitive:
        found.append(Blocker("请先阅读并单独同意处理敏感个人信息。", field="consented_sensitive"))
    return found


def _weak(password: str, person: User) -> list[Blocker]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Blocker(message, field="password") for message in error.messages]
    return []
