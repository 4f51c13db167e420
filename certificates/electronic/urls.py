"""Addresses of electronic certificates; `uid` is the certificate's."""

from django.urls import path

from certificates.electronic import views

app_name = "electronic"
urlpatterns = [
    path("copies/", views.CopyTable.as_view(), name="copies"),
    path("<uuid:uid>/", views.ElectronicRecord.as_view(), name="record"),
    path("<uuid:uid>/make/", views.Make.as_view(), name="make"),
    path("<uuid:uid>/copy/", views.TakeCopy.as_view(), name="copy"),
    path("<uuid:uid>/reissue/", views.Reissue.as_view(), name="reissue"),
]
