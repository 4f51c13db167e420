"""Addresses of the public lookup."""

from django.urls import path

from certificates.lookup import views
from sdzx.accounts.throttle import throttled

app_name = "lookup"
urlpatterns = [
    path("", throttled(views.lookup, "lookup", 30, 60), name="lookup"),
    path("file/", throttled(views.file, "lookup-file", 10, 60), name="file"),
    path("photo/<str:token>/", throttled(views.photo, "lookup-photo", 120, 60, methods=("GET",)), name="photo"),
    path("v/<str:code>/", throttled(views.verify, "verify", 60, 60, methods=("GET",)), name="verify"),
]
