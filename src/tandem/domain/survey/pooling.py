"""Groups too small to be told apart, put together."""

from __future__ import annotations

from collections.abc import Mapping

#: A network with fewer answers is not shown by itself: its members could recognise one another.
FEWEST_OF_A_NETWORK = 10


def pooled(counts: Mapping[str, int], least: int = FEWEST_OF_A_NETWORK) -> tuple[list[str], list[str]]:
    """The groups that stand by themselves, and those that are put together as one.

    Every group below `least` is pooled. A pool that stays below `least` takes in the smallest group that
    stood by itself, so that nobody finds the pooled group by taking the others from the total.

    >>> pooled({"a": 40, "b": 12, "c": 4, "d": 3})
    (['a'], ['b', 'c', 'd'])
    """
    alone = [name for name, count in counts.items() if count >= least]
    together = [name for name, count in counts.items() if 0 < count < least]
    size = sum(counts[name] for name in together)
    while together and size < least and alone:
        smallest = min(alone, key=lambda name: (counts[name], name))
        alone.remove(smallest)
        together.append(smallest)
        size += counts[smallest]
    return alone, [name for name in counts if name in together]
