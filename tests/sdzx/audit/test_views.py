"""The auditor's pages."""

import re

import pytest

from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import GRANTS, Role
from sdzx.audit import chain, views
from sdzx.audit.models import Entry
from sdzx.audit.services import record
from tests.factories import archive, people
from tests.sdzx.audit.test_chain import tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(enter):
    return enter(people.actor(Role.AUDITOR))


def write(count=1, **values):
    values = {
        "by": people.actor(Role.CLERK),
        "verb": "x.y",
        "label": "受理",
        "subject": people.organization(),
        **values,
    }
    return [record(**values) for _ in range(count)][-1]


def found(client, **query):
    page = client.get("/trail/", query).content.decode()
    return [int(pk) for pk in re.findall(r'href="/trail/(\d+)/"', page)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(count, auditor, django_assert_num_queries):
    write(count)
    auditor.get("/trail/")
    with django_assert_num_queries(6):
        page = auditor.get("/trail/").content.decode()
    assert page.count('role="row"') == count + 1


def test_list_of_a_centres_auditor(auditor):
    own = write()
    write(subject=people.organization(people.center("370200")))
    assert found(auditor) == [own.pk]


def test_list_counts_no_further_than_it_shows(auditor, monkeypatch):
    monkeypatch.setattr(views.NearestPages, "MOST", 2)
    write(3)
    assert "2条以上" in auditor.get("/trail/").content.decode()


def test_list_filters(auditor):
    clerk = people.actor(Role.CLERK, person=people.user("孙悟空"))
    one = write(by=clerk, verb="case.open", label="立卷", subject=archive.case(title="面点"))
    other = write()
    today = clock.today().isoformat()
    assert found(auditor, person="孙悟") == [one.pk]
    assert found(auditor, role="clerk") == [other.pk, one.pk]
    assert found(auditor, role="admin") == []
    assert (found(auditor, act="立"), found(auditor, act="case.open"), found(auditor, act="case.o")) == (
        [one.pk],
        [one.pk],
        [],
    )
    assert found(auditor, subject="面点") == [one.pk]
    assert found(auditor, chain=f"archive.case/{one.subject_id}") == [one.pk]
    assert (found(auditor, since=today, until=today), found(auditor, until="2026-01-01")) == ([other.pk, one.pk], [])


def test_list_with_days_in_the_wrong_order(auditor):
    page = auditor.get("/trail/", {"since": "2026-03-02", "until": "2026-03-01"}).content.decode()
    assert "结束日期不能早于开始日期。" in page


def test_record_shows_before_after_and_whether_it_holds(auditor):
    entry = write(ground="材料齐全", before={"名称": "旧"}, after={"名称": "新", "数": None})
    page = auditor.get(f"/trail/{entry.pk}/").content.decode()
    assert re.search(r"<del>旧</del> 改为 <ins>新</ins>", page)
    assert "材料齐全" in page
    assert "相符" in page
    assert f"/trail/?chain=accounts.organization/{entry.subject_id}" in page
    tamper("UPDATE audit_entry SET ground = 'x' WHERE id = %s", entry.pk)
    assert "不符，内容被改动" in auditor.get(f"/trail/{entry.pk}/").content.decode()


@pytest.mark.parametrize(
    ("subject_type", "words"),
    [
        ("archive.case", ("收集中", "已归档")),
        ("accounts.organization", ("open", "complete")),
        ("gone.model", ("open", "complete")),
    ],
)
def test_changes_say_statuses_in_the_words_of_the_flow(subject_type, words):
    entry = Entry(
        subject_type=subject_type, before={"status": "open"}, after={"status": "complete", "件数": 2, "photos": 3}
    )
    known = "photos" if subject_type.startswith("gone") else "照片数"
    assert list(views.changes(entry)) == [("状态", *words), ("件数", None, 2), (known, None, 3)]


def test_record_of_another_centre(auditor):
    entry = write(subject=people.organization(people.center("370200")))
    assert auditor.get(f"/trail/{entry.pk}/").status_code == 404


def test_record_without_changes(auditor):
    assert '<h2 id="changes">' not in auditor.get(f"/trail/{write().pk}/").content.decode()


def test_seals_are_listed(auditor):
    write()
    seal = chain.seal()
    page = auditor.get("/trail/seals/").content.decode()
    assert (seal.digest in page, str(seal)) == (True, f"第{seal.pk}号封签")


@pytest.mark.clause("5.2")
def test_verify_says_what_does_not_hold(auditor):
    entry = write()
    assert "还没有封签" in auditor.get("/trail/verify/").content.decode()
    chain.seal()
    page = auditor.post("/trail/verify/").content.decode()
    assert "校验通过" in page
    assert "共1条留痕" in page
    tamper("UPDATE audit_entry SET ground = 'x' WHERE id = %s", entry.pk)
    assert "校验未通过：1处不符" in auditor.post("/trail/verify/").content.decode()


@pytest.mark.parametrize("path", ["/trail/", "/trail/seals/", "/trail/verify/", "/trail/1/"])
def test_others_may_not(path, client, enter):
    assert client.get(path).status_code == 302
    assert enter(people.actor(Role.DIRECTOR)).get(path).status_code == 403


def test_list_for_those_who_only_read(auditor, monkeypatch):
    monkeypatch.setitem(GRANTS, Role.AUDITOR, frozenset({"trail.read"}))
    page = auditor.get("/trail/").content.decode()
    assert ("/trail/verify/" in page, "/trail/seals/" in page) == (False, True)


def test_entry_names_itself():
    entry = write(by=SYSTEM, subject=archive.case(number="AJ1", title="面点"))
    assert str(entry) == f"{entry.local_time} 系统 受理 AJ1 面点"
