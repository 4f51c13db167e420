"""Every clause has code that enforces it and a test that proves it, and the registers in docs/ say so."""

import pytest
from django.core.management import call_command


@pytest.mark.parametrize("command", ["clause_map", "state_map", "role_map"])
def test_register_is_complete_and_fresh(command):
    call_command(command, check=True)
