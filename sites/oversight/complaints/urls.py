"""Mounted at /sites/complaints/."""

from django.urls import path

from sdzx.accounts.throttle import throttled
from sites.oversight.complaints import public, views

app_name = "complaints"
urlpatterns = [
    path("", views.ComplaintList.as_view(), name="list"),
    path("file/", throttled(public.FileView.as_view(), "complaint", 20, 3600), name="file"),
    path("slip/", throttled(public.slip, "complaint-slip", 20, 3600), name="slip"),
    path("follow/", throttled(public.follow, "complaint-follow", 20, 600), name="follow"),
    path("<uuid:uid>/", views.ComplaintRecord.as_view(), name="record"),
    path("<uuid:uid>/transfer/", views.ComplaintTransfer.as_view(), name="transfer"),
    path("<uuid:uid>/contact/", views.ComplaintContact.as_view(), name="contact"),
    path("<uuid:uid>/<slug:verb>/", views.ComplaintStep.as_view(), name="step"),
]
