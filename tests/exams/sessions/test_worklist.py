"""What waits for arranger and site; the registries."""

import datetime
from types import SimpleNamespace

import pytest

from exams.sessions import lookups, services
from exams.sessions.filing import REQUIREMENTS
from exams.sessions.plugins import subject_of, way_back
from exams.sessions.worklist import waiting
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.registry import contents_of
from sdzx.files.access import may_read
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def titles(actor) -> list[str]:
    return [row.title.partition("：")[0] for row in waiting(actor)]


def test_arranger_sees_batches_without_seats(arranger) -> None:
    item = sessions.item()
    for _ in range(2):
        sessions.registration(item)
    session = sessions.session(candidates=1)
    assert (waiting(arranger)[0].title, waiting(arranger)[0].count) == (f"待安排考场：{item}", 2)
    assert titles(arranger) == ["待安排考场", "场次待发布"]
    assert lookups.unplaced_total(session.center) == 2


def test_arranger_sees_sessions_of_a_suspended_site(arranger) -> None:
    session = sessions.session("published")
    type(session.site).objects.update(status="revoked")
    assert titles(arranger) == ["考点不能使用，请改换考点"]
    assert waiting(arranger)[0].detail.endswith("（已取消资格）")


def test_arranger_sees_what_is_missing_before_the_day(arranger) -> None:
    soon = clock.now() + 30 * HOUR
    sessions.session("published", prepared="sent", starts_at=soon)
    short = sessions.session("published", prepared="acknowledged", starts_at=soon, drawn=True)
    short.preparation.items.update(ready=False)
    sessions.session("published", prepared="sent", starts_at=clock.now() + 24 * 8 * HOUR)
    assert titles(arranger) == ["考点准备未落实", "考点准备未落实", "即将开考，尚未抽题，请联系命题管理"]


def test_site_sees_its_notices_and_the_day() -> None:
    sent = sessions.session("published", prepared="sent", starts_at=clock.now() + 2 * HOUR)
    staff = sessions.staff_of(sent)
    sessions.session("published", at=sent.site, spec=sent.specification, prepared="acknowledged")
    sessions.session("running", at=sent.site, spec=sent.specification)
    sessions.session("published", prepared="sent")
    assert titles(staff) == ["准备通知单待签收", "考核准备待逐项确认、报告", "考核进行中，结束后请登记", "今日考核"]
    assert waiting(people.actor(Role.CLERK)) == []


def test_worklist_queries_do_not_grow(arranger, django_assert_num_queries) -> None:
    for _ in range(3):
        sessions.session(candidates=1)
        sessions.session("published", prepared="sent", starts_at=clock.now() + HOUR)
    with django_assert_num_queries(7):
        waiting(arranger)


def test_case_of_a_session_says_what_it_must_hold_and_who_reads_it(arranger) -> None:
    session = services.end(sessions.session("running", candidates=1), by=arranger)
    case = Case.objects.get()
    assert contents_of(case).requirements(session) == REQUIREMENTS
    assert subject_of(case) == session
    frozen = CaseItem.objects.filter(kind="seating").get().file
    assert [may_read(people.actor(role), frozen) for role in (Role.ARCHIVIST, Role.CLERK)] == [True, False]


def test_way_back_names_site_and_preparation() -> None:
    session = sessions.session("closed")
    [link] = way_back(SimpleNamespace(session=session))
    assert (link.record, link.facts[1:]) == (session, (session.site.name, "考点准备准备齐全"))
    session.preparation.delete()
    assert len(way_back(SimpleNamespace(session=session))[0].facts) == 2
