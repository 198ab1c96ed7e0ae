"""What changes for a need between two rankings: who comes in, who goes out, who changes place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tandem.domain.matching.ranking import Ranking


@dataclass(frozen=True)
class Move:
    """An offer that is shown in both, and its place, the first being 1, in each."""

    offer: str
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """Offers by their ids: `entered` with their new place, `left` with the one they had; `gates` that now remove
    more or fewer, with both counts."""

    entered: Mapping[str, int]
    left: Mapping[str, int]
    moved: tuple[Move, ...]
    gates: Mapping[str, tuple[int, int]]

    def __bool__(self) -> bool:
        return bool(self.entered or self.left or self.moved or self.gates)


def difference(before: Ranking, after: Ranking) -> Difference:
    """What somebody who looks at the need sees change from `before` to `after`."""
    was, now = _places(before), _places(after)
    return Difference(
        entered={offer: place for offer, place in now.items() if offer not in was},
        left={offer: place for offer, place in was.items() if offer not in now},
        moved=tuple(
            Move(offer, was[offer], place) for offer, place in now.items() if offer in was and was[offer] != place
        ),
        gates={
            gate: (count, after.removed_by_gate[gate])
            for gate, count in before.removed_by_gate.items()
            if count != after.removed_by_gate[gate]
        },
    )


def _places(ranking: Ranking) -> dict[str, int]:
    return {result.offer.id: place for place, result in enumerate(ranking.results, start=1)}
