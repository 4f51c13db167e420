"""Appeals and corrections of the demo, from a confirmed sheet of the factories."""

from types import SimpleNamespace

import pytest

from exams.scores.appeals.models import Appeal
from exams.scores.corrections.models import Correction
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo import second_look
from tests.factories import people, scores

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_every_state(count):
    sheet = scores.sheet("confirmed", candidates=count)
    for seat in sheet.session.seats.select_related("registration__user"):
        people.actor(Role.APPLICANT, person=seat.registration.user)
    office = {role: people.actor(role) for role in (Role.CONFIRMER, Role.DIRECTOR)}
    city = SimpleNamespace(seed=7, registrars=[], acts=office.__getitem__)
    type(sheet).objects.filter(pk=sheet.pk).update(confirmed_at=sheet.session.ends_at)
    with clock.at(sheet.session.ends_at):
        second_look.every_state(city, sheet, after=3)
    assert set(Appeal.objects.values_list("status", flat=True)) == set(Appeal.Status)
    assert set(Correction.objects.values_list("status", flat=True)) == set(Correction.Status)
