"""One's own pages, and those of allauth that Tandem uses: what is not listed here has no address."""

from allauth.account import views as allauth
from django.urls import path

from tandem.accounts import views
from tandem.accounts.views import keeping_next
from tandem.ui.access import public, signed_in

urlpatterns = [
    path("", views.account, name="account"),
    path("details/", views.details, name="account_details"),
    path("e-mails/", views.letters, name="account_letters"),
    path("data/", views.data, name="account_data"),
    path("signup/", public(keeping_next(allauth.signup)), name="account_signup"),
    path("confirm-email/", public(allauth.email_verification_sent), name="account_email_verification_sent"),
    path("login/", public(keeping_next(allauth.login)), name="account_login"),
    path("login/code/", public(keeping_next(allauth.request_login_code)), name="account_request_login_code"),
    path("login/code/confirm/", public(allauth.confirm_login_code), name="account_confirm_login_code"),
    path("logout/", public(allauth.logout), name="account_logout"),
    path("inactive/", public(allauth.account_inactive), name="account_inactive"),
    path("email/", signed_in(allauth.email), name="account_email"),
    path("reauthenticate/", signed_in(allauth.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(allauth.password_change), name="account_change_password"),
    path("password/set/", views.first_password, name="account_set_password"),
    path("password/reset/", public(keeping_next(allauth.password_reset)), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        public(allauth.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", public(allauth.complete_password_reset), name="account_complete_password_reset"),
    path("password/reset/done/", public(allauth.password_reset_from_key_done), name="account_password_reset_completed"),
]
