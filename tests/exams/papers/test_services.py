"""Question sets from the first writer to the counted copies."""

import datetime
import io

import pikepdf
import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from exams.papers import services
from exams.papers.choice import choose
from exams.papers.models import Draw, HandOver, Opening, QuestionSet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.archive.services import open_case
from sdzx.audit.services import entries_of, last_entry
from sdzx.files.models import StoredFile
from sdzx.files.services import ContentMissing, content, store
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import papers, people, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def custodian() -> Actor:
    return people.actor(Role.CUSTODIAN)


@pytest.fixture
def province() -> Actor:
    return people.actor(Role.PROVINCE)


def upload(by: Actor, kind: str = "draft", sealed: bool = True, body: bytes | None = None) -> StoredFile:
    return store(body or papers.pdf(2), name="试卷.pdf", kind=kind, by=by, sealed=sealed)


def sentences(refused: pytest.ExceptionInfo) -> list[str]:
    return [blocker.sentence for blocker in refused.value.blockers]


def test_create_numbers_and_traces(custodian) -> None:
    one, two, spec = papers.expert(name="甲"), papers.expert(name="乙"), papers.specification()
    with clock.at(datetime.datetime(2026, 4, 2, 1, tzinfo=datetime.UTC)):
        made = services.create(by=custodian, specification=spec, writers=[one], reviewers=[two])
    assert (made.code, made.center, made.status) == ("TJ3701-2026-0001", people.center(), "draft")
    assert last_entry(made).after == {"命题": "甲", "审题": "乙"}


@pytest.mark.clause("4.1")
def test_create_with_writer_as_reviewer_is_refused(custodian) -> None:
    one = papers.expert()
    with pytest.raises(Refused):
        services.create(by=custodian, specification=papers.specification(), writers=[one], reviewers=[one])


def test_create_without_grant_or_centre_is_refused(custodian) -> None:
    values = {"specification": papers.specification(), "writers": [papers.expert()]}
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.create(by=people.actor(Role.ARRANGER), **values)
    with pytest.raises(Refused, match="市中心"):
        services.create(by=Actor(Role.CUSTODIAN, custodian.user), **values)


def test_update_changes_a_draft_only(custodian) -> None:
    made, one = papers.question_set("draft"), papers.expert()
    services.update(made, by=custodian, specification=made.specification, writers=[one], reviewers=[])
    assert list(made.writers.all()) == [one]
    with pytest.raises(Refused, match="只有命题中的题卷可以修改"):
        services.update(papers.question_set("filed"), by=custodian, specification=made.specification, writers=[one])


def test_attach_adopts_a_sealed_draft(custodian) -> None:
    made = papers.question_set("draft", parts=())
    part = services.attach(made, by=custodian, kind="paper", file=upload(custodian))
    assert (part.file.kind, part.file.sealed) == ("questions.part", True)
    assert content(part.file) not in part.file.path.read_bytes()


def test_attach_again_destroys_the_former_file(custodian, django_capture_on_commit_callbacks) -> None:
    made = papers.question_set("draft", parts=())
    first = services.attach(made, by=custodian, kind="paper", file=upload(custodian))
    former = first.file
    with django_capture_on_commit_callbacks(execute=True):
        part = services.attach(made, by=custodian, kind="paper", file=upload(custodian, "questions.part"))
    assert (part.pk, made.parts.count()) == (first.pk, 1)
    former.refresh_from_db()
    with pytest.raises(ContentMissing):
        content(former)
    again = services.attach(made, by=custodian, kind="paper", file=part.file)
    assert content(again.file)


@pytest.mark.clause("4.1")
def test_attach_unsealed_or_other_than_pdf_is_refused(custodian) -> None:
    made = papers.question_set("draft", parts=())
    text = store("题".encode(), name="题.txt", kind="draft", by=custodian)
    with pytest.raises(Refused) as refused:
        services.attach(made, by=custodian, kind="paper", file=text)
    assert sentences(refused) == [
        "考核试卷只能上传PDF文件：查看时须逐页加盖姓名和时间。", "题卷文件须加密保存，请在本页重新上传。",
    ]  # fmt: skip
    sealed = store("数据".encode(), name="数据.txt", kind="draft", by=custodian, sealed=True)
    assert services.attach(made, by=custodian, kind="preparation", file=sealed).kind == "preparation"


def test_review_records_opinion(custodian) -> None:
    made = services.review(papers.question_set("draft"), by=custodian, opinion=" 难度适中 ")
    assert (made.status, made.review_opinion, made.reviewed_on) == ("reviewed", "难度适中", clock.today())


@pytest.mark.clause("4.1")
def test_review_without_parts_is_refused(custodian) -> None:
    with pytest.raises(Refused) as refused:
        services.review(papers.question_set("draft", parts=()), by=custodian, opinion="好")
    assert sentences(refused) == ["请上传考核试卷。", "请上传评分标准。"]


