"""Importing organisations, beside one `update_or_create` for each of the same cleaned records.

Run: PYTHONPATH=src python benchmarks/importing.py [--records 20000]
Budget: 2,000 organisations a second on SQLite, from the file to the row and its entry in the outbox of the index.

The file is synthetic, in the form of DSI4EU: names, a text of 300 characters with HTML, a country by name, a town, a
point, a year, four tags.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

BUDGET = 2_000
BASELINE_RECORDS = 1_000
COUNTRIES = ("Belgique", "Deutschland", "España", "France", "Italia", "Österreich", "Portugal", "Ελλάδα")
TEXT = "<p>We repair what others throw away, <b>together</b> &amp; for everybody.</p>" * 4


def file_of(folder: str, records: int, place: str) -> Path:
    path = Path(folder, f"organisations-{place}.json")
    organisations = [
        {
            "organisation_id": number,
            "organisation_name": f"Repairers of quarter {number}",
            "website": f"https://repairers-{number}.example.org/",
            "short_description": TEXT,
            "country": COUNTRIES[number % len(COUNTRIES)],
            "region": place,
            "latitude": 40 + number % 1000 / 100,
            "longitude": number % 777 / 100,
            "organisation_type": {"id": 4, "name": "Grassroots organisation or community network"},
            "startDate": "2012-04-01",
            "tags": ["repair", "reuse", "neighbourhood", f"quarter {number % 50}"],
        }
        for number in range(records)
    ]
    path.write_text(json.dumps(organisations), encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=20_000)
    records = parser.parse_args().records
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TANDEM_DATA"] = folder
        os.environ.setdefault("TANDEM_SECRET_KEY", "only for this measurement")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from tandem.directory.importers import saving
        from tandem.directory.importers.outcomes import read_files
        from tandem.directory.models import Organisation

        at = datetime.now(UTC)
        first, second = file_of(folder, records, "Lyon"), file_of(folder, records, "Brest")
        for name, path in (("created", first), ("unchanged", first), ("changed", second)):
            started = time.perf_counter()
            report = saving.import_files([path], at=at)
            speed = records / (time.perf_counter() - started)
            assert getattr(report, name) == records, report
            print(f"{name:10} {speed:8,.0f} a second   {speed / BUDGET:5.2f} × the budget of {BUDGET:,}")
            if name == "created":
                created = speed

        some = list(read_files([file_of(folder, BASELINE_RECORDS, "Nantes")]))
        started = time.perf_counter()
        for number, record in enumerate(some):
            values = record.facts()
            values.pop("links")
            Organisation.objects.update_or_create(
                source_id="dsi4eu",
                external_id=f"baseline/{number}",
                defaults=values,
                create_defaults=values | {"slug": f"baseline-{number}", "created": at, "changed": at},
            )
        baseline = len(some) / (time.perf_counter() - started)
        print(f"one update_or_create each, records already clean: {baseline:,.0f} a second: {created / baseline:.1f} ×")


if __name__ == "__main__":
    main()
