"""What was done at work and afterwards in the invented cooperations, played through the ordinary actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile

from tandem.cooperation import actions, queries
from tandem.cooperation.models import Cooperation, LevelRating, Party, TransferLine
from tandem.domain.decision import Decision
from tandem.ui import uploads


def play(reference: str, work: dict[str, Any], after: datetime) -> None:
    """Levels first, then every event on its day, an hour apart when several fall on one day."""
    for row in work["levels"]:
        _levels(reference, row, after)
    for event in work["events"]:
        after = max(datetime.combine(date.fromisoformat(event["at"]), time(9), UTC), after + timedelta(hours=1))
        room, party = _room(reference), event["by"]
        decision = _does(room, _party(room, party), event, after)
        if decision.reason is not None:
            raise ValueError(f"{reference}, {event['at']}: {decision.reason}")


def _room(reference: str) -> Cooperation:
    return queries.with_parties(Cooperation.objects).get(reference=reference)


def _party(room: Cooperation, side: str) -> Party:
    return next(one for one in room.parties.all() if one.side == side)


def _levels(reference: str, row: dict[str, Any], at: datetime) -> None:
    room = _room(reference)
    asking = _party(room, "need")
    person = queries.writers_of(asking)[0]
    actions.add_competence(room, asking, row["framework"], row["id"], actor=person, at=at)
    shared = {"level_wanted": row["wanted"], **{name: row[name] for name in ("learners", "teachers", "how")}}
    for name in ("learning", "teaching"):
        shared[name] = [_party(room, side).pk for side in row.get(name, ())]
    for side in ("need", "offer"):
        line = TransferLine.objects.get(cooperation=room, framework=row["framework"], competence=row["id"])
        party = _party(room, side)
        rated = {moment: row.get(moment, {}).get(side) for moment in LevelRating.Moment.values}
        decision = actions.write_line(
            line, party, shared, rated, line.version, actor=queries.writers_of(party)[0], at=at
        )
        if decision.reason is not None:
            raise ValueError(f"{reference}, {row['id']}: {decision.reason}")


def _does(room: Cooperation, party: Party, event: dict[str, Any], at: datetime) -> Decision:
    by: dict[str, Any] = {"actor": queries.writers_of(party)[0], "at": at}
    match event["does"]:
        case "message" | "decision" as kind:
            return actions.write_note(room, party, kind, event["text"], **by)
        case "check_in":
            return actions.check_in(room, party, event["mood"], event["sentence"], **by)
        case "reach":
            return actions.reach_milestone(room, party, room.milestones.all()[event["milestone"]].pk, **by)
        case "hours":
            day = date.fromisoformat(event["day"])
            by["receiver_side"] = event.get("to", "")
            return actions.give_hours(room, party, party.side, event["minutes"], day, event["what"], **by)
        case "confirm":
            return actions.confirm_hours(room, party, room.ledger_entries.latest("number").number, **by)
        case "file":
            sent = uploads.check(ContentFile(event["text"].encode(), event["name"]))
            return actions.put_file(room, party, sent, event["about"], **by)
        case "autonomy":
            return actions.reach_autonomy_step(room, party, event["step"], event["text"], **by)
        case "step":
            return actions.take_step(room, event["step"], party, **by)
        case "evaluate":
            return actions.evaluate(room, party, event["answers"], **by)
        case "rung":
            return actions.want_rung(room, party, event["form"], **by)
        case _:
            return _tells(room, party, event, by)


def _tells(room: Cooperation, party: Party, event: dict[str, Any], by: dict[str, Any]) -> Decision:
    version = queries.newest_version(queries.case_of(room))
    if event["does"] == "approve":
        return actions.approve_case(room, party, version.hash if version else "", **by)
    claims = [(text, _evidence(room, shown)) for text, shown in event["claims"]]
    seen = version.number if version else 0
    return actions.write_case(room, party, event["language"], event["title"], event["body"], claims, seen, **by)


def _evidence(room: Cooperation, shown: str) -> str:
    """The id that begins as the file says; a milestone is named by its place."""
    found = list(queries.evidence_of(room))
    if shown.startswith("milestone-"):
        shown = f"milestone-{room.milestones.all()[int(shown.partition('-')[2])].pk}"
    return next(one for one in found if one.startswith(shown))
