"""What the slices tell the registries of the house."""

import pytest

from sdzx.archive import registry
from sdzx.archive.models import Case
from sdzx.archive.registry import Requirement


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("kind", Case.Kind.values)
def test_every_kind_of_case_has_its_list_of_contents(kind):
    assert isinstance(registry.contents_of(Case(kind=kind)), registry.Contents)


@pytest.mark.clause("5.2")
def test_sessions_keep_their_video():
    wanted: list[Requirement] = list(registry.contents_of(Case(kind=Case.Kind.SESSION)).requirements(None))
    assert [each.label for each in wanted if each.video] != []
