"""Mounted at /certificates/, before those of issuing: its step addresses for handing out lead here."""

from django.urls import path

from certificates.handing import views

app_name = "handing"
urlpatterns = [
    path("hand-outs/", views.HandOutList.as_view(), name="list"),
    path("hand-outs/new/", views.HandOutNew.as_view(), name="new"),
    path("hand-outs/<uuid:uid>/", views.HandOutRecord.as_view(), name="record"),
    path("hand-outs/<uuid:uid>/sheet.pdf", views.Sheet.as_view(), name="sheet"),
    path("hand-outs/<uuid:uid>/scan/", views.Scan.as_view(), name="scan"),
    path("<uuid:uid>/hand_out/", views.HandOutNew.as_view(), name="hand_out"),
    path("<uuid:uid>/take_back/", views.TakeBack.as_view(), name="take_back"),
]
