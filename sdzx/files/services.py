"""Receiving, producing, reading and erasing files: the only writer of StoredFile and of MEDIA_ROOT."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.crypto import CryptoError, open_bytes, seal_bytes
from sdzx.files import media, storage
from sdzx.files.accept import Accept
from sdzx.files.images import Picture, rewritten
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.names import clean_name
from sdzx.files.structure import check_structure
from sdzx.workflow import Blocker, Refused

AT_ONCE = 500  # locks that one transaction may hold without crowding out the others
_SPECIFIC = {
    "image/heic": "这是HEIC照片，很多电脑打不开；请在手机相机设置里选“兼容性最佳”，或转换为JPEG后上传。",
    "image/heif": "这是HEIF照片，很多电脑打不开；请转换为JPEG后上传。",
    "image/svg+xml": "SVG是矢量图，不能作为照片或扫描件；请导出为PNG或JPEG后上传。",
    "application/msword": "这是旧版.doc文件，请另存为.docx或PDF后上传。",
    "application/vnd.ms-excel": "这是旧版.xls文件，请另存为.xlsx后上传。",
    "application/x-ole-storage": "这是旧版Office文件或加密文件，请另存为新格式（不设密码）后上传。",
    "application/CDFV2": "这是旧版Office文件或加密文件，请另存为新格式（不设密码）后上传。",
    "application/encrypted": "文件设有密码，请取消密码后重新上传。",
    "inode/x-empty": "文件是空的，请重新选择。",
}


class ContentMissing(Exception):
    """The content of a file has been erased, is gone from the disk, or no longer opens."""


@transaction.atomic
def receive(
    upload: UploadedFile, *, by: Actor, accept: Accept, kind: str = DRAFT, sealed: bool = False, field: str = ""
) -> StoredFile:
    """Keep an upload after looking into it; images are written anew. `sealed` encrypts it on the disk (papers).

    Raises Refused with a sentence for the form field named `field`.
    """
    try:
        if not upload.size:
            raise Refused(_SPECIFIC["inode/x-empty"])
        if upload.size > accept.limit:
            raise Refused(f"文件有{_megabytes(upload.size)}，超过上限{_megabytes(accept.limit)}，请压缩后再上传。")
        if accept.types <= media.STREAMED:
            return _receive_video(upload, by=by, accept=accept, kind=kind)
        return _receive_whole(upload, by=by, accept=accept, kind=kind, sealed=sealed)
    except Refused as refused:
        raise Refused([Blocker(each.sentence, field=field) for each in refused.blockers]) from refused


@transaction.atomic
def store(
    content: bytes, *, name: str, kind: str, by: Actor | None = None, media_type: str = "", sealed: bool = False
) -> StoredFile:
    """Keep a file that the portal itself produced; its type is sniffed unless given."""
    found = media_type or media.sniff(content)
    stored = StoredFile(media_type=found, kind=kind, sealed=sealed, uploaded_by=by.user if by else None)
    stored.name = clean_name(name, media.SUFFIXES.get(found, Path(name).suffix))
    return _kept(stored, content)


@transaction.atomic
def store_many(pictures: Sequence[Picture], *, name: str, kind: str, by: Actor) -> list[StoredFile]:
    """Keep many small images that the portal made, in their order, with three queries for all of them."""
    made = []
    spooled = [(each, *storage.spool([each.content])) for each in pictures]
    _lock_all(digest for _, _, digest, _ in spooled)
    for picture, path, digest, size in spooled:
        stored = StoredFile(
            sha256=digest, size=size, media_type=picture.media_type, kind=kind, uploaded_by=by.user, width=picture.width,
            height=picture.height, name=clean_name(name, media.SUFFIXES[picture.media_type]),
        )  # fmt: skip
        storage.settle(path, stored.path)
        made.append(stored)
    return StoredFile.objects.bulk_create(made)


@transaction.atomic
def adopt(stored: StoredFile, *, kind: str, by: Actor) -> StoredFile:
    """Turn the draft of a form into a file of that kind; once it is one, calling again changes nothing.

    Raises Refused when it is somebody else's draft or already belongs to another kind.
    """
    row = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if row.kind != kind:
        if row.kind != DRAFT or row.uploaded_by_id != (by.user.pk if by.user else None):
            raise Refused("这个文件已用于别处，请重新上传。")
        row.kind = kind
        row.save(update_fields=["kind"])
    return row


def content(stored: StoredFile) -> bytes:
    """The content that people read, opened when it is sealed. Raises ContentMissing."""
    if stored.erased_at:
        raise ContentMissing(f"{stored.uid} was erased")
    try:
        held = stored.path.read_bytes()
        return open_bytes(held, _purpose(stored)) if stored.sealed else held
    except (OSError, CryptoError) as error:
        raise ContentMissing(str(stored.uid)) from error


def verify_fixity(stored: StoredFile) -> bool:
    """Whether the content is there and has the digest it came with."""
    if stored.sealed:
        try:
            return hashlib.sha256(content(stored)).hexdigest() == stored.sha256
        except ContentMissing:
            return False
    try:
        return not stored.erased_at and storage.digest_of(stored.path) == stored.sha256
    except OSError:
        return False


@transaction.atomic
def erase(stored: StoredFile) -> None:
    """Destroy the content, keep the record. The disk is cleared on commit unless another record has the same content.

    Whether it may be destroyed is the caller's question (retention, holds), and so is the trace of it.
    """
    stored.erased_at = clock.now()
    stored.save(update_fields=["erased_at"])
    transaction.on_commit(partial(_clear, stored))


@transaction.atomic
def _clear(stored: StoredFile) -> None:
    """In a transaction of its own: somebody may be storing the same content right now, and then holds the lock."""
    _lock(stored.sha256)
    if stored.sealed or not StoredFile.objects.filter(sha256=stored.sha256, sealed=False, erased_at=None).exists():
        stored.path.unlink(missing_ok=True)


@transaction.atomic
def erase_many(files: QuerySet[StoredFile]) -> int:
    """As `erase`, for many at once; how many. The disk is cleared on commit."""
    held = list(files.filter(erased_at=None))
    StoredFile.objects.filter(pk__in=[each.pk for each in held]).update(erased_at=clock.now())
    for start in range(0, len(held), AT_ONCE):
        transaction.on_commit(partial(_clear_all, held[start : start + AT_ONCE]))
    return len(held)


@transaction.atomic
def _clear_all(files: Sequence[StoredFile]) -> None:
    _lock_all(each.sha256 for each in files)
    shared = set(
        StoredFile.objects.filter(sha256__in={each.sha256 for each in files}, sealed=False, erased_at=None).values_list(
            "sha256", flat=True
        )
    )
    for each in files:
        if each.sealed or each.sha256 not in shared:
            each.path.unlink(missing_ok=True)


@transaction.atomic
def discard_drafts(*, before: datetime.datetime) -> int:
    """Delete drafts received before a moment, records and contents; how many. They never became part of a record."""
    drafts = list(
        StoredFile.objects.select_for_update(skip_locked=True).filter(kind=DRAFT, created_at__lt=before, erased_at=None)
    )
    StoredFile.objects.filter(pk__in=[each.pk for each in drafts]).delete()
    for draft in drafts:
        transaction.on_commit(partial(_clear, draft))
    return len(drafts)


def _receive_whole(upload: UploadedFile, *, by: Actor, accept: Accept, kind: str, sealed: bool) -> StoredFile:
    upload.seek(0)
    body = upload.read()
    media_type = _accepted_type(body, accept)
    stored = StoredFile(media_type=media_type, kind=kind, sealed=sealed, uploaded_by=by.user)
    if media_type in media.PICTURES:
        picture = rewritten(body, accept)
        body, stored.media_type = picture.content, picture.media_type
        stored.width, stored.height = picture.width, picture.height
    else:
        check_structure(body, media_type)
    stored.name = clean_name(upload.name or "", media.SUFFIXES[stored.media_type])
    return _kept(stored, body)


def _receive_video(upload: UploadedFile, *, by: Actor, accept: Accept, kind: str) -> StoredFile:
    """Videos and archives go to the disk chunk by chunk: they do not fit into memory."""
    upload.seek(0)
    media_type = _accepted_type(upload.read(media.HEAD), accept)
    stored = StoredFile(media_type=media_type, kind=kind, uploaded_by=by.user)
    stored.name = clean_name(upload.name or "", media.SUFFIXES[media_type])
    upload.seek(0)
    return _settled(stored, upload.chunks())


def _accepted_type(body: bytes, accept: Accept) -> str:
    found = media.sniff(body)
    if found not in accept.types:
        raise Refused(why_not(found, accept))
    return found


def why_not(media_type: str, accept: Accept) -> str:
    """The sentence on a file of a type that is not accepted."""
    return _SPECIFIC.get(media_type, f"这里只能上传{accept.label}，所选文件的实际内容不是。")


def _kept(stored: StoredFile, body: bytes) -> StoredFile:
    if not stored.sealed:
        return _settled(stored, [body])
    stored.sha256, stored.size = hashlib.sha256(body).hexdigest(), len(body)
    spooled, _, _ = storage.spool([seal_bytes(body, _purpose(stored))])
    storage.settle(spooled, stored.path)
    stored.save(force_insert=True)
    return stored


def _settled(stored: StoredFile, chunks: Iterable[bytes]) -> StoredFile:
    spooled, stored.sha256, stored.size = storage.spool(chunks)
    _lock(stored.sha256)
    storage.settle(spooled, stored.path)
    stored.save(force_insert=True)
    return stored


def _lock(sha256: str) -> None:
    """Until the transaction ends, nobody else stores or erases the same content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file/{sha256}"])


def _lock_all(digests: Iterable[str]) -> None:
    """In one order, so that two who lock the same contents do not wait for each other in a circle."""
    keys = [f"file/{digest}" for digest in sorted(set(digests))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [keys])


def _purpose(stored: StoredFile) -> str:
    return f"files.storedfile/{stored.uid}"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f}MB"
