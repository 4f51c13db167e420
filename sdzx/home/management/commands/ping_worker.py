"""`manage.py ping_worker`: one task to a Celery worker and back."""

from time import monotonic

from celery.exceptions import TimeoutError as NoAnswer
from django.core.management.base import BaseCommand, CommandError

from sdzx.celery import app


class Command(BaseCommand):
    help = "发一个任务给后台工作进程并等它返回，用于健康检查。"

    def add_arguments(self, parser):
        parser.add_argument("--timeout", type=float, default=20.0, help="最多等待的秒数")

    def handle(self, *args, **options):
        began = monotonic()
        # A task that every Celery worker has: it gives back what it was given. Needs CELERY_RESULT_BACKEND.
        sent = app.tasks["celery.accumulate"].apply_async(("pong",), {"index": 0}, ignore_result=False)
        try:
            answer = sent.get(timeout=options["timeout"])
        except NoAnswer:
            raise CommandError("后台工作进程在 {:g} 秒内没有返回。".format(options["timeout"])) from None
        self.stdout.write(f"{answer}: 后台工作进程 {monotonic() - began:.2f} 秒内返回。")
