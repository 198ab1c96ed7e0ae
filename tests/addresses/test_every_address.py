"""Every address, by everybody, on what is theirs and what is not: nothing breaks, leaks, or is done without a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from tests.addresses.samples import INVENTED, SAMPLES, SECRET, WITHOUT, World

from tandem.journal.models import Event

#: Who looks, and whether the room of Alice and Dina is theirs; Farah is the supporter of Alice's association.
ROLES = {
    "visitor": False,
    "elio": False,
    "gaelle": False,
    "farah": False,
    "steward": False,
    "chloe": True,
    "bruno": True,
    "alice": True,
    "dina": True,
}
ANSWERS = {200, 302, 400, 401, 403, 404, 405, 410, 429}


def _close(answer) -> None:
    """Close what it streams, and not the database with it, as the end of a real request would."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def addresses() -> list[tuple[str, str, dict[str, str]]]:
    """The pattern, name and converters of every address that has a name."""

    def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str, dict[str, str]]]:
        for entry in resolver.url_patterns:
            pattern = f"{prefix}{entry.pattern}"
            if isinstance(entry, URLPattern):
                kinds = {name: type(one).__name__ for name, one in entry.pattern.converters.items()}
                yield pattern.removeprefix("en/"), entry.name, kinds
            else:
                yield from walk(entry, pattern)

    return list(walk(get_resolver()))


def beginning(pattern: str) -> str | None:
    """The longest beginning of this address that the samples know."""
    known = [start for start in (*SAMPLES, *WITHOUT) if pattern.startswith(start)]
    return max(known, key=len) if known else None


def test_every_address_with_parameters_is_known_to_the_samples():
    unknown = [pattern for pattern, _name, kinds in addresses() if kinds and beginning(pattern) is None]
    assert unknown == [], "say in tests/addresses/samples.py which object these addresses show"


def invented(kinds: dict[str, str]) -> dict[str, Any]:
    converters = {"IntConverter": "int", "StringConverter": "str", "SlugConverter": "slug", "PathConverter": "path"}
    known = {name: converters.get(kind, name) for name, kind in kinds.items()}
    return {name: INVENTED.get(kind, "nothing-here") for name, kind in known.items()}


def addresses_of(world: World) -> dict[str, str]:
    """Each address once with invented values, and once with the sample of its kind; by what it is called."""
    found = {}
    for pattern, name, kinds in addresses():
        tried = {"invented": invented(kinds)}
        start = beginning(pattern)
        if kinds and start in SAMPLES:
            sample = {key: value for key, value in SAMPLES[start](world).items() if key in kinds}
            tried["real"] = invented(kinds) | sample
        for which, values in tried.items():
            try:
                found[f"{name} ({which})"] = reverse(name, kwargs=values)
            except NoReverseMatch:
                continue  # a parameter that allows no invented value: the pattern itself keeps strangers out
    return found


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def browser_of(world: World, who: str, **how: Any) -> Client:
    browser = Client(raise_request_exception=False, **how)
    if who != "visitor":
        person = getattr(world, who, None) or getattr(world.cast, who)
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


@pytest.mark.parametrize("who", ROLES)
def test_no_address_breaks_and_a_room_of_others_does_not_exist(world, who):
    browser = browser_of(world, who)
    outside = {404, 405} if who != "visitor" else {302, 404, 405}
    broken, opened, leaking = {}, {}, []
    for name, address in addresses_of(world).items():
        if name.startswith("account_logout"):
            continue
        answer = browser.get(address)
        if answer.status_code not in ANSWERS:
            broken[name] = answer.status_code
        if answer.streaming:
            _close(answer)
        if ROLES[who]:
            continue
        if "/cooperations/" in address and name.endswith("(real)") and answer.status_code not in outside:
            opened[name] = answer.status_code
        if not answer.streaming and SECRET in answer.content.decode(errors="replace"):
            leaking.append(name)
    assert (broken, opened, leaking) == ({}, {}, [])


@pytest.mark.parametrize("who", ["visitor", "gaelle", "farah", "steward", "alice"])
def test_a_form_without_its_token_does_nothing_at_any_address(world, who):
    browser = browser_of(world, who, enforce_csrf_checks=True)
    before = Event.objects.count()
    taken = {
        name: answer.status_code
        for name, address in addresses_of(world).items()
        for answer in [browser.post(address, {"sure": "on"})]
        if answer.status_code not in {302, 403, 404, 405, 410}
    }
    assert taken == {}
    assert Event.objects.count() == before


def test_the_secret_is_there_for_those_who_may_read_it(world):
    room = f"/en/cooperations/{world.cooperation.reference}/"
    assert SECRET in browser_of(world, "dina").get(f"{room}messages/").content.decode()
