"""Reading introductions: who has the ball, who is who, what was said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext

from tandem.competences import queries as competences
from tandem.domain.lifecycle import INTRODUCTION, has_the_ball
from tandem.domain.messages import Message, Name
from tandem.matching.models import OPEN_STATES, Introduction, IntroductionStep, Need, Offer, Posting, Side
from tandem.matching.permissions import WRITERS
from tandem.ui.dates import date_format


def said(message: Message | None) -> str:
    """A sentence of the domain in the language of the request, competences and languages by their names."""
    return message.render(gettext, _name_of) if message else ""


def _name_of(name: Name) -> str:
    language = get_language() or "en"
    if name.kind == "day":
        return date_format(date.fromisoformat(name.id[0]))
    if name.kind == "language":
        return competences.label("languages", name.id[0], language)
    return gettext("“%(name)s”") % {"name": competences.competence_label(*name.id, language)}


def with_parties(introductions: QuerySet[Introduction]) -> QuerySet[Introduction]:
    return introductions.select_related("need__organisation", "offer__organisation")


def open_between(need: Need, offer: Offer) -> Introduction | None:
    return Introduction.objects.filter(need=need, offer=offer, state__in=OPEN_STATES).first()


def open_by_counterpart(posting: Need | Offer) -> dict[str, Introduction]:
    """The open or accepted introductions of a posting, by the reference of the posting opposite."""
    own, opposite = ("need", "offer") if isinstance(posting, Need) else ("offer", "need")
    under_way = Introduction.objects.filter(**{own: posting}, state__in=(*OPEN_STATES, "accepted"))
    return {getattr(one, opposite).reference: one for one in under_way.select_related(opposite)}


def awaited_side(introduction: Introduction) -> str | None:
    """The side that has the ball, None when the introduction has ended."""
    roles = has_the_ball(INTRODUCTION, introduction.state)
    if not roles:
        return None
    return introduction.proposed_by if "proposer" in roles else opposite_of(introduction.proposed_by)


def opposite_of(side: str) -> str:
    return Side.OFFER if side == Side.NEED else Side.NEED


def state_label(introduction: Introduction) -> Message:
    return INTRODUCTION.state(introduction.state).label


def steps_of(introduction: Introduction) -> QuerySet[IntroductionStep]:
    return introduction.steps.select_related("person")


def writers_of(organisation: Any) -> list[Any]:
    """The people who may answer for an organisation: its owners and editors."""
    memberships = organisation.memberships.filter(role__in=WRITERS).select_related("person").order_by("since", "pk")
    return [membership.person for membership in memberships]


def contact_of(introduction: Introduction, side: str) -> Any:
    """Whom the other side gets to know: who acted last and is still there, else the first who may act."""
    return contacts_of(introduction)[side]


def contacts_of(introduction: Introduction) -> dict[str, Any]:
    """Whom to reach on each side, by side: never somebody who has left."""
    need, offer = introduction.need.organisation_id, introduction.offer.organisation_id
    still_there = Q(side=Side.NEED, person__memberships__organisation=need) | Q(
        side=Side.OFFER, person__memberships__organisation=offer
    )
    steps = introduction.steps.filter(still_there).select_related("person")
    acted = {step.side: step.person for step in steps}
    return {
        side: acted.get(side) or next(iter(writers_of(posting.organisation)), None)
        for side, posting in ((Side.NEED, introduction.need), (Side.OFFER, introduction.offer))
    }


def introduction_for_room(pk: int) -> Introduction:
    """The accepted introduction from which a room is opened."""
    return with_parties(Introduction.objects).get(pk=pk)


def name_shown(introduction: Introduction, side: str) -> str:
    """The name of the organisation on a side, as the other side may read it; empty while it stays unnamed."""
    posting = introduction.need if side == Side.NEED else introduction.offer
    hidden = posting.visibility == Posting.Visibility.UNNAMED and introduction.state != "accepted"
    return "" if hidden else posting.organisation.name


def name_seen_from(introduction: Introduction, side: str, viewer: str) -> str:
    """The name of the organisation on `side`, for those who stand on `viewer`: one's own is never hidden."""
    if side == viewer:
        return (introduction.need if side == Side.NEED else introduction.offer).organisation.name
    return name_shown(introduction, side)


def name_before(posting: Need | Offer, own: Need | Offer) -> str:
    """The name of a posting's organisation before any introduction, for the owner of `own`."""
    hidden = posting.visibility == Posting.Visibility.UNNAMED and posting.organisation_id != own.organisation_id
    return "" if hidden else posting.organisation.name
