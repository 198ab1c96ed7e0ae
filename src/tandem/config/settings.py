"""Settings, all from the environment (docs/settings.md lists every name).

Nothing secret has a default: `tandem demo` and `tandem setup` make what is missing.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from tandem.ui import languages
from tandem.ui.environment import data_folder, flag, names

DATA = data_folder()
DEMO = flag("TANDEM_DEMO")
DEBUG = flag("TANDEM_DEBUG")

SECRET_FILE = DATA / ("demo" if DEMO else "") / "secret-key"


def _secret_key() -> str:
    if os.environ.get("TANDEM_SECRET_KEY"):
        return os.environ["TANDEM_SECRET_KEY"]
    if SECRET_FILE.exists():
        return SECRET_FILE.read_text().strip()
    raise ImproperlyConfigured("No secret key yet. Run: ./tandem setup (or set TANDEM_SECRET_KEY)")


SECRET_KEY = _secret_key()
ADDRESS = os.environ.get("TANDEM_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = names("TANDEM_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    "tandem.config.apps.ConfigConfig",
    "tandem.observatory",
    "tandem.cooperation",
    "tandem.matching",
    "tandem.diagnosis",
    "tandem.guide",
    "tandem.directory",
    "tandem.competences",
    "tandem.questionnaires",
    "tandem.accounts",
    "tandem.journal",
    "tandem.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tandem.accounts.middleware.StewardsProveTwice",
    "tandem.ui.middleware.ContentPolicy",
    "tandem.directory.middleware.CurrentOrganisation",
    "tandem.directory.middleware.KeptOut",
]

ROOT_URLCONF = "tandem.config.urls"
WSGI_APPLICATION = "tandem.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tandem.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tandem.ui.templatetags.tandem",
                "tandem.competences.templatetags.labels",
            ],
        },
    }
]
FORM_RENDERER = "tandem.ui.forms.Renderer"

# One file next to the code by default; PostgreSQL when DATABASE_URL says so.
SQLITE = DATA / ("demo" if DEMO else "") / "tandem.sqlite3"
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{SQLITE}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
INDEX_FOLDER = DATA / ("demo" if DEMO else "") / "index"
MAIL_FOLDER = DATA / ("demo" if DEMO else "") / "mail"
# Files that people send: no address leads here, views hand them out (ui/uploads.py).
UPLOADS_FOLDER = DATA / ("demo" if DEMO else "") / "files"

# Work after the request. The demo has no worker beside it, so it works at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if DEMO or flag("TANDEM_TASKS_AT_ONCE")
        else "django_tasks_db.DatabaseBackend",
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tandem.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "tandem.accounts.forms.LoginForm",
    "signup": "tandem.accounts.forms.SignupForm",
    "request_login_code": "tandem.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "tandem.accounts.forms.LoginCodeForm",
    "confirm_email_verification_code": "tandem.accounts.forms.EmailCodeForm",
    "reset_password": "tandem.accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "tandem.accounts.forms.ResetCodeForm",
    "reset_password_from_key": "tandem.accounts.forms.NewPasswordForm",
    "change_password": "tandem.accounts.forms.ChangePasswordForm",
    "add_email": "tandem.accounts.forms.ChangeEmailForm",
    "reauthenticate": "tandem.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
# Half an hour: an e-mail can be slow to come, and so can its reader.
ACCOUNT_CODE_LASTS = 30 * 60
ACCOUNT_LOGIN_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_CODE_LASTS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_CODE_LASTS
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
# A passkey alone signs in; it, or an app that shows codes, is also what a steward needs beside the password.
MFA_ADAPTER = "tandem.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tandem"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "tandem.accounts.forms.SecondFactorForm",
    "reauthenticate": "tandem.accounts.forms.ConfirmWithCodeForm",
    "activate_totp": "tandem.accounts.forms.AuthenticatorAppForm",
    "add_webauthn": "tandem.accounts.forms.PasskeyForm",
    "edit_webauthn": "tandem.accounts.forms.PasskeyNameForm",
}
# Sign-in with an account that people have elsewhere: one OpenID Connect server, when it is named.
OPENID_SERVER = os.environ.get("TANDEM_OPENID_SERVER", "").rstrip("/")
OPENID_NAME = os.environ.get("TANDEM_OPENID_NAME", "") or urlsplit(OPENID_SERVER).hostname or ""
SOCIALACCOUNT_ADAPTER = "tandem.accounts.adapter.OpenIDAdapter"
SOCIALACCOUNT_FORMS = {"signup": "tandem.accounts.forms.OpenIDSignupForm"}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "openid",
                "name": OPENID_NAME,
                "client_id": os.environ.get("TANDEM_OPENID_CLIENT", ""),
                "secret": os.environ.get("TANDEM_OPENID_SECRET", ""),
                "settings": {"server_url": OPENID_SERVER},
            }
        ]
        if OPENID_SERVER
        else [],
    }
}
# As many codes for one address as allauth's "1/10s/key" allows in half a minute, but a form sent twice at once passes.
# Reports need no account: from one visitor, and with a receipt to one address, so many in an hour.
ACCOUNT_RATE_LIMITS = {"confirm_email": "3/30s/key", "report": "12/h/ip", "receipt": "4/h/key"}

# Counts of attempts are shared by all web processes; the table is made by `migrate` (docs/decisions/0004).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tandem_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Attempts are counted by visitor, not by proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("TANDEM_BEHIND_PROXY") else 0

CSRF_FAILURE_VIEW = "tandem.config.views.stale_form"

# E-mail: to a folder in the demo, to the server that TANDEM_SMTP_… names elsewhere.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if DEMO or not os.environ.get("TANDEM_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
EMAIL_HOST = os.environ.get("TANDEM_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("TANDEM_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TANDEM_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TANDEM_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TANDEM_FROM_EMAIL", "tandem@example.org")

# Who runs this installation: shown on every page ("help from a person") and in the legal notice.
OPERATOR = os.environ.get("TANDEM_OPERATOR", "")
OPERATOR_ADDRESS = os.environ.get("TANDEM_OPERATOR_ADDRESS", "")
HOSTED_BY = os.environ.get("TANDEM_HOSTED_BY", "")
HELP_NAME = os.environ.get("TANDEM_HELP_NAME", "")
HELP_EMAIL = os.environ.get("TANDEM_HELP_EMAIL", "")

LANGUAGE_CODE = "en"
LANGUAGES = languages.choices()
_ROOMS = Path(__file__).resolve().parent.parent
LOCALE_PATHS = [_ROOMS / room / "locale" for room in ("config", "cli", "survey_files", "domain")]
USE_I18N = True
FORMAT_MODULE_PATH = "tandem.ui.formats"
USE_TZ = True
TIME_ZONE = os.environ.get("TANDEM_TIME_ZONE", "Europe/Paris")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_ADDRESS = ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_ADDRESS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_ADDRESS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TANDEM_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Pages of survey respondents leave neither address nor token behind (docs/surveys.md).
    "filters": {"respondents": {"()": "tandem.observatory.privacy.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["respondents"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
