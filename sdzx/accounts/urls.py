"""Mounted at /accounts/."""

from collections.abc import Callable

from django.contrib.auth.views import LogoutView
from django.http import HttpResponseBase
from django.urls import path
from django.views import View
from django.views.decorators.cache import never_cache

from sdzx.accounts.throttle import throttled
from sdzx.accounts.views import consents, entry, members, own, profile, signup, unit

app_name = "accounts"


def open_form(view: type[View], key: str) -> Callable[..., HttpResponseBase]:
    """A form that the public may send, sixty times an hour from one address; it carries a check that holds once."""
    return never_cache(throttled(view.as_view(), key, 60, 3600))


urlpatterns = [
    path("sign-in/", throttled(entry.SignInView.as_view(), "sign-in", 100, 300), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("switch/", entry.switch, name="switch"),
    path("sign-up/", signup.choose, name="sign-up"),
    path("sign-up/person/", open_form(signup.PersonView, "sign-up"), name="sign-up-person"),
    path("sign-up/person/code/", open_form(signup.PersonCodeView, "code"), name="sign-up-person-code"),
    path("sign-up/unit/", open_form(signup.OrganizationView, "sign-up"), name="sign-up-unit"),
    path("sign-up/unit/code/", open_form(signup.OrganizationCodeView, "code"), name="sign-up-unit-code"),
    path("privacy/", consents.privacy, name="privacy"),
    path("privacy/new/", consents.ConsentTextView.as_view(), name="consent-text"),
    path("consent/", consents.ConsentView.as_view(), name="consent"),
    path("me/", profile.MeView.as_view(), name="me"),
    path("me/contact/", profile.ContactView.as_view(), name="contact"),
    path("me/contact/code/", open_form(profile.ContactCodeView, "code"), name="contact-code"),
    path("me/data/", never_cache(own.OwnDataView.as_view()), name="own-data"),
    path("me/data/<str:form>/", never_cache(own.OwnDataFileView.as_view()), name="own-data-file"),
    path("me/erase/", throttled(own.EraseView.as_view(), "erase", 10, 3600), name="erase"),
    path("unit/", unit.UnitView.as_view(), name="unit"),
    path("unit/<int:pk>/", unit.JoinView.as_view(), name="unit-join"),
    path("me/password/", entry.PasswordView.as_view(), name="password"),
    path("reset/", never_cache(throttled(entry.ResetView.as_view(), "reset", 20, 3600)), name="reset"),
    path("reset/sent/", entry.ResetSentView.as_view(), name="reset-sent"),
    path("reset/<str:uidb64>/<str:token>/", entry.ResetConfirmView.as_view(), name="reset-confirm"),
    path("members/", members.MembersView.as_view(), name="members"),
    path("members/new/", members.MemberAddView.as_view(), name="member-add"),
    path("members/<int:pk>/end/", members.MemberEndView.as_view(), name="member-end"),
    path("centers/", members.CentersView.as_view(), name="centers"),
    path("centers/<str:code>/", members.CenterView.as_view(), name="center"),
    path("policy/", members.PolicyView.as_view(), name="policy"),
]
