"""The rubrics' pages."""

import pytest

from sdzx.accounts.roles import Role
from sites.evaluations.models import Rubric
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/evaluations/rubrics/"


def rows(*items, **more):
    data = {
        "items-TOTAL_FORMS": len(items),
        "items-INITIAL_FORMS": 0,
        "items-MIN_NUM_FORMS": 0,
        "items-MAX_NUM_FORMS": 40,
    }
    for number, (code, section, name, full) in enumerate(items):
        data |= {
            f"items-{number}-{key}": value
            for key, value in zip(("code", "section", "name", "full"), (code, section, name, full), strict=True)
        }
    return {"name": "标准", "pass_mark": 80, **data, **more}


def test_new_version_is_filled_in_saved_and_put_in_use(enter):
    client = enter(people.actor(Role.DIRECTOR))
    assert "场地" in client.get(f"{BASE}new/").content.decode()
    answer = client.post(f"{BASE}new/", rows(("A1", "场地", "面积足够", 60), ("B1", "设备", "设备完好", 40)))
    made = Rubric.objects.get(center=people.center())
    assert answer["Location"] == f"{BASE}{made.uid}/"
    assert client.post(f"{BASE}{made.uid}/put_in_use/").status_code == 302
    assert "使用中" in client.get(BASE).content.decode()


def test_bad_row_keeps_what_was_typed(enter):
    answer = enter(people.actor(Role.DIRECTOR)).post(f"{BASE}new/", rows(("a-1", "场地", "面积足够", 60)))
    assert answer.status_code == 422
    assert "一个大写字母加一至两位数字" in answer.content.decode()
    assert 'value="面积足够"' in answer.content.decode()


def test_edit_of_one_s_own_only(enter):
    mine, province = sites.rubric(people.center()), sites.rubric()
    client = enter(people.actor(Role.DIRECTOR))
    assert client.get(f"{BASE}{mine.uid}/edit/").status_code == 200
    assert client.get(f"{BASE}{province.uid}/edit/").status_code == 404
    assert client.post(f"{BASE}{mine.uid}/edit/", rows(("A1", "场地", "面积足够", 100))).status_code == 302
    page = client.get(f"{BASE}{mine.uid}/").content.decode()
    assert "面积足够" in page
    assert "修改" in page
    assert "修改</a>" not in client.get(f"{BASE}{province.uid}/").content.decode()


def test_edit_of_a_version_in_use_leads_to_its_page_and_is_refused(enter):
    used = sites.rubric(people.center(), Rubric.Status.IN_USE)
    client = enter(people.actor(Role.DIRECTOR))
    assert client.get(f"{BASE}{used.uid}/edit/")["Location"] == f"{BASE}{used.uid}/"
    answer = client.post(f"{BASE}{used.uid}/edit/", rows(("A1", "场地", "面积足够", 100)))
    assert answer.status_code == 422
    assert "启用后不能修改，请新建版本" in answer.content.decode()
    used.refresh_from_db()
    assert len(used.items) > 1
