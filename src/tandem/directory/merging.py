"""What goes along when one organisation is merged into another: a room registers its rows here, in `AppConfig.ready`.

A mover takes the source, the target and, to undo, the rows it may move; it gives the keys of the rows it moved. Rows
that the target has already (the same member, say) stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

#: (source, target, only these rows or all) → the rows moved.
Mover = Callable[[int, int, Sequence[int] | None], list[int]]

_movers: dict[str, Mover] = {}


def on_merge(name: str, mover: Mover) -> None:
    _movers[name] = mover


def movers() -> dict[str, Mover]:
    return dict(_movers)


def rows_of(model: type[models.Model], column: str = "organisation") -> Mover:
    """Moves the rows of `model` whose `column` is the source."""

    def move(source: int, target: int, only: Sequence[int] | None) -> list[int]:
        rows: Any = model._base_manager.filter(**{column: source}).order_by("pk")
        if only is not None:
            rows = rows.filter(pk__in=only)
        moved = []
        for key in rows.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=key).update(**{column: target})
            except IntegrityError:
                continue
            moved.append(key)
        return moved

    return move
