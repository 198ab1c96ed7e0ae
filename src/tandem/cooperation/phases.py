"""The phases of a room as they stand: what ships, and what stewards wrote over it, version by version.

A version is named by the newest edition that it holds, 0 for what ships. Words (names, explanations, checklists,
buttons) are read in their newest version at once; the ways from phase to phase, their conditions and the sentences of
those are of the version that a room is tied to (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, gettext, override

from tandem.domain.errors import BadInput
from tandem.domain.lifecycle import Machine
from tandem.domain.lifecycle.phases import CONDITIONS, SHIPPED, Phase, after_the_agreement, room_of
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, number, text
from tandem.questionnaires import editions
from tandem.questionnaires.editing import Record
from tandem.ui import languages
from tandem.ui.content import LANGUAGES, Text, content_folder, read_toml, translated

KIND = "phases"

#: What can tick a line of a checklist by itself; those of `EACH` hold for one party at a time.
EACH = ("framed", "signed", "evaluated")
FACTS = (
    *EACH,
    "goal_written",
    "goal_agreed",
    "transfer_planned",
    "questions_answered",
    "text_frozen",
    "levels_at_end",
    "understands",
    "in-house",
    "maintains",
    "develops",
)
#: Names of columns hold no more.
LONGEST_ID = 20
#: What counts in its newest version at once; the rest is the version's own.
WORDS = ("label", "about", "checklist", "enter", "back")


@dataclass(frozen=True)
class Item:
    """A line of a checklist; `fact` is empty for advice that only people can tick off."""

    text: str
    fact: str


@dataclass(frozen=True)
class Shown:
    """What is read of a phase beside its name."""

    id: str
    label: Message
    about: str
    checklist: tuple[Item, ...]


@dataclass(frozen=True)
class Rules:
    """One version in one language: the machine, and the phases that a room goes through, in their order."""

    version: int
    machine: Machine
    phases: tuple[Shown, ...]

    after_the_agreement: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(phase.id for phase in self.phases)


def newest() -> int:
    """The version that rooms opened now begin with."""
    return editions.newest_of((KIND,), "")


def rules(version: int) -> Rules:
    """A version in the language of the reader."""
    return editions.remembered(_rules, str(version), _language())


def ways_into(phase: str) -> frozenset[str]:
    """The steps that ever led on to a phase, by their ids."""
    steps = rules(newest()).machine.transitions
    return frozenset(step.id for step in steps if step.target == phase and not step.asks)


def check(edited: Mapping[str, Record]) -> Rules:
    """What these entries over the files would make; `BadInput` names everything that is missing or broken."""
    first = _language()
    for code in languages.codes():
        if code != first:
            _Reader({**shipped(), **edited}, code).phases()
    return _made(0, edited, edited, first)


def shipped() -> dict[str, Record]:
    """The phases of the files by id, in the shape in which they are edited."""
    return editions.remembered(_shipped)


def _shipped() -> dict[str, Record]:
    file = "phases.toml"
    table = members(read_toml(content_folder() / "room" / file), (file,), ("phases",))
    known = {phase.id: phase for phase in SHIPPED}
    found: dict[str, Record] = {}
    for place, (value, at) in enumerate(items(table["phases"], (file, "phases")), start=1):
        record = members(value, at, ("id", "about"), ("checklist",))
        phase = known[choice(record["id"], (*at, "id"), tuple(known))]
        found[phase.id] = {**record, "order": 10 * place, **_words_of(phase)}
    return found


def _words_of(phase: Phase) -> dict[str, Any]:
    """What the machine that ships says of a phase, in every language."""
    said: dict[str, Any] = {"label": _in_every_language(phase.label)}
    for name, words in (("enter", phase.enter), ("back", phase.back)):
        if words is not None:
            said[name] = _in_every_language(words)
    if phase.entered_from:
        said["entered_from"] = list(phase.entered_from)
    if phase.conditions:
        said["conditions"] = [{"fact": name, **usual_refusal(name)} for name, _sentence in phase.conditions]
    return said


def usual_refusal(name: str) -> Text:
    """The sentence of a condition as it ships, its places in braces."""
    words = _in_every_language(Message(CONDITIONS[name].refusal.text))
    return {code: sentence.replace("%(missing_signatures)s", "{missing}") for code, sentence in words.items()}


def _in_every_language(message: Message) -> dict[str, str]:
    """A further language only where its catalogue says something else than the English."""
    said = {}
    for code in languages.codes():
        with override(code):
            said[code] = message.render(gettext)
    return {code: words for code, words in said.items() if code in LANGUAGES or words != said[languages.SOURCE]}


def _language() -> str:
    code = get_language() or languages.SOURCE
    return code if code in languages.codes() else languages.SOURCE


def _rules(version: str, code: str) -> Rules:
    return _made(int(version), editions.edited(KIND, until=int(version)), editions.edited(KIND), code)


def _made(version: int, edited: Mapping[str, Record], newest: Mapping[str, Record], code: str) -> Rules:
    now = {**shipped(), **newest}
    records = {
        name: {**record, **{key: value for key, value in now.get(name, {}).items() if key in WORDS}}
        for name, record in {**shipped(), **edited}.items()
    }
    reader = _Reader(records, code)
    before = (editions.edited(KIND, until=row.pk) for row in editions.written(KIND))
    others = [_Reader({**shipped(), **one}, code).phases() for one in before]
    read = reader.phases()
    return Rules(version, room_of(read, others), tuple(map(reader.shown, reader.ids)), after_the_agreement(read))


class _Reader:
    """Reads the records of all phases, strictly, in one language."""

    def __init__(self, records: Mapping[str, Record], code: str) -> None:
        self.code = code
        self.records = {name: self._members(name, record) for name, record in records.items()}
        places = {name: number(record["order"], (name, "order"), 1) for name, record in self.records.items()}
        self.ids = sorted(self.records, key=lambda name: places[name])
        for one, other in pairwise(self.ids):
            if places[one] == places[other]:
                problem = Message(gettext_noop("two phases have the same place: %(names)s"), {"names": (one, other)})
                raise BadInput(problem)

    def _members(self, name: str, record: Record) -> dict[str, Any]:
        optional = ("enter", "back", "entered_from", "leads_to", "conditions", "checklist")
        found = members(record, (name,), ("id", "order", "label", "about"), optional)
        if len(text(found["id"], (name, "id"))) > LONGEST_ID:
            problem = Message(gettext_noop("at most %(number)s letters are possible here"), {"number": LONGEST_ID})
            raise BadInput(problem, (name, "id"))
        return found

    def phases(self) -> tuple[Phase, ...]:
        led = {name: self._names(name, "leads_to") for name in self.ids}
        for name, targets in led.items():
            for target in targets:
                choice(target, (name, "leads_to"), tuple(self.ids))
        return tuple(
            self._phase(name, tuple(source for source in self.ids if name in led[source])) for name in self.ids
        )

    def _phase(self, name: str, led_from: tuple[str, ...]) -> Phase:
        record = self.records[name]
        enter, back = (Message(self._said(name, key)) if key in record else None for key in ("enter", "back"))
        sources = dict.fromkeys((*self._names(name, "entered_from"), *led_from))
        return Phase(
            name,
            Message(self._said(name, "label")),
            enter,
            back,
            tuple(sources),
            tuple(
                (fact, Message(_placed(fact, self._line(one, at))))
                for one, at in self._rows(name, "conditions", ("fact",), ())
                for fact in [text(one["fact"], (*at, "fact"))]
            ),
        )

    def shown(self, name: str) -> Shown:
        rows = self._rows(name, "checklist", (), ("fact",))
        return Shown(
            name,
            Message(self._said(name, "label")),
            self._said(name, "about"),
            tuple(Item(self._line(one, at), self._fact(one, at)) for one, at in rows),
        )

    def _fact(self, record: Mapping[str, Any], at: Place) -> str:
        fact = record.get("fact")
        if fact is None:
            return ""
        for code in languages.codes():
            if code in record and ("{name}" in str(record[code])) != (choice(fact, (*at, "fact"), FACTS) in EACH):
                problem = Message(gettext_noop("write {name} where the name of each party stands, and only then"))
                raise BadInput(problem, (*at, code))
        return str(fact)

    def _said(self, name: str, key: str) -> str:
        return translated(self.records[name][key], (name, key))[self.code]

    def _line(self, record: Mapping[str, Any], at: Place) -> str:
        return translated({code: record[code] for code in languages.codes() if code in record}, at)[self.code]

    def _names(self, name: str, key: str) -> list[str]:
        return [text(one, at) for one, at in items(self.records[name].get(key, []), (name, key))]

    def _rows(self, name: str, key: str, required: tuple[str, ...], optional: tuple[str, ...]) -> list[Any]:
        return [
            (members(one, at, required, (*optional, *languages.codes())), at)
            for one, at in items(self.records[name].get(key, []), (name, key))
        ]


def _placed(fact: str, sentence: str) -> str:
    """A sentence that a steward wrote, its place as the machine fills it; without a place nothing is filled."""
    if fact not in CONDITIONS or not CONDITIONS[fact].otherwise:
        return sentence
    return sentence.replace("%", "%%").replace("{missing}", "%(missing_signatures)s")
