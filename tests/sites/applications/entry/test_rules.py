"""What is typed but not in the application stands in the way of submitting it."""

import pytest

from sdzx.workflow import Refused
from sites.applications import services as steps
from sites.applications.entry import services
from sites.applications.entry.rules import unsettled
from sites.applications.sections import Section
from tests.factories import sites

pytestmark = pytest.mark.django_db


def test_draft_is_settled_before_submission_or_by_another_who_saves_after_it() -> None:
    app = sites.complete()
    by, other = (sites.staff(app.organization) for _ in range(2))
    assert unsettled(app) == {}
    services.keep_draft(app, by=by, section=Section.UNIT, typed="{}", base=0, problems=2)
    sentence = f"{by.name}填写的内容有2处不正确，改正并保存后才写入申请表。"
    assert {section: [str(each) for each in found] for section, found in unsettled(app).items()} == {
        Section.UNIT: [sentence]
    }
    with pytest.raises(Refused, match="有2处不正确"):
        steps.submit(app, by=by)
    services.save_fields(app, by=other, section=Section.UNIT, values={"responsible": "王芳"})
    assert unsettled(app) == {}
    assert steps.submit(app, by=by).status == "submitted"
