"""What may be told of how a team sees its own skills, without telling what one person said.

What is guaranteed stands in docs/algorithms/team-skills.md.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Fewer answers than this are never told about, nor is what fewer people changed.
SMALLEST_TEAM = 5
#: How many of those who answered stand in a band: nobody, at most a quarter, half, three quarters, more.
SHARES = ("nobody", "few", "some", "many", "most")


def told(before: Sequence[int] | None, now: Sequence[int], moved: int) -> tuple[int, ...] | None:
    """The counts by band that may be shown of one competence.

    `before` are the counts told last, None when there are none; `now` those of today; `moved` how many people
    answered anew, answered otherwise or took their answer back since. Nothing is told of fewer than five answers; what
    was told stays until five people or more have moved, so that comparing two days never shows what one of them said.

    >>> told(None, (0, 2, 2, 1, 0), 5)
    (0, 2, 2, 1, 0)
    >>> told((0, 2, 2, 1, 0), (0, 2, 3, 1, 0), 1)
    (0, 2, 2, 1, 0)
    >>> told((0, 2, 2, 1, 0), (0, 2, 2, 0, 0), 1) is None
    True
    """
    if sum(now) < SMALLEST_TEAM:
        return None
    return tuple(now) if before is None or moved >= SMALLEST_TEAM else tuple(before)


def in_shares(counts: Sequence[int]) -> tuple[str, ...]:
    """The counts as shares in words, so that nobody can count who did not answer.

    Raises ValueError when nobody answered.

    >>> in_shares((0, 1, 3, 4, 0))
    ('nobody', 'few', 'some', 'some', 'nobody')
    """
    total = sum(counts)
    if not total:
        raise ValueError("nobody answered")
    return tuple(SHARES[-(-4 * count // total)] for count in counts)


def is_a_gap(counts: Sequence[int]) -> bool:
    """More than half of those who answered stand in the first two bands: not yet, or with somebody beside.

    >>> is_a_gap((1, 2, 2, 0, 0)), is_a_gap((0, 2, 2, 1, 0))
    (True, False)
    """
    return 2 * sum(counts[:2]) > sum(counts)
