"""Signatures: whole or not, ours or not; no key, no signature."""

import io

import pikepdf
import pytest

from sdzx.documents import signing
from sdzx.documents.render import render
from tests.sdzx.documents.samples.certificates import CERTIFICATE

WORDS = {"reason": "电子证书", "contact": "sdzx:abc", "location": "济南市"}


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render("pdf/certificate.html", CERTIFICATE, title="专项职业能力证书", variant="pdf/a-2b")


@pytest.fixture
def signed(plain: bytes) -> bytes:
    return signing.sign(plain, **WORDS)


@pytest.mark.clause("4.5")
def test_signature_is_whole_and_ours(signed: bytes) -> None:
    (found,) = signing.signatures(signed)
    assert (found.whole, found.ours, found.reason, found.contact) == (True, True, "电子证书", "sdzx:abc")
    assert found.signed_at is not None


def test_signed_file_is_still_pdf_a_2b(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as document:
        assert document.open_metadata().pdfa_status == "2B"
        assert str(document.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        files = [[key for key in font.DescendantFonts[0].FontDescriptor if "FontFile" in key] for font in fonts]
        assert all(len(each) == 1 for each in files)
        assert "/Encrypt" not in document.trailer


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("place", [2000, 200_000])
def test_one_byte_changed_breaks_it(signed: bytes, place: int) -> None:
    changed = bytearray(signed)
    changed[place] ^= 1
    assert [(each.whole, each.ours) for each in signing.signatures(bytes(changed))] in ([(False, False)], [])


def test_what_is_added_afterwards_is_seen(signed: bytes) -> None:
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root[pdf_name("/Added")] = pdf_string("x")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    (found,) = signing.signatures(out.getvalue())
    assert found.whole is False


def test_key_of_somebody_else_is_not_ours(plain: bytes, tmp_path, settings) -> None:
    other = tmp_path / "other.p12"
    other.write_bytes(signing.made_key("另一家单位", "passphrase"))
    settings.SDZX_SIGNING_P12, settings.SDZX_SIGNING_PASSPHRASE = str(other), "passphrase"
    foreign = signing.sign(plain, **WORDS)
    assert [(each.whole, each.ours) for each in signing.signatures(foreign)] == [(True, True)]
    settings.SDZX_SIGNING_P12 = ""
    assert [(each.whole, each.ours) for each in signing.signatures(foreign)] == [(True, False)]


def test_trusted_roots_outlive_a_change_of_key(signed: bytes, tmp_path, settings) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(b"".join(signing.pem(each) for each in signing.trusted()))
    other = tmp_path / "other.p12"
    other.write_bytes(signing.made_key("新的电子签章", "passphrase"))
    settings.SDZX_SIGNING_P12, settings.SDZX_SIGNING_PASSPHRASE = str(other), "passphrase"
    settings.SDZX_SIGNING_TRUST = str(roots)
    assert [each.ours for each in signing.signatures(signed)] == [True]


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 rubbish", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_signed_pdf_has_no_signature(content: bytes) -> None:
    assert signing.signatures(content) == []


def test_unsigned_pdf_has_no_signature(plain: bytes) -> None:
    assert signing.signatures(plain) == []


def test_production_without_a_key_says_so(plain: bytes, settings) -> None:
    settings.PRODUCTION = True
    assert (signing.configured(), signing.trusted()) == (False, [])
    with pytest.raises(signing.NotConfigured, match="没有配置电子签名证书"):
        signing.sign(plain, **WORDS)


def test_wrong_passphrase_is_no_key(plain: bytes, tmp_path, settings) -> None:
    path = tmp_path / "key.p12"
    path.write_bytes(signing.made_key("电子签章", "right"))
    settings.SDZX_SIGNING_P12, settings.SDZX_SIGNING_PASSPHRASE = str(path), "wrong"
    with pytest.raises(signing.NotConfigured):
        signing.sign(plain, **WORDS)


def test_key_of_a_module_is_used_through_its_session(plain: bytes, monkeypatch, settings) -> None:
    """No such module is here: what is asked of it is compared, and a key from a file answers for it."""
    from contextlib import nullcontext

    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign import SimpleSigner, pkcs11

    asked = []
    path = signing.self_made(settings.MEDIA_ROOT.parent / "signing")
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=settings.SECRET_KEY[:32].encode())
    monkeypatch.setattr(
        pkcs11, "open_pkcs11_session", lambda *given, **named: asked.append((given, named)) or nullcontext()
    )
    monkeypatch.setattr(pkcs11, "PKCS11Signer", lambda _, cert_label: asked.append(cert_label) or signer)
    settings.SDZX_SIGNING_PKCS11, settings.SDZX_SIGNING_TOKEN = "/usr/lib/module.so", "office"
    settings.SDZX_SIGNING_LABEL, settings.SDZX_SIGNING_PASSPHRASE = "seal", "1234"
    assert signing.signatures(signing.sign(plain, **WORDS))[0].ours
    assert asked[:2] == [
        (("/usr/lib/module.so",), {"token_criteria": TokenCriteria(label="office"), "user_pin": "1234"}),
        "seal",
    ]
