"""Registering, submitting, withdrawing, reviewing."""

import datetime

import pytest
from django.core import mail

from exams.announcements.models import AnnouncementItem
from exams.registration import services
from exams.registration.entry import services as entry
from exams.registration.models import Registration
from sdzx import clock, identifiers
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import store
from sdzx.identifiers import DocumentType
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status


def applicant(**values):
    return people.actor(Role.APPLICANT, person=people.user(**{"name": "张伟", **values}))


def picture(by, width=600, height=800):
    return store(made.jpeg(width, height), name="照片.jpg", kind=DRAFT, by=by)


def complete(by, **values):
    return {"phone": "13900001111", "eligibility": made.ELIGIBLE, "photo": picture(by), "consented": True, **values}


def taken(item):
    return AnnouncementItem.objects.get(pk=item.pk).taken


def sentences(refusal):
    return [blocker.sentence for blocker in refusal.value.blockers]


class TestCreate:
    def test_draft_has_the_account_s_name_and_document(self):
        by, item = applicant(), made.item()
        record = services.create(item, by=by, name="别人", **complete(by, sex="女"))
        person = by.user
        assert (record.name, record.document_number, record.center) == (
            "张伟",
            person.document_number,
            item.announcement.center,
        )
        assert (record.birth_date, record.sex) == (
            datetime.date(1990, 1, 1),
            identifiers.sex("resident_id", record.document_number).label,
        )
        assert (record.number, record.holds_place, taken(item)) == (None, False, 0)

    def test_photo_is_cropped_to_the_policy_and_the_upload_erased(self):
        by = applicant()
        upload = picture(by, 1000, 900)
        record = services.create(made.item(), by=by, **complete(by, photo=upload))
        upload.refresh_from_db()
        assert (record.photo.width, record.photo.height, record.photo.kind) == (295, 413, "registration.photo")
        assert upload.erased_at is not None

    def test_small_photo_is_refused_beside_its_field(self):
        by = applicant()
        with pytest.raises(Refused) as refusal:
            services.create(made.item(), by=by, **complete(by, photo=picture(by, 290, 500)))
        assert [each.field for each in refusal.value.blockers] == ["photo"]
        assert sentences(refusal)[0].startswith("照片太小（290×500像素），至少295×413像素")

    def test_evidence_is_adopted(self):
        by = applicant()
        scan = store(made.jpeg(), name="证明.jpg", kind=DRAFT, by=by)
        record = services.create(made.item(), by=by, **complete(by, evidence=[scan]))
        assert [each.kind for each in record.evidence.all()] == ["registration.evidence"]

    def test_incomplete_draft_is_kept(self):
        by = applicant(phone="")
        record = services.create(made.item(), by=by)
        assert (record.status, record.phone, record.photo) == (Status.DRAFT, "", None)

    def test_account_without_document_is_refused(self):
        by = applicant(document_number="", document_index="", document_type="")
        with pytest.raises(Refused, match="没有登记证件"):
            services.create(made.item(), by=by)

    @pytest.mark.clause("3.2")
    def test_closed_batch_is_refused(self):
        with pytest.raises(Refused, match="截止"):
            services.create(made.item(opened=False), by=applicant())

    def test_other_role_is_refused(self):
        with pytest.raises(Refused, match="不能进行这项操作"):
            services.create(made.item(), by=people.actor(Role.CLERK))

    @pytest.mark.clause("3.2")
    def test_second_draft_for_the_batch_is_refused(self):
        by, item = applicant(), made.item()
        services.create(item, by=by)
        with pytest.raises(Refused, match="不能重复报名"):
            services.create(item, by=by)

    @pytest.mark.clause("3.2")
    def test_same_moment_is_caught_by_the_constraint(self, monkeypatch):
        by, item = applicant(), made.item()
        first = services.create(item, by=by)
        answers = iter([None, first])
        monkeypatch.setattr(entry, "other_live", lambda record: next(answers))
        with pytest.raises(Refused, match="不能重复报名"):
            services.create(item, by=by)

    def test_unit_registers_its_person(self):
        by = people.actor(Role.REGISTRAR)
        record = services.create(
            made.item(), by=by, name="J. Smith", document_type=DocumentType.PASSPORT, document_number=" e1234567 ",
            birth_date=datetime.date(1985, 5, 6), sex="男", phone="0531-88888888",
        )  # fmt: skip
        assert (record.unit, record.user, record.document_number) == (by.organization, None, "E1234567")
        assert (record.birth_date, record.sex) == (datetime.date(1985, 5, 6), "男")

    def test_passport_without_birthday_is_refused(self):
        with pytest.raises(Refused) as refusal:
            services.create(
                made.item(), by=people.actor(Role.REGISTRAR), name="J. Smith", document_type=DocumentType.PASSPORT,
                document_number="E1234567", phone="0531-88888888",
            )  # fmt: skip
        assert [each.field for each in refusal.value.blockers] == ["birth_date"]


