"""Writing the registers (5.3): people of a centre's pool, their qualifications, their declared relations."""

import datetime
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership, Organization, User
from sdzx.accounts.roles import Role
from sdzx.audit.bulk import Act, record_many
from sdzx.audit.changes import differences
from sdzx.audit.services import record
from sdzx.catalogue.models import Project
from sdzx.crypto import blind_index
from sdzx.fields import document_index
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt
from sdzx.identifiers import birth_date as said_birth
from sdzx.identifiers import clean_name, normalise_document, normalise_phone
from sdzx.identifiers import sex as said_sex
from sdzx.personnel import rules
from sdzx.personnel.models import Assessment, Person, Qualification, Recusal, Training
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

PHOTO_KIND = "person.photo"
EDIT = "person.edit"
ROLES = {
    Qualification.Kind.EXAMINER.value: Role.EXAMINER,
    Qualification.Kind.SUPERVISOR.value: Role.SUPERVISOR,
    Qualification.Kind.EXPERT.value: Role.EXPERT,
}
_PERSON = (
    "name", "document_type", "document_number", "phone", "sex", "birth_date", "education", "title", "employer",
    "employer_name", "photo", "is_active",
)  # fmt: skip


@transaction.atomic
def add_person(
    *,
    by: Actor,
    name: str,
    document_type: str,
    document_number: str,
    phone: str = "",
    sex: str = "",
    birth_date: datetime.date | None = None,
    education: str = "",
    title: str = "",
    employer: Organization | None = None,
    employer_name: str = "",
    photo: StoredFile | None = None,
    is_active: bool = True,
) -> Person:
    """Enter somebody into the centre's pool. Refused with every problem of the identity, and when they are in it already.

    Sex and date of birth are taken from the document number when it says them.
    """
    require(by, EDIT)
    if by.center is None:
        raise Refused("只有市中心可以登记人员。")
    return _write_person(
        Person(center=by.center), by=by, name=name, document_type=document_type, document_number=document_number,
        phone=phone, sex=sex, birth_date=birth_date, education=education, title=title, employer=employer,
        employer_name=employer_name, photo=photo, is_active=is_active,
    )  # fmt: skip


@transaction.atomic
def edit_person(person: Person, *, by: Actor, **values: Any) -> Person:
    """Change a person's entry; the keywords are those of `add_person`, what is not given stays."""
    require(by, EDIT, person)
    locked(person)
    kept = {name: getattr(person, name) for name in _PERSON}
    return _write_person(person, by=by, **kept | values)


@transaction.atomic
def add_qualification(
    person: Person,
    *,
    by: Actor,
    kind: str,
    card_number: str,
    valid_from: datetime.date,
    valid_to: datetime.date,
    projects: Sequence[Project] = (),
) -> Qualification:
    """Register a role that the person holds (5.3); who signs in may act in it from now on."""
    require(by, EDIT, person)
    locked(person)
    return _write_qualification(Qualification(person=person, kind=kind), by=by, card_number=card_number,
                                valid_from=valid_from, valid_to=valid_to, projects=projects)  # fmt: skip


@transaction.atomic
def edit_qualification(
    qualification: Qualification,
    *,
    by: Actor,
    card_number: str,
    valid_from: datetime.date,
    valid_to: datetime.date,
    projects: Sequence[Project] = (),
) -> Qualification:
    """Change card number, validity and projects. Refused when it was revoked: then a new one is registered (5.3)."""
    require(by, EDIT, qualification)
    locked(qualification)
    if qualification.status == Qualification.Status.REVOKED:
        raise Refused("资格已取消，不能再修改；须重新登记。")
    return _write_qualification(qualification, by=by, card_number=card_number, valid_from=valid_from,
                                valid_to=valid_to, projects=projects)  # fmt: skip


@transaction.atomic
def suspend(qualification: Qualification, *, by: Actor, ground: str) -> Qualification:
    """Nothing can be done by it until it is reinstated (5.3)."""
    advance(locked(qualification), "suspend", by=by, ground=ground)
    return qualification


@transaction.atomic
def reinstate(qualification: Qualification, *, by: Actor, ground: str) -> Qualification:
    """It counts again within its validity (5.3)."""
    advance(locked(qualification), "reinstate", by=by, ground=ground)
    return qualification


@transaction.atomic
def revoke(qualification: Qualification, *, by: Actor, ground: str) -> Qualification:
    """It never counts again; the person no longer acts in this role unless another qualification says so (5.3)."""
    advance(locked(qualification), "revoke", by=by, ground=ground)
    settle_memberships(qualification.person, by=by)
    return qualification


@transaction.atomic
def declare_recusal(person: Person, *, by: Actor, organization: Organization, reason: str) -> Recusal:
    """The person has a relation to the organisation and stays away from its affairs (4.3)."""
    require(by, EDIT, person)
    if not reason.strip():
        raise Refused([Blocker("请填写回避事由。", field="reason")])
    made, new = Recusal.objects.get_or_create(
        person=person, organization=organization, defaults={"reason": reason.strip()}
    )
    if not new:
        raise Refused([Blocker(f"已登记过与“{organization.name}”的回避关系。", field="organization")])
    record(by=by, verb="person.recuse", label="登记回避", subject=person, ground=made.reason,
           after={"回避单位": organization.name})  # fmt: skip
    return made


