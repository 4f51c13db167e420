"""The only writer of question sets, draws, openings and hand-overs (4.1)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from exams.papers import documents, rules
from exams.papers.choice import choose, new_seed
from exams.papers.models import Draw, HandOver, Opening, QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.archive.services import file_item, open_case
from sdzx.audit.services import record
from sdzx.catalogue.models import Specification
from sdzx.clauses import enforces
from sdzx.files.media import PDF
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import adopt, erase, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.personnel.models import Person, Qualification
from sdzx.policy import of
from sdzx.serials.services import take
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

PART = "questions.part"
FORM = "questions.form"
SHEET = "questions.sheet"


def experts_of(center: Center | None) -> QuerySet[Person]:
    """Who may write and review for a centre today."""
    valid = Qualification.objects.valid_on(clock.today()).filter(kind=Qualification.Kind.EXPERT)
    return Person.objects.filter(center=center, qualifications__in=valid).distinct().order_by("name", "pk")


@transaction.atomic
def create(
    *, by: Actor, specification: Specification, writers: Iterable[Person], reviewers: Iterable[Person] = ()
) -> QuestionSet:
    """Begin a set for a specification in force, with its experts. Raises Refused (4.1, 5.3)."""
    require(by, "questions.edit")
    writing, reviewing = list(writers), list(reviewers)
    center = by.center
    if center is None:
        raise Refused("请以市中心命题管理的身份办理。")
    made = QuestionSet(center=center, specification=specification)
    refuse_on([
        *rules.outdated(made),
        *rules.unfit_experts(writers=writing, reviewers=reviewing, experts=experts_of(center)),
    ])  # fmt: skip
    year = clock.today().year
    made.code = f"TJ{center.code[:4]}-{year}-{take(f'questions/{center.code}/{year}')[0]:04d}"
    made.save()
    made.writers.set(writing)
    made.reviewers.set(reviewing)
    record(by=by, verb="questions.create", label="组织命题", subject=made, after=_experts(writing, reviewing))
    return made


@transaction.atomic
def update(
    question_set: QuestionSet,
    *,
    by: Actor,
    specification: Specification,
    writers: Iterable[Person],
    reviewers: Iterable[Person] = (),
) -> QuestionSet:
    """Change specification and experts of a draft. Raises Refused."""
    require(by, "questions.edit", locked(question_set))
    _refuse_unless_draft(question_set)
    writing, reviewing = list(writers), list(reviewers)
    question_set.specification = specification
    refuse_on([
        *rules.outdated(question_set),
        *rules.unfit_experts(writers=writing, reviewers=reviewing, experts=experts_of(question_set.center)),
    ])  # fmt: skip
    before = _experts(question_set.writers.all(), question_set.reviewers.all())
    question_set.save(update_fields=["specification"])
    question_set.writers.set(writing)
    question_set.reviewers.set(reviewing)
    record(by=by, verb="questions.edit", label="修改命题安排", subject=question_set, before=before,
           after=_experts(writing, reviewing))  # fmt: skip
    return question_set


@transaction.atomic
@enforces("4.1")
def attach(question_set: QuestionSet, *, by: Actor, kind: str, file: StoredFile) -> QuestionPart:
    """Put a sealed file into a draft; the former file of that kind is destroyed. Paper, standard and key are PDFs."""
    require(by, "questions.edit", locked(question_set))
    _refuse_unless_draft(question_set)
    chosen = QuestionPart.Kind(kind)
    refuse_on(_unsealed(chosen, file))
    kept = adopt(file, kind=PART, by=by) if file.kind == DRAFT else file
    part = question_set.parts.filter(kind=chosen).select_related("file").first()
    before = {"sha256": part.file.sha256[:16]} if part else {}
    if part is None:
        part = QuestionPart.objects.create(question_set=question_set, kind=chosen, file=kept)
    elif part.file_id != kept.pk:
        former, part.file = part.file, kept
        part.save(update_fields=["file"])
        erase(former)
    after = {"part": chosen.label, "sha256": kept.sha256[:16]}
    record(by=by, verb="questions.attach", label="上传题卷", subject=question_set, before=before, after=after)
    return part


def _unsealed(kind: QuestionPart.Kind, file: StoredFile) -> list[Blocker]:
    found = []
    if kind in rules.PDF_ONLY and file.media_type != PDF:
        found.append(Blocker(f"{kind.label}只能上传PDF文件：查看时须逐页加盖姓名和时间。", "4.1", "file"))
    if not file.sealed:
        found.append(Blocker("题卷文件须加密保存，请在本页重新上传。", "4.1", "file"))
    return found


@transaction.atomic
def review(question_set: QuestionSet, *, by: Actor, opinion: str) -> QuestionSet:
    """The reviewers have agreed: record their opinion. Raises Refused (4.1)."""
    locked(question_set)
    refuse_on(rules.unreviewable(question_set, experts=experts_of(question_set.center)))
    advance(question_set, "review", by=by, ground=opinion)
    question_set.review_opinion, question_set.reviewed_on = opinion.strip(), clock.today()
    question_set.save(update_fields=["review_opinion", "reviewed_on"])
    return question_set


@transaction.atomic
def file(question_set: QuestionSet, *, by: Actor) -> QuestionSet:
    """Send it to the province; the filing form goes into the set's own case. Raises Refused (4.1)."""
    locked(question_set)
    refuse_on(rules.unreviewable(question_set, experts=experts_of(question_set.center)))
    advance(question_set, "file", by=by)
    question_set.filed_at = clock.now()
    question_set.save(update_fields=["filed_at"])
    _file_form(question_set, by=by, title="题卷备案表（报送）", filing=None)
    notify(NoticeKind.QUESTIONS_FILED, to=holders(Role.PROVINCE), subject=question_set, url=_url(question_set))
    return question_set


