"""The stock book's pages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.printing.blanks.models import BlankMovement
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.certificates.issuing.test_views import page
from tests.factories import people, prints

pytestmark = pytest.mark.django_db
BOOK = "/certificates/blanks/"


@pytest.fixture
def by(db):
    return people.actor(Role.CERTIFIER)


def test_the_four_entries_and_the_equation(enter, by):
    client, today = enter(by), str(clock.today())
    witness = people.actor(Role.DIRECTOR).user
    assert "还没有登记" in page(client, BOOK)[1]
    for path, values in (
        ("receive", {"first_number": "A001", "last_number": "A050", "signed_by": "王敏", "supplier": "省印刷厂"}),
        ("spoil", {"count": 3, "reason": "试印"}),
        ("destroy", {"count": 2, "witness": witness.pk, "reason": "碎纸"}),
        ("count", {"counted": 46, "reason": "装订时错数"}),
    ):
        assert client.get(f"{BOOK}{path}/").status_code == 200
        assert client.post(f"{BOOK}{path}/", {"day": today, **values}).url == BOOK
    text = page(client, BOOK)[1]
    assert "入库50份，盘点差异-1份＝已印0份＋作废3份（已销毁2份）＋结存46份。" in text
    assert "A001—A050" in text
    assert "A001" not in page(client, f"{BOOK}?kind=spoiled&since={today}&until={today}")[1]


def test_what_is_wrong_stands_beside_its_field(enter, by):
    client = enter(by)
    later = str(clock.today() + datetime.timedelta(days=1))
    answer = client.post(f"{BOOK}receive/", {"day": later, "count": 0, "signed_by": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("日期不能晚于今天。", "份数不能小于1。", "请填写签收人。"):
        assert sentence in text
    answer = client.post(
        f"{BOOK}destroy/", {"day": str(clock.today()), "count": 9, "witness": by.user.pk, "reason": "碎纸"}
    )
    assert answer.status_code == 422
    assert BlankMovement.objects.count() == 0


def test_readers_without_buttons_and_the_province_s_auditor(enter):
    prints.stocked(5)
    assert "登记入库" not in page(enter(people.actor(Role.DIRECTOR)), BOOK)[1]
    assert enter(people.actor(Role.CLERK)).get(BOOK).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_book_in_a_fixed_number_of_queries(enter, by, count):
    for _ in range(count):
        prints.stocked(5)
    client = enter(by)
    client.get(BOOK)
    with CaptureQueriesContext(connection) as captured:
        client.get(BOOK)
    assert len(captured) == 9
