"""One need against many offers, many needs against many offers, and `tandem match` from files, beside the plain loop.

Run: PYTHONPATH=src python benchmarks/matching.py [offers, default 100,000]
or:  PYTHONPATH=src python benchmarks/matching.py bulk [needs to take of 10,000, default 300]
or:  PYTHONPATH=src python benchmarks/matching.py needs [needs, default 20,000]
Budgets: explained top 20 of one need ≤ 200 ms; ≥ 500 × the plain loop; in bulk, both sides scored, ≥ 2 million pairs a
second with numpy, ≥ 5 million with the extra numba.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tandem.domain.competences import competence_ids, frameworks, levels
from tandem.domain.matching import (
    PUBLISHED,
    Columns,
    Need,
    NeedColumns,
    Offer,
    Reader,
    first_gate,
    rank_needs,
    rank_offers,
)
from tandem.domain.matching.kernel import best_offers, score
from tandem.domain.matching.scoring import scores
from tandem.domain.vocabulary import FORMS, HELP, ROLES, SDGS, TECHNOLOGY, VALUES

NEEDS, SAMPLE = 20, 4_000
#: Bulk: every pair of so many needs and offers, scored on both sides; needs are taken in chunks.
BULK_NEEDS, BULK_OFFERS, CHUNK = 10_000, 100_000, 50
HOMES = {"FR": "fr", "PT": "pt", "BE": "nl", "DE": "de", "ES": "es", "IT": "it", "IE": "en", "RO": "ro"}
COMPETENCES = [(f.id, code) for f in frameworks() for code in competence_ids(f.id)]


class Invention(random.Random):
    """Records as files hold them, every key independent of the others."""

    def some(self, choices: Any, least: int, most: int) -> list[Any]:
        return self.sample(list(choices), self.randint(least, most))

    def maybe(self, share: float, value: Any) -> Any:
        return value if self.random() < share else None

    def day(self) -> str:
        return f"2027-{self.randint(1, 12):02d}-{self.randint(1, 28):02d}"

    def organisation(self, country: str) -> dict[str, Any]:
        return {
            "id": f"o{self.randrange(10**6)}",
            "roles": self.some(ROLES, 1, 2),
            "country": country,
            "latitude": self.maybe(0.9, round(self.uniform(37, 53), 4)),
            "longitude": round(self.uniform(-9, 25), 4),
            "employees": self.randrange(200),
            "languages": [HOMES[country], *self.some(["en", "fr"], 0, 2)],
            "sdgs": self.some(SDGS, 0, 4),
            "values": self.some(VALUES, 0, 5),
        }

    def both(self, identity: str, country: str, most: int) -> dict[str, Any]:
        return {
            "id": identity,
            "title": "Something to do",
            "language": HOMES[country],
            "technology": self.some(TECHNOLOGY, 0, most),
            "forms": self.some(FORMS, 0, 4),
            "remote": self.random() < 0.6,
        }

    def offer(self, identity: str) -> dict[str, Any]:
        country = self.choice(list(HOMES))
        standing = {"reply_rate": self.maybe(0.7, round(self.random(), 2)), "open_requests": self.randrange(3)}
        held = [
            {"framework": f, "id": code, "level": self.choice(levels(f, code))}
            for f, code in self.some(COMPETENCES, 0, 6)
        ]
        return self.both(identity, country, 4) | {
            "text": "What we know, how we work, with whom we have worked. " * 3,
            "organisation": self.organisation(country) | standing | {"joined": "2026-01-01"},
            "competences": held,
            "help": self.some(HELP, 0, 3),
            "available_from": self.maybe(0.6, self.day()),
            "available_to": None,
            "countries": self.maybe(0.4, self.some(HOMES, 1, 3)),
            "capacity_hours": self.maybe(0.8, self.randrange(5, 300)),
            "max_requests": self.maybe(0.7, self.randint(1, 10)),
        }

    def need(self, identity: str) -> dict[str, Any]:
        country = self.choice(list(HOMES))
        asked = [
            {"framework": f, "id": code, "level_now": None, "level_wanted": self.choice(levels(f, code)), "must": False}
            for f, code in self.some(COMPETENCES, 0, 4)
        ]
        return self.both(identity, country, 3) | {
            "problem": "We lose track of the people we help.",
            "organisation": self.organisation(country),
            "competences": asked,
            "help": self.choice(HELP),
            "start": self.day(),
            "end": None,
            "countries": None,
            "budget_eur": self.maybe(0.5, 3000),
        }


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest round: the least disturbed by whatever else the machine does."""
    durations = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return min(durations)


def plain(needs: list[Need], offers: list[Offer], gated: bool) -> None:
    for need in needs:
        for offer in offers:
            if not gated or first_gate(need, offer) is None:
                scores(need, offer, PUBLISHED)


