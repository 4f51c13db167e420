"""The centre's standard phrases (2.2)."""

import pytest
from django.db import IntegrityError

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.applications import phrases
from sites.applications.review_models import StandardPhrase
from sites.applications.sections import Section
from tests.factories import people

pytestmark = pytest.mark.django_db
ADDRESS = "/sites/applications/phrases/"


def test_phrases_are_the_first_ones_until_a_centre_writes_its_own() -> None:
    jinan, qingdao = people.center(), people.center("370200")
    assert phrases.phrases_of(jinan) == {slug: list(each) for slug, each in phrases.FIRST.items()}
    assert set(phrases.FIRST) == {"", *(section.slug for section in Section)}
    clerk = people.actor(Role.CLERK)
    phrases.save_phrases(jinan, by=clerk, phrases={"unit": [" 请核对。 ", "", "请核对。", "请补充。"], "": []})
    assert phrases.phrases_of(jinan) == {
        slug: ["请核对。", "请补充。"] if slug == "unit" else [] for slug in phrases.FIRST
    }
    assert phrases.phrases_of(qingdao)["unit"] == list(phrases.FIRST["unit"])
    assert entries_of(jinan).last().after == {"unit": 2, "other": 0}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"unit": ["长" * 301]}, "phrases_unit"), ({"": [str(n) for n in range(51)]}, "phrases_other")],
)
def test_phrases_too_long_or_too_many_are_refused(given: dict[str, list[str]], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        phrases.save_phrases(people.center(), by=people.actor(Role.CLERK), phrases=given)
    assert [each.field for each in refusal.value.blockers] == [field]
    assert not StandardPhrase.objects.exists()


def test_phrases_of_another_centre_or_without_the_grant_are_refused() -> None:
    with pytest.raises(Refused, match="本中心"):
        phrases.save_phrases(people.center("370200"), by=people.actor(Role.CLERK), phrases={})
    with pytest.raises(Refused, match="不能进行这项操作"):
        phrases.save_phrases(people.center(), by=people.actor(Role.ARRANGER), phrases={})


def test_page_keeps_what_was_typed_when_it_is_refused(enter) -> None:
    client = enter(people.actor(Role.DIRECTOR))
    assert "请补充型号规格。" in client.get(ADDRESS).content.decode()
    page = client.post(ADDRESS, {"phrases_unit": f"请核对。\n{'长' * 301}"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["phrases_unit"])
    assert page.context["form"]["phrases_unit"].value().startswith("请核对。")
    assert client.post(ADDRESS, {"phrases_unit": "请核对。\n\n请补充。"}).url == ADDRESS
    assert phrases.phrases_of(people.center())["unit"] == ["请核对。", "请补充。"]


@pytest.mark.parametrize("sentence", ["", "同一句"])
def test_the_database_refuses_an_empty_or_doubled_phrase(sentence: str) -> None:
    StandardPhrase.objects.create(center=people.center(), section="unit", sentence="同一句", position=1)
    with pytest.raises(IntegrityError):
        StandardPhrase.objects.create(center=people.center(), section="unit", sentence=sentence, position=2)
