"""Cases from opening to disposal."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive import services
from sdzx.archive.forms import MATERIAL
from sdzx.archive.models import Case, CaseItem, DisposalRecord
from sdzx.audit.services import entries_of
from sdzx.files.services import ContentMissing, content, receive, store
from sdzx.workdays import calendar
from sdzx.workflow import Refused
from tests.factories import archive, people
from tests.sdzx.files.samples import pdf

pytestmark = pytest.mark.django_db
S = Case.Status


def archivist(case):
    return people.actor(Role.ARCHIVIST, case.center)


def draft(by, body=None):
    return receive(SimpleUploadedFile("纪要.pdf", body or pdf()), by=by, accept=MATERIAL)


def verbs(case):
    return [entry.verb for entry in entries_of(case)]


def opened(**values):
    host = people.organization()
    return services.open_case(
        kind="application", subject=host, title="申请", center=host.center, event_on=datetime.date(2026, 3, 13), by=people.actor(Role.CLERK),
        organization=host, **values,
    )  # fmt: skip


def test_set_due_counts_from_the_confirmation():
    case = opened()
    subject, by = people.Organization.objects.get(pk=case.subject_id), people.actor(Role.CONFIRMER)
    confirmed = datetime.date(2026, 3, 20)
    for _ in range(2):
        services.set_due(subject, after=confirmed, by=by)
    case.refresh_from_db()
    assert case.due_on == calendar.add_workdays(confirmed, 30).day
    assert verbs(case) == ["case.open", "case.due"]


def test_set_due_of_a_closed_case_or_of_none_changes_nothing():
    case = opened()
    before = case.due_on
    Case.objects.update(status=S.COMPLETE)
    by = people.actor(Role.CONFIRMER)
    for subject in (people.Organization.objects.get(pk=case.subject_id), people.organization()):
        services.set_due(subject, after=datetime.date(2026, 3, 20), by=by)
    case.refresh_from_db()
    assert case.due_on == before


@pytest.mark.clause("5.2")
def test_open_case_numbers_it_and_sets_its_term():
    case = opened()
    assert case.number == "AJ3701-2026-00001"
    assert case.due_on == calendar.add_workdays(case.event_on, 30).day
    assert verbs(case) == ["case.open"]


def test_open_case_twice_is_the_same():
    case = opened()
    again = services.open_case(
        kind="application",
        subject=case.organization,
        title="另",
        center=case.center,
        event_on=clock.today(),
        by=people.actor(Role.CLERK),
    )
    assert (again, again.title) == (case, "申请")


@pytest.mark.clause("5.2")
def test_file_item_keeps_digest_size_and_term():
    case, file = opened(), store(b"x", name="a.txt", kind="case.document")
    item = services.file_item(
        case, by=people.actor(Role.CLERK), kind="minutes", title="纪要", file=file, source="系统生成"
    )
    assert (item.sha256, item.size, item.dispose_from) == (file.sha256, 1, datetime.date(2028, 3, 14))
    assert verbs(case) == ["case.open", "case.file"]


def test_file_item_same_content_of_a_kind_counts_once():
    case, by = archive.case(), people.actor(Role.CLERK)
    files = [store(b"x", name=name, kind="case.document") for name in ("a.txt", "b.txt")]
    first, second = (
        services.file_item(case, by=by, kind="note", title="说明", file=file, source="系统生成") for file in files
    )
    assert first == second


@pytest.mark.clause("5.2")
def test_file_item_into_a_closed_case():
    case = archive.case(S.COMPLETE)
    with pytest.raises(Refused, match="已归档，不能再增加材料"):
        services.file_item(
            case, by=people.actor(Role.CLERK), kind="a", title="b", file=store(b"x", name="a.txt", kind="c"), source="d"
        )


def test_upload_by_the_site_takes_the_draft_over():
    case = archive.case()
    site = people.actor(Role.SITE, organisation=case.organization)
    item = services.upload(case, by=site, kind="minutes", title="纪要", file=draft(site))
    assert (item.file.kind, item.source, item.retention) == ("case.upload", "考点工作人员", "paper")
    item = services.upload(
        case, by=site, kind="video", title="视频", file=draft(site, pdf(lambda d: d.add_blank_page())), video=True
    )
    assert (item.file.kind, item.retention) == ("case.video", "video")


@pytest.mark.parametrize("role", [Role.SITE, Role.ARCHIVIST])
def test_upload_into_somebody_elses_case(role):
    case = archive.case(city=people.center("370200"))
    by = people.actor(role)
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.upload(case, by=by, kind="minutes", title="纪要", file=draft(by))


def test_upload_without_the_grant():
    case, by = archive.case(), people.actor(Role.DIRECTOR)
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.upload(case, by=by, kind="minutes", title="纪要", file=draft(by))


@pytest.mark.clause("5.2")
def test_locate_records_where_a_large_video_lies():
    case = archive.case()
    item = services.locate(
        case, by=archivist(case), kind="video", title="视频", location=" 3号柜 ", sha256="AB" * 32, size=9_000_000_000
    )
    assert (item.file, item.location, item.sha256, item.size, item.retention) == (
        None,
        "3号柜",
        "ab" * 32,
        9_000_000_000,
        "video",
    )


def test_locate_without_a_digest():
    case = archive.case()
    with pytest.raises(Refused) as refusal:
        services.locate(case, by=archivist(case), kind="video", title="视频", location="3号柜", sha256="", size=1)
    assert [blocker.field for blocker in refusal.value.blockers] == ["sha256"]


def full(**values):
    case = archive.case(**values)
    archive.item(case)
    archive.item(case, kind="video", video=True)
    return case


@pytest.mark.clause("5.2")
def test_complete_without_required_materials_names_them_all():
    case = archive.case()
    with pytest.raises(Refused) as refusal:
        services.complete(case, by=archivist(case))
    assert len(refusal.value.blockers) == 2


def test_complete_files_the_list_of_contents():
    case = full()
    services.complete(case, by=archivist(case))
    assert (case.status, case.items.last().title, verbs(case)) == (
        S.COMPLETE,
        "案卷目录",
        ["case.file", "case.complete"],
    )
    assert content(case.items.last().file).startswith(b"%PDF")


def test_complete_twice_says_so():
    case = full(status=S.COMPLETE)
    with pytest.raises(Refused, match="当前状态为“已归档”"):
        services.complete(case, by=archivist(case))


def test_hold_and_release():
    case = archive.old_case()
    by = archivist(case)
    placed = services.hold(case, by=by, reason="诉讼未结")
    with pytest.raises(Refused, match="案卷已被保全：诉讼未结"):
        services.propose_disposal(case, by=by, scope="all", ground="期满")
    services.release(case, by=by, placed=placed, ground="已结案")
    with pytest.raises(Refused, match="已经解除"):
        services.release(case, by=by, placed=placed, ground="已结案")
    assert verbs(case) == ["case.hold", "case.release"]


def test_hold_of_what_is_destroyed():
    case = archive.case(S.DISPOSED)
    with pytest.raises(Refused, match="案卷已销毁"):
        services.hold(case, by=archivist(case), reason="诉讼")


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(("days", "scope"), [(730, "all"), (180, "video")])
def test_propose_disposal_before_the_term(days, scope):
    case = full(status=S.COMPLETE, event_on=clock.today() - datetime.timedelta(days=days))
    with pytest.raises(Refused, match="须保管至期满"):
        services.propose_disposal(case, by=archivist(case), scope=scope, ground="腾空间")


def test_propose_disposal_without_a_ground():
    case = archive.old_case()
    with pytest.raises(Refused, match="理由"):
        services.propose_disposal(case, by=archivist(case), scope="all", ground=" ")


@pytest.mark.clause("5.2")
def test_approve_disposal_by_the_proposer():
    case = archive.old_case()
    services.propose_disposal(case, by=archivist(case), scope="all", ground="期满")
    proposer = people.actor(Role.DIRECTOR, case.center, person=case.disposal_proposed_by)
    with pytest.raises(Refused, match="不能自己批准"):
        services.approve_disposal(case, by=proposer)


def approved(scope="all", **values):
    case = archive.old_case(**values)
    services.propose_disposal(case, by=archivist(case), scope=scope, ground="期满")
    return services.approve_disposal(case, by=people.actor(Role.DIRECTOR, case.center))


def test_approve_disposal_begins_the_waiting_period():
    assert approved().disposal_allowed_from == calendar.add_workdays(clock.today(), 10).day


@pytest.mark.clause("5.2")
def test_approve_disposal_of_what_is_held_meanwhile():
    case = archive.old_case(S.PROPOSED)
    archive.held(case)
    with pytest.raises(Refused, match="案卷已被保全"):
        services.approve_disposal(case, by=people.actor(Role.DIRECTOR, case.center))


def test_reject_disposal_keeps_the_case():
    case = archive.old_case(S.PROPOSED)
    services.reject_disposal(case, by=people.actor(Role.DIRECTOR, case.center), ground="仍有查考价值")
    assert (case.status, case.disposal_proposed_by, case.disposal_scope) == (S.COMPLETE, None, "")


@pytest.mark.clause("5.2")
def test_dispose_before_the_waiting_period_ends():
    case = approved()
    with pytest.raises(Refused, match="等待期未满"):
        services.dispose(case, by=archivist(case))


@pytest.mark.clause("5.2")
def test_dispose_while_held():
    case = archive.old_case(S.APPROVED)
    archive.held(case)
    with pytest.raises(Refused, match="案卷已被保全"):
        services.dispose(case, by=archivist(case))


def after_waiting(case):
    case.disposal_allowed_from = clock.today()
    case.save()
    return case


@pytest.mark.clause("5.2")
def test_dispose_erases_contents_and_keeps_the_record(django_capture_on_commit_callbacks):
    case = after_waiting(approved())
    names = (case.disposal_proposed_by.name, case.disposal_approved_by.name)
    item = case.items.get()
    by = archivist(case)
    with django_capture_on_commit_callbacks(execute=True):
        services.dispose(case, by=by)
    item.refresh_from_db()
    kept = DisposalRecord.objects.get()
    assert (case.status, item.disposed_at is not None, item.file.path.exists()) == (S.DISPOSED, True, False)
    assert kept.items == [{"title": item.title, "kind": "minutes", "size": item.size, "sha256": item.sha256}]
    assert (kept.proposed_by, kept.approved_by, kept.disposed_by, kept.ground) == (*names, by.name, "期满")
    with pytest.raises(ContentMissing):
        content(item.file)


def test_dispose_of_videos_keeps_the_papers():
    case = after_waiting(approved("video", video=True))
    services.dispose(case, by=archivist(case))
    left = case.items.get(disposed_at=None)
    assert (case.status, left.retention, content(left.file) != b"") == (S.COMPLETE, "paper", True)
    assert verbs(case)[-2:] == ["case.dispose", "case.keep"]


def test_dispose_keeps_a_file_that_another_case_still_keeps():
    case = archive.old_case(S.APPROVED)
    file = case.items.get().file
    archive.item(archive.case(S.COMPLETE), file=file, sha256=file.sha256)
    services.dispose(case, by=archivist(case))
    file.refresh_from_db()
    assert (case.status, file.erased_at) == (S.DISPOSED, None)


def test_dispose_of_what_lies_elsewhere():
    case = archive.old_case(S.APPROVED)
    case.items.update(file=None, location="3号柜")
    services.dispose(case, by=archivist(case))
    assert case.items.get().disposed_at is not None


@pytest.mark.clause("5.2")
def test_check_item_finds_changed_content_and_traces_it_once():
    item = archive.item(archive.case())
    assert services.check_item(item) is True
    item.file.path.chmod(0o600)
    item.file.path.write_bytes(b"changed")
    assert [services.check_item(item), services.check_item(item)] == [False, False]
    assert (item.fixity_ok, verbs(item.case)) == (False, ["case.fixity"])


def test_check_item_that_lies_elsewhere():
    with pytest.raises(ValueError, match="lies elsewhere"):
        services.check_item(CaseItem(pk=5))
