"""The case of a session: opened once, filled with what the portal produced (5.2)."""

from collections.abc import Callable

from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.registry import Requirement
from sdzx.archive.services import file_item, open_case
from sdzx.audit.services import record
from sdzx.documents.errors import UnprintableText
from sdzx.files.models import StoredFile
from sdzx.files.services import store

SOURCE = "系统生成"
DOCUMENT = "session.document"
REQUIREMENTS = (
    Requirement("announcement", "考核公告", "系统"),
    Requirement("registrations", "报名表", "系统"),
    Requirement("seating", "考场安排及到考情况", "系统"),
    Requirement("sign_in", "签到表（签名扫描件）", "考点"),
    Requirement("preparation", "考核准备通知单", "系统"),
    Requirement("duty_letter", "考评员、督导员派遣函", "系统"),
    Requirement("supervision_report", "督导报告", "督导员"),
    Requirement("handover", "题卷交接单", "命题管理"),
    Requirement("score_sheet", "成绩汇总表", "系统"),
    Requirement("examiner_sheet", "考评员评分表", "系统", required=False),
    Requirement("paper_scan", "试卷扫描件", "考点"),
    Requirement("certificate_list", "证书发放登记表", "证书管理", required=False),
    Requirement("video", "考核现场视频", "考点", video=True),
)


def case_of(session: Session, *, by: Actor) -> Case:
    """The session's case, opened when there is none."""
    return open_case(
        kind=Case.Kind.SESSION, subject=session, title=str(session), center=session.center, event_on=session.day, by=by,
        organization=session.site.organization,
    )  # fmt: skip


def file_into_case(session: Session, *, by: Actor, kind: str, title: str, file: StoredFile) -> Case:
    """Put a stored file into the session's case."""
    case = case_of(session, by=by)
    file_item(case, by=by, kind=kind, title=title[:150], file=file, source=SOURCE)
    return case


def file_produced(session: Session, *, by: Actor, kind: str, title: str, make: Callable[[], bytes]) -> None:
    """Freeze a document and put it into the session's case. A name that no font prints does not stop the session: the
    document is missing from the case, and the trace says why."""
    try:
        kept = store(make(), name=f"{title}{session.number}.pdf", kind=DOCUMENT, by=by)
    except UnprintableText as refusal:
        record(by=by, verb="session.unprintable", label=f"未能生成{title}", subject=session, ground=str(refusal))
    else:
        file_into_case(session, by=by, kind=kind, title=title, file=kept)
