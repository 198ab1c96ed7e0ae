"""One's own pages, and those of allauth that Tandem uses: what is not listed here has no address."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as openid
from django.urls import path
from django.views.decorators.cache import never_cache

from tandem.accounts import views
from tandem.accounts.views import keeping_next
from tandem.ui.access import public, signed_in

urlpatterns = [
    path("", views.account, name="account"),
    path("details/", views.details, name="account_details"),
    path("e-mails/", views.letters, name="account_letters"),
    path("e-mails/stop/<str:key>/", views.stop_letters, name="account_letters_stop"),
    path("leave/", views.leave, name="account_leave"),
    path("data/", views.data, name="account_data"),
    path("signup/", public(keeping_next(allauth.signup)), name="account_signup"),
    path("confirm-email/", public(allauth.email_verification_sent), name="account_email_verification_sent"),
    path("login/", public(keeping_next(allauth.login)), name="account_login"),
    path("login/code/", public(keeping_next(allauth.request_login_code)), name="account_request_login_code"),
    path("login/code/confirm/", public(allauth.confirm_login_code), name="account_confirm_login_code"),
    path("login/second-factor/", views.second_factor, name="mfa_authenticate"),
    path("login/passkey/", public(keeping_next(webauthn.login_webauthn)), name="mfa_login_webauthn"),
    path("login/elsewhere/", public(openid.signup), name="socialaccount_signup"),
    path("login/elsewhere/cancelled/", public(openid.login_cancelled), name="socialaccount_login_cancelled"),
    path("login/elsewhere/failed/", public(openid.login_error), name="socialaccount_login_error"),
    path("logout/", public(allauth.logout), name="account_logout"),
    path("inactive/", public(allauth.account_inactive), name="account_inactive"),
    path("email/", views.change_address, name="account_email"),
    path("email/present/", views.present_address, name="account_email_present"),
    path("reauthenticate/", signed_in(allauth.reauthenticate), name="account_reauthenticate"),
    path("reauthenticate/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", views.confirm_with_passkey, name="mfa_reauthenticate_webauthn"),
    path("ways-in/", views.ways_in, name="mfa_index"),
    path("ways-in/passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("ways-in/passkeys/<int:pk>/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("ways-in/passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("ways-in/app/", signed_in(never_cache(totp.activate_totp)), name="mfa_activate_totp"),
    path("ways-in/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "ways-in/recovery-codes/",
        signed_in(never_cache(recovery.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "ways-in/recovery-codes/new/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "ways-in/recovery-codes/file/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("ways-in/elsewhere/", views.elsewhere, name="socialaccount_connections"),
    path("sessions/", views.sessions, name="account_sessions"),
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
