"""`manage.py first_account`: the first system administrator, who then adds everybody else in the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.accounts.services import add_member
from sdzx.workflow import Refused


class Command(BaseCommand):
    help = "建立第一个系统管理员账号，并显示一次性的初始密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="登录名")
        parser.add_argument("name", help="姓名")
        parser.add_argument("phone", help="手机号码")

    def handle(self, *args: Any, **options: Any) -> None:
        if Membership.objects.filter(role=Role.ADMIN, is_active=True).exists():
            raise CommandError("已有系统管理员，请由其在系统中添加账号。")
        try:
            _, password = add_member(
                by=Actor(Role.ADMIN),
                username=options["username"],
                name=options["name"],
                phone=options["phone"],
                role=Role.ADMIN,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"登录名 {options['username']}，初始密码 {password}（首次登录须修改）。")
