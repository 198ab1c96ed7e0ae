"""Pieces of a page: one folder each, with its template, its contract and its examples.

`contract.toml` says what the piece is for, its parameters and examples; `/ui/` shows them all.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "templates" / "ui" / "components"


@dataclass(frozen=True)
class Contract:
    """What a component takes: parameter name → {"about", "required"}; and examples of its use."""

    name: str
    about: str
    when_not: str
    parameters: dict[str, dict[str, Any]]
    examples: tuple[dict[str, Any], ...]

    def check(self, given: dict[str, Any]) -> None:
        """Raise `TypeError` naming what is missing or unknown."""
        unknown = set(given) - set(self.parameters)
        missing = {name for name, about in self.parameters.items() if about.get("required")} - set(given)
        if unknown or missing:
            raise TypeError(f"component {self.name}: unknown {sorted(unknown)}, missing {sorted(missing)}")


@cache
def contract(name: str) -> Contract:
    described = tomllib.loads((FOLDER / f"{name}/contract.toml").read_text(encoding="utf-8"))
    return Contract(
        name=name,
        about=described["about"],
        when_not=described["when_not"],
        parameters=described.get("parameters", {}),
        examples=tuple(described["examples"]),
    )


def all_contracts() -> list[Contract]:
    return [contract(path.parent.name) for path in sorted(FOLDER.glob("*/contract.toml"))]