class TestEdit:
    def test_changes_are_traced_without_numbers(self):
        by = applicant()
        record = services.create(made.item(), by=by, **complete(by))
        kept = record.photo
        services.edit(record, by=by, phone="13700002222", education="本科", photo=kept)
        entry = entries_of(record).last()
        assert (entry.verb, entry.after) == ("registration.edit", {"文化程度": "本科"})
        assert (record.phone, record.photo) == ("13700002222", kept)

    def test_submitted_is_not_edited(self):
        record = made.submitted()
        with pytest.raises(Refused, match="不能再修改"):
            services.edit(record, by=people.actor(Role.APPLICANT, person=record.user))

    def test_stranger_s_is_not_found(self):
        with pytest.raises(Refused, match="没有找到"):
            services.edit(made.draft(), by=applicant())


class TestSubmit:
    def test_takes_number_and_place(self):
        record = made.draft()
        services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert record.status == Status.SUBMITTED
        assert record.number == f"BM370100-{clock.today().year}-{int(record.number[-6:]):06d}"
        assert (record.holds_place, taken(record.item)) == (True, 1)

    def test_numbers_follow_each_other(self):
        item = made.item()
        numbers = []
        for _ in range(2):
            record = made.draft(item)
            numbers.append(
                int(services.submit(record, by=people.actor(Role.APPLICANT, person=record.user)).number[-6:])
            )
        assert numbers[1] == numbers[0] + 1

    def test_twice_is_as_once(self):
        record = made.draft()
        by = people.actor(Role.APPLICANT, person=record.user)
        number = services.submit(record, by=by).number
        services.submit(record, by=by)
        assert (record.number, taken(record.item)) == (number, 1)
        assert [each.verb for each in entries_of(record)] == ["registration.submit"]

    def test_found_for_it_is_read_once(self, django_assert_num_queries):
        record = made.draft()
        by = people.actor(Role.APPLICANT, person=record.user)
        # found; savepoint, place, row and chain locked, number, both writes, release
        with django_assert_num_queries(7):
            found = services.to_submit(record.uid, by=by)
            services.submit(found, by=by)
        record.refresh_from_db()
        assert (record.status, record.number) == (Status.SUBMITTED, found.number)

    def test_a_units_registrar_finds_its_people_only(self):
        unit, other = people.organization(), people.organization()
        record = made.draft(unit=unit)
        assert services.to_submit(record.uid, by=people.actor(Role.REGISTRAR, organisation=unit)) == record
        assert services.to_submit(record.uid, by=people.actor(Role.REGISTRAR, organisation=other)) is None
        assert services.to_submit(record.uid, by=people.actor(Role.APPLICANT)) is None
        assert services.to_submit(record.uid, by=people.actor(Role.CLERK)) is None
        assert services.to_submit(record.uid, by=VISITOR) is None

    @pytest.mark.parametrize("role", [Role.APPLICANT, Role.CLERK])
    def test_strangers_and_clerks_do_not_submit(self, role):
        record = made.draft()
        with pytest.raises(Refused):
            services.submit(record, by=people.actor(role))
        assert (Registration.objects.get(pk=record.pk).status, taken(record.item)) == (Status.DRAFT, 0)

    def test_a_look_at_the_list_that_fails_after_the_commit_fails_nobody(
        self, django_capture_on_commit_callbacks, monkeypatch, caplog
    ):
        monkeypatch.setattr(services.queue, "look_again", lambda item_id: 1 / 0)
        item = made.item(places=1)
        made.submitted(item)
        record = made.draft(item)
        with django_capture_on_commit_callbacks(execute=True):
            services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert record.status == Status.WAITING
        assert "ZeroDivisionError" in caplog.text

    def test_full_batch_goes_onto_the_waiting_list(self):
        item = made.item(places=1)
        made.submitted(item)
        record = made.draft(item)
        by = people.actor(Role.APPLICANT, person=record.user)
        services.submit(record, by=by)
        services.submit(record, by=by)
        assert (record.status, record.holds_place, taken(item)) == (Status.WAITING, False, 1)
        assert record.number is not None

    def test_returned_keeps_its_place_and_number(self):
        item = made.item(places=1)
        record = made.registration(Status.RETURNED, item)
        number = record.number
        services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert (record.status, record.number, taken(item)) == (Status.SUBMITTED, number, 1)

    @pytest.mark.clause("3.2")
    def test_every_unmet_condition_is_told(self):
        record = made.draft(photo=None, eligibility="", consented_at=None, phone="12")
        with pytest.raises(Refused) as refusal:
            services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert [each.field for each in refusal.value.blockers] == ["phone", "photo", "eligibility", "consented"]
        assert taken(record.item) == 0


