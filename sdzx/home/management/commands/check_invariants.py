"""`manage.py check_invariants`: exit 0 when numbers, places, sheets and the archive agree with each other."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sdzx.home import invariants


class Command(BaseCommand):
    help = "核对证书编号、名额、场次与成绩、案卷内容是否一致；有一处不一致即失败。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = invariants.violations()
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)}处不一致。")
        self.stdout.write(f"{len(invariants.CHECKS)}项核对全部一致。")
