"""`manage.py demo`: the province in miniature, made once; a second run makes what is missing. `--accounts` tells them."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from sdzx.demo import accounts, province, shortcuts, states


def make_city(code: str) -> str:
    """In a process of its own: a connection of its own."""
    shortcuts.unhurried_commits()
    province.city(code, province.FULL)
    return code


class Command(BaseCommand):
    help = "建立演示数据（一个省、十六个市，截至今天的三个月业务）；重复运行只补缺少的城市。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="只显示演示账号")
        parser.add_argument(
            "--part", choices=["frame", "first", "others"], help="只建立一部分：省中心和目录、第一个城市、其余城市"
        )
        parser.add_argument("--cities", type=int, default=province.FULL.cities, help="只建立前几个城市")
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4), help="同时建立几个城市")

    def handle(self, *args: Any, **options: Any) -> None:
        scale = replace(province.FULL, cities=options["cities"])
        if options["part"]:
            self.make_part(options["part"], scale, options["processes"])
            return
        if not options["accounts"]:
            self.make(scale, options["processes"])
        self.stdout.write(accounts.table())

    def make_part(self, part: str, scale: province.Scale, processes: int) -> None:
        """For `make demo`, which opens the portal when the first city is whole."""
        province.frame()
        missing = province.missing(scale) if part != "frame" else []
        wanted = [code for code in missing if (code == province.FIRST) == (part == "first")]
        if part == "others":
            os.nice(10)  # the portal is open by now
        self.make_cities(wanted, processes)

    def make_cities(self, codes: list[str], processes: int) -> None:
        """Several at a time; each says when it is done."""
        connections.close_all()
        with ProcessPoolExecutor(max_workers=processes) as pool:
            for code in pool.map(make_city, codes):
                self.stdout.write(f"{code} 完成")

    def make(self, scale: province.Scale, processes: int) -> None:
        """Whatever is missing, then a count of every state. CommandError when a state has no record."""
        province.frame()
        self.make_cities(province.missing(scale), processes)
        for flow, held in states.counts().items():
            self.stdout.write(f"{flow}: " + "，".join(f"{state} {count}" for state, count in held.items()))
        if lacking := states.lacking():
            raise CommandError(f"演示数据缺少这些状态：{'、'.join(lacking)}")