def test_file_tells_the_province_and_files_the_form(custodian, province) -> None:
    made = services.file(papers.question_set("reviewed", reviewed_on=clock.today(), review_opinion="好"), by=custodian)
    case = Case.objects.get(kind="questions", subject_id=made.pk)
    assert [item.title for item in case.items.all()] == ["题卷备案表（报送）"]
    assert list(Notice.objects.values_list("kind", "recipient")) == [("questions_filed", province.user.pk)]


@pytest.mark.clause("4.1")
def test_file_without_paper_is_refused(custodian) -> None:
    with pytest.raises(Refused):
        services.file(papers.question_set("reviewed", parts=("standard",)), by=custodian)


def test_record_filing_makes_it_usable(custodian, province) -> None:
    made = services.record_filing(
        papers.question_set("filed", reviewed_on=clock.today()), by=province, number=" 鲁备1 ", on=clock.today()
    )
    assert (made.status, made.filing_number) == ("usable", "鲁备1")
    assert Notice.objects.get(recipient=custodian.user).title.endswith("已准予备案，可以使用")


def test_record_filing_without_time_of_sending(province) -> None:
    made = papers.question_set("filed", filed_at=None, reviewed_on=clock.today())
    assert services.record_filing(made, by=province, number="鲁备9", on=datetime.date(2026, 1, 1)).status == "usable"


@pytest.mark.clause("4.1")
def test_record_filing_with_taken_number_is_refused(province) -> None:
    other = papers.question_set()
    with pytest.raises(Refused, match="已用于另一套题卷"):
        services.record_filing(papers.question_set("filed"), by=province, number=other.filing_number, on=clock.today())


def test_return_filing_then_revise(custodian, province) -> None:
    made = services.return_filing(papers.question_set("filed", reviewed_on=clock.today()), by=province, ground="超纲")
    assert made.status == "returned"
    assert services.revise(made, by=custodian).status == "draft"


def test_retire_needs_a_reason(custodian) -> None:
    made = papers.question_set()
    with pytest.raises(Refused, match="理由"):
        services.retire(made, by=custodian, ground="")
    assert services.retire(made, by=custodian, ground="泄露").status == "retired"


@pytest.mark.clause("4.1")
def test_draw_is_reproducible_and_traced_without_telling_the_site(custodian) -> None:
    session = sessions.session("published")
    sets = [papers.question_set(spec=session.specification) for _ in range(3)]
    made = services.draw(session, by=custodian)
    assert made.candidates == sorted(each.code for each in sets)
    assert made.question_set.code == choose(made.seed, made.candidates)
    assert made.release_at == session.starts_at - datetime.timedelta(minutes=30)
    assert (made.rested, made.question_set.last_used_on) == (True, session.day)
    assert list(last_entry(session).after) == ["release_at"]
    assert last_entry(made.question_set).after["seed"] == made.seed


def test_draw_never_takes_another_centres_set_or_specification(custodian) -> None:
    session = sessions.session("published")
    papers.question_set(spec=session.specification, city=people.center("370200"))
    papers.question_set("filed", spec=session.specification)
    papers.question_set()
    with pytest.raises(Refused, match="没有"):
        services.draw(session, by=custodian)


def test_draw_avoids_sets_lately_used_at_the_site(custodian) -> None:
    session = sessions.session("published")
    used, fresh = (papers.question_set(spec=session.specification) for _ in range(2))
    papers.draw(sessions.session("ended", at=session.site, spec=session.specification, drawn=False), of=used)
    made = services.draw(session, by=custodian)
    assert (made.candidates, made.question_set) == ([fresh.code], fresh)


def test_draw_takes_a_set_that_has_rested(custodian) -> None:
    session = sessions.session("published")
    used = papers.question_set(spec=session.specification)
    starts = session.starts_at - datetime.timedelta(days=90)
    papers.draw(
        sessions.session("ended", at=session.site, spec=session.specification, starts_at=starts, drawn=False), of=used
    )
    assert (services.draw(session, by=custodian).rested, Draw.objects.count()) == (True, 2)


def test_draw_with_all_sets_lately_used_takes_the_oldest_and_says_so(custodian) -> None:
    session = sessions.session("published")
    old, recent = (papers.question_set(spec=session.specification) for _ in range(2))
    for days, used in ((20, old), (5, recent), (40, recent)):
        starts = clock.now() - datetime.timedelta(days=days)
        earlier = sessions.session("ended", at=session.site, spec=session.specification, starts_at=starts, drawn=False)
        papers.draw(earlier, of=used)
    made = services.draw(session, by=custodian)
    assert (made.rested, made.question_set) == (False, old)


