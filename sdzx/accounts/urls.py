"""Mounted at /accounts/."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from sdzx.accounts.throttle import throttled
from sdzx.accounts.views import entry, members, profile, signup

app_name = "accounts"
urlpatterns = [
    path("sign-in/", throttled(entry.SignInView.as_view(), "sign-in", 100, 300), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("switch/", entry.switch, name="switch"),
    path("sign-up/", signup.choose, name="sign-up"),
    path("sign-up/person/", throttled(signup.PersonView.as_view(), "sign-up", 60, 3600), name="sign-up-person"),
    path("sign-up/unit/", throttled(signup.OrganizationView.as_view(), "sign-up", 60, 3600), name="sign-up-unit"),
    path("privacy/", signup.privacy, name="privacy"),
    path("me/", profile.MeView.as_view(), name="me"),
    path("me/contact/", profile.ContactView.as_view(), name="contact"),
    path("me/password/", entry.PasswordView.as_view(), name="password"),
    path("reset/", throttled(entry.ResetView.as_view(), "reset", 20, 3600), name="reset"),
    path("reset/sent/", entry.ResetSentView.as_view(), name="reset-sent"),
    path("reset/<str:uidb64>/<str:token>/", entry.ResetConfirmView.as_view(), name="reset-confirm"),
    path("members/", members.MembersView.as_view(), name="members"),
    path("members/new/", members.MemberAddView.as_view(), name="member-add"),
    path("members/<int:pk>/end/", members.MemberEndView.as_view(), name="member-end"),
    path("centers/", members.CentersView.as_view(), name="centers"),
    path("centers/<str:code>/", members.CenterView.as_view(), name="center"),
    path("policy/", members.PolicyView.as_view(), name="policy"),
]
