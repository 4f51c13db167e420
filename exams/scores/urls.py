"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "scores"
urlpatterns: list[URLPattern] = []
