"""Addresses of the public lookup."""

from django.urls import path

from certificates.lookup import views

app_name = "lookup"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("v/<str:code>/", views.verify, name="verify"),
]
