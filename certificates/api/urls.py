"""Mounted at /certificates/keys/. The interface itself is mounted at /api/v1/ (certificates/api/interface.py)."""

from django.urls import path

from certificates.api import views

app_name = "api_keys"
urlpatterns = [
    path("", views.KeyList.as_view(), name="list"),
    path("new/", views.KeyNew.as_view(), name="new"),
    path("<uuid:uid>/", views.KeyRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.KeyStep.as_view(), name="step"),
]
