"""The archive's pages as archivist, director, site and stranger see them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from tests.factories import archive, people
from tests.sdzx.files.samples import pdf

pytestmark = pytest.mark.django_db
S = Case.Status


@pytest.fixture
def archivist(enter):
    return enter(people.actor(Role.ARCHIVIST))


@pytest.fixture
def director(enter):
    return enter(people.actor(Role.DIRECTOR))


def buttons(client, case):
    page = client.get(f"/archive/{case.uid}/").content.decode()
    return re.findall(rf'class="btn[^"]*" href="/archive/{case.uid}/([^"]+)/"', page)


def reads(client, item):
    """Whether the item's content comes."""
    answer = client.get(f"/files/{item.file.uid}/")
    return answer.status_code == 200 and answer.getvalue() != b""


def upload():
    return SimpleUploadedFile("纪要.pdf", pdf())


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(count, archivist, django_assert_num_queries):
    for _ in range(count):
        archive.case()
    archivist.get("/archive/")
    with django_assert_num_queries(6):
        page = archivist.get("/archive/").content.decode()
    assert page.count('role="row"') == count + 1


def test_list_filters(archivist):
    late = archive.case(title="甲", due_on="2026-01-05")
    archive.case(title="乙", kind="questions")
    archive.case(S.COMPLETE, title="丙", due_on="2026-01-05")

    def found(**query):
        page = archivist.get("/archive/", query).content.decode()
        return sorted(re.findall(r'data-label="题名"><span>(.)</span>', page))

    assert found(late="1") == ["甲"]
    assert found(status="complete") == ["丙"]
    assert found(kind="questions") == ["乙"]
    assert found(q=late.number) == ["甲"]
    assert found(q="") == sorted("甲乙丙")


def test_record_shows_what_lacks_and_what_may_be_done(archivist):
    case = archive.case()
    archive.item(case, title="评估纪要")
    page = archivist.get(f"/archive/{case.uid}/").content.decode()
    assert "缺少“考核全程视频”，由考点提供。" in page
    assert "评估纪要" in page
    assert "尚缺" in page
    assert buttons(archivist, case) == ["complete", "documents/index", "upload/other", "hold"]


def test_record_of_what_is_archived_offers_no_upload(archivist):
    case = archive.case(S.COMPLETE)
    assert buttons(archivist, case) == ["propose_disposal", "documents/index", "hold"]
    assert "/upload/" not in archivist.get(f"/archive/{case.uid}/").content.decode()


def test_record_for_the_director_offers_the_decision(director):
    assert buttons(director, archive.old_case(S.PROPOSED)) == ["approve_disposal", "reject_disposal", "documents/index"]


@pytest.mark.parametrize("count", [1, 3])
def test_record_queries(count, archivist, django_assert_num_queries):
    case = archive.case()
    for _ in range(count):
        archive.item(case)
    archivist.get(f"/archive/{case.uid}/")
    with django_assert_num_queries(10):
        archivist.get(f"/archive/{case.uid}/")


@pytest.mark.parametrize("path", ["", "upload/other/", "hold/", "documents/index/", "complete/"])
def test_stranger_finds_nothing(path, enter):
    case = archive.case()
    stranger = enter(people.actor(Role.ARCHIVIST, people.center("370200")))
    assert stranger.get(f"/archive/{case.uid}/{path}").status_code == 404


def test_anonymous_signs_in_first(client):
    assert client.get("/archive/").status_code == 302


def test_site_uploads_into_its_own_case(enter):
    case = archive.case()
    site = enter(people.actor(Role.SITE, organisation=case.organization))
    page = site.post(f"/archive/{case.uid}/upload/minutes/", {"title": "纪要", "file": upload()}, follow=True)
    assert "材料已归入案卷。" in page.content.decode()
    item = case.items.get()
    assert (item.kind, item.title, reads(site, item)) == ("minutes", "纪要", True)


def test_site_does_not_read_what_the_portal_filed(enter):
    case = archive.case()
    item = archive.item(case)
    item.file.kind = "case.document"
    item.file.save()
    site = enter(people.actor(Role.SITE, organisation=case.organization))
    assert not reads(site, item)
    assert site.get(f"/archive/{case.uid}/").status_code == 200
    assert reads(enter(people.actor(Role.ARCHIVIST)), item)


