"""Finding duplicates among 100,000 records: time, memory, precision and recall on labelled pairs.

`python benchmarks/duplicates.py [RECORDS]`: needs no database. The labelled pairs are those of the tests; the others
are invented organisations of which no two are the same, so that every pair found among them counts as wrong.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.domain.duplicate_pairs import background, labelled  # noqa: E402

from tandem.domain.duplicates import find  # noqa: E402

LABELLED = 4_000


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    records, same, different = labelled(LABELLED)
    records += background(many - len(records))
    began, worked = time.perf_counter(), time.process_time()
    found = find(records)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    pairs = {frozenset((pair.first, pair.second)) for pair in found}
    right = [sort for one, other, sort in same if frozenset((one, other)) in pairs]
    wrong = [sort for one, other, sort in different if frozenset((one, other)) in pairs]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(records):,} records in {seconds:.1f} s ({worked:.1f} s of processor), {memory} MB")
    print(f"pairs found {len(pairs):,}; recall {len(right) / len(same):.3f}; precision {len(right) / len(pairs):.3f}")
    totals = Counter(sort for _one, _other, sort in same)
    for sort, total in totals.items():
        print(f"  same, {sort}: {right.count(sort)} of {total}")
    totals = Counter(sort for _one, _other, sort in different)
    for sort, total in totals.items():
        print(f"  different, {sort}: {wrong.count(sort)} wrongly of {total}")
    print(f"  among the others: {len(pairs) - len(right) - len(wrong)} wrongly")
    if "-v" in sys.argv:
        by = {one.key: one for one in records}
        known = {frozenset(pair[:2]) for pair in (*same, *different)}
        for pair in [one for one in found if frozenset((one.first, one.second)) not in known][:15]:
            print(pair.weight, by[pair.first], by[pair.second])


if __name__ == "__main__":
    main()