def main(count: int) -> None:
    invention = Invention(7)
    need_records = [invention.need(f"n{place}") for place in range(NEEDS)]
    offer_records = [invention.offer(f"f{place}") for place in range(count)]
    reader = Reader()
    needs, offers = [reader.need(record) for record in need_records], [reader.offer(record) for record in offer_records]
    columns = Columns.of(offers)
    gc.freeze()  # as `tandem match` does: the collector has nothing to find among records
    pairs = NEEDS * count
    print(f"{NEEDS} needs × {count:,} offers")

    explained = best_of(3, lambda: [rank_offers(need, columns) for need in needs]) / NEEDS
    print(f"one need, explained top 20     {explained * 1e3:9.1f} ms   {explained / 0.2:6.2f} × the budget of 200 ms")
    for name, gated, kernel in (
        ("gates, then scores", True, lambda: [best_offers(need, columns, PUBLISHED, top=20) for need in needs]),
        ("every pair scored", False, lambda: [score(need, columns, PUBLISHED) for need in needs]),
    ):
        fast = best_of(5, kernel)
        slow = best_of(3, lambda gated=gated: plain(needs, offers[:SAMPLE], gated)) * count / min(SAMPLE, count)
        print(
            f"{name}, kernel    {fast / NEEDS * 1e3:9.2f} ms a need, {pairs / fast / 1e6:7.1f} million pairs a second"
        )
        print(f"{name}, plain loop{slow / NEEDS * 1e3:9.0f} ms a need: the kernel is {slow / fast:.0f} × faster")

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "needs.jsonl"), Path(folder, "offers.jsonl")]
        for path, records in zip(paths, (need_records, offer_records), strict=True):
            path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        command = [
            sys.executable,
            "-m",
            "tandem",
            "match",
            "--needs",
            str(paths[0]),
            "--offers",
            str(paths[1]),
            "--quiet",
        ]
        whole = best_of(2, lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        size = paths[1].stat().st_size / 1e6
        print(f"tandem match from files        {whole:9.1f} s    ({size:.0f} MB of offers)")


def bulk(taken: int) -> None:
    """The first `taken` of the needs against all offers, by each path in turn, beside the plain loop."""
    invention, reader = Invention(7), Reader()
    needs = [reader.need(invention.need(f"n{place}")) for place in range(taken)]
    offers = [reader.offer(invention.offer(f"f{place}")) for place in range(BULK_OFFERS)]
    columns = Columns.of(offers)
    paths = {"numpy": columns}
    if importlib.util.find_spec("numba") is not None:
        paths["numba"] = columns.for_many_needs()
    for path in paths.values():
        score(needs[0], path, PUBLISHED)  # what is compiled once, or loaded, is no part of the pace
    gc.freeze()
    clock, processor = dict.fromkeys(paths, 0.0), dict.fromkeys(paths, 0.0)
    for chunk in range(0, taken, CHUNK):
        for name, path in paths.items():
            wall, used = time.perf_counter(), time.process_time()
            for need in needs[chunk : chunk + CHUNK]:
                score(need, path, PUBLISHED)
            clock[name] += time.perf_counter() - wall
            processor[name] += time.process_time() - used
    slow = best_of(3, lambda: plain(needs[:1], offers[:SAMPLE], gated=False)) / SAMPLE
    pairs = taken * BULK_OFFERS
    print(f"{taken:,} of {BULK_NEEDS:,} needs × {BULK_OFFERS:,} offers, every pair scored on both sides; load {load()}")
    for name in paths:
        print(
            f"{name}: {pairs / clock[name] / 1e6:.2f} million pairs a second by the clock, "
            f"{pairs / processor[name] / 1e6:.2f} for each second of a processor, "
            f"{slow * pairs / clock[name]:.0f} × the plain loop; "
            f"all {BULK_NEEDS:,} needs would take {BULK_NEEDS / taken * clock[name]:.0f} s"
        )


def for_offers(count: int) -> None:
    """The needs that fit an offer, on columns as the snapshot keeps them, beside the list."""
    invention, reader = Invention(7), Reader()
    offers = [reader.offer(invention.offer(f"f{place}")) for place in range(NEEDS)]
    needs = [reader.need(invention.need(f"n{place}")) for place in range(count)]
    columns = NeedColumns.of(needs)
    gc.freeze()
    fast = best_of(5, lambda: [rank_needs(offer, columns) for offer in offers]) / NEEDS
    slow = best_of(2, lambda: [rank_needs(offer, needs) for offer in offers[:4]]) / 4
    print(f"{NEEDS} offers × {count:,} needs, top 20 explained; load {load()}")
    print(f"columns {fast * 1e3:.1f} ms an offer; the list in plain Python {slow / fast:.0f} × slower ({slow:.2f} s)")


def load() -> str:
    """What else the machine does, as its one-minute load."""
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["bulk"]:
        bulk(int(sys.argv[2]) if len(sys.argv) > 2 else 300)
        sys.exit()
    if sys.argv[1:2] == ["needs"]:
        for_offers(int(sys.argv[2].replace(",", "")) if len(sys.argv) > 2 else 20_000)
        sys.exit()
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
