"""Frameworks of digital competences as facts: their codes, and the levels each code has.

Names, explanations and everyday words are content (`content/competences`, `content/digcomp`), read by the
competences room. Here is only what a computation needs, so that matching, transfer plans and passports agree
on what a level is without opening a file.

Sources of the facts: DigComp 3.0 (European Commission, Joint Research Centre, November 2025; 21 competences,
8 levels); e-CF 4.0 (EN 16234-1:2019; codes and level ranges); Cadre de référence des compétences numériques
(France, décret n° 2019-919; 16 competences, 8 levels); ESCO (European Commission; concepts named by URI,
without levels). `tandem` is the annex of general-interest digital competences written for this project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

DIGCOMP = "digcomp-3.0"
E_CF = "e-cf-4.0"
CRCN = "crcn"
ESCO = "esco"
TANDEM = "tandem"

#: Highest level of the frameworks where every competence has all of them, from 1 up.
_HIGHEST = {DIGCOMP: 8, CRCN: 8, TANDEM: 4}

#: Area → number of its competences: 1.1 … 1.3, 2.1 … 2.6, and so on.
_DIGCOMP_AREAS = {1: 3, 2: 6, 3: 4, 4: 4, 5: 4}
_CRCN_AREAS = {1: 3, 2: 4, 3: 4, 4: 3, 5: 2}

#: e-CF gives each competence its own range, always without a gap.
_E_CF_LEVELS: dict[str, tuple[int, int]] = {
    "A.1": (4, 5),
    "A.2": (3, 4),
    "A.3": (3, 5),
    "A.4": (2, 4),
    "A.5": (3, 5),
    "A.6": (1, 3),
    "A.7": (3, 5),
    "A.8": (3, 4),
    "A.9": (4, 5),
    "A.10": (2, 4),
    "B.1": (1, 3),
    "B.2": (2, 4),
    "B.3": (1, 4),
    "B.4": (1, 3),
    "B.5": (1, 3),
    "B.6": (3, 4),
    "C.1": (1, 3),
    "C.2": (2, 3),
    "C.3": (1, 3),
    "C.4": (2, 4),
    "C.5": (1, 3),
    "D.1": (4, 5),
    "D.2": (4, 5),
    "D.3": (2, 3),
    "D.4": (2, 4),
    "D.5": (2, 4),
    "D.6": (2, 4),
    "D.7": (2, 5),
    "D.8": (2, 4),
    "D.9": (2, 4),
    "D.10": (3, 5),
    "D.11": (3, 5),
    "E.1": (3, 4),
    "E.2": (2, 5),
    "E.3": (2, 4),
    "E.4": (3, 4),
    "E.5": (3, 4),
    "E.6": (2, 4),
    "E.7": (3, 5),
    "E.8": (2, 4),
    "E.9": (4, 5),
}

_ANNEX = (
    "framing-needs",
    "choosing-responsible-tools",
    "accessibility",
    "eco-design",
    "digital-mediation",
    "vulnerable-people-data",
    "open-data-and-commons",
    "impact-measurement",
    "volunteer-tech-projects",
    "low-code",
    "ai-ethics",
    "participatory-design",
    "organisation-security",
    "cross-sector-cooperation",
    "skills-handover",
    "funding-digital-projects",
)

_URI = re.compile(r"https?://[^\s/]+/\S+")
#: What an installation adds to the annex for itself; the mark keeps it apart from the ids that ship.
_ADDITION = re.compile(r"local-[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ADDITION = 60


@dataclass(frozen=True)
class Framework:
    """A framework of competences.

    `ids` are its codes in its own order. `open_ended` frameworks (ESCO) have too many to list: `ids` is then
    empty and any well-formed URI is accepted. `has_levels` is False where a competence is held or not.
    """

    id: str
    ids: tuple[str, ...]
    open_ended: bool = False
    has_levels: bool = True


def _numbered(areas: dict[int, int]) -> tuple[str, ...]:
    return tuple(f"{area}.{place}" for area, size in areas.items() for place in range(1, size + 1))


_FRAMEWORKS = {
    framework.id: framework
    for framework in (
        Framework(DIGCOMP, _numbered(_DIGCOMP_AREAS)),
        Framework(E_CF, tuple(_E_CF_LEVELS)),
        Framework(CRCN, _numbered(_CRCN_AREAS)),
        Framework(ESCO, (), open_ended=True, has_levels=False),
        Framework(TANDEM, _ANNEX),
    )
}


def frameworks() -> tuple[Framework, ...]:
    """Every framework, in the order in which they are shown.

    >>> [framework.id for framework in frameworks()]
    ['digcomp-3.0', 'e-cf-4.0', 'crcn', 'esco', 'tandem']
    """
    return tuple(_FRAMEWORKS.values())


def competence_ids(framework: str) -> tuple[str, ...]:
    """The codes of `framework` in its own order; empty for ESCO, whose concepts are URIs without a closed list.

    Raises `BadInput` at ("framework",) when there is no such framework.

    >>> competence_ids("digcomp-3.0")[:4]
    ('1.1', '1.2', '1.3', '2.1')
    """
    return _framework(framework).ids


def level_range(framework: str, competence: str) -> tuple[int, int] | None:
    """Lowest and highest level that `competence` has in `framework`, both included; None when it has no levels.

    Levels are whole numbers of that framework alone: level 3 of e-CF and level 3 of DigComp do not compare.
    Raises `BadInput` at ("framework",) or ("id",) when the framework or the competence is unknown.

    >>> level_range("e-cf-4.0", "B.1")
    (1, 3)
    >>> level_range("digcomp-3.0", "4.2")
    (1, 8)
    """
    found = _framework(framework)
    _known(found, competence)
    if not found.has_levels:
        return None
    return _E_CF_LEVELS[competence] if framework == E_CF else (1, _HIGHEST[framework])


@cache
def levels(framework: str, competence: str) -> tuple[int, ...]:
    """Every level that `competence` has in `framework`, lowest first; empty when it has none.

    Raises `BadInput` like `level_range`.

    >>> levels("e-cf-4.0", "D.7")
    (2, 3, 4, 5)
    """
    bounds = level_range(framework, competence)
    return () if bounds is None else tuple(range(bounds[0], bounds[1] + 1))


def is_addition(competence: str) -> bool:
    """Whether an id of the annex was added by an installation: `local-` and words joined by hyphens.

    Additions have the four levels of the annex. Two installations may give one id different meanings, so such an id
    is exchanged together with its texts.

    >>> is_addition("local-radio"), is_addition("accessibility"), is_addition("local-Radio")
    (True, False, False)
    """
    return len(competence) <= _LONGEST_ADDITION and _ADDITION.fullmatch(competence) is not None


def check(framework: str, competence: str, level: int | None = None) -> None:
    """Accept a competence and its level (None: not said), or raise `BadInput` at the part that is wrong.

    >>> check("e-cf-4.0", "B.1", 2)
    >>> check("e-cf-4.0", "B.1", 5)
    Traceback (most recent call last):
    tandem.domain.errors.BadInput: level: 5 is not a level of B.1 in e-cf-4.0: it has 1 to 3
    """
    bounds = level_range(framework, competence)
    if level is None:
        return
    values = {"level": level, "competence": competence, "framework": framework}
    if bounds is None:
        text = gettext_noop("%(framework)s has no levels: leave the level of %(competence)s empty")
        raise BadInput(Message(text, values), ("level",))
    if not isinstance(level, int) or isinstance(level, bool) or not bounds[0] <= level <= bounds[1]:
        text = gettext_noop("%(level)s is not a level of %(competence)s in %(framework)s: it has %(low)s to %(high)s")
        raise BadInput(Message(text, {**values, "low": bounds[0], "high": bounds[1]}), ("level",))


def _framework(framework: str) -> Framework:
    found = _FRAMEWORKS.get(framework)
    if found is None:
        text = gettext_noop("unknown framework %(framework)s: choose among %(known)s")
        raise BadInput(Message(text, {"framework": framework, "known": tuple(_FRAMEWORKS)}), ("framework",))
    return found


def _known(framework: Framework, competence: str) -> None:
    if framework.open_ended:
        if not _URI.fullmatch(competence):
            text = gettext_noop("%(competence)s is not a web address: %(framework)s names its competences by URI")
            raise BadInput(Message(text, {"competence": competence, "framework": framework.id}), ("id",))
    elif competence not in framework.ids and not (framework.id == TANDEM and is_addition(competence)):
        text = gettext_noop("%(framework)s has no competence %(competence)s")
        raise BadInput(Message(text, {"competence": competence, "framework": framework.id}), ("id",))
