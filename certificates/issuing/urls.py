"""Addresses of certificates."""

from django.urls import include, path

from certificates.issuing import views
from certificates.issuing.patterns.views import VoidRegister

app_name = "issuing"
urlpatterns = [
    path("", views.CertificateTable.as_view(), name="list"),
    path("patterns/", include("certificates.issuing.patterns.urls")),
    path("void-numbers/", VoidRegister.as_view(), name="void_numbers"),
    path("sessions/<uuid:uid>/", views.SessionCertificates.as_view(), name="session"),
    path("sessions/<uuid:uid>/<slug:kind>.pdf", views.SessionCertificates.as_view(), name="session_document"),
    path("<uuid:uid>/", views.CertificateRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.CertificateStep.as_view(), name="step"),
]
