"""`verify_trail` and the scheduled tasks."""

import io
import logging

import pytest
from django.core.management import CommandError, call_command

from sdzx.accounts.actors import SYSTEM
from sdzx.audit import tasks
from sdzx.audit.services import record
from tests.factories import people
from tests.sdzx.audit.test_chain import tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record(by=SYSTEM, verb="x.y", label="记", subject=people.organization())


def test_verify_trail_of_a_whole_trail(entry):
    out = io.StringIO()
    call_command("verify_trail", stdout=out)
    assert out.getvalue() == "留痕校验通过：1条，尚无封签。\n"
    assert tasks.seal() == 1
    call_command("verify_trail", stdout=out)
    assert f"（截至第{entry.pk}条）。" in out.getvalue()


def test_verify_trail_of_a_changed_trail(entry):
    tamper("UPDATE audit_entry SET ground = 'x' WHERE id = %s", entry.pk)
    err = io.StringIO()
    with pytest.raises(CommandError, match="留痕校验未通过：1处不符") as refusal:
        call_command("verify_trail", stderr=err)
    assert refusal.value.returncode == 1
    assert err.getvalue() == f"accounts.organization/{entry.subject_id} 第1条的内容被改动。\n"


def test_verify_task_logs_every_break(entry, caplog):
    assert tasks.verify() == 0
    tamper("UPDATE audit_entry SET ground = 'x' WHERE id = %s", entry.pk)
    with caplog.at_level(logging.ERROR, "sdzx.audit.tasks"):
        assert tasks.verify() == 1
    assert len(caplog.records) == 1


def test_seal_task_without_anything_new():
    assert tasks.seal() == 0
