"""The composition root: it tells the registries of sdzx what the slices bring."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings


class HomeConfig(AppConfig):
    name = "sdzx.home"
    label = "home"

    def ready(self) -> None:
        import_module("sdzx.celery")  # else `.delay()` finds no application, and so no broker
        from sdzx.home import worklist

        packages = [f"{app}.{name}" for app, names in settings.SLICES.items() for name in names]
        packages += [name for name in settings.INSTALLED_APPS if name.startswith("sdzx.")]
        for package in packages:
            if package != "sdzx.home" and find_spec(f"{package}.worklist"):
                worklist.register(import_module(f"{package}.worklist").waiting)
            if find_spec(f"{package}.plugins"):
                import_module(f"{package}.plugins").register()
