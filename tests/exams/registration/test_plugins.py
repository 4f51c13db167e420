"""What registration tells the registries."""

from types import SimpleNamespace

import pytest

from exams.registration import plugins
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


def test_station_of_a_candidate():
    record = made.accepted()
    (link,) = plugins.station(SimpleNamespace(registration=record))
    assert (link.stage, link.clause, link.record) == ("报名", "3.2", record)
    assert (link.facts[0], link.facts[-1]) == (f"报名号{record.number}", "个人报名")


def test_station_of_a_unit():
    record = made.accepted(unit=people.organization())
    (link,) = plugins.station(SimpleNamespace(registration=record))
    assert link.facts[-1] == f"报名单位：{record.unit.name}"
