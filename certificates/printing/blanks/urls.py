"""Mounted at /certificates/blanks/."""

from django.urls import path

from certificates.printing.blanks import views

app_name = "blanks"
urlpatterns = [
    path("", views.BlankBook.as_view(), name="list"),
    path("receive/", views.Receive.as_view(), name="receive"),
    path("spoil/", views.Spoil.as_view(), name="spoil"),
    path("destroy/", views.Destroy.as_view(), name="destroy"),
    path("count/", views.CountStock.as_view(), name="count"),
]
