"""From the first question to the ended session, with everything that dispatch and scores add."""

import datetime

import pytest

from exams.papers import services as papers_services
from exams.sessions import services
from exams.sessions.preparing import Tick
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.files.services import store
from tests.factories import dispatch, papers, people, sessions

pytestmark = pytest.mark.django_db


def test_walk_from_writing_to_the_end(arranger) -> None:
    custodian, province = people.actor(Role.CUSTODIAN), people.actor(Role.PROVINCE)
    item = sessions.item()
    candidates = [sessions.registration(item) for _ in range(3)]
    questions = papers_services.create(
        by=custodian, specification=item.specification, writers=[papers.expert()], reviewers=[papers.expert()]
    )
    for kind in ("paper", "standard"):
        upload = store(papers.pdf(), name="题卷.pdf", kind="draft", by=custodian, sealed=True)
        papers_services.attach(questions, by=custodian, kind=kind, file=upload)
    papers_services.review(questions, by=custodian, opinion="难度适中")
    papers_services.file(questions, by=custodian)
    papers_services.record_filing(questions, by=province, number="鲁备2026-0001", on=clock.today())

    start = clock.now() + datetime.timedelta(days=8)
    session = services.create(by=arranger, item=item, site=sessions.site(item.project), starts_at=start)
    services.fill(session, by=arranger)
    services.publish(session, by=arranger)
    drawn = papers_services.draw(session, by=custodian)
    staff, notice = sessions.staff_of(session), session.preparation
    services.acknowledge(notice, by=staff)
    services.tick(notice, by=staff, ticks={row.pk: Tick(True) for row in notice.items.all()})
    services.report_ready(notice, by=staff)
    dispatch.staffed(session)

    with clock.at(start):
        papers_services.hand_over(
            drawn, by=custodian, kind="issued", packages=1, copies=3, seal="完好", handed_by="甲", received_by="乙"
        )
        services.start(session, by=staff)
        for seat in list(session.seats.all())[:2]:
            services.sign_in(seat, by=staff)
        services.end(session, by=staff)
    for each in candidates:
        each.refresh_from_db()
    assert sorted(each.status for each in candidates) == ["absent", "present", "present"]
    assert session.score_sheet.status == "draft"
    kinds = set(CaseItem.objects.filter(case__kind="session").values_list("kind", flat=True))
    assert {"registrations", "seating", "preparation", "handover"} <= kinds
