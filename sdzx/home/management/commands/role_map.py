"""`manage.py role_map [--check]`: docs/roles.md, the grants of every role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdzx.home import registers


class Command(BaseCommand):
    help = "生成docs/roles.md：每种身份的权限；--check 时文件过期即失败。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        same = registers.keep(settings.BASE_DIR / "docs" / "roles.md", registers.role_map(), check=options["check"])
        if options["check"] and not same:
            raise CommandError("docs/roles.md is stale: run `manage.py role_map`")
        self.stdout.write("docs/roles.md")
