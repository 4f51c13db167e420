"""Pages of the pattern and the void register."""

import pytest
from django.urls import reverse

from certificates.issuing import services as issuing
from certificates.issuing.models import NumberPattern
from sdzx.accounts.roles import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
NEW = reverse("issuing:patterns:new")


def form(segments, **more):
    """What the browser sends for these segments."""
    data = {"note": "", "segments-TOTAL_FORMS": str(len(segments)), "segments-INITIAL_FORMS": "0", **more}
    for number, segment in enumerate(segments):
        data |= {f"segments-{number}-{name}": str(value) for name, value in segment.items()}
    return data


@pytest.fixture
def province(enter):
    return enter(people.actor(Role.PROVINCE))


def test_new_begins_with_the_version_in_use_and_its_preview(province):
    page = province.get(NEW).content.decode()
    assert "不是国家或省规定的编码规则" in page
    assert "济南市今年第一本证书的编号" in page
    assert page.count('name="segments-0-kind"') == 1


def test_new_saves_a_draft(province):
    response = province.post(NEW, form(certificates.LETTERS, note="换开头"))
    made = NumberPattern.objects.get(version=2)
    assert response.url == reverse("issuing:patterns:record", args=[made.uid])
    assert (made.segments, made.note) == (certificates.LETTERS, "换开头")


def test_new_with_gaps_names_them_and_keeps_what_was_typed(province):
    rows = [{"kind": "text"}, {"kind": "city"}, {"kind": "sequence", "width": "12"}]
    response = province.post(NEW, form(rows, note="换开头"))
    page = response.content.decode()
    assert response.status_code == 422
    for sentence in ("请填写固定字符。", "请填写市代码的位数。", 'value="12"', 'value="换开头"'):
        assert sentence in page, sentence
    assert NumberPattern.objects.count() == 1


def test_preview_says_what_is_wrong_and_saves_nothing(province):
    city_missing = [each for each in certificates.LETTERS if each["kind"] != "city"]
    part = province.post(NEW, form(city_missing, do="preview"), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section class="card-plain stack" id="sample"')
    assert "编号应当有且只有一段市代码，现有0段。" in part
    whole = province.post(NEW, form(certificates.LETTERS, do="preview")).content.decode()
    assert "可以启用。" in whole
    assert "SD3701" in whole
    assert NumberPattern.objects.count() == 1


@pytest.mark.parametrize("rows", [[{"kind": "city"}], [{"kind": "check"}]], ids=["unreadable", "impossible"])
def test_preview_of_what_cannot_be_built(province, rows):
    part = province.post(NEW, form(rows, do="preview"), headers={"HX-Request": "true"}).content.decode()
    assert "填写完整后显示示例编号。" in part


def test_edit_and_put_in_use(province):
    draft = certificates.pattern([{"kind": "check"}])
    at = {name: reverse(f"issuing:patterns:{name}", args=[draft.uid]) for name in ("record", "edit")}
    assert "还不能编出示例编号" in province.get(at["record"]).content.decode()
    assert 'name="segments-0-kind"' in province.get(at["edit"]).content.decode()
    assert province.post(at["edit"], form(certificates.LETTERS)).url == at["record"]
    assert "SD3701" in province.get(at["record"]).content.decode()
    province.post(reverse("issuing:patterns:step", args=[draft.uid, "put_in_use"]))
    draft.refresh_from_db()
    assert draft.status == "in_use"
    assert province.get(at["edit"]).url == at["record"]
    page = province.get(at["record"]).content.decode()
    assert at["edit"] not in page
    refused = province.post(at["edit"], form(certificates.LETTERS))
    assert refused.status_code == 422
    assert "启用后不能修改" in refused.content.decode()


def test_certifier_reads_what_holds_and_no_drafts(enter):
    draft = certificates.pattern()
    page = enter(people.actor(Role.CERTIFIER)).get(reverse("issuing:patterns:list")).content.decode()
    assert "ZX＋市代码4位＋年度4位＋年度顺序号6位＋校验码" in page
    assert f"第{draft.version}版" not in page
    assert NEW not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_versions_costs_the_same_at_any_number(province, django_assert_num_queries, rows):
    for _ in range(rows - 1):
        certificates.pattern()
    province.get(reverse("issuing:patterns:list"))
    with django_assert_num_queries(6):
        page = province.get(reverse("issuing:patterns:list")).content.decode()
    assert page.count("<tr>") + page.count("<tr ") == rows + 1


def revoked(count, city=None):
    made = certificates.numbered(passed=count, city=city)
    for each in made:
        issuing.revoke(each, by=certificates.officer(each), ground=f"冒名顶替{each.sequence}")
    return made


@pytest.mark.clause("4.5")
def test_void_register_shows_numbers_and_reasons_of_one_s_own_city(enter):
    mine, foreign = revoked(1)[0], revoked(1, city=people.center("370200"))[0]
    for role in (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR):
        page = enter(people.actor(role)).get(reverse("issuing:void_numbers")).content.decode()
        assert mine.number in page
        assert "冒名顶替1" in page
        assert reverse("issuing:record", args=[mine.uid]) in page
        assert foreign.number not in page


def test_void_register_filters(province):
    mine, foreign = revoked(1)[0], revoked(1, city=people.center("370200"))[0]
    address = reverse("issuing:void_numbers")
    found = province.get(address, {"text": mine.number.lower()}).content.decode()
    assert (mine.number in found, foreign.number in found) == (True, False)
    found = province.get(address, {"center": foreign.center_id}).content.decode()
    assert (reverse("issuing:record", args=[mine.uid]) in found, foreign.number in found) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_void_register_costs_the_same_at_any_number(province, django_assert_num_queries, rows):
    revoked(rows)
    province.get(reverse("issuing:void_numbers"))
    with django_assert_num_queries(7):
        province.get(reverse("issuing:void_numbers"))
