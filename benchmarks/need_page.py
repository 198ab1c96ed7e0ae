"""The page of a need, asked for by its owner, with many published offers in the snapshot.

Run: PYTHONPATH=src python benchmarks/need_page.py [offers, default 1,000,000]
Budget: p95 ≤ 250 ms with a million. The database is an SQLite file in a temporary folder. The first 20,000 offers are
invented and their snapshot is built as the worker does; more are copies of them, in the database and in the snapshot.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np

from matching import Invention, load

AT_ONCE = 5_000
OFFERS_EACH = 5
#: Offers that differ.
DISTINCT = 20_000
NEEDS, ROUNDS = 20, 5
BUDGET = 250
#: Offers that the plain loop is reckoned from, few enough at once for rankings to stay with it.
SAMPLE, PLAIN_AT_ONCE = 4_000, 1_000
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLISHED = {"state": "published", "visibility": "members", "created": NOW, "changed": NOW, "published_at": NOW}


def rows(model: Any, records: Any) -> None:
    while some := list(islice(records, AT_ONCE)):
        model.objects.bulk_create(some)


def an_organisation(number: int, record: dict[str, Any]) -> Any:
    from tandem.directory.models import Organisation

    kept = ("roles", "country", "latitude", "longitude", "employees", "languages", "sdgs", "values")
    facts = {name: record[name] for name in kept}
    return Organisation(pk=number, slug=f"o{number}", name=f"Organisation {number}", created=NOW, changed=NOW, **facts)


def invented(invention: Invention, count: int) -> None:
    """Organisations with five offers each, and one organisation with the needs."""
    from tandem.directory.models import Organisation
    from tandem.matching.models import Need, Offer

    count = min(count, DISTINCT)
    homes = count // OFFERS_EACH
    rows(
        Organisation,
        (an_organisation(number, invention.organisation("FR")) for number in range(1, homes + 2)),
    )
    same = ("language", "technology", "competences", "forms", "help", "remote", "available_from", "available_to")
    rows(
        Offer,
        (
            Offer(
                reference=f"f{number}",
                organisation_id=1 + number % homes,
                title="Something to give",
                text=record["text"],
                countries=record["countries"] or [],
                max_requests=record["max_requests"] or 3,
                capacity_hours=record["capacity_hours"],
                **{name: record[name] for name in same},
                **PUBLISHED,
            )
            for number in range(count)
            for record in (invention.offer(f"f{number}"),)
        ),
    )
    same = ["language", "technology", "competences", "forms", "help", "remote", "start"]
    for number in range(NEEDS):
        record = invention.need(f"n{number}")
        facts = {name: record[name] for name in same}
        Need.objects.create(
            reference=f"n{number}", organisation_id=homes + 1, title="A need", problem="A problem", **facts, **PUBLISHED
        )


def copied(count: int) -> None:
    """Every offer as often as it takes to have `count`, and the next generation of the snapshot of them all."""
    from django.db import connection
    from django.utils import timezone

    from tandem.domain.matching.joining import as_arrays, joined
    from tandem.matching.models import Offer, OfferGeneration
    from tandem.matching.queries.pool import OFFERS

    first = OFFERS.in_use()
    assert first is not None
    times = count // len(first.pks)
    columns = [field.column for field in Offer._meta.concrete_fields if field.column not in ("id", "reference")]
    shift = int(first.pks[-1])
    with connection.cursor() as cursor:
        for copy in range(1, times):
            cursor.execute(
                f"INSERT INTO matching_offer (id, reference, {', '.join(columns)}) "
                f"SELECT id + %s, reference || %s, {', '.join(columns)} FROM matching_offer WHERE id <= %s",
                [copy * shift, f"c{copy}", shift],
            )
    whole = np.arange(len(first.pks))
    arrays = as_arrays(joined([(first.columns, whole)] * times, first.columns.fetch))
    pks = np.concatenate([first.pks + copy * shift for copy in range(times)])
    arrays["ids"] = np.char.add(
        arrays["ids"], np.repeat([b"", *(f"c{copy}".encode() for copy in range(1, times))], len(first.pks))
    )
    own = {"pks": pks, "organisations": np.tile(first.organisations, times)}
    name = OFFERS.store.write(first.number + 1, arrays, own)
    OfferGeneration.objects.create(number=first.number + 1, name=name, at=timezone.now())
    OFFERS.store.use(name)
    assert Offer.objects.count() == len(pks)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TANDEM_DATA": folder,
            "TANDEM_SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "tandem.config.settings",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client
        from django.utils import timezone

        from tandem.accounts.models import Person
        from tandem.directory.models import Membership, Organisation
        from tandem.matching.actions.snapshot import OFFERS, write_snapshot
        from tandem.matching.models import Need, Offer

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        start = time.perf_counter()
        invented(Invention(7), count)
        print(f"{min(count, DISTINCT):,} offers invented in {time.perf_counter() - start:.0f} s", flush=True)
        start = time.perf_counter()
        write_snapshot(OFFERS, timezone.now())
        print(f"snapshot built in {time.perf_counter() - start:.0f} s", flush=True)
        if count > DISTINCT:
            copied(count)

        owner = Person.objects.create(email="owner@example.org", name="Owner")
        home = Organisation.objects.latest("pk")
        Membership.objects.create(person=owner, organisation=home, role="owner", since=NOW)
        browser = Client(HTTP_HOST="localhost")
        browser.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[0])
        pages = [f"/en/needs/n{number}/" for number in range(NEEDS)]
        first = timed(browser, pages[:1])
        clock, processor = timed(browser, pages * ROUNDS)
        print(f"{Offer.objects.count():,} offers; load {load()}; first page of a process {first[0][0]:.0f} ms")
        for name, took in (("by the clock", clock), ("of a processor", processor)):
            p50, p95 = np.percentile(took, [50, 95])
            print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {p95 / BUDGET:.2f} × the budget of {BUDGET} ms")
        plain = plain_loop(Need.objects.select_related("organisation")[:3])
        print(f"baseline, every offer in plain Python: {plain:.1f} s a need, {plain * 1e3 / p50:.0f} × slower")


def timed(browser: Any, pages: Any) -> tuple[list[float], list[float]]:
    """Milliseconds that each of these pages took by the clock and of a processor."""
    clock, processor = [], []
    for page in pages:
        wall, used = time.perf_counter(), time.process_time()
        answer = browser.get(page)
        clock.append((time.perf_counter() - wall) * 1e3)
        processor.append((time.process_time() - used) * 1e3)
        assert answer.status_code == 200
    return clock, processor


def plain_loop(needs: Any) -> float:
    """Seconds of a processor for gates and scores of one need without columns, reckoned from some of the offers."""
    from tandem.domain.matching import rank_offers
    from tandem.matching.models import Offer
    from tandem.matching.queries import domain_need, domain_offers

    offers = domain_offers(Offer.objects.select_related("organisation")[:SAMPLE])
    asked = [domain_need(need) for need in needs]
    used = time.process_time()
    for need in asked:
        for start in range(0, SAMPLE, PLAIN_AT_ONCE):
            rank_offers(need, offers[start : start + PLAIN_AT_ONCE], top=1)
    return (time.process_time() - used) / len(asked) * Offer.objects.count() / SAMPLE


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
