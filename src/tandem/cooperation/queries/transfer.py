"""The transfer plan as pages show it: lines with the levels seen by each side, and the steps of autonomy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from tandem.competences import queries as competences
from tandem.cooperation.models import AutonomyStep, Cooperation, LevelRating, TransferLine
from tandem.matching import queries as matching

#: Fewer learners than this, and the skill leaves with one person.
ENOUGH_LEARNERS = 2
#: How many answers a search for a competence shows.
MOST_FOUND = 12


def plan_lines(room: Cooperation) -> list[dict[str, Any]]:
    """Each competence with every side's levels at start and end, where they differ, and who learns."""
    lines = list(room.transfer_lines.prefetch_related("ratings"))
    language = get_language() or "en"
    names = competences.competence_labels([(line.framework, line.competence) for line in lines], language)
    return [_line(room, line, names[line.framework, line.competence]) for line in lines]


def _line(room: Cooperation, line: TransferLine, label: str) -> dict[str, Any]:
    names = {party.pk: party.organisation.name for party in room.parties.all()}
    learning, teaching = ([names[one] for one in keys if one in names] for keys in (line.learning, line.teaching))
    people, teachers = (
        [name.strip() for name in written.splitlines() if name.strip()] for written in (line.learners, line.teachers)
    )
    return {
        "line": line,
        "label": label,
        "wanted": line.level_wanted and level_label(line, line.level_wanted),
        "start": _seen(room, line, LevelRating.Moment.START),
        "end": _seen(room, line, LevelRating.Moment.END),
        "learners": [*learning, *people],
        "teachers": [*teaching, *teachers],
        "untold": not (
            learning or people or teaching or teachers or line.level_wanted or line.how or line.ratings.all()
        ),
        "rests_on_one": not learning and 0 < len(people) < ENOUGH_LEARNERS,
    }


def _seen(room: Cooperation, line: TransferLine, moment: str) -> dict[str, Any]:
    by_party = {rating.party_id: rating.level for rating in line.ratings.all() if rating.moment == moment}
    rated = [party for party in room.parties.all() if party.pk in by_party]
    sides = [{"name": one.organisation.name, "level": level_label(line, by_party[one.pk])} for one in rated]
    return {"sides": sides, "differ": len({by_party[one.pk] for one in rated}) > 1}


def level_label(line: TransferLine, level: int) -> str:
    return dict(level_choices(line)).get(level, str(level))


def level_choices(line: TransferLine) -> list[tuple[int, str]]:
    """The levels in the everyday words in which a team rates itself, with their names."""
    language = get_language() or "en"
    found = []
    for level, name in matching.level_choices(line.framework, line.competence, language):
        words = competences.in_everyday_words(line.framework, line.competence, level, language)
        found.append((level, f"{words} ({name})" if words else name))
    return found


def labelled(line: TransferLine) -> str:
    return competences.competence_label(line.framework, line.competence, get_language() or "en")


def competences_found(words: str, had: Iterable[tuple[str, str]]) -> list[Any]:
    """Competences that answer everyday words and are not in the plan."""
    known = set(had)
    found = competences.search(words, get_language() or "en", MOST_FOUND)
    return [one for one in found if (one.framework, one.id) not in known]


def autonomy(room: Cooperation) -> list[dict[str, Any]]:
    """The four steps in their order, each with its evidence once it is reached."""
    reached = {step.name: step for step in room.autonomy_steps.select_related("party__organisation", "person")}
    return [{"name": name, "label": label, "reached": reached.get(name)} for name, label in AutonomyStep.Name.choices]
