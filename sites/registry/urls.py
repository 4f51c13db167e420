"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "registry"
urlpatterns: list[URLPattern] = []
