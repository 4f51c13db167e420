"""What stands in the way, all of it at once."""

import datetime

import pytest

from certificates.electronic import rules
from certificates.electronic.models import PurposeCopy
from certificates.issuing.models import Certificate
from sdzx.policy import Policy
from tests.factories import certificates

TODAY = datetime.date(2026, 3, 2)
FINE = {"purpose": "应聘", "valid_until": datetime.date(2026, 4, 1), "today": TODAY, "policy": Policy(), "recent": []}


def sentences(**values):
    certificate = values.pop("certificate", Certificate(status="printed"))
    return [(each.field, each.sentence) for each in rules.copy_blockers(certificate, **{**FINE, **values})]


def test_copy_with_purpose_and_term_is_free():
    assert sentences() == []


@pytest.mark.clause("4.5")
def test_revoked_certificate_gets_no_copy():
    assert sentences(certificate=Certificate(status="revoked")) == [("", "证书已撤销，不能签发或下载电子证书。")]


@pytest.mark.parametrize(
    ("purpose", "sentence"),
    [(" ", "请填写用途。"), ("用" * 41, "用途最多40个字。"), ("应聘\ue000", "用途中有无法打印的字符：\ue000。")],
)
def test_purpose_is_printable_and_short(purpose, sentence):
    assert sentences(purpose=purpose) == [("purpose", sentence)]


@pytest.mark.parametrize("day", [datetime.date(2026, 3, 1), datetime.date(2026, 4, 2)])
def test_term_is_within_the_policy(day):
    (found,) = sentences(valid_until=day)
    assert found == ("valid_until", "有效期须在2026年3月2日 周一至2026年4月1日 周三之间。")


def test_everything_unmet_is_said_at_once():
    recent = [PurposeCopy(made_on=datetime.date(2026, 2, day)) for day in (1, 2, 3)]
    found = sentences(purpose="", valid_until=datetime.date(2027, 1, 1), recent=recent)
    assert [field for field, _ in found] == ["purpose", "valid_until", ""]
    assert found[-1][1] == "90天内已下载3份副本，达到上限。2026年5月2日 周六起可以再下载。"


def test_lower_limit_counts_from_the_copy_that_must_leave_the_window():
    recent = [PurposeCopy(made_on=datetime.date(2026, 2, day)) for day in (1, 2, 3)]
    (found,) = sentences(recent=recent, policy=Policy(electronic_copy_limit=2))
    assert "2026年5月3日" in found[1]


@pytest.mark.django_db
def test_making_asks_for_what_print_asks():
    certificate = certificates.numbered()[0]
    assert rules.make_blockers(certificate) == []
    certificate.photo = None
    assert [each.sentence for each in rules.make_blockers(certificate)] == [
        "没有照片，不能打印。请在报名材料中补充照片。"
    ]
    certificate.status = "revoked"
    assert len(rules.make_blockers(certificate)) == 1


@pytest.mark.django_db
def test_new_version_needs_one_before_and_a_reason():
    certificate = certificates.numbered()[0]
    assert rules.reissue_blockers(certificate, "换密钥", current=True) == []
    assert [each.field for each in rules.reissue_blockers(certificate, " ", current=False)] == ["", "reason"]