class TestWithdraw:
    def test_place_returns(self):
        record = made.accepted()
        services.withdraw(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert (record.status, record.holds_place, taken(record.item)) == (Status.WITHDRAWN, False, 0)

    def test_draft_frees_nothing(self):
        record = made.draft()
        services.withdraw(record, by=people.actor(Role.APPLICANT, person=record.user))
        assert (record.status, taken(record.item)) == (Status.WITHDRAWN, 0)

    def test_first_waiting_is_offered_the_place_and_told(self, django_capture_on_commit_callbacks):
        item = made.item(places=1)
        leaver = made.submitted(item)
        now = clock.now()
        second = made.registration(Status.WAITING, item, submitted_at=now)
        first = made.registration(Status.WAITING, item, submitted_at=now - datetime.timedelta(minutes=1))
        with django_capture_on_commit_callbacks(execute=True):
            services.withdraw(leaver, by=people.actor(Role.APPLICANT, person=leaver.user))
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, first.holds_place, second.status, taken(item)) == (
            Status.OFFERED,
            True,
            Status.WAITING,
            1,
        )
        (notice,) = Notice.objects.filter(recipient=first.user)
        assert notice.title.startswith("可以递补，请于")
        assert [each.to for each in mail.outbox] == [[first.user.email]]


class TestReview:
    def test_accepted_is_told_with_the_note(self):
        record = made.submitted()
        services.accept(record, by=people.actor(Role.CLERK), note="材料齐全")
        notice = Notice.objects.get(recipient=record.user)
        assert (record.status, record.review_note) == (Status.ACCEPTED, "材料齐全")
        assert notice.title == f"报名审核通过：{record.project.name}"
        assert record.document_number not in notice.body

    def test_accepted_without_note(self):
        record = made.submitted()
        services.accept(record, by=people.actor(Role.CLERK))
        assert entries_of(record).last().after == {"status": "accepted"}

    def test_second_decision_on_one_day_is_told_too(self):
        record, clerk = made.submitted(), people.actor(Role.CLERK)
        services.send_back(record, by=clerk, ground="照片背景须为白色或蓝色")
        services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
        services.accept(record, by=clerk)
        titles = [each.title for each in Notice.objects.filter(recipient=record.user).order_by("id")]
        assert titles == [f"报名待修改：{record.project.name}", f"报名审核通过：{record.project.name}"]

    @pytest.mark.clause("3.2")
    def test_rejected_frees_the_place(self):
        record = made.submitted()
        services.reject(record, by=people.actor(Role.CLERK), ground="不符合报名条件")
        assert (record.status, record.review_note, taken(record.item)) == (Status.REJECTED, "不符合报名条件", 0)

    def test_many_are_accepted_and_the_others_said(self):
        first, second, foreign = (
            made.submitted(),
            made.registration(Status.RETURNED),
            made.submitted(made.item(people.center("370200"))),
        )
        done, refused = services.accept_many([first.uid, second.uid, foreign.uid], by=people.actor(Role.CLERK))
        foreign.refresh_from_db()
        assert (done, len(refused), foreign.status) == (1, 1, Status.SUBMITTED)
        assert refused[0].startswith(f"{second.name}：当前状态为“待修改”")

    def test_unit_s_registrars_are_told(self):
        registrar = people.actor(Role.REGISTRAR)
        record = made.submitted(unit=registrar.organization)
        services.accept(record, by=people.actor(Role.CLERK))
        assert [each.recipient for each in Notice.objects.all()] == [registrar.user]


class TestRevision:
    def test_registrations_move_and_their_people_are_told(self):
        old, new = made.item(), made.item()
        AnnouncementItem.objects.filter(pk=new.pk).update(origin=old)
        live, gone = made.submitted(old), made.registration(Status.WITHDRAWN, old)
        services.follow_revision(old.announcement, new.announcement, people.actor(Role.DIRECTOR))
        live.refresh_from_db()
        gone.refresh_from_db()
        assert (live.item, gone.item) == (new, new)
        assert [each.recipient for each in Notice.objects.all()] == [live.user]


def test_edit_loses_against_the_constraint(monkeypatch):
    registrar, item = people.actor(Role.REGISTRAR), made.item()
    there = made.submitted(item, unit=registrar.organization)
    record = made.draft(item, unit=registrar.organization)
    monkeypatch.setattr(entry, "other_live", lambda record: None)
    with pytest.raises(Refused, match="请刷新页面后重试"):
        services.edit(record, by=registrar, document_number=there.document_number)


def test_stored_files_of_a_registration_are_three():
    """The upload (erased), the portrait and the evidence: nothing else is left behind."""
    by = applicant()
    scan = store(made.jpeg(), name="证明.jpg", kind=DRAFT, by=by)
    services.create(made.item(), by=by, **complete(by, evidence=[scan]))
    assert StoredFile.objects.filter(erased_at=None).count() == 2
