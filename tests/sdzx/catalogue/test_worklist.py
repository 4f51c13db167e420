import pytest

from sdzx.accounts.roles import Role
from sdzx.catalogue.plugins import may_read_file, trace
from sdzx.catalogue.worklist import waiting
from sdzx.files.services import store
from tests.factories import announcements, catalogue, people

pytestmark = pytest.mark.django_db


def test_province_sees_drafts(django_assert_num_queries):
    catalogue.draft_project()
    version = catalogue.draft_specification(catalogue.project())

    province = people.actor(Role.PROVINCE)

    with django_assert_num_queries(2):
        found = waiting(province)

    assert [(each.title, each.detail) for each in found] == [
        ("项目草稿待生效", "共1个项目"),
        ("考核规范待生效", str(version)),
    ]


def test_nothing_waits_without_drafts_nor_for_a_withdrawn_project():
    catalogue.project()
    catalogue.draft_specification(catalogue.withdrawn_project())

    assert waiting(people.actor(Role.PROVINCE)) == []


def test_nothing_waits_for_a_centre():
    catalogue.draft_project()

    assert waiting(people.actor(Role.DIRECTOR)) == []


def test_file_of_a_draft_is_the_provinces():
    file = store(b"%PDF-1.7", name="规范.pdf", kind="specification.file", media_type="application/pdf")
    catalogue.draft_specification(catalogue.project(), file=file)

    assert may_read_file(people.actor(Role.PROVINCE), file)
    assert not may_read_file(people.actor(Role.CLERK), file)


def test_trace_leads_to_the_catalogue_entry():
    item = announcements.item()
    certificate = type("Certificate", (), {"registration": type("Registration", (), {"item": item})})

    (link,) = trace(certificate)

    assert (link.clause, link.record) == ("1", item.project)
    assert link.facts == ("来源：人社部公布", "生效日期：2024-01-01", "考核规范：第1版")
