"""The buttons of a score sheet's page that lead to entering: which, depends on how the marks come in."""

from exams.scores.models import ScoreSheet
from exams.scores.rules import EDITABLE
from exams.scores.sheets import double, services
from sdzx.accounts.actors import Actor


def entry_links(sheet: ScoreSheet, actor: Actor) -> list[tuple[str, str]]:
    """Label and name of the address, in the order of the work."""
    found: list[tuple[str, str]] = []
    if sheet.status in EDITABLE and actor.may("scores.enter"):
        if sheet.by_examiners:
            found += [("填写分差说明", "spread")] if services.apart_of(sheet) else []
        else:
            found += [("录入成绩", "marks"), ("下载工作簿", "template"), ("上传工作簿", "workbook")]
            found += [("比对两次录入", "compare")] if double.doubled(sheet) and double.comparable(sheet) else []
        found += [("登记试卷移交", "papers"), ("试卷扫描件", "scans")]
    if actor.may("scores.receive") and sheet.papers_count is not None and not sheet.papers_received_at:
        found.append(("签收试卷", "receive"))
    return found
