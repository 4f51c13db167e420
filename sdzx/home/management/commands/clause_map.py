"""`manage.py clause_map [--check]`: docs/clauses.md, the register of clauses, code and tests."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdzx.home import registers


class Command(BaseCommand):
    help = "生成docs/clauses.md：每一条规定由哪些代码执行、哪些测试证明；--check 时有缺漏或文件过期即失败。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        text, lacking = registers.clause_map(settings.BASE_DIR / "tests")
        same = registers.keep(settings.BASE_DIR / "docs" / "clauses.md", text, check=options["check"])
        if options["check"] and not same:
            lacking.append("docs/clauses.md is stale: run `manage.py clause_map`")
        for sentence in lacking:
            self.stderr.write(sentence)
        if options["check"] and lacking:
            raise CommandError(f"{len(lacking)} faults")
        self.stdout.write("docs/clauses.md")
