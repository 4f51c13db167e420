import pytest
from django.core import checks

from sdzx.documents import apps, fonts


def test_system_check_warns_of_each_missing_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "check_fonts", lambda: ["缺少甲。", "缺少乙。"])
    assert apps.fonts_installed(None) == [
        checks.Warning("缺少甲。", id="documents.W001"),
        checks.Warning("缺少乙。", id="documents.W001"),
    ]


def test_system_check_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SUBSETTERS", ("no-such-library.so",))
    assert "documents.W001" in [message.id for message in checks.run_checks()]
