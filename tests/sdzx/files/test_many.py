"""Many small images at once: kept with a handful of queries, erased without taking what others still have."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx.files import services
from sdzx.files.accept import ARCHIVE
from sdzx.files.images import Picture
from sdzx.files.models import StoredFile
from sdzx.files.services import content, erase_many, receive, store, store_many, why_not
from sdzx.workflow import Refused

pytestmark = pytest.mark.django_db


def pictures(*bodies):
    return [Picture(body, "image/jpeg", 295, 413) for body in bodies]


def test_kept_in_their_order(actor):
    made = store_many(pictures(b"one", b"two", b"one"), name="照片", kind="photo", by=actor)
    assert [content(each) for each in made] == [b"one", b"two", b"one"]
    assert {(each.name, each.kind, each.width, each.uploaded_by_id) for each in made} == {
        ("照片.jpg", "photo", 295, actor.user.pk)
    }
    assert made[0].path == made[2].path


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(actor, count, django_assert_num_queries):
    with django_assert_num_queries(4):
        store_many(pictures(*(b"%d" % number for number in range(count))), name="照片", kind="photo", by=actor)


def test_erased_but_for_what_others_have(actor, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    made = store_many(pictures(b"one", b"two", b"three"), name="照片", kind="photo", by=actor)
    other = store(b"two", name="别处.jpg", kind="other", media_type="image/jpeg")
    sealed = store(b"four", name="封存.jpg", kind="photo", media_type="image/jpeg", sealed=True)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert erase_many(StoredFile.objects.filter(kind="photo")) == 4
    assert len(callbacks) == 2
    assert [each.path.exists() for each in (*made, sealed)] == [False, True, False, False]
    assert content(other) == b"two"
    assert erase_many(StoredFile.objects.filter(kind="photo")) == 0


def test_zip_is_received_by_chunks(actor, settings):
    settings.SDZX_PHOTOS_BYTES = 100
    stored = receive(SimpleUploadedFile("照片.zip", b"PK\x03\x04" + b"x" * 90), by=actor, accept=ARCHIVE)
    assert (stored.media_type, stored.size, stored.name) == ("application/zip", 94, "照片.zip")
    with pytest.raises(Refused, match="超过上限"):
        receive(SimpleUploadedFile("照片.zip", b"PK\x03\x04" + b"x" * 100), by=actor, accept=ARCHIVE)
    with pytest.raises(Refused, match="这里只能上传ZIP压缩包"):
        receive(SimpleUploadedFile("照片.zip", b"Rar!\x1a\x07\x00" + b"x" * 50), by=actor, accept=ARCHIVE)


def test_why_not():
    assert why_not("image/svg+xml", ARCHIVE).startswith("SVG是矢量图")
    assert why_not("text/plain", ARCHIVE) == "这里只能上传ZIP压缩包，所选文件的实际内容不是。"