@transaction.atomic
def recuse_oneself(person: Person, *, by: Actor, organization: Organization, reason: str) -> None:
    """Somebody declares their own relation to the organisation; declared before, nothing changes. Raises Refused (4.3)."""
    if by.user is None or person.user_id != by.user.pk:
        raise Refused("只能声明自己的回避关系。")
    made, new = Recusal.objects.get_or_create(person=person, organization=organization, defaults={"reason": reason})
    if new:
        record(by=by, verb="person.recuse", label="登记回避", subject=person, ground=made.reason,
               after={"回避单位": organization.name})  # fmt: skip


@transaction.atomic
def end_recusal(recusal: Recusal, *, by: Actor, ground: str) -> None:
    """The relation is over; the trace keeps that it was declared."""
    require(by, EDIT, recusal.person)
    if not ground.strip():
        raise Refused([Blocker("请填写解除回避的理由。", field="ground")])
    record(by=by, verb="person.end_recusal", label="解除回避", subject=recusal.person, ground=ground,
           before={"回避单位": recusal.organization.name}, after={"回避单位": ""})  # fmt: skip
    recusal.delete()


@transaction.atomic
def open_account(person: Person, *, by: Actor) -> tuple[Person, str]:
    """Let a person sign in as what they are qualified for.

    An account with the same document is taken as theirs; otherwise one is opened, whose first password (the second
    value, told once) has to be changed at the first sign-in. Refused when they have one, or no role that signs in.
    """
    require(by, EDIT, person)
    locked(person)
    if person.user is not None:
        raise Refused(f"{person.name}已经有账号。")
    if not _roles(person):
        raise Refused("登记有效的考评员、督导员或专家资格后才能开通账号。")
    known = User.objects.filter(document_index=person.document_index).first()
    if known is not None and Person.objects.filter(user=known).exists():
        raise Refused(f"该证件号码的账号已由其他中心的人员“{known.name}”使用，请与该中心联系。")
    password = "" if known else secrets.token_urlsafe(9)
    person.user = known or _account(person, password)
    person.save(update_fields=["user"])
    record(by=by, verb="person.open_account", label="开通账号", subject=person,
           after={"登录名": person.user.username, "已有账号": known is not None})  # fmt: skip
    settle_memberships(person, by=by)
    return person, password


@transaction.atomic
def add_training(
    person: Person,
    *,
    by: Actor,
    name: str,
    organizer: str,
    began_on: datetime.date,
    ended_on: datetime.date,
    hours: int,
    result: str = Training.Result.PASSED,
) -> Training:
    """Record a training that the person took part in (5.3). Refused when it is recorded already."""
    require(by, EDIT, person)
    locked(person)
    found = rules.wrong_training(began_on, ended_on, hours, clock.today())
    if person.trainings.filter(name=name.strip(), began_on=began_on).exists():
        found.append(Blocker("这次培训已登记过。", clause="5.3", field="name"))
    refuse_on(found)
    made = Training.objects.create(
        person=person, name=name.strip(), organizer=organizer.strip(), began_on=began_on, ended_on=ended_on,
        hours=hours, result=result,
    )  # fmt: skip
    record(by=by, verb="person.train", label="登记培训", subject=person, after=_said(made))
    return made


@transaction.atomic
def remove_training(training: Training, *, by: Actor, ground: str) -> None:
    """Take back an entry made by mistake; the trace keeps it."""
    require(by, EDIT, training.person)
    if not ground.strip():
        raise Refused([Blocker("请填写删除培训记录的理由。", field="ground")])
    record(
        by=by,
        verb="person.untrain",
        label="删除培训记录",
        subject=training.person,
        ground=ground,
        before=_said(training),
    )
    training.delete()


@transaction.atomic
def assess(qualification: Qualification, *, by: Actor, year: int, grade: str, note: str = "") -> Assessment:
    """Record the yearly assessment, or correct it: a year has one (5.3). The reason is due when it was not passed."""
    require(by, EDIT, qualification)
    locked(qualification)
    found = rules.wrong_assessment(qualification, year, clock.today())
    if grade == Assessment.Grade.FAILED and not note.strip():
        found.append(Blocker("考核不合格的，请写明情况。", clause="5.3", field="note"))
    refuse_on(found)
    known = qualification.assessments.filter(year=year).first()
    before = {f"{year}年度考核": known.get_grade_display()} if known else {}
    made = known or Assessment(qualification=qualification, year=year)
    made.grade, made.note = grade, note.strip()
    made.save()
    label = "更正年度考核" if known else "登记年度考核"
    record(by=by, verb="person.assess", label=label, subject=qualification, ground=made.note, before=before,
           after={f"{year}年度考核": made.get_grade_display()})  # fmt: skip
    return made


