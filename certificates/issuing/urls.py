"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "issuing"
urlpatterns: list[URLPattern] = []
