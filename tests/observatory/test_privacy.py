"""Nothing in any log says who answered: neither an address nor a token."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.config import Config
from tests.observatory.scenes import begin, survey_of, wave_of

from tandem.observatory.privacy import AccessLog, WithoutTokens

pytestmark = pytest.mark.django_db

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "surveys.md"
PAGES = [
    reverse("answer_start", args=["abc-_9"]),
    reverse("answer", args=["abc-_9", 3]),
    reverse("answer_end", args=["abc-_9"]),
]


def test_what_django_logs_of_a_respondent_s_page_holds_no_token(client, cast, tmp_path, caplog):
    token = begin(client, wave_of(survey_of(cast, tmp_path)))
    caplog.handler.addFilter(WithoutTokens())
    client.get(f"/en/answers/{token}/99/")
    client.get(f"/en/answers/{token}/nowhere/")
    assert "Not Found: /en/answers/…/99/" in caplog.text
    assert token not in caplog.text
    assert not any(hasattr(record, "request") for record in caplog.records)


def test_other_pages_are_logged_as_they_are():
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/en/needs/x/",), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Not Found: /en/needs/x/"


def test_every_handler_of_a_place_has_the_filter():
    from tandem.config import settings as shipped

    assert all("respondents" in handler["filters"] for handler in shipped.LOGGING["handlers"].values())
    assert settings.LOGGING["filters"] == shipped.LOGGING["filters"]


@pytest.mark.parametrize("path", PAGES)
def test_gunicorn_s_access_log_leaves_respondents_out(path, monkeypatch):
    written = []
    log = AccessLog(Config())
    monkeypatch.setattr(AccessLog.__mro__[1], "access", lambda self, resp, req, environ, time: written.append(environ))
    type(log).access(log, None, None, {"PATH_INFO": path}, None)
    type(log).access(log, None, None, {"PATH_INFO": "/en/needs/"}, None)
    assert [environ["PATH_INFO"] for environ in written] == ["/en/needs/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_documented_pattern_of_a_proxy_fits_the_addresses(path):
    patterns = re.findall(r'"~?(\^/[^"]+)"', DOCUMENTED.read_text(encoding="utf-8"))
    assert len(patterns) == 2
    for pattern in patterns:
        assert re.search(pattern, path)
        assert not re.search(pattern, reverse("observatory"))
