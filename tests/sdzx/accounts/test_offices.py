"""How centres appear, and their policies."""

import pytest

from sdzx.accounts import offices
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.policy import of
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


class TestCenter:
    def test_admin_changes_what_letters_print(self):
        center = people.center("370200")
        offices.edit_center(center, by=people.actor(Role.ADMIN), address="香港中路1号", phone="0532-85910000")
        entry = entries_of(center).last()
        assert (center.address, center.name) == ("香港中路1号", "青岛市职业技能鉴定（指导）中心")
        assert entry.after == {"地址": "香港中路1号", "咨询电话": "0532-85910000"}

    def test_nothing_changed_leaves_no_trace(self):
        offices.edit_center(people.center(), by=people.actor(Role.ADMIN), phone="")
        assert entries_of(people.center()).count() == 0

    def test_director_may_not(self):
        with pytest.raises(Refused, match="不能进行这项操作"):
            offices.edit_center(people.center(), by=people.actor(Role.DIRECTOR), phone="0531-87210000")

    def test_no_phone_is_refused(self):
        with pytest.raises(Refused) as refusal:
            offices.edit_center(people.center(), by=people.actor(Role.ADMIN), phone="12")
        assert fields(refusal) == ["phone"]


class TestPolicy:
    def test_only_what_differs_is_kept_and_traced(self):
        director = people.actor(Role.DIRECTOR)
        center = people.center()
        offices.edit_policy(center, by=director, minimum_age=18, appeal_days=10)
        assert (center.policy, of(center).minimum_age) == ({"minimum_age": "18"}, 18)
        entry = entries_of(center).last()
        assert (entry.before, entry.after) == ({"最低年龄（周岁）": "16"}, {"最低年龄（周岁）": "18"})

    def test_nothing_changed_leaves_no_trace(self):
        offices.edit_policy(people.center(), by=people.actor(Role.DIRECTOR), minimum_age=16)
        assert entries_of(people.center()).count() == 0

    def test_another_centre_s_is_refused(self):
        with pytest.raises(Refused, match="只能修改本中心"):
            offices.edit_policy(people.center("370200"), by=people.actor(Role.DIRECTOR), minimum_age=18)

    @pytest.mark.clause("5.2")
    def test_below_the_regulation_is_refused(self):
        with pytest.raises(Refused) as refusal:
            offices.edit_policy(people.center(), by=people.actor(Role.DIRECTOR), retention_years=1)
        assert fields(refusal) == ["retention_years"]
