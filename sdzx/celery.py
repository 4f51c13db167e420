"""The Celery application. Tasks live in each slice's tasks.py; the schedule in schedule.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdzx.settings")

app = Celery("sdzx")
app.config_from_object("django.conf:settings", namespace="CELERY")


def task_packages() -> list[str]:
    """Every package that may have a tasks module: the apps and the slices inside them."""
    from django.conf import settings

    slices = [f"{app_name}.{name}" for app_name, names in settings.SLICES.items() for name in names]
    return [name for name in settings.INSTALLED_APPS if name.startswith("sdzx.")] + slices


app.autodiscover_tasks(task_packages)
