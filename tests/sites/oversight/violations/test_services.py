"""A violation from its record to the finding (5.1, 5.4)."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.access import may_read
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.oversight.violations import services
from sites.oversight.violations.models import Violation
from sites.oversight.violations.plugins import complaint as from_complaint
from sites.registry.models import Site
from tests.factories import complaints, oversight, people, sites

pytestmark = pytest.mark.django_db
S = Violation.Status


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def draft_of(by: Actor, name: str = "录像.pdf") -> Any:
    proof = sites.stored("draft", name)
    proof.uploaded_by = by.user
    proof.save()
    return proof


def opened(site: Site, by: Actor, **values: Any) -> Violation:
    given = {
        "ground": "discipline", "facts": "监考中途离场", "happened_on": clock.today(),
        "evidence": values.pop("evidence", None) or [draft_of(by)],
        "response_due": clock.today() + datetime.timedelta(days=7), **values,
    }  # fmt: skip
    return services.open_violation(site, by=by, **given)


def test_open_tells_the_site_and_traces_both() -> None:
    site = sites.site()
    host = sites.staff(site.organization)
    made = opened(site, people.actor(Role.CLERK))
    assert (made.status, made.source, made.source_uid) == (S.RECORDED, "own", None)
    assert [each.kind for each in made.evidence.all()] == ["violation.evidence"]
    assert told("violation_recorded") == [host.name]
    assert [entries_of(each).last().verb for each in (made, site)] == ["violation.open"] * 2  # type: ignore[union-attr]


@pytest.mark.clause("5.1")
def test_open_without_evidence_is_refused() -> None:
    by = people.actor(Role.CLERK)
    with pytest.raises(Refused, match="请上传证据"):
        services.open_violation(
            sites.site(), by=by, ground="discipline", facts="离场", happened_on=clock.today(), evidence=[],
            response_due=clock.today() + datetime.timedelta(days=7),
        )  # fmt: skip


def test_open_of_another_city_or_by_the_site_is_refused() -> None:
    site = sites.site()
    for by in (people.actor(Role.CLERK, people.center("370200")), sites.staff(site.organization)):
        with pytest.raises(Refused):
            opened(site, by)


@pytest.mark.clause("5.1")
def test_open_from_a_complaint_copies_files_and_hides_where_they_came_from() -> None:
    found = complaints.named("concluded")
    found.attachments.add(sites.stored("complaint.attachment", "赵大勇的举报.pdf", sites.PDF + b"1"))
    found.materials.add(sites.stored("complaint.material", "调查笔录.pdf", sites.PDF + b"2"))
    host, by = sites.staff(found.site.organization), people.actor(Role.CLERK)
    origin = from_complaint(by, found.uid)
    assert origin is not None
    assert [each.offered for each in origin.proofs] == [True, False]
    made = opened(found.site, by, evidence=[each.file for each in origin.proofs], origin=origin)
    copies = list(made.evidence.order_by("id"))
    assert [each.name for each in copies] == ["证据1.pdf", "证据2.pdf"]
    assert [content(each) for each in copies] == [sites.PDF + b"2", sites.PDF + b"1"]
    assert [may_read(host, each) for each in copies] == [True, True]
    assert [may_read(host, each.file) for each in origin.proofs] == [False, False]
    seen = str([(each.label, each.ground, each.before, each.after) for each in entries_of(made)])
    assert all(word not in seen for word in (found.number, "赵大勇", "complaint", "投诉"))
    assert entries_of(found).last().label == "据此登记违规"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="不能重复登记"):
        opened(found.site, by, origin=origin)


@pytest.mark.clause("5.1")
def test_open_from_an_unfounded_complaint_is_refused() -> None:
    found = complaints.complaint("concluded", result="unfounded")
    by = people.actor(Role.CLERK)
    with pytest.raises(Refused, match="属实或部分属实"):
        opened(found.site, by, origin=from_complaint(by, found.uid))  # type: ignore[arg-type]


def test_the_database_keeps_one_a_source_and_ground() -> None:
    found = complaints.complaint("concluded")
    oversight.violation(found.site, source="complaint", source_uid=found.uid)
    with pytest.raises(IntegrityError, match="violation_once_per_source"), transaction.atomic():
        oversight.violation(found.site, source="complaint", source_uid=found.uid)
    with pytest.raises(IntegrityError, match="violation_names_source"), transaction.atomic():
        oversight.violation(found.site, source="complaint")


def test_respond_with_a_file_tells_the_director() -> None:
    made = oversight.violation()
    by, director = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    services.respond(made, by=by, response="已补派", response_files=[draft_of(by, "排班表.pdf")])
    assert (made.status, made.response) == (S.RESPONDED, "已补派")
    assert [each.kind for each in made.response_files.all()] == ["violation.response"]
    assert told("violation_responded") == [director.name]


@pytest.mark.clause("5.4")
def test_respond_without_words_is_refused() -> None:
    made = oversight.violation()
    with pytest.raises(Refused, match="请填写说明内容"):
        services.respond(made, by=sites.staff(made.site.organization), response=" ")


@pytest.mark.clause("5.4")
def test_confirm_before_the_site_had_its_say_is_refused() -> None:
    made = oversight.violation()
    with pytest.raises(Refused, match="考点尚未说明"):
        services.confirm(made, by=people.actor(Role.DIRECTOR), finding="属实")


def test_confirm_tells_the_site() -> None:
    made = oversight.violation(status=S.RESPONDED)
    host = sites.staff(made.site.organization)
    services.confirm(made, by=people.actor(Role.DIRECTOR), finding="属实")
    assert (made.status, made.finding, told("violation_decided")) == (S.CONFIRMED, "属实", [host.name])


def test_dismiss_keeps_the_reason() -> None:
    made = oversight.violation()
    services.dismiss(made, by=people.actor(Role.DIRECTOR), ground="查无实据")
    assert (made.status, made.finding) == (S.DISMISSED, "查无实据")
    assert len(Notice.objects.filter(kind="violation_decided")) == 0
