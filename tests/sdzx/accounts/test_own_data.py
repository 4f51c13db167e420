"""One's own data: complete, taken along, erased where the archive allows."""

import datetime
import json

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.registration.models import Registration
from sdzx.accounts import own_data
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import certificates, people, registration

pytestmark = pytest.mark.django_db
PAGE, ERASE = reverse("accounts:own-data"), reverse("accounts:erase")


def download(client, form):
    return client.post(reverse("accounts:own-data-file", args=[form]))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def notice(person):
    return Notice.objects.create(
        kind="x", recipient=person, subject_type="x", subject_id=1, day=datetime.date(2026, 3, 2), title="报名审核通过"
    )


@pytest.fixture
def by():
    return people.actor(Role.APPLICANT)


class TestCollected:
    def test_account_registrations_certificates_and_notices(self):
        (certificate,) = certificates.numbered()
        person = certificate.registration.user
        people.actor(Role.APPLICANT, person=person)
        notice(person)
        sections = {section.title: section.items for section in own_data.collected(person)}
        assert list(sections) == ["账号", "身份", "同意记录", "报名", "证书", "电子证书副本", "消息"]
        assert sections["账号"][0].facts["证件号码"] == person.document_number
        assert sections["报名"][0].facts["姓名"] == certificate.registration.name
        assert sections["证书"][0].title == f"证书{certificate.number}"
        assert sections["消息"][0].title == "报名审核通过"

    def test_of_others_nothing(self, by):
        registration.submitted()
        sections = {section.title: section.items for section in own_data.collected(by.user)}
        assert [len(sections[title]) for title in ("报名", "证书", "消息")] == [0, 0, 0]

    def test_who_asks_to_join_and_who_has_ended(self):
        actor = people.actor(Role.REGISTRAR)
        memberships = actor.user.memberships
        said = []
        for values in ({}, {"is_active": False}, {"is_asked": True}):
            memberships.update(**values)
            said.append(own_data.collected(actor.user)[1].items[0].facts["状态"])
        assert said == ["有效", "已停用", "待确认"]


class TestPages:
    def test_page_shows_numbers_in_full_to_their_owner(self, by, enter):
        record = registration.submitted(user=by.user)
        response = enter(by).get(PAGE)
        assert by.user.document_number in response.content.decode()
        titles = [group.title for group in response.context["groups"]]
        assert titles == ["账号：基本信息", "身份：考生", f"报名{record.number}"]

    def test_json(self, by, enter):
        record = registration.submitted(user=by.user)
        response = download(enter(by), "json")
        body = json.loads(response.content)
        assert response["Content-Disposition"].endswith('.json"')
        (group,) = [each for each in body["内容"] if each["类别"] == "报名"]
        assert (group["记录"][0]["名称"], group["记录"][0]["证件号码"]) == (
            f"报名{record.number}",
            by.user.document_number,
        )
        assert entries_of(by.user).get().after == {"格式": "JSON"}

    def test_pdf_names_what_is_kept(self, by, enter):
        record = registration.submitted(user=by.user)
        response = download(enter(by), "pdf")
        text = text_of(response.content)
        assert response["Content-Type"] == "application/pdf"
        assert [each in text for each in (record.number, by.user.document_number, "须保存至")] == [True] * 3

    def test_pdf_with_a_character_that_no_font_has(self, by, enter):
        User.objects.filter(pk=by.user.pk).update(name="王\U0010fffd")
        client = enter(by)
        assert download(client, "pdf")["Location"] == PAGE
        assert "也可以下载JSON" in client.get(PAGE).content.decode()
        assert download(client, "json").status_code == 200

    def test_six_downloads_a_day(self, by, enter):
        client = enter(by)
        assert [download(client, "json").status_code for _ in range(7)] == [200] * 6 + [302]
        assert "每天最多下载6次" in client.get(PAGE).content.decode()
        assert Entry.objects.filter(verb="account.export").count() == 6

    def test_no_other_form(self, by, enter):
        assert download(enter(by), "xlsx").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_page_costs_the_same_at_any_length(self, by, enter, django_assert_num_queries, rows):
        for _ in range(rows):
            registration.submitted(user=by.user)
            notice_of = Notice.objects.count() + 1
            Notice.objects.create(
                kind="x",
                recipient=by.user,
                subject_type="x",
                subject_id=notice_of,
                day=datetime.date(2026, 3, 2),
                title="通知",
            )
        client = enter(by)
        with django_assert_num_queries(12):
            client.get(PAGE)


