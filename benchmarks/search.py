"""Searching with the counts of all filters, beside SQLite's full-text search (FTS5) with GROUP BY on the same records.

Run: PYTHONPATH=src python benchmarks/search.py [--records 100000] [--without-baseline]
Budget at 1,000,000 organisations: p50 ≤ 15 ms, p99 ≤ 60 ms, the reading process ≤ 150 MB.

The records are synthetic: 22 words drawn from 25,000 with Zipf's frequencies, in six languages, with a country, one or
two roles, three goals and two technologies. The questions are all different: one to three words of any frequency
beside that of the empty words, half of them with one or two filters, one in ten with filters only.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

P50_BUDGET, P99_BUDGET, MEMORY_BUDGET = 15.0, 60.0, 150.0
QUESTIONS = 300
BASELINE_QUESTIONS = 20
LANGUAGES = ("fr", "en", "es", "it", "de", "pt")
COUNTRIES = "FR DE ES IT PT BE NL PL GB IE SE FI DK AT GR RO BG HR CZ HU".split()  # noqa: SIM905
SYLLABLES = "ba co di fu ga la me no pa re si to vu cha lle tion ment per tra sol".split()  # noqa: SIM905
#: The words that every other sentence has are left out of questions, as the search leaves out empty words.
FIRST_RANK = 20


def vocabulary() -> np.ndarray:
    random = np.random.default_rng(1)
    made = {"".join(random.choice(SYLLABLES, random.integers(2, 5))) for _ in range(60_000)}
    return random.permutation(np.array(sorted(made)))


def records(count: int) -> Iterator[dict[str, Any]]:
    from tandem.domain.vocabulary import ROLES, TECHNOLOGY

    words = vocabulary()
    random = np.random.default_rng(2)
    frequencies = np.cumsum(1 / np.arange(10, len(words) + 10))
    frequencies /= frequencies[-1]
    for first in range(0, count, 10_000):
        size = min(10_000, count - first)
        texts = words[np.minimum(np.searchsorted(frequencies, random.random((size, 25))), len(words) - 1)]
        countries = random.integers(0, 20, size) ** 2 // 20
        roles, goals, kinds = (random.integers(0, most, (size, n)) for most, n in ((6, 2), (17, 3), (20, 2)))
        languages = random.integers(0, len(LANGUAGES), size)
        for row in range(size):
            yield {
                "id": str(first + row),
                "name": " ".join(texts[row][:3]),
                "texts": {LANGUAGES[languages[row]]: " ".join(texts[row][3:])},
                "country": COUNTRIES[countries[row]],
                "role": {ROLES[one] for one in roles[row]},
                "sdg": {str(one + 1) for one in goals[row]},
                "technology": {TECHNOLOGY[one] for one in kinds[row]},
            }


def questions() -> list[tuple[str, dict[str, list[str]]]]:
    from tandem.domain.vocabulary import ROLES, TECHNOLOGY

    words = vocabulary()
    random = np.random.default_rng(3)
    asked: dict[str, tuple[str, dict[str, list[str]]]] = {}
    while len(asked) < QUESTIONS:
        ranks = np.exp(random.uniform(np.log(FIRST_RANK), np.log(len(words) - 1), random.integers(1, 4))).astype(int)
        filters: dict[str, list[str]] = {}
        if random.random() < 0.5:
            filters["country"] = [COUNTRIES[random.integers(0, 10)]]
        if random.random() < 0.3:
            name, values = [("role", ROLES), ("technology", TECHNOLOGY)][random.integers(0, 2)]
            filters[name] = [values[random.integers(0, len(values))]]
        text = "" if filters and random.random() < 0.15 else " ".join(words[ranks])
        asked[f"{text} {filters}"] = (text, filters)
    return list(asked.values())


def milliseconds(ask: Callable[[str, dict[str, list[str]]], object], count: int) -> list[float]:
    """p50 and p99 over the first `count` questions, by the clock and of the processor: the second does not depend on
    what else the machine does."""
    durations = []
    for text, filters in questions()[:count]:
        start, worked = time.perf_counter(), time.thread_time()
        ask(text, filters)
        durations.append((time.perf_counter() - start, time.thread_time() - worked))
    clock, processor = zip(*durations, strict=True)
    return [float(np.percentile(one, part)) * 1000 for one in (clock, processor) for part in (50, 99)]


def build(count: int) -> float:
    """Fill the index through the ordinary way; return records per second."""
    from tandem.directory import search

    @search.documents("organisation")
    def synthetic(ids: Collection[str] | None) -> Iterator[search.Entry]:
        return (search.Entry(**one) for one in records(count))

    start = time.perf_counter()
    search.rebuild()
    return count / (time.perf_counter() - start)


def read() -> None:
    """In a process of its own, so that its memory is that of a reader."""
    from tandem.directory import search

    search.find("organisation")
    measured = milliseconds(lambda text, filters: search.find("organisation", text, filters), QUESTIONS)
    start = time.perf_counter()
    search.find("organisation")
    again = (time.perf_counter() - start) * 1000
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    print(*measured, again, *(float(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")))


class Fts5:
    """The baseline: one table, its FTS5 index, one table of (filter, value) pairs; a count per filter."""

    def __init__(self, place: Path, count: int) -> None:
        self.base = sqlite3.connect(place)
        self.base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;"
            "CREATE TABLE facet (id INTEGER, name TEXT, value TEXT, PRIMARY KEY (name, value, id)) WITHOUT ROWID;"
            "CREATE VIRTUAL TABLE word"
            " USING fts5 (name, text, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4');"
        )
        self.base.executemany(
            "INSERT INTO word (rowid, name, text) VALUES (?, ?, ?)",
            ((int(one["id"]), one["name"], next(iter(one["texts"].values()))) for one in records(count)),
        )
        pairs = (
            (int(one["id"]), name, value)
            for one in records(count)
            for name in ("country", "role", "sdg", "technology")
            for value in ([one[name]] if isinstance(one[name], str) else one[name])
        )
        self.base.executemany("INSERT INTO facet VALUES (?, ?, ?)", pairs)
        self.base.executescript("CREATE INDEX facet_by_record ON facet (id, name, value); ANALYZE;")

    def ask(self, text: str, filters: dict[str, list[str]]) -> None:
        """Twenty records, and the counts of each filter without itself."""
        hits, values = self._hits(text, filters)
        self.base.execute(f"{hits} SELECT id FROM hit ORDER BY nearness LIMIT 20", values).fetchall()
        for name in ("country", "role", "sdg", "technology"):
            hits, values = self._hits(text, {other: one for other, one in filters.items() if other != name})
            self.base.execute(
                f"{hits} SELECT value, count(*) FROM hit JOIN facet USING (id) WHERE name = ? GROUP BY value",
                [*values, name],
            ).fetchall()

    @staticmethod
    def _hits(text: str, filters: dict[str, list[str]]) -> tuple[str, list[str]]:
        """Found by the words first, then narrowed: the other way round FTS5 searches once per record."""
        values: list[str] = []
        query = "SELECT rowid AS id, 0 AS nearness FROM word"
        if text:
            query = "SELECT rowid AS id, rank AS nearness FROM word WHERE word MATCH ?"
            values.append(" ".join(f'"{word}"' for word in text.split()) + "*")
        narrowing = " AND ".join(["1", *["id IN (SELECT id FROM facet WHERE name = ? AND value = ?)"] * len(filters)])
        values += [part for name, (value,) in filters.items() for part in (name, value)]
        found = f"WITH word_hit AS MATERIALIZED ({query}), "
        return found + f"hit AS MATERIALIZED (SELECT * FROM word_hit WHERE {narrowing})", values


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--without-baseline", action="store_true")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TANDEM_DATA", folder)
        os.environ.setdefault("TANDEM_SECRET_KEY", "only for this measurement")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        if asked.read:
            read()
            return
        call_command("migrate", verbosity=0)
        speed = build(asked.records)
        size = sum(file.stat().st_size for file in Path(folder, "index").rglob("*") if file.is_file()) / 1e6
        print(f"{asked.records:,} organisations: {speed:,.0f} indexed a second, {size:,.0f} MB on disk")
        reader = subprocess.run([sys.executable, __file__, "--read"], check=True, capture_output=True, text=True)
        p50, p99, work50, work99, again, memory, private = map(float, reader.stdout.split())
        print(f"search p50    {p50:8.1f} ms   {p50 / P50_BUDGET:5.2f} × the budget of {P50_BUDGET:.0f} ms")
        print(f"search p99    {p99:8.1f} ms   {p99 / P99_BUDGET:5.2f} × the budget of {P99_BUDGET:.0f} ms")
        print(f"of the processor: p50 {work50:.1f} ms, p99 {work99:.1f} ms")
        print(f"empty, again  {again:8.1f} ms")
        print(f"memory        {memory:8.0f} MB   {memory / MEMORY_BUDGET:5.2f} × the budget ({private:.0f} MB its own,")
        print("              the rest is program and index files, which the system shares and may drop)")
        if not asked.without_baseline:
            baseline = Fts5(Path(folder, "baseline.sqlite3"), asked.records)
            slow50, slow99, slow_work50, slow_work99 = milliseconds(baseline.ask, BASELINE_QUESTIONS)
            print(f"SQLite FTS5   p50 {slow50:.1f} ms, p99 {slow99:.1f} ms")
            print(
                f"of the processor {slow_work50 / work50:.0f} × and {slow_work99 / work99:.0f} × what the search takes"
            )


if __name__ == "__main__":
    main()
