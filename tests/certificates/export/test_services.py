"""The columns of a centre, and the files that leave the portal."""

import csv
import datetime
import hashlib
import io

import pytest
import python_calamine

from certificates.export import services
from certificates.export.columns import DEFAULT_COLUMNS, FIELDS
from certificates.export.models import ExportRun
from certificates.export.services import Batch
from certificates.issuing.models import Certificate
from certificates.issuing.services import revoke
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import certificates, holders, people

pytestmark = pytest.mark.django_db


def of_session(certificate):
    return Batch(session=certificate.session)


def issue(certificate, kind="xlsx", **values):
    by = certificates.officer(certificate)
    return services.issue(certificate.center, by=by, kind=kind, **{"batch": of_session(certificate), **values})


def rows_of(content):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def columns(*pairs):
    return [{"field": field, "heading": heading} for field, heading in pairs]


@pytest.mark.clause("4.5")
def test_issue_workbook_has_full_numbers_as_text_and_is_recorded():
    certificate = certificates.numbered(passed=2)[0]
    made, content = issue(certificate)
    head, first, _ = rows_of(content)
    assert head == [each["heading"] for each in DEFAULT_COLUMNS]
    assert first[:4] == [certificate.number, certificate.name, "居民身份证", certificate.document_number]
    assert (made.rows, made.repeated, made.sha256) == (2, False, hashlib.sha256(content).hexdigest())
    entry = entries_of(made).get()
    assert entry.after["SHA-256"] == made.sha256
    assert certificate.document_number not in str(entry.after)


def test_issue_again_is_marked_repeated():
    certificate = certificates.numbered()[0]
    issue(certificate)
    assert issue(certificate, "csv")[0].repeated


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_issue_formulas_stay_text(kind):
    certificate = certificates.numbered()[0]
    Certificate.objects.update(name="=1+1")
    content = issue(certificate, kind)[1]
    if kind == "xlsx":
        assert rows_of(content)[1][1] == "=1+1"
    else:
        assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1][1] == "'=1+1"


def test_issue_by_days_says_what_is_revoked_and_corrected():
    first, second, third = certificates.numbered(passed=3)
    revoke(first, by=certificates.officer(first), ground="冒名")
    change = holders.approved(second)
    holders.changes.carry_out(change, by=certificates.officer(second))
    services.arrange(
        first.center, by=certificates.officer(first), dates="%Y%m%d",
        columns=columns(("number", "编号"), ("status", " 状态 "), ("replaces", "原编号"), ("issued_on", "日期")),
    )  # fmt: skip
    today = clock.today()
    _, content = issue(first, "csv", batch=Batch(first=today, last=today))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    new = Certificate.objects.get(replaces=second)
    day = f"{today:%Y%m%d}"
    assert rows == [
        ["编号", "状态", "原编号", "日期"],
        [first.number, "已撤销", "", day],
        [second.number, "已更正", "", day],
        [third.number, "有效", "", day],
        [new.number, "有效", second.number, day],
    ]


def test_issue_every_field_can_be_read():
    certificate = certificates.numbered()[0]
    every = [{"field": key, "heading": each.label} for key, each in FIELDS.items()]
    services.arrange(certificate.center, by=certificates.officer(certificate), columns=every, dates="%Y-%m-%d")
    assert len(rows_of(issue(certificate)[1])[1]) == len(every)


def test_issue_nothing_or_too_much_is_refused(monkeypatch):
    certificate = certificates.numbered()[0]
    long_ago = datetime.date(2001, 1, 1)
    with pytest.raises(Refused, match="没有证书"):
        issue(certificate, batch=Batch(first=long_ago, last=long_ago))
    monkeypatch.setattr(services, "MOST", 0)
    with pytest.raises(Refused, match="请缩小"):
        issue(certificate)
    assert not ExportRun.objects.exists()


def test_issue_by_others_is_refused():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused, match="不能进行"):
        services.issue(certificate.center, by=people.actor(Role.CLERK), batch=of_session(certificate), kind="csv")


@pytest.mark.clause("4.5")
def test_arrange_names_everything_wrong_at_once():
    director = people.actor(Role.DIRECTOR)
    wrong = columns(("name", "甲"), ("name", "甲"), ("moon", ""), ("result", "长" * 31))
    with pytest.raises(Refused) as refusal:
        services.arrange(director.center, by=director, columns=wrong, dates="%Y-%m-%d")
    assert [each.sentence for each in refusal.value.blockers] == [
        "导出列必须有证书编号。", "没有这样的内容：moon。", "“姓名”只能有一列。", "每一列都要有列名。", "列名“甲”重复。",
        f"列名“{'长' * 31}”超过30个字。",
    ]  # fmt: skip
