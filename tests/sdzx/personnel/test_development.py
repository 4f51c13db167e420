"""Training and yearly assessment: rules, services, pages."""

import datetime

import pytest
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.personnel import rules, services
from sdzx.personnel.models import Assessment, Training
from sdzx.workflow import Refused
from tests.factories import people, personnel

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 12)
TRAINING = {"name": "考评员培训", "organizer": "省中心", "began_on": DAY, "ended_on": DAY, "hours": 8}


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


@pytest.mark.clause("5.3")
def test_wrong_training_says_everything():
    found = rules.wrong_training(DAY, DAY - datetime.timedelta(days=1), 0, DAY - datetime.timedelta(days=5))

    assert [each.field for each in found] == ["ended_on", "ended_on", "hours"]
    assert rules.wrong_training(DAY, DAY, 1, DAY) == []


@pytest.mark.parametrize(("year", "sentence"), [
    (2024, ""), (2026, ""), (2023, "资格在2023年度没有效力，可考核的年度为2024至2026。"),
    (2027, "资格在2027年度没有效力，可考核的年度为2024至2026。"),
])  # fmt: skip
@pytest.mark.clause("5.3")
def test_assessed_year_is_one_of_validity(year, sentence):
    found = rules.wrong_assessment(personnel.qualified(), year, datetime.date(2026, 3, 2))

    assert "".join(each.sentence for each in found) == sentence


def test_assessment_of_a_single_year_or_of_none():
    held, today = personnel.qualified(valid_from=datetime.date(2026, 1, 1)), datetime.date(2026, 3, 2)

    assert rules.wrong_assessment(held, 2025, today)[0].sentence.endswith("可考核的年度为2026。")
    assert rules.wrong_assessment(held, 2025, datetime.date(2025, 3, 2))[0].sentence.startswith("资格的有效期尚未开始")


@pytest.mark.parametrize(("values", "said"), [
    ({}, ("有效", "good")), ({"status": "suspended"}, ("暂停", "warning")), ({"status": "revoked"}, ("取消", "bad")),
    ({"valid_from": datetime.date(2026, 3, 3)}, ("未到有效期", "warning")),
    ({"valid_to": datetime.date(2026, 3, 1)}, ("过期", "bad")),
])  # fmt: skip
def test_standing_on_a_day(values, said):
    assert rules.standing(personnel.qualified(**values), datetime.date(2026, 3, 2)) == said


def test_standing_of_somebody_off_the_register():
    held = personnel.qualified(of=personnel.person(is_active=False))

    assert rules.standing(held, datetime.date(2026, 3, 2)) == ("取消", "bad")


@pytest.mark.clause("5.3")
def test_training_is_recorded_once(clerk):
    person = personnel.person()

    services.add_training(person, by=clerk, **TRAINING)
    with pytest.raises(Refused) as refusal:
        services.add_training(person, by=clerk, **TRAINING)

    assert [each.field for each in refusal.value.blockers] == ["name"]
    assert entries_of(person).get().after["学时"] == 8


def test_training_is_taken_back_with_a_ground(clerk):
    training = personnel.training()

    with pytest.raises(Refused):
        services.remove_training(training, by=clerk, ground=" ")
    services.remove_training(training, by=clerk, ground="录错人员")

    assert (Training.objects.count(), entries_of(training.person).get().ground) == (0, "录错人员")


@pytest.mark.clause("5.3")
def test_assessment_is_recorded_and_corrected(clerk):
    held = personnel.qualified()

    services.assess(held, by=clerk, year=2025, grade="passed")
    services.assess(held, by=clerk, year=2025, grade="failed", note="两次迟到")

    assert [(each.grade, each.note) for each in held.assessments.all()] == [("failed", "两次迟到")]
    assert [(each.label, each.before) for each in entries_of(held)] == [
        ("登记年度考核", {}),
        ("更正年度考核", {"2025年度考核": "合格"}),
    ]


@pytest.mark.clause("5.3")
def test_failed_assessment_needs_its_reason(clerk):
    with pytest.raises(Refused) as refusal:
        services.assess(personnel.qualified(), by=clerk, year=1999, grade="failed", note=" ")

    assert [each.field for each in refusal.value.blockers] == ["year", "note"]


def test_director_does_not_keep_the_books():
    with pytest.raises(Refused):
        services.assess(personnel.qualified(), by=people.actor(Role.DIRECTOR), year=2025, grade="passed")


def test_pages_record_training_and_assessment(enter, clerk):
    held, client = personnel.qualified(), enter(clerk)
    training = {**TRAINING, "began_on": "2025-05-12", "ended_on": "2025-05-14", "result": "passed"}

    client.post(reverse("personnel:train", args=[held.person.uid]), training)
    first = client.get(reverse("personnel:qualifications:assess", args=[held.uid])).context["form"].initial["year"]
    client.post(reverse("personnel:qualifications:assess", args=[held.uid]), {"year": 2025, "grade": "excellent"})
    page = client.get(reverse("personnel:record", args=[held.person.uid])).content.decode()
    made = Training.objects.get()
    client.post(reverse("personnel:untrain", args=[held.person.uid, made.pk]), {"ground": "录错人员"})

    assert first == clock.today().year
    assert "2025年5月12日至2025年5月14日，考评员培训（省中心），8学时，合格" in page
    assert (Assessment.objects.get().grade, Training.objects.count()) == ("excellent", 0)
    assert "优秀" in client.get(reverse("personnel:qualifications:record", args=[held.uid])).content.decode()


def test_training_of_somebody_else_is_not_found(enter, clerk):
    training, other = personnel.training(), personnel.person()

    assert enter(clerk).get(reverse("personnel:untrain", args=[other.uid, training.pk])).status_code == 404
