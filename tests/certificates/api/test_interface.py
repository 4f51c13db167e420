"""The interface answers as the page does, refuses in Chinese, and never breaks, whatever is sent."""

import json

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.api import interface, services
from certificates.api.schemas import Answer, Certificate, Problem
from certificates.lookup.services import REASONS
from sdzx.accounts.roles import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
URL = "/api/v1/verify"


@pytest.fixture
def certificate():
    return certificates.printed()


def ask(client, body, **headers):
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(URL, content, content_type="application/json", headers=headers)


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("left", ["number", "name", "document_number"])
def test_two_of_three_facts(client, certificate, left, django_assert_num_queries):
    facts = {each: getattr(certificate, each) for each in ("number", "name", "document_number") if each != left}
    with django_assert_num_queries(1):
        answer = ask(client, facts)
    said = answer.json()
    assert (answer.status_code, answer["Cache-Control"], said["found"]) == (200, "no-store", True)
    (found,) = said["certificates"]
    assert (found["number"], found["state"], found["valid"]) == (certificate.number, "有效", True)
    assert certificate.document_number not in answer.content.decode()
    assert set(found) == set(Certificate.model_fields)
    assert not answer.cookies


def test_the_code_alone(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        said = ask(client, {"code": certificate.code}).json()
    assert said["message"] == "查到1本证书。"
    assert said["certificates"][0]["serial"] == certificate.prints.get().serial


def test_the_same_words_and_one_query_whatever_is_wrong(client, certificate, django_assert_num_queries):
    bodies = (
        {"number": "ZX0", "name": certificate.name},
        {"number": certificate.number, "name": "无此人"},
        {"name": certificate.name, "document_number": "370102199001011234"},
        {"number": certificate.number, "document_number": "370102199001011234"},
        {"code": "x" * 22},
    )
    answers = set()
    for body in bodies:
        with django_assert_num_queries(1):
            answer = ask(client, body)
        answers.add((answer.status_code, answer.content))
    ((status, content),) = answers
    assert status == 200
    assert json.loads(content) == {
        "found": False,
        "message": "查无此证。可能的原因：" + "".join(REASONS),
        "certificates": [],
    }


@pytest.mark.parametrize(
    "body", [{}, {"name": "张伟"}, {"name": "张伟", "number": " "}, {"code": "x", "name": "张伟"}, {"code": "x", "name": "张伟", "number": "1"}]
)  # fmt: skip
def test_too_few_facts_or_a_code_with_others(client, body):
    answer = ask(client, body)
    assert answer.status_code == 422
    assert [each["message"] for each in answer.json()["errors"]] == [interface.TOO_FEW]


def test_every_wrong_item_is_named_and_nothing_comes_back(client):
    answer = ask(client, {"number": "9" * 61, "name": "\0", "document_number": 5, "other": "secret"})
    assert answer.status_code == 422
    assert {each["field"]: each["message"] for each in answer.json()["errors"]} == {
        "number": "太长。", "name": "含有不能使用的字符。", "document_number": "应为文字。",
        "other": "没有这一项。",
    }  # fmt: skip
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("body", ["", "{", b"\xff\xfe", '{"name": "\\ud800", "number": "1"}', "[]", "null"])
def test_a_body_that_is_no_question(client, body):
    answer = ask(client, body)
    assert answer.status_code in (400, 422)
    assert Problem.model_validate(answer.json()).message


def test_few_questions_without_a_key(client):
    codes = [ask(client, {"code": "x"}).status_code for _ in range(interface.PER_MINUTE + 1)]
    assert codes == [200] * interface.PER_MINUTE + [429]
    answer = ask(client, {"code": "x"})
    assert (answer["Retry-After"], answer.json()["message"]) == ("60", "请求过于频繁，请1分钟后再试。")


def test_a_key_has_its_own_limit(client):
    _, key = services.issue(by=people.actor(Role.PROVINCE), holder="齐鲁人才网", contact="", per_minute=25)
    codes = [ask(client, {"code": "x"}, **{interface.HEADER: key}).status_code for _ in range(26)]
    assert codes == [200] * 25 + [429]
    assert ask(client, {"code": "x"}).status_code == 200


def test_a_wrong_or_stopped_key_is_401_and_is_counted_as_none(client):
    province = people.actor(Role.PROVINCE)
    made, key = services.issue(by=province, holder="齐鲁人才网", contact="", per_minute=600)
    services.revoke(made, by=province, ground="停用")
    for wrong in (key, "guess"):
        answer = ask(client, {"code": "x"}, **{interface.HEADER: wrong})
        assert answer.status_code == 401
        assert "无效或已停用" in answer.json()["message"]
    codes = [ask(client, {"code": "x"}, **{interface.HEADER: "guess"}).status_code for _ in range(interface.PER_MINUTE)]
    assert codes[-1] == 429


def test_only_post(client):
    assert client.get(URL).status_code == 405


def test_it_describes_itself_in_chinese(client):
    said = client.get("/api/v1/openapi.json").json()
    operation = said["paths"][URL]["post"]
    assert set(operation["responses"]) == {"200", "400", "401", "422", "429"}
    assert operation["parameters"][0]["name"] == interface.HEADER
    for name in ("Question", "Certificate", "Answer", "Problem"):
        for item in said["components"]["schemas"][name]["properties"].values():
            assert any("一" <= character <= "鿿" for character in item["description"])


FACT = st.one_of(st.text(max_size=70), st.none(), st.integers(), st.lists(st.text(max_size=3), max_size=2))
BODIES = st.one_of(
    st.dictionaries(st.sampled_from(["number", "name", "document_number", "code", "other"]), FACT, max_size=5).map(
        json.dumps
    ),
    st.fixed_dictionaries({"number": st.text(min_size=1, max_size=60), "name": st.text(min_size=1, max_size=100)}).map(
        json.dumps
    ),
    st.text(max_size=40),
    st.binary(max_size=40),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_whatever_is_sent_the_answer_fits_its_description(client, body):
    cache.clear()
    answer = ask(client, body)
    assert answer.status_code in (200, 400, 422)
    (Answer if answer.status_code == 200 else Problem).model_validate(answer.json())
