"""Lists and pages of a directory with many organisations on PostgreSQL, one client, as the server answers them.

Run: PYTHONPATH=src python benchmarks/pages.py [organisations, default 100,000]
Budget at 100,000: p95 ≤ 80 ms for each kind of page. PostgreSQL is the one that TANDEM_TEST_POSTGRES names, else one of
its own for this run (Debian's package: postgresql). Baseline, on the same rows: the list as a database alone gives it,
words by ILIKE and a count per country and per role.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import numpy as np

from search import questions, records

AT_ONCE = 5_000
EACH = 60
BASELINE_EACH = 8
BUDGET = 80
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def organisations(count: int) -> Iterator[Any]:
    from tandem.directory.models import Organisation

    for number, one in enumerate(records(count)):
        yield Organisation(
            slug=f"o{number}",
            name=one["name"],
            summary=one["texts"],
            languages=list(one["texts"]),
            country=one["country"],
            latitude=38 + number % 1_700 / 100,
            longitude=number % 2_500 / 100 - 5,
            roles=sorted(one["role"]),
            sdgs=sorted(map(int, one["sdg"])),
            created=NOW,
            changed=NOW,
        )


def timed(ask: Callable[[Any], object], asked: list[Any]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of this process alone."""
    clock, processor = [], []
    for one in asked:
        start, used = time.perf_counter(), time.process_time()
        ask(one)
        clock.append((time.perf_counter() - start) * 1e3)
        processor.append((time.process_time() - used) * 1e3)
    return clock, processor


def by_the_database(question: tuple[str, dict[str, list[str]]]) -> None:
    """The first page of a list and its counts, without an index of words."""
    from django.db import connection

    words, filters = question
    conditions = ["(name || ' ' || summary::text) ILIKE %s" for _ in words.split()] or ["TRUE"]
    values = [f"%{word}%" for word in words.split()]
    if "country" in filters:
        conditions.append("country = ANY(%s)")
        values.append(filters["country"])
    if "role" in filters:
        conditions.append("roles ?| %s")
        values.append(filters["role"])
    found = f"FROM directory_organisation WHERE state = 'published' AND {' AND '.join(conditions)}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * {found} ORDER BY name LIMIT 20", values)
        cursor.fetchall()
        cursor.execute(f"SELECT country, count(*) {found} GROUP BY country", values)
        cursor.fetchall()
        cursor.execute(
            f"SELECT role, count(*) FROM (SELECT jsonb_array_elements(roles) role {found}) each GROUP BY role", values
        )
        cursor.fetchall()


def addresses(count: int) -> dict[str, list[str]]:
    """What is asked for, by kind of page; every question is another one."""
    asked = [urlencode({"q": words, **filters}, doseq=True) for words, filters in questions()]
    return {
        "list, words and filters": [f"/en/organisations/?{one}" for one in asked[:EACH]],
        "list, nothing asked": ["/en/organisations/"] * EACH,
        "map, words and filters": [f"/en/organisations/?view=map&{one}" for one in asked[EACH : 2 * EACH]],
        "map, nothing asked": ["/en/organisations/?view=map"] * EACH,
        "page of an organisation": [f"/en/organisations/o{number * 1_613 % count}/" for number in range(EACH)],
        "feed of a search": [f"/en/organisations/results.atom?{one}" for one in asked[2 * EACH : 3 * EACH]],
        "home": ["/en/"] * EACH,
    }


def main(count: int) -> None:
    from tandem.cli.commands.test import _postgres

    with tempfile.TemporaryDirectory() as folder, _postgres() as database:
        os.environ |= {
            "TANDEM_DATA": folder,
            "TANDEM_SECRET_KEY": "benchmark",
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tandem.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client

        from tandem.directory import search
        from tandem.directory.models import Organisation

        for line in ("migrate", "createcachetable"):
            call_command(line, verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        made = organisations(count)
        while some := list(islice(made, AT_ONCE)):
            Organisation.objects.bulk_create(some)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        search.rebuild()

        browser = Client(HTTP_HOST="localhost")

        def get(address: str) -> None:
            answer = browser.get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"

        print(f"{Organisation.objects.count():,} organisations; load {os.getloadavg()[0]:.0f}")
        for name, asked in addresses(count).items():
            get(asked[0])
            clock, processor = timed(get, asked)
            p50, p95 = np.percentile(clock, [50, 95])
            kept = "kept" if p95 <= BUDGET else "MISSED"
            own = np.percentile(processor, 95)
            print(f"{name:<26} p50 {p50:6.1f}  p95 {p95:6.1f} ms ({own:.1f} of the web process)  {kept}", flush=True)
        clock, _ = timed(by_the_database, questions()[:BASELINE_EACH])
        p50, p95 = np.percentile(clock, [50, 95])
        print(f"{'baseline: list by SQL':<26} p50 {p50:6.1f}  p95 {p95:6.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
