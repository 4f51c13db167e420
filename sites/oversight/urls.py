"""Mounted at /sites/exits/."""

from django.urls import path

from sites.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.ExitList.as_view(), name="list"),
    path("public/", views.public_list, name="public"),
    path("new/", views.ExitNew.as_view(), name="new"),
    path("<uuid:uid>/", views.ExitRecord.as_view(), name="record"),
    path("<uuid:uid>/pdf/", views.decision, name="decision"),
    path("<uuid:uid>/<slug:verb>/", views.ExitStep.as_view(), name="step"),
]
