"""Pages of question sets: who sees them, what they do."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.papers import services
from exams.papers.models import HandOver, Opening, QuestionSet
from exams.papers.worklist import waiting
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.files.access import may_read
from tests.factories import papers, people, sessions

pytestmark = pytest.mark.django_db
QUERIES = 6


@pytest.fixture
def custodian():
    return people.actor(Role.CUSTODIAN)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_queries(client, enter, custodian, django_assert_num_queries, rows: int) -> None:
    for _ in range(rows):
        papers.question_set()
    enter(custodian)
    client.get(reverse("papers:list"))
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("papers:list"))
    assert response.context["table"].page.paginator.count == rows


def test_list_filters_by_status_and_name(client, enter, custodian) -> None:
    made = papers.question_set("filed")
    papers.question_set()
    enter(custodian)
    for query in ("?status=filed", f"?status=&q={made.code}", f"?q={made.specification.project.name}"):
        table = client.get(reverse("papers:list") + query).context["table"]
        assert [row.cells[0].text for row in table.rows] == [made.code]


@pytest.mark.parametrize("role", [Role.ARRANGER, Role.ARCHIVIST, Role.SITE, Role.EXPERT, Role.ADMIN])
def test_nobody_else_learns_that_a_set_exists(client, enter, role) -> None:
    made = papers.question_set()
    enter(people.actor(role))
    assert client.get(reverse("papers:list")).status_code == 403
    assert client.get(reverse("papers:record", args=[made.uid])).status_code in (403, 404)


def test_another_centres_custodian_gets_404(client, enter) -> None:
    made = papers.question_set("draft")
    enter(people.actor(Role.CUSTODIAN, people.center("370200")))
    for name, args in (
        ("record", [made.uid]), ("edit", [made.uid]), ("attach", [made.uid]), ("part", [made.uid, "paper"]),
        ("request-opening", [made.uid, "paper"]), ("document", [made.uid, "filing"]), ("step", [made.uid, "review"]),
    ):  # fmt: skip
        assert client.get(reverse(f"papers:{name}", args=args)).status_code == 404


def test_new_set_is_made_edited_and_filled(client, enter, custodian) -> None:
    one, two, spec = papers.expert(), papers.expert(), papers.specification()
    enter(custodian)
    data = {"specification": spec.pk, "writers": [one.pk], "reviewers": [one.pk]}
    assert client.get(reverse("papers:new")).status_code == 200
    refused = client.post(reverse("papers:new"), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reviewers"])
    client.post(reverse("papers:new"), data | {"reviewers": [two.pk]})
    made = QuestionSet.objects.get()
    edit = reverse("papers:edit", args=[made.uid])
    assert client.get(edit).context["form"].initial["specification"] == spec.pk
    client.post(edit, data | {"writers": [two.pk], "reviewers": [one.pk]})
    assert list(made.writers.all()) == [two]
    attach = reverse("papers:attach", args=[made.uid])
    assert client.get(attach).status_code == 200
    client.post(attach, {"kind": "paper", "file": SimpleUploadedFile("试卷.pdf", papers.pdf())})
    assert made.parts.get().file.sealed


@pytest.mark.clause("4.1")
def test_opening_by_two_people_on_the_pages(client, enter, custodian) -> None:
    made = papers.question_set("draft")
    record, part = reverse("papers:record", args=[made.uid]), reverse("papers:part", args=[made.uid, "paper"])
    enter(custodian)
    assert "没有经两人办理的启封记录" in told(client.get(part, follow=True))[0]
    assert client.get(reverse("papers:request-opening", args=[made.uid, "paper"])).status_code == 200
    client.post(reverse("papers:request-opening", args=[made.uid, "paper"]), {"reason": "校对"})
    approve = reverse("papers:approve-opening", args=[Opening.objects.get().pk])
    assert "两人" in told(client.post(approve, follow=True))[-1]
    assert "等待另一人批准" in client.get(record).content.decode()
    enter(people.actor(Role.DIRECTOR))
    assert approve in client.get(record).content.decode()
    assert told(client.post(approve, follow=True))[-1] == "已批准启封。"
    enter(custodian)
    response = client.get(part)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert last_entry(made).actor_name == custodian.name
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) == 1


def test_province_reads_and_records_a_filed_set(client, enter) -> None:
    made = papers.question_set("filed", reviewed_on="2026-01-03", review_opinion="好")
    enter(people.actor(Role.PROVINCE))
    assert client.get(reverse("papers:part", args=[made.uid, "paper"])).status_code == 200
    step = reverse("papers:step", args=[made.uid, "record_filing"])
    assert client.get(step).status_code == 200
    client.post(step, {"number": "鲁备7", "on": "2026-11-02"})
    assert QuestionSet.objects.get().status == "usable"
    assert client.get(reverse("papers:document", args=[made.uid, "filing"])).content.startswith(b"%PDF")
    page = client.get(reverse("papers:record", args=[made.uid]))
    assert "备案表" in page.content.decode()


def test_draws_page_draws_and_counts_copies(client, enter, custodian) -> None:
    session = sessions.session("published")
    enter(custodian)
    board, draw = reverse("papers:draws"), reverse("papers:draw", args=[session.uid])
    assert "没有“" in told(client.post(draw, follow=True))[0]
    made = papers.question_set(spec=session.specification)
    assert session.number in client.get(board).content.decode()
    assert told(client.post(draw, follow=True)) == [f"场次{session.number}已抽题：{made.code}。"]
    add = reverse("papers:hand-over", args=[session.draw.pk])
    assert client.get(add).status_code == 200
    data = {"kind": "issued", "packages": 1, "copies": 3, "seal": "密封完好", "handed_by": "甲", "received_by": "乙"}
    client.post(add, data)
    sheet = reverse("papers:hand-over-sheet", args=[HandOver.objects.get().pk])
    assert sheet in client.get(board).content.decode()
    assert client.get(sheet).content.startswith(b"%PDF")
    assert client.post(add, data | {"kind": "returned", "copies": 4}).status_code == 422


def test_draw_says_when_nothing_has_rested(client, enter, custodian) -> None:
    session = sessions.session("published")
    papers.draw(sessions.session("ended", at=session.site, spec=session.specification, drawn=False),
                of=papers.question_set(spec=session.specification))  # fmt: skip
    enter(custodian)
    assert "最久未用" in told(client.post(reverse("papers:draw", args=[session.uid]), follow=True))[0]


def test_worklist_of_custodian_director_and_province(custodian) -> None:
    for status in ("draft", "draft", "returned", "filed"):
        papers.question_set(status)
    session = sessions.session("published")
    part = papers.question_set("draft").parts.first()
    asked = services.request_opening(part, by=custodian, reason="校对")
    assert [(row.title, row.count) for row in waiting(custodian)] == [
        ("题卷命题中，待审题", 3), ("题卷被省中心退回，待修改", 1), ("场次待抽题", 1),
    ]  # fmt: skip
    assert [row.detail for row in waiting(people.actor(Role.DIRECTOR))] == [f"{custodian.name}：校对"]
    assert [row.title for row in waiting(people.actor(Role.PROVINCE))] == ["题卷待备案"]
    assert waiting(people.actor(Role.SITE)) == []
    papers.draw(session)
    services.approve_opening(asked, by=people.actor(Role.DIRECTOR))
    assert [row.kind for row in waiting(people.actor(Role.CUSTODIAN))] == ["命题备案", "命题备案"]


def test_worklist_names_a_session_of_today(custodian) -> None:
    session = sessions.session("published")
    type(session).objects.update(starts_at=session.starts_at - (session.starts_at - session.status_at))
    assert "今天或已过" in waiting(custodian)[0].detail


def test_readers_of_forms_and_sheets_but_of_no_part(custodian) -> None:
    made = services.file(papers.question_set("reviewed", reviewed_on="2026-01-03"), by=custodian)
    from sdzx.archive.models import CaseItem

    form, part = CaseItem.objects.get().file, made.parts.first().file
    roles = (Role.CUSTODIAN, Role.ARCHIVIST, Role.PROVINCE, Role.ARRANGER)
    assert [may_read(people.actor(role), form) for role in roles] == [True, True, True, False]
    assert not may_read(people.actor(Role.CUSTODIAN, people.center("370200")), form)
    assert not may_read(custodian, part)


def test_way_back_names_filing_and_seed() -> None:
    from types import SimpleNamespace

    from exams.papers.plugins import subject_of, way_back
    from sdzx.archive.models import Case

    session = sessions.session("ended")
    [link] = way_back(SimpleNamespace(session=session))
    assert (link.stage, link.record, link.facts[0]) == (
        "命题备案", session.draw.question_set, f"备案号{session.draw.question_set.filing_number}",
    )  # fmt: skip
    assert way_back(SimpleNamespace(session=sessions.session("published"))) == []
    assert subject_of(Case(subject_id=link.record.pk)) == link.record
