"""Addresses of the registers."""

from django.urls import include, path

from sdzx.accounts.throttle import throttled
from sdzx.personnel.views import cards, development, people, qualifications, register

app_name = "personnel"
_qualifications = (
    [
        path("new/<uuid:uid>/", qualifications.QualificationNew.as_view(), name="new"),
        path("<uuid:uid>/", qualifications.QualificationRecord.as_view(), name="record"),
        path("<uuid:uid>/assessment/", development.AssessmentNew.as_view(), name="assess"),
        path("<uuid:uid>/card/", cards.Cards.as_view(), name="card"),
        path("<uuid:uid>/edit/", qualifications.QualificationEdit.as_view(), name="edit"),
        path("<uuid:uid>/<slug:verb>/", qualifications.QualificationStep.as_view(), name="step"),
    ],
    "qualifications",
)
urlpatterns = [
    path("", qualifications.QualificationList.as_view(), name="list"),
    path("people/", people.PersonList.as_view(), name="people"),
    path("new/", people.PersonNew.as_view(), name="new"),
    path("template/", register.RegisterTemplate.as_view(), name="template"),
    path("export/", register.RegisterExport.as_view(), name="export"),
    path("import/", register.RegisterImport.as_view(), name="import"),
    path("cards/", cards.Cards.as_view(), name="cards"),
    path("cards/<str:code>/", throttled(cards.verify, "card", 60, 60, methods=("GET",)), name="card"),
    path("qualifications/", include(_qualifications)),
    path("<uuid:uid>/", people.PersonRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", people.PersonEdit.as_view(), name="edit"),
    path("<uuid:uid>/account/", people.AccountOpen.as_view(), name="account"),
    path("<uuid:uid>/trainings/new/", development.TrainingNew.as_view(), name="train"),
    path("<uuid:uid>/trainings/<int:number>/remove/", development.TrainingRemove.as_view(), name="untrain"),
    path("<uuid:uid>/recusals/new/", people.RecusalNew.as_view(), name="recuse"),
    path("<uuid:uid>/recusals/<int:number>/end/", people.RecusalEnd.as_view(), name="end_recusal"),
]
