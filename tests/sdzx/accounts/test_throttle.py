"""How often one address may ask."""

import pytest
from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from sdzx.accounts import throttle


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def view():
    return throttle.throttled(lambda request: HttpResponse("ok"), "test", 2, 300)


def post(view, address="10.0.0.1", method="post"):
    return view(getattr(RequestFactory(), method)("/", REMOTE_ADDR=address))


def test_third_request_is_too_many(view):
    assert [post(view).status_code for _ in range(3)] == [200, 200, 429]


def test_refusal_says_how_long_to_wait(view):
    response = [post(view) for _ in range(3)][-1]
    assert response["Retry-After"] == "300"
    assert "请等待5分钟后再试" in response.content.decode()


def test_addresses_are_counted_apart(view):
    codes = [post(view, address).status_code for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2")]
    assert codes == [200, 200, 200]


def test_reading_is_not_counted(view):
    assert [post(view, method="get").status_code for _ in range(4)] == [200] * 4


def test_counter_that_ran_out_begins_anew(monkeypatch):
    monkeypatch.setattr(throttle.cache, "incr", lambda key: (_ for _ in ()).throw(ValueError))
    assert throttle.too_many("x", 1, 60) is False


def test_two_who_open_the_window_at_once_are_both_counted(monkeypatch):
    answers = iter([ValueError(), 2])

    def incr(key):
        answer = next(answers)
        if isinstance(answer, ValueError):
            throttle.cache.add(key, 1, 60)  # the other one
            raise answer
        return answer

    monkeypatch.setattr(throttle.cache, "incr", incr)
    assert throttle.too_many("x", 1, 60) is True


@pytest.mark.parametrize(("seconds", "words"), [(3600, "1小时"), (300, "5分钟"), (30, "1分钟")])
def test_words(seconds, words):
    assert throttle.in_words(seconds) == words


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_visitor_behind_our_proxies_is_counted_not_the_proxy(settings, proxies, passed, address):
    settings.SDZX_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed} if passed else {})
    assert throttle.client_address(request) == address
    assert get_client_ip_address(request) == address
