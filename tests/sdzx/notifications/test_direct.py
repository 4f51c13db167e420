"""Messages that go at once: the outbox of demo and tests, the gateway, the mail."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from sdzx.notifications import direct
from sdzx.notifications.direct import Channel


class Gateway(BaseHTTPRequestHandler):
    """Answers with the status that the server carries, and keeps what came."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.came, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SDZX_SMS_URL, settings.SDZX_SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "token"
    yield server
    server.shutdown()
    server.server_close()


def test_without_a_gateway_the_outbox_has_it():
    direct.send(Channel.SMS, "13800001234", "你好", subject="验证码")
    assert [(each.channel, each.to, each.text) for each in direct.outbox()] == [(Channel.SMS, "13800001234", "你好")]


def test_outbox_keeps_fifty(monkeypatch):
    monkeypatch.setattr(direct, "KEPT", 2)
    for text in "甲乙丙":
        direct.send(Channel.SMS, "13800001234", text, subject="验证码")
    assert [each.text for each in direct.outbox()] == ["丙", "乙"]


def test_production_without_a_gateway_says_so(settings):
    settings.PRODUCTION = True
    with pytest.raises(direct.Undelivered):
        direct.send(Channel.SMS, "13800001234", "你好", subject="验证码")
    assert direct.outbox() == []


def test_gateway_gets_number_text_and_signature(gateway, settings):
    settings.PRODUCTION = True
    direct.send(Channel.SMS, "13800001234", "你好", subject="验证码")
    assert gateway.came == [("Bearer token", {"to": "13800001234", "text": "你好", "sign": settings.SDZX_SMS_SIGN})]


def test_gateway_that_refuses(gateway):
    gateway.status = 500
    with pytest.raises(direct.Undelivered):
        direct.send(Channel.SMS, "13800001234", "你好", subject="验证码")
    assert direct.outbox() == []


def test_gateway_that_is_away(settings):
    settings.SDZX_SMS_URL = "http://127.0.0.1:1/"
    with pytest.raises(direct.Undelivered):
        direct.send(Channel.SMS, "13800001234", "你好", subject="验证码")


def test_mail(mailoutbox):
    direct.send(Channel.MAIL, "a@example.com", "你好", subject="注册账号验证码")
    assert [(each.subject, each.body) for each in mailoutbox] == [("注册账号验证码 · 山东省专项职业能力考核", "你好")]


def test_mail_that_fails(monkeypatch):
    def broken(*args):
        raise OSError

    monkeypatch.setattr(direct, "send_mail", broken)
    with pytest.raises(direct.Undelivered):
        direct.send(Channel.MAIL, "a@example.com", "你好", subject="验证码")


def test_page_of_the_outbox(client):
    direct.send(Channel.SMS, "13800001234", "验证码123456", subject="验证码")
    assert "验证码123456" in client.get(reverse("notifications:outbox")).content.decode()


def test_no_such_page_in_production(client, settings):
    settings.PRODUCTION = True
    assert client.get(reverse("notifications:outbox")).status_code == 404
