"""Handing out, alone and for a unit; what comes back; the sheet."""

import pytest
from django.db import IntegrityError, transaction

from certificates.changes import services as changes
from certificates.handing import documents, hooks, services
from certificates.handing.models import HandOutLine
from certificates.issuing.models import Certificate
from certificates.printing.single import print_certificate
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import certificates, holders, people
from tests.factories.holders import text_of

pytestmark = pytest.mark.django_db


def printed(count):
    made = certificates.numbered(passed=count)
    for each in made:
        print_certificate(each, by=certificates.officer(each))
    return made


def of_unit(made):
    unit = people.organization()
    Registration.objects.filter(certificate__in=made).update(unit=unit)
    return unit


@pytest.mark.clause("4.5")
def test_hand_over_names_everything_missing_at_once():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused) as refusal:
        services.hand_over([certificate], by=certificates.officer(certificate), how="mail", handed_to=" ")
    found = [each.field for each in refusal.value.blockers]
    assert found == ["certificates", "handed_to", "carrier", "tracking_number"]


@pytest.mark.clause("4.5")
def test_hand_over_waits_for_the_decision_on_a_revocation():
    certificate = certificates.printed()
    change = holders.change(certificate, "revocation")
    with pytest.raises(Refused, match=f"证书{certificate.number}正在办理撤销，办结前不能发放"):
        holders.handed(certificate)
    changes.refuse(change, by=certificates.officer(certificate), ground="查无实据")
    assert holders.handed(certificate).lines.count() == 1


def test_an_objection_is_registered_once(monkeypatch):
    monkeypatch.setattr(hooks, "OBJECTIONS", [])
    hooks.object_to_handing(len)
    hooks.object_to_handing(len)
    assert [len] == hooks.OBJECTIONS


def test_hand_over_without_certificates_or_way_is_refused():
    with pytest.raises(Refused) as refusal:
        services.hand_over([], by=people.actor(Role.CERTIFIER), how="", handed_to="李明")
    assert [each.field for each in refusal.value.blockers] == ["certificates", "how"]


@pytest.mark.clause("4.5")
def test_hand_over_to_an_agent_needs_a_valid_document():
    certificate = certificates.printed()
    by = certificates.officer(certificate)
    for number, sentence in (("", "请填写代领人的证件号码"), ("370102199001011234", "校验")):
        with pytest.raises(Refused, match=sentence):
            services.hand_over([certificate], by=by, how="proxy", handed_to="李明", document_number=number)


@pytest.mark.clause("4.5")
def test_hand_over_to_a_unit_only_its_own_people():
    first, second = printed(2)
    by = certificates.officer(first)
    values = {"by": by, "how": "unit", "handed_to": "李明", "document_number": people.resident_id()}
    with pytest.raises(Refused, match="请选择领取单位"):
        services.hand_over([first], **values)
    unit = of_unit([first])
    with pytest.raises(Refused, match=f"{second.number}不是{unit.name}报名的考生"):
        services.hand_over([first, second], unit=unit, **values)


def test_hand_over_to_the_holder_not_the_certificates_of_two():
    made = printed(2)
    with pytest.raises(Refused, match="只能发放同一人"):
        services.hand_over(made, by=certificates.officer(made[0]), how="holder", handed_to="李明")


def test_hand_over_a_whole_unit_to_one_agent_files_the_list_and_masks():
    made = printed(2)
    unit, number = of_unit(made), people.resident_id()
    hand_out = services.hand_over(
        made, by=certificates.officer(made[0]), how="unit", handed_to="李明", document_number=number, unit=unit
    )
    assert set(Certificate.objects.values_list("status", "handed_to", "handed_how")) == {
        ("handed_out", "李明", "单位统一领取")
    }
    assert hand_out.lines.count() == 2
    assert number not in str([entry.after for entry in entries_of(hand_out)])
    assert made[0].number in text_of(content(CaseItem.objects.get(kind="certificate_list").file))
    text = text_of(documents.sheet_pdf(hand_out))
    assert number not in text
    for fact in (made[0].number, made[1].number, unit.name):
        assert fact in text


def test_hand_over_of_some_files_no_list_yet():
    first, _ = printed(2)
    holders.handed(first)
    assert not CaseItem.objects.exists()


def test_hand_over_twice_is_refused_and_the_database_agrees():
    certificate = certificates.printed()
    hand_out = holders.handed(certificate)
    with pytest.raises(Refused, match="已发放"):
        holders.handed(certificate)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOutLine.objects.create(hand_out=hand_out, certificate=certificate, serial="X")


def test_hand_over_of_another_city_finds_nothing():
    certificate = certificates.printed()
    stranger = people.actor(Role.CERTIFIER, people.center("370200"))
    with pytest.raises(Refused, match="请勾选"):
        services.hand_over([certificate], by=stranger, how="holder", handed_to="李明")


def test_mailing_tells_the_holder_comes_back_and_goes_out_again():
    certificate = certificates.printed()
    by = certificates.officer(certificate)
    mailed = services.hand_over(
        [certificate],
        by=by,
        how="mail",
        handed_to=certificate.name,
        carrier="中国邮政EMS",
        tracking_number="EM123456789CN",
    )
    notice = Notice.objects.get(kind="certificate_mailed")
    assert (notice.recipient, "EM123456789CN" in notice.body) == (certificate.registration.user, True)
    assert "EM123456789CN" in text_of(documents.sheet_pdf(mailed))
    certificate.refresh_from_db()
    services.take_back(certificate, by=by, ground="地址不详")
    assert certificate.status == Certificate.Status.PRINTED
    assert mailed.lines.get().returned_why == "地址不详"
    holders.handed(certificate)
    assert certificate.hand_out_lines.count() == 2


def test_mailing_to_somebody_without_account_tells_nobody():
    certificate = certificates.printed()
    Registration.objects.update(user=None, unit=people.organization())
    by = certificates.officer(certificate)
    services.hand_over([certificate], by=by, how="mail", handed_to="李明", carrier="EMS", tracking_number="1")
    assert not Notice.objects.filter(kind="certificate_mailed").exists()


def test_keep_sheet_is_traced():
    hand_out = holders.handed()
    by = people.actor(Role.CERTIFIER, hand_out.center)
    for _ in range(2):
        services.keep_sheet(hand_out, by=by, sheet=holders.draft(by))
    assert [entry.verb for entry in entries_of(hand_out)] == ["certificate.hand_over", *["certificate.keep_sheet"] * 2]


def test_long_lists_are_cut():
    made = certificates.numbered(passed=11)
    with pytest.raises(Refused, match="等11本尚未打印"):
        services.hand_over(
            made, by=certificates.officer(made[0]), how="proxy", handed_to="李明", document_number=people.resident_id()
        )
