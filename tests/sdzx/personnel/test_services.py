import datetime

import pytest

from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.fields import document_index
from sdzx.files.services import store
from sdzx.personnel import services
from sdzx.personnel.models import Person, Qualification, Recusal
from sdzx.workflow import Refused
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
DAY, LAST = datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


@pytest.fixture
def director():
    return people.actor(Role.DIRECTOR)


def values(**given):
    number = people.resident_id(birth="19870506")
    return {"name": " 赵强 ", "document_type": "resident_id", "document_number": number.lower(), "phone": "138 1234 1234",
            "employer_name": "山东省食品工业协会", **given}  # fmt: skip


@pytest.mark.clause("5.3")
def test_add_person_takes_birth_and_sex_from_the_number(clerk):
    given = values(document_number=people.resident_id(1, birth="19870506"))

    person = services.add_person(by=clerk, **given)

    assert (person.name, person.center, person.phone) == ("赵强", clerk.center, "13812341234")
    assert (person.birth_date, person.sex) == (datetime.date(1987, 5, 6), "男")
    assert person.document_index == document_index("resident_id", given["document_number"])


def test_add_person_masks_numbers_in_the_trace(clerk):
    given = values()

    entry = entries_of(services.add_person(by=clerk, **given)).get()

    assert (entry.label, entry.after["联系电话"]) == ("登记人员", "138****1234")
    assert given["document_number"].upper() not in str(entry.after)


def test_add_person_with_a_passport_keeps_what_was_said(clerk):
    born = datetime.date(1990, 1, 1)
    given = values(document_type="passport", document_number="E12345678", sex="女", birth_date=born)

    person = services.add_person(by=clerk, **given)

    assert (person.sex, person.birth_date) == ("女", born)


@pytest.mark.clause("5.3")
def test_add_person_refused_with_every_problem(clerk):
    known = personnel.person()
    given = values(name="强", document_number=known.document_number, phone="12", employer_name=" ")

    with pytest.raises(Refused) as refusal:
        services.add_person(by=clerk, **given)

    assert [each.field for each in refusal.value.blockers] == ["name", "phone", "employer_name", "document_number"]


def test_the_same_person_may_be_in_two_centres(clerk):
    known = personnel.person(people.center("370200"))

    services.add_person(by=clerk, **values(document_number=known.document_number))

    assert Person.objects.filter(document_index=known.document_index).count() == 2


def test_add_person_refused_without_grant_or_centre(director, monkeypatch):
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.add_person(by=director, **values())

    monkeypatch.setattr(services, "require", lambda *given: None)
    with pytest.raises(Refused, match="只有市中心"):
        services.add_person(by=people.actor(Role.ADMIN), **values())


def test_employer_of_the_portal_gives_its_name(clerk):
    host = people.organization()

    assert services.add_person(by=clerk, **values(employer=host, employer_name="")).employer_name == host.name


def test_edit_person_traces_what_changed(clerk):
    person = personnel.person()

    services.edit_person(person, by=clerk, title="讲师")

    entry = entries_of(person).get()
    assert (entry.before, entry.after) == ({"职称": "高级讲师"}, {"职称": "讲师"})


def test_edit_person_keeps_a_photo(clerk):
    person, photo = (
        personnel.person(),
        store(b"\xff\xd8\xff", name="a.jpg", kind="draft", by=clerk, media_type="image/jpeg"),
    )

    services.edit_person(person, by=clerk, photo=photo)

    person.refresh_from_db()
    assert person.photo.kind == services.PHOTO_KIND


def test_edit_person_of_another_centre_refused(clerk):
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.edit_person(personnel.person(people.center("370200")), by=clerk, title="讲师")


@pytest.mark.clause("5.3")
def test_add_qualification_registers_projects(clerk):
    project, person = catalogue.project(), personnel.person()

    made = services.add_qualification(person, by=clerk, kind="examiner", card_number=" KP1 ", valid_from=DAY, valid_to=LAST,
                                      projects=[project])  # fmt: skip

    assert (made.card_number, made.status, list(made.projects.all())) == ("KP1", "valid", [project])
    assert entries_of(made).get().after["考评项目"] == [project.name]


@pytest.mark.clause("5.3")
def test_add_qualification_refused_with_every_problem(clerk):
    personnel.qualified(card_number="KP1")

    with pytest.raises(Refused) as refusal:
        services.add_qualification(personnel.person(), by=clerk, kind="examiner", card_number="KP1", valid_from=LAST,
                                   valid_to=DAY)  # fmt: skip

    assert [each.field for each in refusal.value.blockers] == ["valid_to", "projects", "card_number"]


def test_edit_qualification_extends_it(clerk):
    held = personnel.qualified("expert")

    services.edit_qualification(held, by=clerk, card_number=held.card_number, valid_from=DAY, valid_to=LAST)

    held.refresh_from_db()
    assert (held.valid_from, held.valid_to) == (DAY, LAST)