def test_draw_again_replaces_a_retired_set(custodian) -> None:
    session = sessions.session("published")
    first = papers.draw(session, of=papers.question_set("retired", spec=session.specification))
    fresh = papers.question_set(spec=session.specification)
    assert services.draw(session, by=custodian).question_set == fresh
    assert Draw.objects.get().pk == first.pk


def test_move_release_follows_the_session(custodian) -> None:
    session = sessions.session("published")
    services.move_release(session, by=custodian)
    papers.draw(session)
    services.move_release(session, by=custodian)
    assert not entries_of(session.draw.question_set).exists()
    session.starts_at += datetime.timedelta(days=1)
    services.move_release(session, by=custodian)
    assert Draw.objects.get().release_at == session.starts_at - datetime.timedelta(minutes=30)
    assert last_entry(session.draw.question_set).verb == "papers.move_release"


@pytest.mark.clause("4.1")
def test_opening_takes_two_people_and_ends(custodian) -> None:
    part = papers.question_set("draft").parts.first()
    asked = services.request_opening(part, by=custodian, reason="校对")
    with pytest.raises(Refused, match="两人"):
        services.approve_opening(asked, by=custodian)
    director = people.actor(Role.DIRECTOR)
    services.approve_opening(asked, by=director)
    body = services.read_part(part, by=custodian)
    with pypdfium2.PdfDocument(body) as document:
        assert custodian.name in document[0].get_textpage().get_text_range()
    assert last_entry(part.question_set).verb == "papers.read"
    with clock.at(clock.now() + datetime.timedelta(hours=3)), pytest.raises(Refused, match="时限已过"):
        services.read_part(part, by=custodian)


def test_opening_by_one_person_is_refused_by_the_database(custodian) -> None:
    asked = papers.opening(papers.question_set("draft").parts.first(), requested_by=custodian.user)
    with pytest.raises(IntegrityError, match="opening_two_people"), transaction.atomic():
        Opening.objects.filter(pk=asked.pk).update(approved_by=custodian.user)


@pytest.mark.clause("4.1")
def test_request_opening_before_release_names_every_problem(custodian) -> None:
    part = papers.question_set().parts.get(kind="paper")
    with pytest.raises(Refused) as refused:
        services.request_opening(part, by=custodian, reason=" ")
    assert sentences(refused) == ["题卷尚未被任何场次抽取，考核试卷不能启封。", "请填写启封事由。"]


def test_read_part_by_the_province_while_it_is_filed_there(province) -> None:
    filed, usable = papers.question_set("filed").parts.first(), papers.question_set().parts.first()
    with pikepdf.open(io.BytesIO(services.read_part(filed, by=province))) as document:
        assert len(document.pages) == 1
    with pytest.raises(Refused, match="没有经两人办理的启封记录"):
        services.read_part(usable, by=province)


def test_read_part_other_than_pdf_comes_as_it_is(custodian) -> None:
    made = papers.question_set("draft", parts=())
    kept = store("数据".encode(), name="数据.txt", kind="questions.part", sealed=True)
    part = services.attach(made, by=custodian, kind="preparation", file=kept)
    papers.opening(part, requested_by=custodian.user, approved_by=people.user())
    assert services.read_part(part, by=custodian) == "数据".encode()


def counted(drawn: Draw, by: Actor, kind: str, copies: int) -> HandOver:
    return services.hand_over(
        drawn, by=by, kind=kind, packages=1, copies=copies, seal="密封完好", handed_by="孙一", received_by="周二"
    )


@pytest.mark.clause("4.1")
def test_hand_over_counts_copies(custodian) -> None:
    drawn = sessions.session("running").draw
    made = counted(drawn, custodian, "issued", 12)
    assert (made.sheet.media_type, made.draw_id) == ("application/pdf", drawn.pk)
    counted(drawn, custodian, "returned", 12)
    with pytest.raises(Refused, match="已发放12份，累计回收13份"):
        counted(drawn, custodian, "returned", 1)


def test_hand_over_after_the_case_was_opened_is_filed(custodian) -> None:
    session = sessions.session("ended")
    case = open_case(
        kind="session", subject=session, title="场次", center=session.center, event_on=session.day, by=custodian
    )
    counted(session.draw, custodian, "issued", 3)
    assert [item.kind for item in case.items.all()] == ["handover"]
    services.file_sheet(case, HandOver(draw=session.draw), by=custodian)
    assert case.items.count() == 1


def test_stranger_centre_cannot_touch_a_set(custodian) -> None:
    made = papers.question_set("draft", city=people.center("370200"))
    with pytest.raises(Refused, match="没有找到"):
        services.attach(made, by=custodian, kind="paper", file=upload(custodian))
    assert QuestionSet.objects.visible_to(custodian).count() == 0