def test_site_holds_nothing(enter):
    case = archive.case()
    site = enter(people.actor(Role.SITE, organisation=case.organization))
    assert site.get(f"/archive/{case.uid}/hold/").status_code == 403


def test_upload_without_a_file(archivist):
    case = archive.case()
    page = archivist.post(f"/archive/{case.uid}/upload/other/", {"title": "说明"})
    assert (page.status_code, "请上传文件。" in page.content.decode()) == (422, True)


def test_upload_of_an_unknown_kind(archivist):
    assert archivist.get(f"/archive/{archive.case().uid}/upload/nothing/").status_code == 404


def test_upload_of_a_video_or_its_place(archivist):
    case = archive.case()
    url = f"/archive/{case.uid}/upload/video/"
    page = archivist.post(url, {"title": "视频"})
    assert "请上传视频，或者填写视频的存放地点。" in page.content.decode()
    page = archivist.post(url, {"title": "视频", "location": "3号柜", "sha256": "x"})
    assert (page.status_code, page.content.decode().count("SHA-256应为64位十六进制数") > 0) == (422, True)
    page = archivist.post(
        url, {"title": "视频", "location": "3号柜", "sha256": "ab" * 32, "size": "9000000000"}, follow=True
    )
    assert "3号柜" in page.content.decode()
    assert "存于系统外" in page.content.decode()
    page = archivist.post(url, {"title": " ", "location": ""})
    assert "请填写视频题名。" in page.content.decode()


def test_complete_through_its_page(archivist):
    case = archive.case()
    assert "缺少“会议纪要”" in archivist.get(f"/archive/{case.uid}/complete/").content.decode()
    archive.item(case)
    archive.item(case, kind="video", video=True)
    assert archivist.post(f"/archive/{case.uid}/complete/", follow=True).redirect_chain == [
        (f"/archive/{case.uid}/", 302)
    ]
    case.refresh_from_db()
    assert case.status == S.COMPLETE


def test_hold_and_release_through_their_pages(archivist):
    case = archive.old_case()
    page = archivist.post(f"/archive/{case.uid}/hold/", {"reason": "诉讼未结"}, follow=True).content.decode()
    assert "已保全，不能销毁" in page
    release = f"/archive/{case.uid}/holds/{case.holds.get().pk}/release/"
    assert release in page
    assert archivist.post(release, {"ground": ""}).status_code == 422
    assert "已保全，不能销毁" not in archivist.post(release, {"ground": "已结案"}, follow=True).content.decode()


def test_release_of_another_cases_hold(archivist):
    placed = archive.held(archive.old_case())
    assert archivist.get(f"/archive/{archive.old_case().uid}/holds/{placed.pk}/release/").status_code == 404


@pytest.mark.clause("5.2")
def test_disposal_through_its_pages(enter):
    case = archive.old_case()
    archivist = enter(people.actor(Role.ARCHIVIST))
    archivist.post(f"/archive/{case.uid}/propose_disposal/", {"scope": "all", "ground": "期满"})
    director = enter(people.actor(Role.DIRECTOR))
    assert "提出销毁的人不能自己批准" not in director.get(f"/archive/{case.uid}/approve_disposal/").content.decode()
    page = director.post(f"/archive/{case.uid}/approve_disposal/", follow=True).content.decode()
    assert "等待期满日" in page
    archivist = enter(people.actor(Role.ARCHIVIST))
    assert "等待期未满" in archivist.get(f"/archive/{case.uid}/dispose/").content.decode()
    Case.objects.update(disposal_allowed_from="2026-01-01")
    page = archivist.post(f"/archive/{case.uid}/dispose/", follow=True).content.decode()
    assert "销毁记录" in page
    assert "已销毁，销毁记录已保存。" in page


def test_document_is_the_list_of_contents(archivist):
    case = archive.case()
    archive.item(case, disposed_at="2026-01-01T00:00:00Z")
    archive.item(case, file=None, location="3号柜", fixity_ok=None)
    answer = archivist.get(f"/archive/{case.uid}/documents/index/")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert archivist.get(f"/archive/{case.uid}/documents/other/").status_code == 404
