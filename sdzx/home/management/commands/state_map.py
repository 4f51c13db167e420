"""`manage.py state_map [--check]`: docs/states.md, every flow as a table and a diagram."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdzx.home import registers


class Command(BaseCommand):
    help = "生成docs/states.md：全部流程的状态与步骤；--check 时文件过期即失败。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        same = registers.keep(settings.BASE_DIR / "docs" / "states.md", registers.state_map(), check=options["check"])
        if options["check"] and not same:
            raise CommandError("docs/states.md is stale: run `manage.py state_map`")
        self.stdout.write("docs/states.md")
