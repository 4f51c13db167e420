"""Cases whose contents the tests decide."""

import pytest

from sdzx.archive import registry
from sdzx.archive.models import Case
from sdzx.archive.registry import Contents, Requirement

MINUTES = Requirement("minutes", "会议纪要", "档案管理")
VIDEO = Requirement("video", "考核全程视频", "考点", video=True)
NOTE = Requirement("note", "情况说明", "考点", required=False)


@pytest.fixture(autouse=True)
def _contents(monkeypatch):
    """Every kind of case must hold minutes and a video, and may hold a note."""
    contents = Contents(requirements=lambda subject: (MINUTES, VIDEO, NOTE), subject=lambda case: case.organization)
    monkeypatch.setattr(registry, "_contents", dict.fromkeys(Case.Kind.values, contents))
