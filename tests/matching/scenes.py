"""Short ways, through the pages, to a published need, a published offer and an introduction."""

from typing import Any

from django.test import Client
from tests.factories import OrganisationFactory

PROBLEM = "We lose track of the people we help: every colleague keeps a notebook, and nobody finds anything."
OFFER = "We install case files with you and leave when two of you can run them without us."
NEED_ANSWERS = {
    "title": {"title": "We lose track of people"},
    "help": {"help": "project"},
    "place": {"language": "en", "remote": "yes"},
    "audience": {"visibility": "members"},
}
OFFER_ANSWERS = {
    "title": {"title": "Case files, with you"},
    "help": {"help": ["project", "session"]},
    "place": {"language": "en", "remote": "yes"},
    "audience": {"visibility": "members"},
}


def six_homes(draw: Any, role: str) -> list[Any]:
    """Organisations with facts of every kind, for postings to belong to."""
    homes = []
    for number in range(6):
        facts = draw.organisation()
        kept = {name: facts[name] for name in ("country", "latitude", "longitude", "languages", "sdgs", "values")}
        homes.append(OrganisationFactory(slug=f"home-{number}", name=f"Home {number}", roles=[role], **kept))
    return homes


def draft(browser: Client, kind: str = "needs", **answers: dict) -> str:
    """Begin a draft and answer its questions; return its reference."""
    first = {"problem": PROBLEM} if kind == "needs" else {"text": OFFER}
    reference = browser.post(f"/en/{kind}/new/", first).url.split("/")[3]
    for name, values in ((NEED_ANSWERS if kind == "needs" else OFFER_ANSWERS) | answers).items():
        assert browser.post(f"/en/{kind}/{reference}/question/{name}/", values).status_code == 302, name
    return reference


def publish(browser: Client, organisation: str, kind: str = "needs", **answers: dict) -> str:
    """A published need or offer of the organisation with this slug."""
    reference = draft(browser, kind, **answers)
    browser.post(f"/en/{kind}/{reference}/organisation/", {"choice": organisation})
    assert browser.post(f"/en/{kind}/{reference}/publish/").url.endswith("/published/")
    return reference


def introduce(browser: Client, need: str, offer: str, side: str = "need") -> str:
    """Propose an introduction; return its address."""
    address = f"/en/introductions/new/?need={need}&offer={offer}&side={side}"
    return browser.post(address, {"text": "Could we talk next week?"}).url
