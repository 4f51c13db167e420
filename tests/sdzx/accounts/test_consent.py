"""Consent: texts in versions, asked at the door, published by the province."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts import consent
from sdzx.accounts.models import Consent, ConsentText
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db
GENERAL, SENSITIVE = ConsentText.Kind.GENERAL, ConsentText.Kind.SENSITIVE
DOOR, WORKLIST = reverse("accounts:consent"), reverse("home:worklist")
LONG = "处理者：省中心。用途：组织考核。方式：加密保存。期限：不少于2年。权利：查阅、更正、删除。\n\n 第二段，写明其余各项内容。 "


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


def published(**values):
    by = people.actor(Role.PROVINCE)
    day = clock.today() + datetime.timedelta(days=5)
    return consent.publish(by=by, **{"kind": GENERAL, "version": "2027-01", "text": LONG, "in_use_from": day, **values})


def sign_in(client, person):
    return client.post(reverse("accounts:sign-in"), {"username": person.username, "password": people.PASSWORD})


class TestInUse:
    def test_seeded(self):
        assert [str(consent.in_use(kind)) for kind in ConsentText.Kind] == [
            "《个人信息处理告知书》（2026-01版）",
            "《敏感个人信息处理单独告知》（2026-01版）",
        ]

    def test_a_new_version_from_its_day_on(self):
        made = published()
        for days, version in ((4, "2026-01"), (5, "2027-01")):
            with time_machine.travel(clock.now() + datetime.timedelta(days=days)):
                assert consent.version() == version
        assert made.paragraphs == [LONG.splitlines()[0], "第二段，写明其余各项内容。"]

    def test_before_the_first_day_the_first(self):
        with time_machine.travel(datetime.datetime(2025, 6, 1, tzinfo=datetime.UTC)):
            assert consent.version() == "2026-01"


class TestMissing:
    @pytest.mark.parametrize(
        ("role", "kinds"),
        [(Role.APPLICANT, ["general", "sensitive"]), (Role.REGISTRAR, ["general"]), (Role.CLERK, [])],
    )
    def test_by_role(self, role, kinds):
        assert [text.kind for text in consent.missing(people.actor(role).user)] == kinds

    def test_who_only_asks_to_join_agrees_too(self):
        actor = people.actor(Role.SITE)
        actor.user.memberships.update(is_active=False, is_asked=True)
        assert len(consent.missing(actor.user)) == 1
        actor.user.memberships.update(is_asked=False)
        assert consent.missing(actor.user) == []

    def test_agreed_is_recorded_with_version_and_time_once(self):
        by = people.actor(Role.APPLICANT)
        assert len(consent.agree(by.user, by=by)) == 2
        assert consent.agree(by.user, by=by) == []
        assert [each.given_at is None for each in by.user.consents.all()] == [False, False]
        entry = entries_of(by.user).get()
        assert entry.after == {
            "告知书": ["《个人信息处理告知书》（2026-01版）", "《敏感个人信息处理单独告知》（2026-01版）"]
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(user=by.user, text=consent.in_use())

    def test_nobody_agrees_for_another(self):
        with pytest.raises(Refused, match="只能由本人同意"):
            consent.agree(people.user(), by=people.actor(Role.APPLICANT))


class TestDoor:
    def test_asked_at_sign_in_before_anything_else(self, client):
        person = people.actor(Role.APPLICANT).user
        sign_in(client, person)
        assert client.get(WORKLIST)["Location"] == f"{DOOR}?next={WORKLIST}"
        assert client.get("/no/such/page/")["Location"] == DOOR
        page = client.get(DOOR).content.decode()
        assert "敏感个人信息处理单独告知" in page
        response = client.post(DOOR, {"general": "on"})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"sensitive"})
        assert client.post(DOOR, {"general": "on", "sensitive": "on"})["Location"] == WORKLIST
        assert client.get(WORKLIST).status_code == 200
        assert client.get(DOOR)["Location"] == WORKLIST

    def test_who_will_not_agree_may_read_take_along_and_leave(self, client):
        person = people.actor(Role.APPLICANT).user
        sign_in(client, person)
        names = ("privacy", "own-data", "erase")
        assert [client.get(reverse(f"accounts:{name}")).status_code for name in names] == [200] * 3
        assert client.post(reverse("accounts:sign-out")).status_code == 302
        assert person.consents.count() == 0

    def test_new_version_asks_again_for_that_one_only(self, client):
        by = people.actor(Role.APPLICANT)
        consent.agree(by.user, by=by)
        sign_in(client, by.user)
        assert client.get(WORKLIST).status_code == 200
        published()
        with time_machine.travel(clock.now() + datetime.timedelta(days=6)):
            client.post(reverse("accounts:sign-out"))
            sign_in(client, by.user)
            assert list(client.get(DOOR).context["form"].fields) == ["general"]

    def test_first_password_comes_before_the_consent(self, client):
        person = people.actor(Role.SITE, person=people.user(must_change_password=True)).user
        sign_in(client, person)
        assert client.get(WORKLIST)["Location"] == f"{reverse('accounts:password')}?next={WORKLIST}"

    def test_a_request_costs_no_query_more(self, client, django_assert_num_queries):
        by = people.actor(Role.APPLICANT)
        sign_in(client, by.user)
        with django_assert_num_queries(0):
            client.get(WORKLIST)


class TestPublish:
    def test_traced(self):
        assert entries_of(published()).get().label == "发布告知书"

    def test_every_problem_at_once(self):
        with pytest.raises(Refused) as refusal:
            published(version="2026-01", text="短", in_use_from=clock.today())
        assert fields(refusal) == ["text", "version", "in_use_from"]

    def test_only_the_province(self):
        day = clock.today() + datetime.timedelta(days=5)
        with pytest.raises(Refused):
            consent.publish(by=people.actor(Role.DIRECTOR), kind=GENERAL, version="x", text=LONG, in_use_from=day)

    def test_page(self, enter):
        client = enter(people.actor(Role.PROVINCE))
        assert reverse("accounts:consent-text") in client.get(reverse("accounts:privacy")).content.decode()
        day = clock.today() + datetime.timedelta(days=5)
        values = {"kind": "general", "version": "2027-01", "text": LONG, "in_use_from": f"{day:%Y-%m-%d}"}
        assert client.get(reverse("accounts:consent-text")).status_code == 200
        assert client.post(reverse("accounts:consent-text"), values)["Location"] == reverse("accounts:privacy")
        context = client.get(reverse("accounts:privacy")).context
        assert [text.version for text in context["coming"]] == ["2027-01"]
        with time_machine.travel(clock.now() + datetime.timedelta(days=6)):
            context = client.get(reverse("accounts:privacy")).context
            assert [(text.kind, text.version) for text in context["earlier"]] == [("general", "2026-01")]


def test_public_reads_both_texts(client):
    page = client.get(reverse("accounts:privacy")).content.decode()
    assert ["版本：2026-01" in page, "敏感个人信息处理单独告知" in page, "发布新版" in page] == [True, True, False]
