"""Downloads: headers, readers, trace."""

import pytest
from django.http import Http404

from sdzx.audit.services import entries_of
from sdzx.files import access, services, views
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_readers(monkeypatch):
    monkeypatch.setattr(access, "_readers", {})
    monkeypatch.setattr(access, "_sensitive", set())


@pytest.fixture
def fetch(rf, actor):
    def get(stored, who=actor, query=""):
        request = rf.get(f"/files/{stored.uid}/{query}")
        request.actor = who
        return views.download(request, stored.uid)

    return get


def body(response) -> bytes:
    """What is sent. The response is not closed: that would close the test's connection as well."""
    sent = b"".join(response.streaming_content)
    response.file_to_stream.close()
    return sent


def test_download_as_attachment(fetch):
    access.register_reader("case", lambda who, file: True)
    stored = services.store(b"<script>", name="说明.txt", kind="case", media_type="text/plain")
    response = fetch(stored)
    assert {name: response[name] for name in response.headers if name != "Content-Length"} == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''%E8%AF%B4%E6%98%8E.txt",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert body(response) == b"<script>"


def test_download_sealed_file_opened(fetch):
    access.register_reader("paper", lambda who, file: True)
    assert body(fetch(services.store(b"question 1", name="a.txt", kind="paper", sealed=True))) == b"question 1"


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [(samples.pdf(), "a.pdf", "inline"), (samples.jpeg(), "a.jpg", "inline"), (b"text", "a.txt", "attachment")],
)
def test_download_inline_only_what_is_safe(fetch, content, name, disposition):
    access.register_reader("case", lambda who, file: True)
    response = fetch(services.store(content, name=name, kind="case"), query="?inline=1")
    assert response["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert body(response) == content


def test_download_not_readable(fetch, stranger):
    draft = services.store(b"x", name="a.txt", kind="draft", by=None)
    with pytest.raises(Http404):
        fetch(draft, who=stranger)


def test_download_lost_or_erased_content(fetch, django_capture_on_commit_callbacks):
    access.register_reader("case", lambda who, file: True)
    lost, erased = (services.store(text, name="a.txt", kind="case") for text in (b"1", b"2"))
    lost.path.unlink()
    services.erase(erased)
    for stored in (lost, erased):
        with pytest.raises(Http404):
            fetch(stored)


def test_download_of_a_sensitive_kind_leaves_a_trace(fetch, actor):
    access.register_reader("paper", lambda who, file: who == actor, sensitive=True)
    stored = services.store(b"x", name="a.txt", kind="paper")
    assert body(fetch(stored)) == b"x"
    assert [(entry.verb, entry.actor_name, entry.after) for entry in entries_of(stored)] == [
        ("file.read", "王敏", {"sha256": stored.sha256})
    ]


def test_download_by_post(rf, actor):
    request = rf.post("/files/")
    assert views.download(request, "0" * 32).status_code == 405