@transaction.atomic
def note_printed(held: Sequence[Qualification], *, by: Actor) -> None:
    """The cards of these were printed (4.3)."""
    require(by, EDIT)
    for_update = Qualification.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in held])
    list(for_update.order_by("pk").values_list("pk"))
    record_many(
        [Act(each, "打印证卡", after={"证卡编号": each.card_number}) for each in held], by=by, verb="person.card"
    )


def card_number_of(scanned: str) -> str:
    """The number of the card whose QR code was scanned; anything else is given back as it is."""
    code = scanned.strip().rstrip("/").rpartition("/")[2] if "/" in scanned else ""
    held = Qualification.objects.filter(code=code).first() if code else None
    return held.card_number if held else scanned


def _said(training: Training) -> dict[str, Any]:
    return {"培训名称": training.name, "主办单位": training.organizer, "开始日期": training.began_on,
            "结束日期": training.ended_on, "学时": training.hours, "结果": training.get_result_display()}  # fmt: skip


def _write_person(person: Person, *, by: Actor, **values: Any) -> Person:
    values["name"] = clean_name(values["name"])
    values["document_number"] = normalise_document(values["document_number"])
    values["phone"] = normalise_phone(values["phone"])
    kind, number = values["document_type"], values["document_number"]
    found = rules.wrong_identity(values["name"], kind, number, values["phone"])
    if values["employer"] is not None:
        values["employer_name"] = values["employer"].name
    elif not values["employer_name"].strip():
        found.append(Blocker("请填写工作单位，回避审查要用。", clause="4.3", field="employer_name"))
    index = document_index(kind, number)
    others = Person.objects.filter(center=person.center, document_index=index).exclude(pk=person.pk)
    if others.exists():
        found.append(Blocker("该证件号码的人员已登记在本中心。", clause="5.3", field="document_number"))
    refuse_on(found)
    values["birth_date"] = said_birth(kind, number) or values["birth_date"]
    values["sex"] = said.label if (said := said_sex(kind, number)) else values["sex"]
    if values["photo"] is not None:
        values["photo"] = adopt(values["photo"], kind=PHOTO_KIND, by=by)
    label = "修改人员" if person.pk else "登记人员"
    before, after = differences(Person, {name: getattr(person, name) for name in values if person.pk}, values)
    for name, value in values.items():
        setattr(person, name, value)
    person.document_index = index
    person.save()
    record(by=by, verb=EDIT, label=label, subject=person, before=before, after=after)
    return person


def _write_qualification(
    qualification: Qualification,
    *,
    by: Actor,
    card_number: str,
    valid_from: datetime.date,
    valid_to: datetime.date,
    projects: Sequence[Project],
) -> Qualification:
    card = card_number.strip()
    found = [*rules.wrong_validity(valid_from, valid_to), *rules.projects_missing(qualification.kind, list(projects))]
    others = Qualification.objects.filter(kind=qualification.kind, card_number=card).exclude(pk=qualification.pk)
    if others.exists():
        found.append(Blocker(f"证卡编号“{card}”已被使用。", clause="5.3", field="card_number"))
    refuse_on(found)
    label = "修改资格" if qualification.pk else "登记资格"
    qualification.card_number, qualification.valid_from, qualification.valid_to = card, valid_from, valid_to
    qualification.save()
    qualification.projects.set(projects)
    record(
        by=by, verb=EDIT, label=label, subject=qualification,
        after={"证卡编号": card, "有效期起": valid_from, "有效期止": valid_to, "考评项目": [each.name for each in projects]},
    )  # fmt: skip
    settle_memberships(qualification.person, by=by)
    return qualification


def _account(person: Person, password: str) -> User:
    user = User(
        username=f"z{secrets.token_hex(4)}", name=person.name, document_type=person.document_type,
        document_number=person.document_number, document_index=person.document_index, phone=person.phone,
        phone_index=blind_index(person.phone, "phone") if person.phone else "", must_change_password=True,
    )  # fmt: skip
    user.set_password(password)
    user.save()
    return user


def _roles(person: Person) -> set[Role]:
    """As what the person may sign in: revoked qualifications do not count, suspended ones stop at the rules."""
    kinds = person.qualifications.exclude(status=Qualification.Status.REVOKED).values_list("kind", flat=True)
    return {ROLES[kind] for kind in kinds if kind in ROLES}


@transaction.atomic
def settle_memberships(person: Person, *, by: Actor) -> None:
    """The memberships of the person's account follow the qualifications."""
    if person.user is None:
        return
    wanted = _roles(person)
    for role in ROLES.values():
        active = role in wanted
        held = Membership.objects.filter(user=person.user, role=role, center=person.center).first()
        if (held.is_active if held else False) == active:
            continue
        Membership.objects.update_or_create(
            user=person.user, role=role, center=person.center, organization=None, defaults={"is_active": active}
        )
        label = f"{'启用' if active else '停用'}{role.label}身份"
        record(by=by, verb="person.membership", label=label, subject=person)
