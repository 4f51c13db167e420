import pytest
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.files.services import store
from sdzx.personnel.models import Person, Qualification, Recusal
from sdzx.personnel.plugins import may_read_photo
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
LIST, PEOPLE = reverse("personnel:list"), reverse("personnel:people")


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same(enter, django_assert_num_queries, count):
    project = catalogue.project()
    for _ in range(count):
        personnel.qualified(project=project)
    client = enter(people.actor(Role.CLERK))
    client.get(LIST)

    with django_assert_num_queries(8):
        response = client.get(LIST)

    assert len(response.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same(enter, django_assert_num_queries, count):
    for _ in range(count):
        personnel.person()
    client = enter(people.actor(Role.CLERK))
    client.get(PEOPLE)

    with django_assert_num_queries(6):
        response = client.get(PEOPLE)

    assert len(response.context["table"].rows) == count


def test_register_filters(enter):
    project = catalogue.project()
    found = personnel.qualified(project=project)
    personnel.qualified("expert", project=project)
    personnel.qualified(project=project, status="suspended")
    personnel.qualified(project=catalogue.project())
    personnel.qualified(project=project, city=people.center("370200"))
    query = {
        "kind": "examiner",
        "project": project.pk,
        "valid_on": "2026-03-14",
        "status": "valid",
        "q": found.card_number,
    }

    rows = enter(people.actor(Role.CLERK)).get(LIST, query).context["table"].rows

    assert [row.url for row in rows] == [reverse("personnel:qualifications:record", args=[found.uid])]


def test_people_without_qualification_are_found(enter):
    personnel.qualified()
    bare = personnel.person(name="钱伟")

    rows = enter(people.actor(Role.CLERK)).get(PEOPLE, {"bare": "on", "q": "钱"}).context["table"].rows

    assert [row.url for row in rows] == [reverse("personnel:record", args=[bare.uid])]


def test_record_masks_numbers(enter):
    held = personnel.qualified(project=catalogue.project())

    html = enter(people.actor(Role.CLERK)).get(reverse("personnel:record", args=[held.person.uid])).content.decode()

    assert held.person.document_number not in html
    assert "139****1234" in html


def test_expert_sees_only_themselves(enter):
    mine, other = personnel.qualified("expert"), personnel.qualified("expert")
    client = enter(personnel.actor(mine))

    assert client.get(reverse("personnel:record", args=[mine.person.uid])).status_code == 200
    assert client.get(reverse("personnel:record", args=[other.person.uid])).status_code == 404
    assert client.get(LIST).status_code == 403


def test_other_centre_finds_nothing(enter):
    held = personnel.qualified("expert", city=people.center("370200"))
    client = enter(people.actor(Role.CLERK))
    found = [
        client.get(reverse(f"personnel:{name}", args=[uid])).status_code
        for name, uid in [
            ("record", held.person.uid), ("edit", held.person.uid), ("recuse", held.person.uid),
            ("qualifications:record", held.uid), ("qualifications:edit", held.uid), ("qualifications:new", held.person.uid),
        ]
    ]  # fmt: skip
    found.append(client.post(reverse("personnel:recuse", args=[held.person.uid])).status_code)

    assert found == [404] * 7


PERSON = {"name": "钱伟", "document_type": "passport", "document_number": "E12345678", "phone": "13812341234",
          "employer_name": "山东省食品工业协会", "is_active": "on"}  # fmt: skip


def test_person_is_entered_and_changed(enter):
    client = enter(people.actor(Role.CLERK))

    address = client.post(reverse("personnel:new"), PERSON).url
    person = Person.objects.get()
    client.post(reverse("personnel:edit", args=[person.uid]), PERSON | {"title": "技师"})

    person.refresh_from_db()
    assert address == reverse("personnel:record", args=[person.uid])
    assert (person.name, person.title) == ("钱伟", "技师")


def test_wrong_person_is_refused_beside_the_fields(enter):
    response = enter(people.actor(Role.CLERK)).post(reverse("personnel:new"), PERSON | {"name": "钱", "phone": "1"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name", "phone"]


def test_qualification_is_registered_and_changed(enter):
    client, person, project = enter(people.actor(Role.CLERK)), personnel.person(), catalogue.project()
    values = {"card_number": "KP1", "valid_from": "2026-01-01", "valid_to": "2028-12-31", "projects": [project.pk]}

    client.post(reverse("personnel:qualifications:new", args=[person.uid]), values | {"kind": "examiner"})
    made = Qualification.objects.get()
    client.post(reverse("personnel:qualifications:edit", args=[made.uid]), values | {"card_number": "KP2"})

    made.refresh_from_db()
    assert (made.kind, made.card_number, list(made.projects.all())) == ("examiner", "KP2", [project])


def test_director_suspends_with_a_ground(enter):
    client, held = enter(people.actor(Role.DIRECTOR)), personnel.qualified()
    address = reverse("personnel:qualifications:step", args=[held.uid, "suspend"])

    assert client.post(address, {"ground": ""}).status_code == 422
    client.post(address, {"ground": "年度考核不合格"})

    page = client.get(reverse("personnel:qualifications:record", args=[held.uid]))
    assert [button.label for button in page.context["buttons"]] == ["恢复资格", "取消资格"]
    assert [each.sentence.endswith("的资格已暂停。") for each in page.context["blockers"]] == [True]


def test_clerk_cannot_suspend(enter):
    address = reverse("personnel:qualifications:step", args=[personnel.qualified().uid, "suspend"])

    assert enter(people.actor(Role.CLERK)).get(address).status_code == 403


def test_recusal_is_declared_and_ended(enter):
    client, person, host = enter(people.actor(Role.CLERK)), personnel.person(), people.organization(name="齐鲁学校")

    client.post(reverse("personnel:recuse", args=[person.uid]), {"organization": host.pk, "reason": "股东"})
    made = Recusal.objects.get()
    page = client.get(reverse("personnel:record", args=[person.uid])).content.decode()
    client.post(reverse("personnel:end_recusal", args=[person.uid, made.pk]), {"ground": "已转让股份"})

    assert "齐鲁学校（股东）" in page
    assert Recusal.objects.count() == 0


def test_account_is_opened_and_its_password_told_once(enter):
    client, person = enter(people.actor(Role.CLERK)), personnel.qualified("expert").person
    address = reverse("personnel:account", args=[person.uid])

    first = client.post(address, follow=True).content.decode()
    again = client.post(address, follow=True).content.decode()

    assert "初始密码" in first
    assert "已经有账号" in again


def test_photo_is_read_by_who_sees_the_person():
    photo = store(b"\xff\xd8\xff", name="a.jpg", kind="person.photo", media_type="image/jpeg")
    personnel.person(photo=photo)

    assert may_read_photo(people.actor(Role.CLERK), photo)
    assert not may_read_photo(people.actor(Role.CLERK, people.center("370200")), photo)
