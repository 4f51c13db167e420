"""Files on the way in, on the disk, and on the way out."""

import hashlib

import pytest

from sdzx.accounts.actors import VISITOR
from sdzx.files import accept, services
from sdzx.files.models import StoredFile
from sdzx.workflow import Refused
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(100_000)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def test_receive_document(actor):
    body = samples.pdf()
    stored = services.receive(samples.upload(body, "../申请表.exe"), by=actor, accept=accept.DOCUMENT)
    assert (stored.name, stored.media_type, stored.size, stored.sha256, stored.kind, stored.uploaded_by) == (
        "申请表.pdf",
        "application/pdf",
        len(body),
        hashlib.sha256(body).hexdigest(),
        "draft",
        actor.user,
    )
    assert services.content(stored) == body
    assert services.verify_fixity(stored)
    assert stored.path.stat().st_mode & 0o777 == 0o600
    assert stored.path.parts[-3:] == (stored.sha256[:2], stored.sha256[2:4], stored.sha256)


def test_receive_image_has_its_measures(actor):
    stored = services.receive(samples.upload(samples.image("WEBP"), "现场.webp"), by=actor, accept=accept.SCAN)
    assert (stored.name, stored.media_type, stored.width, stored.height, stored.is_image) == (
        "现场.jpg",
        "image/jpeg",
        300,
        300,
        True,
    )


def test_receive_video_by_chunks(actor):
    stored = services.receive(samples.upload(MP4, "考场.MP4"), by=actor, accept=accept.VIDEO)
    assert (stored.name, stored.media_type, services.content(stored)) == ("考场.mp4", "video/mp4", MP4)


@pytest.mark.parametrize(
    ("content", "wanted", "sentence"),
    [
        (b"", accept.PDF, "文件是空的，请重新选择。"),
        (HEIC, accept.PHOTO, "这是HEIC照片，很多电脑打不开；请在手机相机设置里选“兼容性最佳”，或转换为JPEG后上传。"),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            accept.IMAGE,
            "SVG是矢量图，不能作为照片或扫描件；请导出为PNG或JPEG后上传。",
        ),
        (OLE, accept.DOCUMENT, "这是旧版Office文件或加密文件，请另存为新格式（不设密码）后上传。"),
        (b"MZ" + bytes(300), accept.PDF, "这里只能上传PDF文件，所选文件的实际内容不是。"),
        (samples.package(a=b"b"), accept.WORKBOOK, "这里只能上传Excel工作簿（.xlsx），所选文件的实际内容不是。"),
        (samples.jpeg(), accept.VIDEO, "这里只能上传视频（MP4、MOV、WebM、MKV或AVI），所选文件的实际内容不是。"),
    ],
)
def test_receive_refused(actor, content, wanted, sentence):
    with pytest.raises(Refused) as caught:
        services.receive(samples.upload(content), by=actor, accept=wanted, field="scan")
    assert [(each.sentence, each.field) for each in caught.value.blockers] == [(sentence, "scan")]
    assert StoredFile.objects.count() == 0


def test_receive_too_large(actor, settings):
    settings.SDZX_DOCUMENT_BYTES = 512 * 1024
    with pytest.raises(Refused, match=r"文件有1\.0MB，超过上限0\.5MB，请压缩后再上传。"):
        services.receive(samples.upload(b"%PDF" + bytes(2**20)), by=actor, accept=accept.PDF)


def test_receive_sealed_lies_encrypted(actor):
    body = samples.pdf()
    stored = services.receive(samples.upload(body), by=actor, accept=accept.PDF, kind="paper", sealed=True)
    assert b"%PDF" not in stored.path.read_bytes()
    assert (services.content(stored), services.verify_fixity(stored)) == (body, True)


def test_content_of_a_sealed_file_moved_to_another_record(actor):
    first, second = (services.store(b"paper", name="a.txt", kind="paper", sealed=True) for _ in range(2))
    second.path.write_bytes(first.path.read_bytes())
    with pytest.raises(services.ContentMissing):
        services.content(second)
    assert not services.verify_fixity(second)


def test_store_the_same_content_twice_lies_once():
    first, second = (services.store(b"%PDF-1.7", name=name, kind="case") for name in ("a.pdf", "b.pdf"))
    assert (first.path, first.name, second.name) == (second.path, "a.pdf", "b.pdf")


def test_verify_fixity_of_a_changed_and_of_a_lost_file():
    stored = services.store(b"score", name="a.txt", kind="case")
    stored.path.write_bytes(b"Score")
    assert not services.verify_fixity(stored)
    stored.path.unlink()
    assert not services.verify_fixity(stored)


def test_adopt_draft_and_again(actor):
    draft = services.receive(samples.upload(samples.pdf()), by=actor, accept=accept.PDF)
    assert services.adopt(draft, kind="application", by=actor).kind == "application"
    assert services.adopt(draft, kind="application", by=actor).kind == "application"
    with pytest.raises(Refused, match="这个文件已用于别处"):
        services.adopt(draft, kind="scores", by=actor)


def test_adopt_draft_of_somebody_else(actor, stranger):
    draft = services.receive(samples.upload(samples.pdf()), by=actor, accept=accept.PDF)
    for other in (stranger, VISITOR):
        with pytest.raises(Refused, match="这个文件已用于别处"):
            services.adopt(draft, kind="application", by=other)


def test_erase_clears_the_disk_on_commit(django_capture_on_commit_callbacks):
    stored = services.store(b"video", name="a.txt", kind="case")
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(stored)
        assert stored.path.exists()
    assert not stored.path.exists()
    assert not services.verify_fixity(stored)
    with pytest.raises(services.ContentMissing):
        services.content(stored)


def test_erase_one_of_two_with_the_same_content(django_capture_on_commit_callbacks):
    first, second = (services.store(b"same", name="a.txt", kind="case") for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(first)
    assert services.content(second) == b"same"
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(second)
    assert not second.path.exists()
