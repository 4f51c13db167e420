import pytest

from sdzx.audit.changes import differences
from sdzx.personnel.models import Person, Qualification
from tests.factories import people


def test_unchanged_values_are_left_out():
    assert differences(Person, {"title": "讲师"}, {"title": "讲师"}) == ({}, {})


def test_labels_and_choices_are_said_in_chinese():
    assert differences(Qualification, {"kind": "expert"}, {"kind": "examiner"}) == (
        {"类别": "专家"},
        {"类别": "考评员"},
    )


def test_what_is_new_has_no_before():
    assert differences(Person, {}, {"title": "讲师", "note": "x"}) == ({}, {"职称": "讲师", "note": "x"})


def test_numbers_are_masked():
    before, after = differences(
        Person, {"document_number": "", "phone": ""}, {"document_number": "370102198503150011", "phone": "13812341234"}
    )

    assert before == {"证件号码": "", "联系电话": ""}
    assert after == {"证件号码": "370***********0011", "联系电话": "138****1234"}


@pytest.mark.django_db
def test_records_are_named():
    host = people.organization(name="齐鲁学校")

    assert differences(Person, {"employer": None}, {"employer": host}) == ({"工作单位": None}, {"工作单位": "齐鲁学校"})
