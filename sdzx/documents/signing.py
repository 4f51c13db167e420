"""PDF signatures after PAdES (ETSI EN 319 142-1): baseline B-T with a time stamp where an authority is set, else B-B; made
with the portal's own key, and judged.

The key is a PKCS#12 file, or lies in a PKCS#11 module; settings SDZX_SIGNING_*, see docs/signing.md. Demo and tests make one
of their own. What is signed is never written again: a signature covers every byte of its file.
"""

import datetime
import io
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from sdzx import clock
from sdzx.documents import stamping
from sdzx.workflow import Refused

logger = logging.getLogger(__name__)
T = TypeVar("T")
FIELD = "sdzx"
SELF_MADE_YEARS = 10


class NotConfigured(Refused):
    """This portal has no key to sign with."""

    def __init__(self) -> None:
        super().__init__("本系统还没有配置电子签名证书，不能签发电子证书。请系统管理员按《电子签名配置》设置。")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature in a PDF says: whole (not a byte changed since, nothing added), ours, and its words.

    `stamped_at`, `stamped_by`: of a time stamp that holds and comes from an authority that we trust; else None and empty.
    """

    whole: bool
    ours: bool
    signed_at: datetime.datetime | None
    signer: str
    reason: str
    contact: str
    stamped_at: datetime.datetime | None = None
    stamped_by: str = ""

    @property
    def level(self) -> str:
        """PAdES baseline."""
        return "B-T" if self.stamped_at else "B-B"


def configured() -> bool:
    """Whether this portal can sign."""
    return bool(settings.SDZX_SIGNING_P12 or settings.SDZX_SIGNING_PKCS11) or not settings.PRODUCTION


def sign(content: bytes, *, reason: str, contact: str, location: str) -> bytes:
    """The PDF with an invisible signature appended: `contact` names the record, `reason` what the file is for.

    Raises NotConfigured where there is no key, NoStamp when the time-stamp authority does not answer.
    """
    words = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, contact_info=contact,
        location=location,
    )  # fmt: skip
    return _apart(_signed, content, words)


def _signed(content: bytes, words: PdfSignatureMetadata) -> bytes:
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    with _signer() as signer:
        try:
            sign_pdf(writer, words, signer=signer, timestamper=stamping.authority(), output=out)
        except (TimestampRequestError, ValueError) as error:
            if not settings.SDZX_SIGNING_TSA:
                raise
            logger.exception("no time stamp")
            raise stamping.NoStamp from error
    return out.getvalue()


def _apart(work: Callable[..., T], *given: Any) -> T:
    """Run in a thread of its own: pyhanko starts an event loop, and the caller's thread may have one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work, *given).result()


def signatures(content: bytes) -> list[Signature]:
    """Every signature of a PDF, the first one first; none when it is no PDF or carries none."""
    return _apart(_read, content)


def _read(content: bytes) -> list[Signature]:
    try:
        reader = PdfFileReader(io.BytesIO(content))
        return [_judged(each) for each in reader.embedded_signatures]
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        return []  # whatever was dropped on the page need not be a PDF


def _judged(embedded: Any) -> Signature:
    entries = embedded.sig_object
    words = {key: str(entries.get(key, "")) for key in ("/Reason", "/ContactInfo")}
    context = ValidationContext(
        trust_roots=trusted(), allow_fetching=False, moment=embedded.self_reported_timestamp or clock.now()
    )
    stamps = ValidationContext(trust_roots=stamping.trusted(), allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, context, stamps, skip_diff=True)
    except (SignatureValidationError, SigningError, ValueError):
        return Signature(False, False, None, "", words["/Reason"], words["/ContactInfo"])
    covered = embedded.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return Signature(
        whole=status.intact and status.valid and covered,
        ours=status.intact and status.valid and status.trusted,
        signed_at=status.signer_reported_dt,
        signer=name_of(status.signing_cert),
        reason=words["/Reason"],
        contact=words["/ContactInfo"],
        **_stamp(status.timestamp_validity),
    )


