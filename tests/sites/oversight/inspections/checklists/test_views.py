"""The checklists' pages."""

import pytest

from sdzx.accounts.roles import Role
from sites.oversight.inspections.models import Checklist
from tests.factories import inspections, people

pytestmark = pytest.mark.django_db
BASE = "/sites/inspections/checklists/"
KEYS = ("code", "section", "text", "basis", "kind")


def rows(*items):
    data = {
        "items-TOTAL_FORMS": len(items),
        "items-INITIAL_FORMS": 0,
        "items-MIN_NUM_FORMS": 0,
        "items-MAX_NUM_FORMS": 40,
    }
    for number, item in enumerate(items):
        data |= {f"items-{number}-{key}": value for key, value in zip(KEYS, item, strict=True)}
    return {"name": "检查表", **data}


ONE = ("A1", "场地", "场地相符", "附件2", "yes_no")


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        inspections.checklist(people.center())
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(BASE)
    assert (len(page.context["table"].rows), page.context["actions"]) == (count + 1, [])


def test_new_version_is_filled_in_saved_and_put_in_use(enter):
    client = enter(people.actor(Role.DIRECTOR))
    assert "消防" in client.get(f"{BASE}new/").content.decode()
    answer = client.post(f"{BASE}new/", {**rows(ONE), "items-0-serious": "on"})
    made = Checklist.objects.get(center=people.center())
    assert answer["Location"] == f"{BASE}{made.uid}/"
    assert made.items == [
        {
            "code": "A1",
            "section": "场地",
            "text": "场地相符",
            "basis": "附件2",
            "kind": "yes_no",
            "photo": False,
            "serious": True,
        }
    ]
    assert client.post(f"{BASE}{made.uid}/put_in_use/").status_code == 302
    assert "使用中" in client.get(f"{BASE}{made.uid}/").content.decode()


def test_draft_shows_why_it_cannot_be_used_yet(enter):
    made = inspections.checklist(people.center(), items=[])
    page = enter(people.actor(Role.DIRECTOR)).get(f"{BASE}{made.uid}/")
    assert [each.sentence for each in page.context["blockers"]] == ["检查表至少有一项检查内容。"]
    assert "还没有填写检查内容" in page.content.decode()


def test_bad_row_keeps_what_was_typed(enter):
    answer = enter(people.actor(Role.DIRECTOR)).post(f"{BASE}new/", rows(("a-1", "场地", "场地相符", "", "yes_no")))
    assert answer.status_code == 422
    assert "一个大写字母加一至两位数字" in answer.content.decode()
    assert "请填写依据" in answer.content.decode()
    assert 'value="场地相符"' in answer.content.decode()


def test_edit_of_one_s_own_only(enter):
    mine, province = inspections.checklist(people.center()), inspections.checklist()
    client = enter(people.actor(Role.DIRECTOR))
    assert client.get(f"{BASE}{mine.uid}/edit/").status_code == 200
    assert client.get(f"{BASE}{province.uid}/edit/").status_code == 404
    assert client.post(f"{BASE}{mine.uid}/edit/", rows(ONE)).status_code == 302
    page = client.get(f"{BASE}{mine.uid}/").content.decode()
    assert "场地相符" in page
    assert "修改</a>" in page
    assert "修改</a>" not in client.get(f"{BASE}{province.uid}/").content.decode()
