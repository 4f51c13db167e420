"""Mounted at /inbox/."""

from django.urls import path

from sdzx.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.InboxView.as_view(), name="inbox"),
    path("read/", views.ReadAllView.as_view(), name="read-all"),
    path("outbox/", views.OutboxView.as_view(), name="outbox"),
    path("<uuid:uid>/", views.OpenView.as_view(), name="open"),
]
