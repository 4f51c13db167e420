"""Mounted at /archive/."""

from django.urls import path

from sdzx.archive import views

app_name = "archive"
urlpatterns = [
    path("", views.CaseList.as_view(), name="list"),
    path("<uuid:uid>/", views.CaseRecord.as_view(), name="record"),
    path("<uuid:uid>/upload/<slug:kind>/", views.UploadView.as_view(), name="upload"),
    path("<uuid:uid>/hold/", views.HoldView.as_view(), name="hold"),
    path("<uuid:uid>/holds/<int:pk>/release/", views.ReleaseView.as_view(), name="release"),
    path("<uuid:uid>/documents/<slug:kind>/", views.DocumentView.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.CaseStep.as_view(), name="step"),
]
