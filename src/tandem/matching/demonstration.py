"""The invented needs, offers and introductions of the demonstration, played through the ordinary actions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.directory import queries as directory
from tandem.domain.lifecycle import INTRODUCTION
from tandem.matching import actions, permissions, queries
from tandem.matching.models import OPEN_STATES, Introduction, JointQuestion, Need, Offer, Side, ThirdPartyProposal
from tandem.ui.content import content_folder

DATES = ("start", "end", "available_from", "available_to")
#: How long the open introductions have waited when the demonstration is loaded.
WAITING = timedelta(days=4)
APART = ("id", "organisation", "published")


@transaction.atomic
def load() -> dict[str, int]:
    """Add what is not there yet; return how many of each were added. A second load adds nothing."""
    return {
        "needs": sum(_posting(Need, row) for row in _rows("needs")),
        "offers": sum(_posting(Offer, row) for row in _rows("offers")),
        "introductions": sum(_introduction(row) for row in _rows("introductions")),
        "meetings": sum(TOGETHER[row["kind"]](row) for row in _rows("together")),
    }


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (content_folder() / "demonstration" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _at(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), UTC)


def _posting(model: type[Need] | type[Offer], row: dict[str, Any]) -> bool:
    if model.objects.filter(reference=row["id"]).exists():
        return False
    at = _at(row["published"])
    organisation = directory.organisation_of_slug(row["organisation"])
    actor = queries.writers_of(organisation)[0]
    values = {name: value for name, value in row.items() if name not in APART}
    values |= {name: value and date.fromisoformat(value) for name, value in row.items() if name in DATES}
    values |= {"countries": row["countries"] or [], "reference": row["id"]}
    values.setdefault("visibility", model.Visibility.PUBLIC)  # offers: who gives wants to be found
    if model is Offer and values["max_requests"] is None:
        del values["max_requests"]
    posting = actions.begin(model, values, actor=actor, at=at)
    actions.attach(posting, organisation, actor=actor, at=at)
    actions.publish(posting, actor=actor, at=at)
    return True


def _later(row: dict[str, Any]) -> timedelta:
    """How much later an introduction that is still open takes place: its last day to answer is to come."""
    last = row["steps"][-1] if row["steps"] else row
    if row["steps"] and INTRODUCTION.transition(last["verb"]).target not in OPEN_STATES:
        return timedelta()
    waiting = timezone.now() - _at(last["at"])
    return max(timedelta(days=waiting.days) - WAITING, timedelta())


def _introduction(row: dict[str, Any]) -> bool:
    need = Need.objects.select_related("organisation").get(reference=row["need"])
    offer = Offer.objects.select_related("organisation").get(reference=row["offer"])
    if Introduction.objects.filter(need=need, offer=offer).exists():
        return False
    actors = {side: queries.writers_of(one.organisation)[0] for side, one in ((Side.NEED, need), (Side.OFFER, offer))}
    by = row["proposed_by"]
    later = _later(row)
    at = _at(row["at"]) + later
    introduction = actions.propose(need, offer, by, row["message"], actor=actors[by], at=at)
    if introduction is None:
        raise ValueError(f"{row['need']} – {row['offer']}: {permissions.NO_FREE_PLACE}")
    for step in row["steps"]:
        # Several steps on one day stay in their order.
        at = max(_at(step["at"]) + later, at + timedelta(hours=1))
        decision = actions.take_step(
            introduction, step["verb"], step["by"], step["text"], actor=actors[step["by"]], at=at
        )
        if not decision.allowed:
            raise ValueError(f"{row['need']} – {row['offer']}: {decision.reason}")
    return True


def _thing(row: dict[str, Any]) -> bool:
    """An offer of a thing says what, how many and in what condition."""
    offer = Offer.objects.select_related("organisation").get(reference=row["offer"])
    if offer.item:
        return False
    values = {name: row[name] for name in ("item", "condition", "stock", "quantity")}
    actions.answer(offer, values, actor=queries.writers_of(offer.organisation)[0], at=offer.published_at)
    return True


def _paused(row: dict[str, Any]) -> bool:
    """An offer that let somebody wait until the introduction was closed, and longer."""
    need, offer = _pair_of(row)
    if Introduction.objects.filter(need=need, offer=offer).exists():
        return False
    asked = _at(row["asked"])
    actor = queries.writers_of(need.organisation)[0]
    introduction = actions.propose(need, offer, Side.NEED, row["message"], actor=actor, at=asked)
    assert introduction is not None
    actions.expire(introduction, at=asked + timedelta(days=22))
    actions.pause(offer, Offer.Because.SILENCE, actor=None, at=asked + timedelta(days=50))
    return True


def _pair(row: dict[str, Any]) -> bool:
    """Two parties whom a supporter proposes to each other: both are still waited for."""
    need, offer = _pair_of(row)
    if ThirdPartyProposal.objects.filter(need=need, offer=offer).exists():
        return False
    supporters = directory.organisation_of_slug(row["supporter"])
    actor = queries.writers_of(supporters)[0]
    actions.propose_pair(need, offer, row["why"], organisation=supporters, actor=actor, at=timezone.now() - WAITING)
    return True


def _joint(row: dict[str, Any]) -> bool:
    """Two owners who said yes to sharing one need, and published it together."""
    first, second = (
        Need.objects.select_related("organisation").get(reference=row[name]) for name in ("first", "second")
    )
    if JointQuestion.objects.filter(first=first, second=second).exists():
        return False
    at = _at(row["asked"])
    question = actions.ask_owners(first, second, at=at)
    for need in (first, second):
        actor = queries.writers_of(need.organisation)[0]
        at += timedelta(hours=5)
        actions.answer_joint_question(question, need, True, actor=actor, at=at)
    shared = queries.question_to_tell(question.pk).shared
    actor, at = queries.writers_of(first.organisation)[0], _at(row["published"])
    actions.publish(actions.answer(shared, {"title": row["title"]}, actor=actor, at=at), actor=actor, at=at)
    return True


def _pair_of(row: dict[str, Any]) -> tuple[Need, Offer]:
    need = Need.objects.select_related("organisation").get(reference=row["need"])
    return need, Offer.objects.select_related("organisation").get(reference=row["offer"])


def _prepared(row: dict[str, Any]) -> bool:
    """A need that a supporter put into words for an organisation that agreed to it, and that waits to be read."""
    if Need.objects.filter(reference=row["id"]).exists():
        return False
    organisation = directory.organisation_of_slug(row["organisation"])
    supporter = directory.organisation_of_slug(row["supporter"])
    actor, at = queries.writers_of(supporter)[0], timezone.now() - WAITING
    values = {name: row[name] for name in ("problem", "title", "help", "language", "remote", "visibility")}
    values |= {"reference": row["id"], "organisation": organisation, "drafted_by": supporter}
    actions.hand_over(actions.begin(Need, values, actor=actor, at=at), actor=actor, at=at)
    return True


TOGETHER = {"prepared": _prepared, "thing": _thing, "paused": _paused, "pair": _pair, "joint": _joint}
