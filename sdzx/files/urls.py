"""Mounted at /files/."""

from django.urls import path

from sdzx.files import views

app_name = "files"
urlpatterns = [path("<uuid:uid>/", views.download, name="download")]
