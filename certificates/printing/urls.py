"""Mounted at /certificates/, before those of issuing: its step address for printing leads here."""

from django.urls import path

from certificates.printing import ledger, views

app_name = "printing"
urlpatterns = [
    path("prints/", views.BatchList.as_view(), name="list"),
    path("prints/new/", views.BatchNew.as_view(), name="new"),
    path("prints/ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("prints/sheets/<int:pk>.pdf", views.Sheet.as_view(), name="sheet"),
    path("prints/of-session/<uuid:uid>/", views.OfSession.as_view(), name="of-session"),
    path("prints/<uuid:uid>/", views.BatchRecord.as_view(), name="record"),
    path("prints/<uuid:uid>/progress/", views.Progress.as_view(), name="progress"),
    path("prints/<uuid:uid>/sheets.pdf", views.Document.as_view(), name="document"),
    path("prints/<uuid:uid>/spoil/", views.Spoil.as_view(), name="spoil"),
    path("prints/<uuid:uid>/<slug:verb>/", views.BatchStep.as_view(), name="step"),
    path("<uuid:uid>/print/", ledger.PrintOne.as_view(), name="print"),
    path("<uuid:uid>/reprint/", ledger.Reprint.as_view(), name="reprint"),
]
