"""`manage.py verify_trail`: exit 0 when every chain and seal of the trace holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sdzx.audit import chain
from sdzx.audit.models import Entry, Seal


class Command(BaseCommand):
    help = "校验全部留痕：逐条散列、逐链相连、逐个封签；有一处不符即失败。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = chain.verify()
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"留痕校验未通过：{len(found)}处不符。")
        last = Seal.objects.order_by("-id").first()
        head = f"，最近封签 {last.digest}（截至第{last.last_entry}条）" if last else "，尚无封签"
        self.stdout.write(f"留痕校验通过：{Entry.objects.count()}条{head}。")