class TestErase:
    def test_draft_notices_and_numbers_go(self, by, enter, django_capture_on_commit_callbacks):
        user, number = by.user, by.user.document_number
        record = registration.draft(user=user)
        notice(user)
        client = enter(by)
        assert "不能恢复" in client.get(ERASE).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(ERASE, {"password": people.PASSWORD})
        assert response["Location"] == reverse("accounts:sign-in")
        user.refresh_from_db()
        left = (
            user.name,
            user.document_number,
            user.phone,
            user.email,
            user.is_active,
            user.memberships.get().is_active,
        )
        assert left == ("已注销账号", "", "", "", False, False)
        assert (Registration.objects.count(), Notice.objects.count()) == (0, 0)
        photo = StoredFile.objects.get(pk=record.photo_id)
        assert (photo.erased_at is None, photo.path.exists()) == (False, False)
        entry = entries_of(user).get()
        assert (entry.label, entry.actor_name) == ("注销账号", "已注销账号")
        assert client.get(PAGE).status_code == 302
        assert not User.objects.filter(document_index=people.document_index("resident_id", number)).exists()

    @pytest.mark.clause("5.2")
    def test_submitted_registration_is_kept_until_its_day(self, by, enter):
        record = registration.submitted(user=by.user)
        record.item.exam_from = record.item.exam_to = datetime.date(2026, 12, 20)
        record.item.save()
        with pytest.raises(Refused) as refusal:
            own_data.erase(by.user, by=by)
        (blocker,) = refusal.value.blockers
        assert blocker.clause == "5.2"
        assert blocker.sentence == f"报名{record.number}（{record.project.name}），须保存至2028年12月21日 周四。"
        page = enter(by).get(ERASE).content.decode()
        assert ("现在不能注销" in page, "须保存至2028年12月21日" in page, "确认注销" in page) == (True, True, False)

    @pytest.mark.clause("5.2")
    def test_certificate_is_kept_for_good(self):
        (certificate,) = certificates.numbered()
        person = certificate.registration.user
        found = [each.sentence for each in own_data.blockers(person)]
        assert found[-1] == f"证书{certificate.number}（{certificate.project_name}），长期保存，供社会查询。"
        assert len(found) == 2

    @pytest.mark.clause("5.2")
    def test_who_acted_for_an_office_or_unit(self):
        actor = people.actor(Role.CLERK)
        actor.user.memberships.update(is_active=False)
        with pytest.raises(Refused, match="经办记录须随档案保存"):
            own_data.erase(actor.user, by=actor)

    def test_who_only_asked_to_join(self):
        actor = people.actor(Role.REGISTRAR)
        actor.user.memberships.update(is_active=False, is_asked=True)
        own_data.erase(actor.user, by=actor)
        assert actor.user.memberships.get().is_asked is False

    def test_wrong_password(self, by, enter):
        response = enter(by).post(ERASE, {"password": "wrong"})
        assert response.context["form"].errors["password"] == ["密码不正确。"]

    def test_post_against_what_is_kept(self, by, enter):
        registration.submitted(user=by.user)
        response = enter(by).post(ERASE, {"password": people.PASSWORD})
        assert (response.status_code, User.objects.get(pk=by.user.pk).is_active) == (422, True)

    def test_not_for_another(self, by):
        with pytest.raises(Refused, match="本人"):
            own_data.erase(people.user(), by=by)

    def test_database_refuses_an_erased_account_with_a_number(self, by):
        own_data.erase(by.user, by=by)
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=by.user.pk).update(document_index="x")