@transaction.atomic
def record_filing(question_set: QuestionSet, *, by: Actor, number: str, on: datetime.date) -> QuestionSet:
    """The province gives a number: from now on the set may be drawn. Raises Refused (4.1)."""
    locked(question_set)
    taken = QuestionSet.objects.filter(filing_number=number.strip()).exclude(pk=question_set.pk).exists()
    sent = timezone.localtime(question_set.filed_at).date() if question_set.filed_at else on
    refuse_on(rules.unrecordable(number=number, on=on, filed_on=sent, taken=bool(number.strip()) and taken))
    question_set.filing_number, question_set.recorded_on = number.strip(), on
    question_set.save(update_fields=["filing_number", "recorded_on"])
    advance(question_set, "record_filing", by=by, detail={"filing_number": number, "recorded_on": on})
    answer = {"result": "予以备案", "number": number, "opinion": "", "by": by.name, "on": on}
    _file_form(question_set, by=by, title="题卷备案表（备案）", filing=answer)
    _tell_custodians(question_set, outcome="已准予备案，可以使用")
    return question_set


@transaction.atomic
def return_filing(question_set: QuestionSet, *, by: Actor, ground: str) -> QuestionSet:
    """The province sends it back with its reasons."""
    advance(question_set, "return_filing", by=by, ground=ground)
    answer = {"result": "退回修改", "number": "", "opinion": ground, "by": by.name, "on": clock.today()}
    _file_form(question_set, by=by, title="题卷备案表（退回）", filing=answer)
    _tell_custodians(question_set, outcome="被退回，请按意见修改")
    return question_set


@transaction.atomic
def revise(question_set: QuestionSet, *, by: Actor) -> QuestionSet:
    """Back to writing."""
    advance(question_set, "revise", by=by)
    return question_set


@transaction.atomic
def retire(question_set: QuestionSet, *, by: Actor, ground: str) -> QuestionSet:
    """Take a set out of use; sessions that had drawn it and have not begun draw again."""
    advance(question_set, "retire", by=by, ground=ground)
    return question_set


