"""The site's preparation."""

import pytest

from exams.sessions import services
from exams.sessions.models import Preparation
from exams.sessions.preparing import Tick
from sdzx import clock
from sdzx.audit.services import last_entry
from sdzx.files.services import store
from sdzx.workflow import Refused
from tests.factories import sessions

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2")]


def prepared(status: str = "acknowledged") -> Preparation:
    return sessions.session("published", candidates=2, prepared=status).preparation


def test_acknowledge_says_who_and_when() -> None:
    made = prepared("sent")
    staff = sessions.staff_of(made.session)
    services.acknowledge(made, by=staff)
    assert (made.status, made.acknowledged_by, made.acknowledged_at) == ("acknowledged", staff.name, clock.now())


def test_tick_then_report_ready() -> None:
    made = prepared()
    staff = sessions.staff_of(made.session)
    photo = store(b"\xff\xd8\xff\xe0 picture", name="照片.jpg", kind="draft", by=staff)
    first, *rest = made.items.all()
    services.tick(made, by=staff, ticks={first.pk: Tick(True, " 已清洁 ", photo)})
    first.refresh_from_db()
    assert (first.ready, first.note, first.photo.kind) == (True, "已清洁", "preparation.photo")
    with pytest.raises(Refused, match="还没有逐项确认：醒发箱、高筋面粉"):
        services.report_ready(made, by=staff)
    services.tick(made, by=staff, ticks={row.pk: Tick(row is not rest[0]) for row in [*rest, first]})
    assert last_entry(made).after == {"ready": 2, "of": 3, "short": ["醒发箱"]}
    with pytest.raises(Refused, match="尚未备齐：醒发箱"):
        services.report_ready(made, by=staff)
    services.tick(made, by=staff, ticks={rest[0].pk: Tick(True), first.pk: Tick(True, "", first.photo)})
    assert services.report_ready(made, by=staff).status == "ready"


@pytest.mark.parametrize("status", ["sent", "ready"])
def test_tick_at_another_time_is_refused(status: str) -> None:
    made = prepared(status)
    with pytest.raises(Refused, match="签收后、报告准备齐全前"):
        services.tick(made, by=sessions.staff_of(made.session), ticks={})


def test_another_site_cannot_tick_or_report() -> None:
    made, other = prepared(), sessions.staff_of(sessions.session("published"))
    with pytest.raises(Refused, match="没有找到"):
        services.tick(made, by=other, ticks={})
    made.items.update(ready=True)
    with pytest.raises(Refused, match="没有找到"):
        services.report_ready(made, by=other)


def test_the_centre_cannot_report_for_the_site(arranger) -> None:
    made = prepared()
    made.items.update(ready=True)
    with pytest.raises(Refused, match="不能执行"):
        services.report_ready(made, by=arranger)
