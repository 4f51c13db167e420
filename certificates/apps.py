"""Certificates: numbering, issuing, printing, lookup (clause 4.5)."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
