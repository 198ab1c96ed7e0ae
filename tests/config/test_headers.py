"""What every answer says to the browser, and what cookies say of themselves."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db

PAGES = ["/en/", "/fr/account/login/", "/en/organisations/", "/en/does-not-exist/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_allows_nothing_inline_and_nothing_from_elsewhere(client, page):
    policy = client.get(page).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_read_as_what_it_is_in_no_frame_and_tells_no_other_site_where_one_was(client, page):
    headers = client.get(page).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_of_an_account_are_kept_by_no_cache(cast):
    for page in ("", "ways-in/", "sessions/", "data/"):
        said = cast.client("alice").get(f"/en/account/{page}").headers["Cache-Control"]
        assert "no-store" in said or "private" in said, page


def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites(client):
    client.post("/en/account/login/code/", {"email": "nobody@example.org"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_behind_https_cookies_and_visits_stay_encrypted(tmp_path):
    """The settings are read when the program starts: a process of its own reads them."""
    show = (
        "from tandem.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG)"
    )
    environment = {
        "PYTHONPATH": "src",
        "TANDEM_DATA": str(tmp_path),
        "TANDEM_SECRET_KEY": "only for this test",
        "TANDEM_ADDRESS": "https://tandem.example.org",
    }
    done = subprocess.run([sys.executable, "-c", show], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True", "False"]
