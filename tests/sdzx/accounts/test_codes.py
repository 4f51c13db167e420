"""Codes: ten minutes, five tries, once; and how often they are sent."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.cache import cache

from sdzx import clock
from sdzx.accounts import codes
from sdzx.notifications import direct
from sdzx.notifications.direct import Channel
from sdzx.workflow import Refused

PHONE = codes.Target(Channel.SMS, "13800001234")


def sent(target=PHONE, address="10.0.0.1"):
    codes.send(target, purpose="注册账号", address=address)
    (found,) = re.findall(r"验证码(\d{6})，用于注册账号，10分钟内有效", direct.outbox()[0].text)
    return found


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def later(**span):
    return time_machine.travel(clock.now() + datetime.timedelta(**span))


def test_right_code_proves_the_phone_once():
    code = sent()
    proof = codes.confirm(PHONE, code)
    assert (proof.target, clock.now() - proof.at < datetime.timedelta(seconds=5)) == (PHONE, True)
    with pytest.raises(Refused, match="没有可用的验证码"):
        codes.confirm(PHONE, code)


def test_code_of_another_phone_proves_nothing():
    code, second = sent(), codes.Target(Channel.SMS, "13800001235")
    sent(second)
    with pytest.raises(Refused, match="验证码不对"):
        codes.confirm(second, code if code != sent_code() else other(code))


def sent_code():
    return re.findall(r"验证码(\d{6})", direct.outbox()[0].text)[0]


def test_five_tries():
    code = sent()
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match=f"还可以再试{left}次"):
            codes.confirm(PHONE, other(code))
    with pytest.raises(Refused, match="已试5次，请重新获取"):
        codes.confirm(PHONE, other(code))
    with pytest.raises(Refused, match="已输错5次"):
        codes.confirm(PHONE, code)


def test_holds_ten_minutes():
    code = sent()
    with later(minutes=9, seconds=58):
        assert codes.confirm(PHONE, code).target == PHONE


def test_expires():
    code = sent()
    with later(minutes=10, seconds=1), pytest.raises(Refused, match="超过10分钟"):
        codes.confirm(PHONE, code)


def test_a_new_one_replaces_the_old_one_and_its_tries():
    old = sent()
    for _ in range(5):
        with pytest.raises(Refused):
            codes.confirm(PHONE, other(old))
    with later(seconds=61):
        new = sent()
        assert codes.confirm(PHONE, new).target == PHONE


def test_again_after_a_minute():
    sent()
    with later(seconds=20), pytest.raises(Refused, match="请40秒后再重新获取"):
        sent()


def test_limits_of_one_phone():
    for number in range(5):
        with later(seconds=61 * number):
            sent(address=f"10.0.0.{number}")
    with later(seconds=400), pytest.raises(Refused, match="发往138\\*\\*\\*\\*1234的验证码过多"):
        sent()


def test_limits_of_one_address(monkeypatch):
    monkeypatch.setattr(codes, "PER_ADDRESS", 2)
    for number in range(2):
        sent(codes.Target(Channel.SMS, f"1380000{number:04d}"))
    with pytest.raises(Refused, match="网络"):
        sent(codes.Target(Channel.SMS, "13800009999"))
    sent(codes.Target(Channel.SMS, "13800009999"), "10.0.0.2")


def test_undelivered_says_so_and_may_be_tried_at_once(monkeypatch):
    def broken(*args, **kwargs):
        raise direct.Undelivered

    with monkeypatch.context() as patch:
        patch.setattr(codes.direct, "send", broken)
        with pytest.raises(Refused, match="暂时发不出去"):
            codes.send(PHONE, purpose="注册账号", address="10.0.0.1")
    assert codes.confirm(PHONE, sent()).target == PHONE


def test_neither_code_nor_number_can_be_read_in_the_cache():
    code = sent()
    assert "13800001234" not in PHONE.key
    assert code not in str(cache.get(PHONE.key))


def test_two_at_once_get_one_proof():
    """Control: the first test shows that one alone gets it."""
    code = sent()

    def attempt(_):
        try:
            return codes.confirm(PHONE, code)
        except Refused:
            return None

    with ThreadPoolExecutor(4) as pool:
        assert len([each for each in pool.map(attempt, range(4)) if each]) == 1


def test_mailboxes_are_masked():
    assert codes.Target(Channel.MAIL, "wangmin@example.com").masked == "w***n@example.com"
