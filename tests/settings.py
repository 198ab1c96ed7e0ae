"""The real settings in the environment of the tests: work at once, keep nothing, hash quickly."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TANDEM_SECRET_KEY", "only for tests")
os.environ["TANDEM_TASKS_AT_ONCE"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.pop("TANDEM_DEMO", None)

from tandem.config.settings import *  # noqa: F403
from tandem.config.settings import STORAGES
from tandem.ui.catalogues import compile_stale

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = Path(tempfile.gettempdir())
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

compile_stale()
