"""Addresses of the registers."""

from django.urls import include, path

from sdzx.personnel.views import people, qualifications

app_name = "personnel"
_qualifications = (
    [
        path("new/<uuid:uid>/", qualifications.QualificationNew.as_view(), name="new"),
        path("<uuid:uid>/", qualifications.QualificationRecord.as_view(), name="record"),
        path("<uuid:uid>/edit/", qualifications.QualificationEdit.as_view(), name="edit"),
        path("<uuid:uid>/<slug:verb>/", qualifications.QualificationStep.as_view(), name="step"),
    ],
    "qualifications",
)
urlpatterns = [
    path("", qualifications.QualificationList.as_view(), name="list"),
    path("people/", people.PersonList.as_view(), name="people"),
    path("new/", people.PersonNew.as_view(), name="new"),
    path("qualifications/", include(_qualifications)),
    path("<uuid:uid>/", people.PersonRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", people.PersonEdit.as_view(), name="edit"),
    path("<uuid:uid>/account/", people.AccountOpen.as_view(), name="account"),
    path("<uuid:uid>/recusals/new/", people.RecusalNew.as_view(), name="recuse"),
    path("<uuid:uid>/recusals/<int:number>/end/", people.RecusalEnd.as_view(), name="end_recusal"),
]