def _stamp(status: TimestampSignatureStatus | None) -> dict[str, Any]:
    """A stamp that does not hold, or comes from somebody we do not trust, proves nothing."""
    if status is None or not (status.intact and status.valid and status.trusted):
        return {}
    return {"stamped_at": status.timestamp, "stamped_by": name_of(status.signing_cert)}


def name_of(certificate: asn1.Certificate) -> str:
    """Whose certificate it is: the common name, else all of the subject."""
    subject = certificate.subject
    return str(subject.native.get("common_name") or subject.human_friendly)


def trusted() -> list[asn1.Certificate]:
    """The roots whose signatures are ours: SDZX_SIGNING_TRUST (PEM; keep the former ones in it), else the key's own chain."""
    if settings.SDZX_SIGNING_TRUST:
        return list(load_certs_from_pemder([settings.SDZX_SIGNING_TRUST]))
    if not configured():
        return []
    with _signer() as signer:
        return [*signer.cert_registry, signer.signing_cert]


@contextmanager
def _signer() -> Iterator[Any]:
    """The key, as pyhanko wants it; a PKCS#11 session ends with the block."""
    if module := settings.SDZX_SIGNING_PKCS11:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        session = open_pkcs11_session(
            module,
            token_criteria=TokenCriteria(label=settings.SDZX_SIGNING_TOKEN),
            user_pin=settings.SDZX_SIGNING_PASSPHRASE,
        )
        with session:
            yield PKCS11Signer(session, cert_label=settings.SDZX_SIGNING_LABEL)
        return
    path = Path(settings.SDZX_SIGNING_P12) if settings.SDZX_SIGNING_P12 else None
    if path is None:
        if settings.PRODUCTION:
            raise NotConfigured
        path = self_made(settings.MEDIA_ROOT.parent / "signing")
    passphrase = settings.SDZX_SIGNING_PASSPHRASE if settings.SDZX_SIGNING_P12 else settings.SECRET_KEY[:32]
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase.encode())
    if signer is None:
        raise NotConfigured
    yield signer


def self_made(folder: Path) -> Path:
    """A key with its own root for demo and tests, made once; its passphrase is the demo's secret."""
    target = folder / "demo.p12"
    if target.exists():
        return target
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"demo.{os.getpid()}.p12"
    draft.write_bytes(made_key("演示用电子签章（无法律效力）", settings.SECRET_KEY[:32]))
    draft.chmod(0o600)
    if target.exists():  # another process was first: its key stays
        draft.unlink()
    else:
        draft.replace(target)
    return target


def made_key(common_name: str, passphrase: str) -> bytes:
    """A root, and a signing certificate under it with its key, as PKCS#12."""
    begins = clock.now() - datetime.timedelta(days=1)
    ends = begins + datetime.timedelta(days=365 * SELF_MADE_YEARS)
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{common_name} 根证书")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])

    def certificate(subject: x509.Name, public: Any, usage: x509.KeyUsage, *, ca: bool) -> x509.Certificate:
        builder = x509.CertificateBuilder(root_name, subject, public, x509.random_serial_number(), begins, ends)
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        builder = builder.add_extension(usage, critical=True)
        identified = x509.SubjectKeyIdentifier.from_public_key(public)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
        return builder.add_extension(identified, critical=False).add_extension(issuer, critical=False).sign(
            root_key, hashes.SHA256()
        )  # fmt: skip

    root = certificate(root_name, root_key.public_key(), _usage(signs_certificates=True), ca=True)
    leaf = certificate(name, key.public_key(), _usage(signs_certificates=False), ca=False)
    return pkcs12.serialize_key_and_certificates(
        b"sdzx", key, leaf, [root], BestAvailableEncryption(passphrase.encode())
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=not signs_certificates, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def pem(certificate: asn1.Certificate) -> bytes:
    """A certificate as PEM, for those who check signatures with tools of their own."""
    return x509.load_der_x509_certificate(certificate.dump()).public_bytes(Encoding.PEM)
