"""The invented cooperations of the demonstration, played through the ordinary actions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.cooperation import actions, demonstration_of_work, queries
from tandem.cooperation.models import Agreement, Cooperation, Party, PartyInvitation
from tandem.cooperation.questions import BY_ID
from tandem.directory import queries as directory
from tandem.domain.decision import Decision
from tandem.ui.content import content_folder

#: How long the text that is not signed by all has waited when the demonstration is loaded.
WAITING = timedelta(days=2)


@transaction.atomic
def load() -> dict[str, int]:
    """Lead rooms on as `cooperations.jsonl` says, those that were not yet; return how many."""
    return {"agreements": sum(_lead_on(row) for row in _rows())}


def _rows() -> Iterator[dict[str, Any]]:
    path = content_folder() / "demonstration" / "cooperations.jsonl"
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _lead_on(row: dict[str, Any]) -> bool:
    room = queries.room_of_introduction(row["need"], row["offer"])
    if room is None or Agreement.objects.filter(cooperation=room).exists():
        return False
    player = _Player(room, datetime.combine(date.fromisoformat(row["began"]), time(9), UTC))
    player.frame(row)
    waiting_since = timezone.now() - WAITING
    player.come_to(row["written"], waiting_since)
    player.write(row["answers"], row["framing"])
    player.come_to(row["signed"], waiting_since)
    player.sign(row["signatures"], row["framing"])
    if "work" in row:
        demonstration_of_work.play(player.reference, row["work"], player.at)
    return True


class _Player:
    """All sides of one room, acting in turn, twenty minutes apart."""

    def __init__(self, room: Cooperation, at: datetime) -> None:
        self.reference, self.at = room.reference, max(at, room.awaited_since)

    def come_to(self, day: str, otherwise: datetime) -> None:
        """The day on which the next thing happened; without one, lately."""
        then = datetime.combine(date.fromisoformat(day), time(9), UTC) if day else otherwise
        self.at = max(self.at, then)

    def act(self, side: str, verb: Any, *given: Any, **more: Any) -> None:
        room = queries.with_parties(Cooperation.objects).get(reference=self.reference)
        party = next(one for one in room.parties.all() if one.side == side)
        self.at += timedelta(minutes=20)
        decision: Decision = verb(
            room, party, *(one(room) if callable(one) else one for one in given), **more, **self._by(party)
        )
        if decision.reason is not None:
            raise ValueError(f"{self.reference}: {decision.reason}")

    def _by(self, party: Party) -> dict[str, Any]:
        return {"actor": queries.writers_of(party)[0], "at": self.at}

    def step(self, side: str, transition: str) -> None:
        self.act(side, lambda room, party, **by: actions.take_step(room, transition, party, **by))

    def frame(self, row: dict[str, Any]) -> None:
        self.step("need", "start_framing")
        for one in row.get("joins", ()):
            self.bring_in(one)
        for side, words in row["framing"].items():
            self.act(side, actions.write_framing, words, 0)
        self.act("need", actions.write_goal, row["goal"], 0)
        for side in row["framing"]:
            if side != "need":
                self.act(side, actions.agree_to_goal, 1)
        for one in row["milestones"]:
            self.act("offer", actions.set_milestone, one["text"], date.fromisoformat(one["due"]))
        self.step("offer", "prepare_agreement")

    def bring_in(self, row: dict[str, Any]) -> None:
        """One party proposes an organisation, the others want it too, it says yes."""
        organisation = directory.organisation_of_slug(row["organisation"])
        self.act(row["by"], actions.propose_party, organisation, row["role"], row["words"])
        invitation = PartyInvitation.objects.get(cooperation__reference=self.reference, organisation=organisation)
        for party in queries.with_parties(Cooperation.objects).get(reference=self.reference).parties.all():
            self.act(party.side, actions.want_party, invitation.pk)
        self.at += timedelta(days=1)
        decision = actions.join(invitation, actor=queries.writers_of(invitation)[0], at=self.at)
        if decision.reason is not None:
            raise ValueError(f"{self.reference}: {decision.reason}")

    def write(self, answers: dict[str, dict[str, Any]], sides: Collection[str]) -> None:
        for place, (question, said) in enumerate(answers.items()):
            self.act(("need", "offer")[place % 2], actions.write_answer, question, _named(question, said), 0)
        for side in sides:
            self.act(side, actions.find_ready, queries.draft_mark)

    def sign(self, signatures: list[dict[str, Any]], sides: Collection[str]) -> None:
        for one in signatures:
            self.act(one["side"], self._signed, one["function"], one["show_name"])
        if len(signatures) == len(sides):
            self.step("need", "start_work")

    @staticmethod
    def _signed(room: Any, party: Party, function: str, show_name: bool, *, actor: Any, at: datetime) -> Decision:
        agreement = queries.agreement_of(room)
        seen = agreement.document.sha256 if agreement and agreement.document else ""
        said = {"name": actor.get_full_name(), "function": function, "may_commit": True, "show_name": show_name}
        return actions.sign(room, party, seen, said, actor=actor, at=at)


def _named(question: str, said: dict[str, Any]) -> Any:
    """The answers with the keys of the parties of the room: the file says their sides."""

    def with_keys(room: Cooperation) -> dict[str, Any]:
        values = dict(said)
        for field in BY_ID[question].fields:
            if field.each and field.name in values:
                each = values.pop(field.name)
                values |= {f"{field.name}_{party.pk}": each[party.side] for party in room.parties.all()}
        return values

    return with_keys
