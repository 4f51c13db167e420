"""Time stamps: B-T with an authority that we trust, B-B without; no answer, no signature."""

import datetime

import pytest

from sdzx import clock
from sdzx.documents import signing, stamping
from sdzx.documents.render import render
from tests.sdzx.documents import authority
from tests.sdzx.documents.samples.certificates import CERTIFICATE

WORDS = {"reason": "电子证书", "contact": "sdzx:abc", "location": "济南市"}
pytestmark = pytest.mark.clause("4.5")


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render("pdf/certificate.html", CERTIFICATE, title="专项职业能力证书", variant="pdf/a-2b")


@pytest.fixture
def stamped(plain, tmp_path, settings):
    """Signed with a time stamp; the authority's roots are not in force yet."""
    stamper, roots = authority.made(tmp_path)
    with authority.serving(stamper) as address:
        settings.SDZX_SIGNING_TSA = address
        return signing.sign(plain, **WORDS), roots


def test_stamp_of_a_trusted_authority_is_b_t(stamped, settings):
    body, roots = stamped
    settings.SDZX_SIGNING_TSA_TRUST = str(roots)
    (found,) = signing.signatures(body)
    assert (found.level, found.stamped_by, found.whole, found.ours) == ("B-T", authority.NAME, True, True)
    assert abs(found.stamped_at - clock.now()) < datetime.timedelta(minutes=5)


def test_stamp_of_nobody_we_trust_counts_as_none(stamped):
    (found,) = signing.signatures(stamped[0])
    assert (found.level, found.stamped_at, found.stamped_by) == ("B-B", None, "")
    assert (found.whole, found.ours) == (True, True)


def test_without_an_authority_it_is_b_b(plain):
    (found,) = signing.signatures(signing.sign(plain, **WORDS))
    assert (found.level, found.signer) == ("B-B", "演示用电子签章（无法律效力）")


def test_no_answer_no_signature(plain, settings):
    settings.SDZX_SIGNING_TSA = "http://127.0.0.1:9/"
    with pytest.raises(stamping.NoStamp, match="时间戳服务没有应答"):
        signing.sign(plain, **WORDS)


def test_an_answer_that_is_no_stamp(plain, tmp_path, settings):
    stamper, _ = authority.made(tmp_path)
    with authority.serving(stamper, kind="text/html") as address:
        settings.SDZX_SIGNING_TSA = address
        with pytest.raises(stamping.NoStamp):
            signing.sign(plain, **WORDS)


def test_other_errors_without_an_authority_are_not_hidden(monkeypatch, plain):
    def broken(*given, **named):
        raise ValueError("broken key")

    monkeypatch.setattr(signing, "sign_pdf", broken)
    with pytest.raises(ValueError, match="broken key"):
        signing.sign(plain, **WORDS)
