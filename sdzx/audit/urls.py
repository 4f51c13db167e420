"""Mounted at /trail/."""

from django.urls import path

from sdzx.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.TrailView.as_view(), name="list"),
    path("seals/", views.SealList.as_view(), name="seals"),
    path("verify/", views.VerifyView.as_view(), name="verify"),
    path("<int:uid>/", views.EntryRecord.as_view(), name="record"),
]
