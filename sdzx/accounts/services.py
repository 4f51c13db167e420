"""The only writers of people, organisations, memberships and policies. Each leaves its trace; numbers are masked in it."""

import secrets
from dataclasses import asdict, fields
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from sdzx import clock, policy
from sdzx.accounts import consent, rules
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import ORGANIZATION_ROLES, Role
from sdzx.audit.services import record
from sdzx.crypto import blind_index
from sdzx.fields import document_index
from sdzx.identifiers import clean_name, mask_document, mask_phone, normalise_document, normalise_phone, normalise_uscc
from sdzx.policy import LABELS, Policy
from sdzx.workflow import Blocker, Refused, locked, refuse_on


@transaction.atomic
def sign_up_person(
    *,
    name: str,
    document_type: str,
    document_number: str,
    phone: str,
    password: str,
    email: str = "",
    consented: bool = False,
) -> Actor:
    """An account for somebody who registers themselves; they sign in with the document number.

    Raises Refused with every problem of name, document, phone and password, and when the document has an account.
    """
    found = rules.identity(name=name, document_type=document_type, document_number=document_number, phone=phone)
    index = document_index(document_type, document_number)
    if not found and User.objects.filter(document_index=index).exists():
        found.append(Blocker("这个证件号码已经注册，请直接登录；忘记密码的可以找回密码。", field="document_number"))
    person = User(
        username=f"p{secrets.token_hex(8)}", name=clean_name(name), email=email.strip(),
        document_type=document_type, document_number=normalise_document(document_number), document_index=index,
    )  # fmt: skip
    refuse_on([*found, *_agreed(consented), *_weak(password, person)])
    _settled(person, phone=phone, password=password)
    membership = Membership.objects.create(user=person, role=Role.APPLICANT)
    return _introduced(membership, {"证件号码": mask_document(person.document_number)})


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
    password: str,
    role: Role,
    kind_reason: str = "",
    address: str = "",
    email: str = "",
    consented: bool = False,
) -> Actor:
    """An institution with its contact person, who acts as site staff or as registrar.

    Raises Refused with every problem, and when the institution is known already: then its staff or the centre adds people.
    """
    code = normalise_uscc(uscc)
    known = Organization.objects.filter(uscc=code).exists()
    found = rules.unit(name=organization_name, uscc=uscc, kind=kind, kind_reason=kind_reason, known=known)
    found += rules.contact(name=name, phone=phone, username=username)
    if role not in ORGANIZATION_ROLES:
        found.append(Blocker("请选择以考点还是以报名单位的身份使用系统。", field="role"))
    if User.objects.filter(username__iexact=username.strip()).exists():
        found.append(Blocker("这个登录名已有人使用，请换一个。", field="username"))
    person = User(username=username.strip(), name=clean_name(name), email=email.strip())
    refuse_on([*found, *_agreed(consented), *_weak(password, person)])
    _settled(person, phone=phone, password=password)
    organization = Organization.objects.create(
        name=organization_name.strip(), uscc=code, kind=kind, kind_reason=kind_reason.strip() if kind == "other" else "",
        center=center, address=address.strip(), contact=person.name, phone=person.phone,
    )  # fmt: skip
    membership = Membership.objects.create(user=person, role=role, organization=organization)
    actor = _introduced(membership, {})
    record(
        by=actor, verb="organization.sign_up", label="单位注册", subject=organization, after={"统一社会信用代码": code}
    )
    return actor


@transaction.atomic
def update_contact(person: User, *, by: Actor, phone: str, email: str = "") -> User:
    """People keep their own phone and address of mail; name and document are corrected by the centre.

    Raises Refused for somebody else's account or a phone that is none.
    """
    if by.user != person:
        raise Refused("只能修改本人的联系方式。")
    refuse_on(rules.phone(phone))
    locked(person)
    before = mask_phone(person.phone)
    person.phone, person.email = normalise_phone(phone), email.strip()
    person.phone_index = blind_index(person.phone, "phone")
    person.save(update_fields=["phone", "phone_index", "email"])
    record(by=by, verb="account.contact", label="修改联系方式", subject=person,
           before={"手机号码": before}, after={"手机号码": mask_phone(person.phone)})  # fmt: skip
    return person


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
        _settled(person, phone=phone, password=password, consents=False)
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


@transaction.atomic
def edit_center(center: Center, *, by: Actor, **values: str) -> Center:
    """Change how a centre appears: name, bureau_name, address, phone. Raises Refused for a phone that is none."""
    require(by, "center.edit")
    if values.get("phone"):
        refuse_on(rules.phone(values["phone"]))
    locked(center)
    changed = [name for name in values if values[name].strip() != getattr(center, name)]
    labels = {name: str(Center._meta.get_field(name).verbose_name) for name in changed}  # type: ignore[union-attr]
    before = {labels[name]: getattr(center, name) for name in changed}
    for name in changed:
        setattr(center, name, values[name].strip())
    if changed:
        center.save(update_fields=changed)
        after = {labels[name]: getattr(center, name) for name in changed}
        record(by=by, verb="center.edit", label="修改中心信息", subject=center, before=before, after=after)
    return center


@transaction.atomic
def edit_policy(center: Center, *, by: Actor, **values: Any) -> Center:
    """Set what the regulation leaves to the centre. What equals the default is not kept.

    Raises Refused for another centre, and with every number that is none or lies below the regulation's floor.
    """
    require(by, "policy.edit")
    if by.center != center:
        raise Refused("只能修改本中心的业务参数。")
    refuse_on(rules.policy_problems(values))
    locked(center)
    before = asdict(policy.of(center))
    names = [field.name for field in fields(Policy)]
    standard = asdict(Policy())
    center.policy = {name: str(values[name]) for name in names if name in values and values[name] != standard[name]}
    center.save(update_fields=["policy"])
    after = asdict(policy.of(center))
    changed = [name for name in names if before[name] != after[name]]
    if changed:
        record(
            by=by, verb="policy.edit", label="修改业务参数", subject=center,
            before={LABELS[name]: str(before[name]) for name in changed},
            after={LABELS[name]: str(after[name]) for name in changed},
        )  # fmt: skip
    return center


def _belongs(role: Role, center: Center | None, organization: Organization | None) -> dict[str, Any]:
    """Where a membership of this role hangs: at the organisation, at the centre, or (experts and admins) nowhere else."""
    if role in ORGANIZATION_ROLES:
        return {"organization": organization, "center": None}
    return {"organization": None, "center": center}


def _settled(person: User, *, phone: str, password: str, consents: bool = True) -> None:
    person.phone = normalise_phone(phone)
    person.phone_index = blind_index(person.phone, "phone") if person.phone else ""
    if consents:
        person.consented_at, person.consent_version = clock.now(), consent.VERSION
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody else was quicker between the check and here
        raise Refused("这个登录名或证件号码刚刚注册过，请直接登录。") from error


def _introduced(membership: Membership, facts: dict[str, str]) -> Actor:
    actor = Actor.of(membership)
    after = {"手机号码": mask_phone(actor.user_required.phone), "告知书版本": consent.VERSION, **facts}
    record(by=actor, verb="account.sign_up", label="注册", subject=actor.user_required, after=after)
    return actor


def _agreed(consented: bool) -> list[Blocker]:
    return [] if consented else [Blocker("请先阅读并同意《个人信息处理告知书》。", field="consented")]


def _weak(password: str, person: User) -> list[Blocker]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Blocker(message, field="password") for message in error.messages]
    return []
