"""Versions of the pattern: drafted, changed, put in use; what numbers after that."""

import pytest

from certificates.issuing import services as issuing
from certificates.issuing.models import Certificate, NumberPattern
from certificates.issuing.patterns import services
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.serials.models import Serial
from sdzx.workflow import Refused
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return people.actor(Role.PROVINCE)


def test_create_makes_the_next_version_and_traces_it(province):
    made = services.create(by=province, segments=certificates.LETTERS, note="换开头")
    assert (made.version, made.status, made.note, str(made)) == (2, "draft", "换开头", "证书编号规则（第2版）")
    assert entries_of(made).get().after == {"组成": "SD＋市代码4位＋年度2位＋年度顺序号6位＋校验码"}
    assert services.current().version == 1


def test_create_and_edit_are_the_province_s(province):
    director = people.actor(Role.DIRECTOR)
    with pytest.raises(Refused):
        services.create(by=director, segments=[], note="")
    with pytest.raises(Refused):
        services.edit(certificates.pattern(), by=director, segments=[], note="")


def test_edit_changes_a_draft_and_traces_before_and_after(province):
    draft = certificates.pattern()
    services.edit(draft, by=province, segments=[{"kind": "check"}], note="试")
    draft.refresh_from_db()
    assert (draft.segments, draft.note) == ([{"kind": "check"}], "试")
    entry = entries_of(draft).get()
    assert (entry.before["组成"], entry.after["组成"]) == ("SD＋市代码4位＋年度2位＋年度顺序号6位＋校验码", "校验码")


@pytest.mark.clause("4.5")
def test_edit_of_a_version_once_in_use_is_refused(province):
    with pytest.raises(Refused, match=r"启用后不能修改，请新建版本.*四（五）"):
        services.edit(services.current(), by=province, segments=[], note="")


@pytest.mark.clause("4.5")
def test_put_in_use_numbers_from_now_on_and_the_sequence_goes_on(province):
    first = certificates.numbered(passed=2)
    draft = certificates.pattern()
    services.put_in_use(draft, by=province)
    second = certificates.numbered()[0]
    assert [each.number[:4] for each in (*first, second)] == ["ZX37", "ZX37", "SD37"]
    assert (second.pattern, second.sequence) == (draft, 3)
    assert dict(NumberPattern.objects.values_list("version", "status")) == {1: "superseded", 2: "in_use"}
    former = NumberPattern.objects.get(version=1)
    assert entries_of(former).get().verb == "number_pattern.supersede"


@pytest.mark.clause("4.5")
def test_put_in_use_of_an_unfit_draft_names_everything(province):
    draft = certificates.pattern([{"kind": "text", "value": "ZX"}])
    with pytest.raises(Refused) as refusal:
        services.put_in_use(draft, by=province)
    assert [each.clause for each in refusal.value.blockers] == ["4.5"] * 4
    assert services.current().version == 1


def test_put_in_use_where_a_centre_issues_more_than_the_width_holds(province):
    Center.objects.filter(code="370200").update(policy={"certificates_per_year": 1_000_000})
    assert [each.sentence for each in services.obstacles(certificates.pattern())] == [
        "年度顺序号6位容不下每年1000000本证书，至少需要7位。"
    ]


@pytest.mark.clause("4.5")
def test_number_passed_refused_when_the_year_s_numbers_are_used_up():
    sheet = certificates.confirmed_sheet(passed=2)
    year = certificates.clock.today().year
    Serial.objects.create(scope=f"certificate/370100/{year}", last=999_998)
    with pytest.raises(Refused, match=r"年度顺序号已到1000000.*只有6位.*四（五）"):
        issuing.number_passed(sheet, people.actor(Role.CONFIRMER))
    assert not Certificate.objects.exists()
    assert Serial.objects.get(scope__startswith="certificate/").last == 999_998  # the counter was not moved


@pytest.mark.clause("4.5")
def test_number_passed_refused_without_a_version_in_use():
    sheet = certificates.confirmed_sheet(passed=1)
    certificates.only_pattern()
    with pytest.raises(Refused, match=r"没有启用的证书编号规则.*四（五）"):
        issuing.number_passed(sheet, people.actor(Role.CONFIRMER))