@transaction.atomic
@enforces("4.1")
def draw(session: Any, *, by: Actor) -> Draw:
    """Draw a set for a session at random from those not lately used at its site; seed and list are kept.

    When every usable set was used there within the centre's rest days, the least recently used ones are drawn from, and
    the draw says so. Raises Refused (4.1).
    """
    require(by, "papers.draw", locked(session))
    sets = list(
        QuestionSet.objects.select_for_update()
        .filter(center=session.center, specification=session.specification, status=QuestionSet.Status.USABLE)
        .order_by("code")
    )
    refuse_on(rules.undrawable(session, sets, moment=clock.now()))
    pool, rested = _pool(session, sets)
    seed = new_seed()
    chosen = choose(seed, pool)
    question_set = {each.code: each for each in sets}[chosen]
    made, _ = Draw.objects.update_or_create(
        session=session,
        defaults={
            "question_set": question_set, "seed": seed, "candidates": pool, "rested": rested,
            "release_at": _release(session), "drawn_by": by.user_required, "drawn_at": clock.now(),
        },
    )  # fmt: skip
    question_set.last_used_on = max(question_set.last_used_on or session.day, session.day)
    question_set.save(update_fields=["last_used_on"])
    detail = {
        "session": session.number,
        "seed": seed,
        "candidates": pool,
        "rested": rested,
        "release_at": made.release_at,
    }
    record(by=by, verb="papers.draw", label="抽题", subject=question_set, after=detail)
    record(by=by, verb="papers.draw", label="抽取题卷", subject=session, after={"release_at": made.release_at})
    return made


def _pool(session: Any, sets: list[QuestionSet]) -> tuple[list[str], bool]:
    """The codes to draw from, and whether they all rested long enough at this site."""
    rest = datetime.timedelta(days=of(session.center).question_set_rest_days)
    uses = (
        Draw.objects.filter(session__site=session.site, question_set__in=sets)
        .exclude(session__status="cancelled")
        .exclude(session=session)
        .values_list("question_set_id", "session__starts_at")
    )
    last: dict[int, datetime.datetime] = {}
    recent = set()
    for key, moment in uses:
        last[key] = max(last.get(key, moment), moment)
        if abs(session.starts_at - moment) < rest:
            recent.add(key)
    if rested := [each.code for each in sets if each.pk not in recent]:
        return rested, True
    oldest = min(last[each.pk] for each in sets)
    return [each.code for each in sets if last[each.pk] == oldest], False


def _release(session: Any) -> datetime.datetime:
    minutes = of(session.center).paper_release_minutes
    moment: datetime.datetime = session.starts_at - datetime.timedelta(minutes=minutes)
    return moment


@transaction.atomic
def move_release(session: Any, *, by: Actor) -> None:
    """A session has been moved: its sealed paper is released before the new start."""
    found = Draw.objects.filter(session=session).select_related("question_set").first()
    if found is None or found.release_at == _release(session):
        return
    before, found.release_at = found.release_at, _release(session)
    found.save(update_fields=["release_at"])
    record(by=by, verb="papers.move_release", label="启封时间随场次调整", subject=found.question_set,
           before={"release_at": before}, after={"release_at": found.release_at, "session": session.number})  # fmt: skip


@transaction.atomic
def request_opening(part: QuestionPart, *, by: Actor, reason: str) -> Opening:
    """Ask to open a sealed part; another person has to approve. Raises Refused (4.1)."""
    require(by, "papers.request_opening", part.question_set)
    found = list(rules.unrequestable(part, moment=clock.now()))
    if not reason.strip():
        found.append(Blocker("请填写启封事由。", clause="4.1", field="reason"))
    refuse_on(found)
    made = Opening.objects.create(part=part, reason=reason.strip(), requested_by=by.user_required)
    record(by=by, verb="papers.request_opening", label="申请启封", subject=part.question_set, ground=reason,
           after={"part": part.get_kind_display()})  # fmt: skip
    return made


@transaction.atomic
@enforces("4.1")
def approve_opening(opening: Opening, *, by: Actor) -> Opening:
    """The second person agrees; the two may read the part for the centre's opening hours. Raises Refused (4.1)."""
    locked(opening)
    question_set = opening.part.question_set
    require(by, "papers.approve_opening", question_set)
    refuse_on(rules.unapprovable(opening, person=by.user_required, moment=clock.now()))
    opening.approved_by, opening.approved_at = by.user_required, clock.now()
    opening.expires_at = clock.now() + datetime.timedelta(hours=of(question_set.center).opening_hours)
    opening.save(update_fields=["approved_by", "approved_at", "expires_at"])
    record(by=by, verb="papers.approve_opening", label="批准启封", subject=question_set, ground=opening.reason,
           after={"part": opening.part.get_kind_display(), "expires_at": opening.expires_at})  # fmt: skip
    return opening


