import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from exams.announcements import services
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.exams.announcements.test_views import url
from tests.factories import announcements, people

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = reverse("announcements:feed")


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same(client, django_assert_num_queries, count):
    for _ in range(count):
        announcements.batch(announcements.published())

    with django_assert_num_queries(1):
        response = client.get(FEED)

    assert len(entries(response)) == count


def test_feed_has_ids_and_moments_that_do_not_change(client):
    made = announcements.published(published_at=datetime.datetime(2026, 1, 5, 1, tzinfo=datetime.UTC))
    announcements.draft()

    first, second = client.get(FEED), client.get(FEED, headers={"host": "localhost"})

    (entry,) = entries(first)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.find(f"{ATOM}id").text == entries(second)[0].find(f"{ATOM}id").text == f"urn:uuid:{made.uid}"
    assert entry.find(f"{ATOM}updated").text == "2026-01-05T01:00:00+00:00"
    assert entry.find(f"{ATOM}title").text == f"{made.center.city}：{made.heading}"
    assert entry.find(f"{ATOM}link").get("href").endswith(url("page", made))


def test_feed_of_a_city_has_its_own_and_the_revision_instead_of_what_it_replaced(client):
    arranger, former = people.actor(Role.ARRANGER), announcements.published()
    announcements.batch(former)
    announcements.published(people.center("370200"))
    made = services.revise(former, by=arranger, revision_note="时间推迟")
    services.submit(made, by=arranger)
    services.publish(made, by=people.actor(Role.DIRECTOR))

    response = client.get(reverse("announcements:feed_city", args=[former.center.code]))

    (entry,) = entries(response)
    assert entry.find(f"{ATOM}title").text.endswith("（第1次修订）")
    assert "修订说明：时间推迟" in entry.find(f"{ATOM}summary").text
    assert (
        ElementTree.fromstring(response.content).find(f"{ATOM}title").text
        == f"{former.center.city}专项职业能力考核公告"
    )


@pytest.mark.parametrize("code", ["999999", "370000"])
def test_feed_of_no_city_is_not_found(client, code):
    assert client.get(reverse("announcements:feed_city", args=[code])).status_code == 404


def test_list_names_the_feed_of_the_city_that_was_chosen(client):
    made = announcements.published()
    public = reverse("announcements:public")

    assert client.get(public).context["feed_url"] == FEED
    chosen = client.get(public, {"center": made.center.pk})
    assert chosen.context["feed_url"] == reverse("announcements:feed_city", args=[made.center.code])


def test_superseded_page_says_so_and_shows_the_difference(client):
    arranger, former = people.actor(Role.ARRANGER), announcements.published()
    announcements.batch(former, places=60)
    made = services.revise(former, by=arranger, revision_note="名额增加")
    made.items.update(places=80)
    services.submit(made, by=arranger)
    services.publish(made, by=people.actor(Role.DIRECTOR))

    old, new = client.get(url("page", former)).content.decode(), client.get(url("page", made)).content.decode()

    assert "本公告已被修订" in old
    assert url("page", made) in old
    assert '<span class="change-word">删去</span>60</del>' in new
    assert '<span class="change-word">增加</span>80</ins>' in new


def test_page_of_many_batches_is_light(client):
    made = announcements.published()
    for _ in range(60):
        announcements.batch(made)

    assert len(client.get(url("page", made)).content) < 100_000


def test_batch_closes_at_its_very_moment(client):
    item = announcements.item()

    with clock.at(item.registration_closes - datetime.timedelta(microseconds=1)):
        before = client.get(url("page", item.announcement)).context["batches"][0]
    with clock.at(item.registration_closes):
        after = client.get(url("page", item.announcement)).context["batches"][0]

    assert [(each["state"], bool(each["url"])) for each in (before, after)] == [
        ("即将截止", True),
        ("报名已截止", False),
    ]
