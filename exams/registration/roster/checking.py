"""Checking a roster in the worker: row by row with progress, from the beginning again when a worker was killed (3.2)."""

import datetime
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from exams.registration.roster.annotating import annotated
from exams.registration.roster.cells import Line
from exams.registration.roster.models import Roster, RosterLine, RosterProblem
from exams.registration.roster.photos import Album
from exams.registration.roster.plan import Plan, chunks, plan_of
from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.audit.services import last_entry
from sdzx.files.images import Picture
from sdzx.files.models import StoredFile
from sdzx.files.services import ContentMissing, content, erase, erase_many, store, store_many
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import notify
from sdzx.policy import Policy
from sdzx.workflow import Refused, advance, locked

Status = Roster.Status
Kind = RosterProblem.Kind
STEP = 200  # rows whose photos are held in memory at a time
PHOTO = "roster.photo"
ACCIDENT = "检查时系统出错，已记录。请稍后重新上传；再次出错的，请联系市中心。"
logger = logging.getLogger(__name__)


@contextmanager
def claimed(roster_id: int) -> Iterator[bool]:
    """Whether this worker has the roster to itself. A killed worker's claim ends with its connection."""
    key = f"roster/{roster_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def with_everything(roster_id: int) -> Roster:
    """The roster with all that checking and taking look at."""
    related = ("item__announcement__center", "item__project", "center", "unit", "workbook", "photos", "uploaded_by",
               "membership__user", "membership__center", "membership__organization")  # fmt: skip
    return Roster.objects.select_related(*related).get(pk=roster_id)


def check(roster_id: int) -> bool:
    """Check a roster that waits, or whose checking was cut off; whether there was anything to do."""
    with claimed(roster_id) as mine:
        roster = with_everything(roster_id)
        if not mine or roster.status not in (Status.RECEIVED, Status.CHECKING):
            return False
        by = Actor.of(roster.membership)
        try:
            _check(roster, by)
        except (Refused, ContentMissing) as refusal:
            reason = str(refusal) if isinstance(refusal, Refused) else "文件内容已不在系统中，请重新上传。"
            _fail(roster, by, reason)
        except Exception:
            logger.exception("roster %s could not be checked", roster.pk)
            _fail(roster, by, ACCIDENT)
        return True


def _check(roster: Roster, by: Actor) -> None:
    _begin(roster, by)
    workbook = content(roster.workbook)
    plan = plan_of(workbook, roster.item)
    roster.total, roster.done = len(plan.lines), 0
    roster.save(update_fields=["total", "done"])
    if roster.photos is None:
        for lines in chunks(plan.lines, STEP):
            _write(roster, by, plan, lines, None)
    else:
        with Album(roster.photos.path) as album:
            for lines in chunks(plan.lines, STEP):
                _write(roster, by, plan, lines, album)
            plan.notes += filter(None, [album.left_over()])
    plan.finish()
    _finish(roster, by, plan, annotated(workbook, plan) if plan.found else b"")


@transaction.atomic
def _begin(roster: Roster, by: Actor) -> None:
    locked(roster)
    if roster.status == Status.RECEIVED:
        advance(roster, "start_check", by=by)
    _clear(roster)


def _clear(roster: Roster) -> None:
    """What a cut-off check left behind."""
    photos = StoredFile.objects.filter(pk__in=roster.lines.exclude(photo=None).values("photo"))
    erase_many(photos)
    roster.lines.all().delete()
    roster.problems.all().delete()


@transaction.atomic
def _write(roster: Roster, by: Actor, plan: Plan, lines: Sequence[Line], album: Album | None) -> None:
    """Look at the photos of some rows, keep those of the good ones, and say how far it is."""
    numbers = policy.of(roster.center)
    pictures = {line.number: picture for line in lines if (picture := _picture(plan, line, album, numbers))}
    good = [line for line in lines if line.good]
    kept = store_many([pictures[line.number] for line in good], name="照片", kind=PHOTO, by=by)
    photos = dict(zip((line.number for line in good), kept, strict=True))
    RosterLine.objects.bulk_create(
        RosterLine(
            roster=roster, number=line.number, name=str(line.values["name"])[:100], photo=photos.get(line.number),
            state=RosterLine.State.GOOD if line.good else RosterLine.State.BAD,
            document_index=line.index if line.good else "", values=_packed(line) if line.good else "",
        )
        for line in lines
    )  # fmt: skip
    roster.done += len(lines)
    roster.save(update_fields=["done"])


def _picture(plan: Plan, line: Line, album: Album | None, numbers: Policy) -> Picture | None:
    key = "photo_name" if line.photo else "document_number"
    if not line.document and not line.photo:
        return None  # the empty number is named already
    try:
        if album is None:
            raise Refused("：没有上传照片压缩包。")
        return album.picture(line.document, line.photo, numbers)
    except Refused as refusal:
        plan.blame(line, key, Kind.PHOTO, refusal.blockers[0].sentence)
        return None


def _packed(line: Line) -> str:
    return json.dumps({"name_key": line.name_key, **line.values}, ensure_ascii=False, default=datetime.date.isoformat)


def unpacked(line: RosterLine) -> dict[str, Any]:
    """The values of a good line, as the registration's fields have them."""
    values = dict(json.loads(line.values))
    values["birth_date"] = datetime.date.fromisoformat(values["birth_date"])
    return values


@transaction.atomic
def _finish(roster: Roster, by: Actor, plan: Plan, marked: bytes) -> None:
    locked(roster)
    RosterProblem.objects.bulk_create(
        (
            RosterProblem(
                roster=roster, row=each.row, letter=each.letter, header=each.header, kind=each.kind,
                sentence=each.sentence, blocking=each.blocking,
            )
            for each in plan.found
        ),
        batch_size=1000,
    )  # fmt: skip
    roster.good = sum(line.good for line in plan.lines)
    roster.bad = len(plan.lines) - roster.good
    roster.sheet_notes = plan.notes
    if marked:
        roster.annotated = store(marked, name="批注后的名单.xlsx", kind="roster.workbook", by=by, sealed=True)
    roster.save(update_fields=["good", "bad", "sheet_notes", "annotated"])
    if roster.photos:
        erase(roster.photos)  # the good ones have been cut out of it
    advance(roster, "finish_check", by=by, detail={"合格": roster.good, "有问题": roster.bad})
    tell(roster, NoticeKind.ROSTER_CHECKED)


@transaction.atomic
def _fail(roster: Roster, by: Actor, reason: str) -> None:
    locked(roster)
    _clear(roster)
    if roster.photos:
        erase(roster.photos)
    roster.outcome = reason
    roster.save(update_fields=["outcome"])
    advance(roster, "fail", by=by, detail={"原因": reason})
    tell(roster, NoticeKind.ROSTER_CHECKED)


def tell(roster: Roster, kind: NoticeKind) -> None:
    """The notice hangs on the act in the trace: a second one on the same day is told too."""
    act = last_entry(roster)
    assert act is not None
    url = reverse("registration:rosters:record", args=[roster.uid])
    notify(kind, to=[roster.uploaded_by], subject=act, url=url, roster=roster)
