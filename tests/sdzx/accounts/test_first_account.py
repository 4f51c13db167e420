"""`manage.py first_account`."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_first_account_signs_in_once_and_must_change_the_password(rf):
    out = io.StringIO()
    call_command("first_account", "admin", "张管理", "13800001234", stdout=out)
    password = out.getvalue().split("初始密码 ")[1].split("（")[0]
    person = authenticate(rf.get("/"), username="admin", password=password)
    assert person.must_change_password
    assert Membership.objects.get().role == Role.ADMIN


def test_first_account_only_once():
    call_command("first_account", "admin", "张管理", "13800001234", stdout=io.StringIO())
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("first_account", "other", "李管理", "13800001235")


def test_first_account_bad_input_is_told():
    with pytest.raises(CommandError, match="手机"):
        call_command("first_account", "admin", "张管理", "123")
    assert not User.objects.exists()