@pytest.mark.clause("5.3")
def test_edit_qualification_refused_once_revoked(clerk):
    held = personnel.qualified("expert", status="revoked")

    with pytest.raises(Refused, match="须重新登记"):
        services.edit_qualification(held, by=clerk, card_number="X", valid_from=DAY, valid_to=LAST)


@pytest.mark.clause("5.3")
def test_suspended_does_not_count_until_reinstated(director):
    held = personnel.qualified()

    services.suspend(held, by=director, ground="年度考核不合格")
    assert list(Qualification.objects.valid_on(DAY)) == []

    services.reinstate(held, by=director, ground="补考合格")
    assert list(Qualification.objects.valid_on(DAY)) == [held]
    assert [each.ground for each in entries_of(held)] == ["年度考核不合格", "补考合格"]


@pytest.mark.clause("5.3")
def test_revoke_ends_the_role(director, clerk):
    held = personnel.qualified("expert")
    services.open_account(held.person, by=clerk)

    services.revoke(held, by=director, ground="泄露评估信息")

    membership = Membership.objects.get(user=held.person.user)
    assert (membership.role, membership.is_active) == ("expert", False)


@pytest.mark.clause("4.3")
def test_declare_recusal_once(clerk):
    person, host = personnel.person(), people.organization()

    made = services.declare_recusal(person, by=clerk, organization=host, reason=" 股东 ")

    assert made.reason == "股东"
    with pytest.raises(Refused, match="已登记过"):
        services.declare_recusal(person, by=clerk, organization=host, reason="股东")
    with pytest.raises(Refused, match="请填写回避事由"):
        services.declare_recusal(person, by=clerk, organization=people.organization(), reason=" ")


@pytest.mark.clause("4.3")
def test_recuse_oneself_once_and_for_nobody_else():
    person, host = personnel.person(), people.organization()
    person.user = people.user(person.name)
    person.save()
    own = people.actor(Role.EXPERT, person=person.user)
    for _ in range(2):
        services.recuse_oneself(person, by=own, organization=host, reason="曾任职")
    assert [entry.label for entry in entries_of(person)].count("登记回避") == 1
    with pytest.raises(Refused, match="只能声明自己的"):
        services.recuse_oneself(personnel.person(), by=own, organization=host, reason="曾任职")


def test_end_recusal_asks_why_and_stays_in_the_trace(clerk):
    made = personnel.recusal(personnel.person(), people.organization())

    with pytest.raises(Refused, match="请填写解除回避的理由"):
        services.end_recusal(made, by=clerk, ground="")
    services.end_recusal(made, by=clerk, ground="已离职")

    assert not Recusal.objects.exists()
    assert [each.label for each in entries_of(made.person)] == ["解除回避"]


def test_open_account_makes_an_account_with_a_first_password(clerk):
    held = personnel.qualified("supervisor")

    person, password = services.open_account(held.person, by=clerk)

    assert person.user.check_password(password)
    assert person.user.must_change_password
    assert [(each.role, each.center) for each in person.user.memberships.all()] == [("supervisor", person.center)]


def test_open_account_takes_the_account_with_the_same_document(clerk):
    held = personnel.qualified("expert")
    known = people.user(document_number=held.person.document_number, document_index=held.person.document_index)

    person, password = services.open_account(held.person, by=clerk)

    assert (person.user, password, User.objects.filter(document_index=person.document_index).count()) == (known, "", 1)


def test_open_account_without_a_phone(clerk):
    held = personnel.qualified("expert", of=personnel.person(phone=""))

    assert services.open_account(held.person, by=clerk)[0].user.phone_index == ""


def test_open_account_refused_without_a_role_or_twice(clerk):
    manager = personnel.qualified("manager")
    with pytest.raises(Refused, match="登记有效的考评员"):
        services.open_account(manager.person, by=clerk)

    held = personnel.qualified("expert", user=True)
    with pytest.raises(Refused, match="已经有账号"):
        services.open_account(held.person, by=clerk)


def test_open_account_refused_when_another_centre_holds_it(clerk):
    other = personnel.person(people.center("370200"))
    other.user = people.user(document_number=other.document_number, document_index=other.document_index)
    other.save()
    held = personnel.qualified("expert", of=personnel.person(document_number=other.document_number))

    with pytest.raises(Refused, match="其他中心"):
        services.open_account(held.person, by=clerk)


def test_later_qualification_adds_its_role(clerk):
    held = personnel.qualified("expert")
    services.open_account(held.person, by=clerk)

    services.add_qualification(
        held.person, by=clerk, kind="supervisor", card_number="DD1", valid_from=DAY, valid_to=LAST
    )

    roles = (
        Membership.objects.filter(user=held.person.user, is_active=True).order_by("role").values_list("role", flat=True)
    )
    assert list(roles) == ["expert", "supervisor"]
