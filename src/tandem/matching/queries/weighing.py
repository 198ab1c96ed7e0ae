"""How this place weighs a match: the version in force and those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tandem.domain import matching as engine
from tandem.matching.models import Weighing


@dataclass(frozen=True)
class Rules:
    """Weights and priors of both sides, and the gates that remove nobody here. Version 0 is the published one."""

    number: int
    weights: engine.Weights
    open_gates: tuple[str, ...]


def in_force() -> Rules:
    """The newest version, else the published weights with every gate."""
    newest = Weighing.objects.first()
    return Rules(0, engine.PUBLISHED, ()) if newest is None else rules_of(newest)


def rules_of(version: Weighing) -> Rules:
    return Rules(version.number, engine.weights_from(version.tables), tuple(version.open_gates))


def versions() -> list[Weighing]:
    """Newest first."""
    return list(Weighing.objects.select_related("author"))


def rules_numbered(number: int) -> Rules | None:
    """The rules of a version, None when there is none of this number."""
    if number == 0:
        return Rules(0, engine.PUBLISHED, ())
    version = Weighing.objects.filter(number=number).first()
    return version and rules_of(version)


def criteria_of(rules: Rules) -> list[dict[str, Any]]:
    """Each criterion with its weight and usual value on both sides, for a table; None where it is no criterion."""
    sides = {"need": rules.weights.need, "offer": rules.weights.offer}
    names = dict.fromkeys((*sides["need"].weights, *sides["offer"].weights))
    return [
        {
            "name": name,
            **{f"{side}_weight": one.weights.get(name) for side, one in sides.items()},
            **{f"{side}_prior": one.priors.get(name) for side, one in sides.items()},
        }
        for name in names
    ]
