"""Mounted at /sites/violations/."""

from django.urls import path

from sites.oversight.violations import views

app_name = "violations"
urlpatterns = [
    path("", views.ViolationList.as_view(), name="list"),
    path("new/", views.ViolationNew.as_view(), name="new"),
    path("<uuid:uid>/", views.ViolationRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.ViolationStep.as_view(), name="step"),
]