@transaction.atomic
@enforces("4.1", "5.2")
def read_part(part: QuestionPart, *, by: Actor) -> bytes:
    """The part as this person may read it, stamped with name and time, and traced. Raises Refused (4.1).

    The province reads a set that lies with it for filing; everybody else needs an opening by two people.
    """
    question_set = part.question_set
    for_filing = by.role == Role.PROVINCE and question_set.status == QuestionSet.Status.FILED
    if not for_filing:
        refuse_on(rules.unreadable(part, person=by.user_required, moment=clock.now()))
    body = documents.stamped(part, by=by)
    record(by=by, verb="papers.read", label="查看题卷", subject=question_set,
           after={"part": part.get_kind_display(), "sha256": part.file.sha256[:16]})  # fmt: skip
    return body


@transaction.atomic
def hand_over(
    drawn: Draw, *, by: Actor, kind: str, packages: int, copies: int, seal: str, handed_by: str, received_by: str, note: str = ""
) -> HandOver:  # fmt: skip
    """Count paper copies as they change hands. More cannot come back, or be destroyed, than went out (4.1)."""
    require(by, "papers.hand_over", locked(drawn).question_set)
    refuse_on(_miscounted(drawn, kind=kind, copies=copies))
    made = HandOver.objects.create(
        draw=drawn, kind=kind, packages=packages, copies=copies, seal=seal, handed_by=handed_by, received_by=received_by,
        note=note, recorded_by=by.user_required,
    )  # fmt: skip
    sheet = documents.hand_over_sheet(made)
    made.sheet = store(sheet, name=f"试卷交接单（{made.get_kind_display()}）.pdf", kind=SHEET, by=by)
    made.save(update_fields=["sheet"])
    record(by=by, verb="papers.hand_over", label=f"试卷交接（{made.get_kind_display()}）", subject=drawn.question_set,
           after={"session": drawn.session.number, "copies": copies, "from": handed_by, "to": received_by})  # fmt: skip
    case = Case.objects.filter(
        subject_type="exams.session", subject_id=drawn.session_id, status=Case.Status.OPEN
    ).first()
    if case:
        file_sheet(case, made, by=by)
    return made


def file_sheet(case: Case, hand_over: HandOver, *, by: Actor) -> None:
    """File a hand-over's sheet into its session's case."""
    if hand_over.sheet is not None:
        file_item(case, by=by, kind="handover", title=hand_over.sheet.name, file=hand_over.sheet, source="系统生成")


def _miscounted(drawn: Draw, *, kind: str, copies: int) -> list[Blocker]:
    counted = dict.fromkeys(HandOver.Kind.values, 0)
    for each in drawn.hand_overs.all():
        counted[each.kind] += each.copies
    if kind != HandOver.Kind.ISSUED and counted[kind] + copies > counted[HandOver.Kind.ISSUED]:
        label = HandOver.Kind(kind).label
        text = f"已发放{counted[HandOver.Kind.ISSUED]}份，累计{label}{counted[kind] + copies}份，份数不符，请重新清点。"
        return [Blocker(text, clause="4.1", field="copies")]
    return []


def _refuse_unless_draft(question_set: QuestionSet) -> None:
    if question_set.status != QuestionSet.Status.DRAFT:
        raise Refused(f"题卷当前为“{question_set.get_status_display()}”，只有命题中的题卷可以修改。")


def _experts(writers: Iterable[Person], reviewers: Iterable[Person]) -> dict[str, str]:
    return {"命题": "、".join(each.name for each in writers), "审题": "、".join(each.name for each in reviewers)}


def _file_form(question_set: QuestionSet, *, by: Actor, title: str, filing: dict[str, Any] | None) -> None:
    body = documents.filing_form(question_set, responsible=by.name, filing=filing)
    kept = store(body, name=f"{title}{question_set.code}.pdf", kind=FORM, by=by)
    case = open_case(kind=Case.Kind.QUESTIONS, subject=question_set, title=str(question_set), center=question_set.center,
                     event_on=clock.today(), by=by)  # fmt: skip
    file_item(case, by=by, kind="filing", title=title, file=kept, source="系统生成")


def _tell_custodians(question_set: QuestionSet, *, outcome: str) -> None:
    people = holders(Role.CUSTODIAN, center=question_set.center)
    notify(NoticeKind.QUESTIONS_RECORDED, to=people, subject=question_set, url=_url(question_set), outcome=outcome)


def _url(question_set: QuestionSet) -> str:
    return reverse("papers:record", args=[question_set.uid])
