"""Who sees and who does what with needs, offers and introductions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tandem.directory.permissions import can_contact, consents_in_force, consents_to, intermediaries_of
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.matching.models import (
    OPEN_REQUESTS,
    Introduction,
    Need,
    NeedAuthorship,
    Offer,
    Posting,
    Side,
    ThirdPartyProposal,
)

WRITERS = ("owner", "editor")


def visible_to(user: Any, model: type[Need] | type[Offer]) -> QuerySet[Any]:
    """Published postings: the public ones to everybody, the others to who is signed in; and those of one's
    own organisations whatever their state."""
    published = Q(state=Posting.State.PUBLISHED)
    if not user.is_authenticated:
        return model.objects.filter(published, visibility=Posting.Visibility.PUBLIC)
    return model.objects.filter(published | _written_by(user.memberships.values("organisation"), model))


def _written_by(organisations: Any, model: type[Need] | type[Offer]) -> Q:
    """The postings of these organisations, and the needs that they share."""
    own = Q(organisation__in=organisations)
    if model is not Need:
        return own
    return own | Q(pk__in=NeedAuthorship.objects.filter(organisation__in=organisations, left=None).values("need"))


def drafts_of(user: Any, kept: Collection[str], model: type[Need] | type[Offer]) -> QuerySet[Any]:
    """Postings one may be writing: those begun in this browser without an account (`kept` references), those
    begun with this account, those of one's organisations, and those that one's intermediary writes for an
    organisation that agreed to it."""
    begun_here = Q(reference__in=list(kept), author=None, organisation=None)
    if not user.is_authenticated:
        return model.objects.filter(begun_here)
    mine = Q(author=user, organisation=None) | _written_by(user.memberships.values("organisation"), model)
    return model.objects.filter(begun_here | mine | _on_behalf(user))


def _on_behalf(user: Any) -> Q:
    """Drafts that one's intermediary writes for others, as long as these agree to it."""
    agreed = consents_to(user, "may_draft").filter(
        supporter=OuterRef("drafted_by"), organisation=OuterRef("organisation")
    )
    return Q(Exists(agreed), state=Posting.State.DRAFT)


def drafts_on_behalf(user: Any, posting: Posting) -> bool:
    """Whether one writes this draft for somebody else's organisation, with its consent."""
    if posting.state != Posting.State.DRAFT or posting.drafted_by_id is None:
        return False
    agreed = consents_to(user, "may_draft")
    return agreed.filter(supporter=posting.drafted_by_id, organisation=posting.organisation_id).exists()


def can_write(user: Any, posting: Posting) -> Decision:
    """Owners and editors of its organisation write a posting, those of either organisation a shared need; a supporter
    writes the draft that it prepares for them until it hands it over, so that they publish what they read; while it has
    no organisation, whoever began it."""
    if posting.organisation_id is None:
        return ALLOWED
    decision = _writes_for(user, posting)
    if decision.allowed or not drafts_on_behalf(user, posting):
        return decision
    return ALLOWED if posting.handed_over is None else refused(HANDED_OVER)


def can_check(user: Any, posting: Posting) -> Decision:
    """Who writes a draft reads all its answers; a supporter also after it handed the draft over."""
    return ALLOWED if drafts_on_behalf(user, posting) else can_write(user, posting)


def can_decide(user: Any, posting: Posting) -> Decision:
    """Publish a draft, say for whom it is: never the supporter that prepared it."""
    if posting.organisation_id is None:
        return ALLOWED
    decision = _writes_for(user, posting)
    if not decision.allowed and drafts_on_behalf(user, posting):
        return refused(NOT_ON_BEHALF)
    return decision


def can_discard(user: Any, posting: Posting) -> Decision:
    """Who decides throws a draft away; a supporter as long as it has not handed it over."""
    if posting.handed_over is None and drafts_on_behalf(user, posting):
        return ALLOWED
    return can_decide(user, posting)


def organisations_one_writes_for(user: Any) -> QuerySet[Any]:
    """The organisations of which one is owner or editor, oldest membership first."""
    return user.organisations.filter(memberships__person=user, memberships__role__in=WRITERS).order_by(
        "memberships__since", "pk"
    )


def introductions_visible_to(user: Any) -> QuerySet[Introduction]:
    """Those of one's organisations, on either side."""
    if not user.is_authenticated:
        return Introduction.objects.none()
    mine = user.memberships.values("organisation")
    shared = NeedAuthorship.objects.filter(organisation__in=mine, left=None).values("need")
    return Introduction.objects.filter(
        Q(need__organisation__in=mine) | Q(need__in=shared) | Q(offer__organisation__in=mine)
    )


def can_open_introduction(user: Any, introduction: Introduction) -> Decision:
    """Owners and editors of either organisation: messages are for those who may answer them."""
    sides = _answers_for(introduction.need) | _answers_for(introduction.offer)
    if user.memberships.filter(sides, role__in=WRITERS).exists():
        return ALLOWED
    return refused(_ONLY_WRITERS)


def can_act(user: Any, introduction: Introduction | ThirdPartyProposal, side: str) -> Decision:
    """Owners and editors of the organisation that stands on this side."""
    return _writes_for(user, introduction.need if side == "need" else introduction.offer)


def can_propose(user: Any, need: Need, offer: Offer, side: str) -> Decision:
    """Who may compare the two may propose, while an offer that is asked has a free place for a request."""
    decision = can_compare(user, need, offer, side)
    if decision.allowed:
        decision = can_contact(user, need.organisation_id if side == Side.NEED else offer.organisation_id)
    return takes_requests(offer) if decision.allowed and side == Side.NEED else decision


def can_invite(user: Any, need: Need) -> Decision:
    """Who writes a need invites for it, unless kept from writing to others."""
    decision = can_write(user, need)
    return can_contact(user, need.organisation_id) if decision.allowed else decision


def takes_requests(offer: Offer) -> Decision:
    """At most `max_requests` of them wait at a time: the owner of the offer chose how many they can answer."""
    waiting = offer.introductions.filter(OPEN_REQUESTS).count()
    return ALLOWED if waiting < offer.max_requests else refused(NO_FREE_PLACE)


def can_compare(user: Any, need: Need, offer: Offer, side: str) -> Decision:
    """One compares a published posting of one's own with one of another organisation."""
    own = need if side == "need" else offer
    if need.state != Posting.State.PUBLISHED or offer.state != Posting.State.PUBLISHED:
        return refused(NO_LONGER_PUBLISHED)
    if need.organisation_id == offer.organisation_id:
        return refused(SAME_ORGANISATION)
    return _writes_for(user, own)


def kept_by(user: Any) -> Q:
    """The kept rankings of the needs and offers of one's organisations."""
    mine = user.memberships.values("organisation")
    return Q(need__organisation__in=mine) | Q(offer__organisation__in=mine)


def can_weigh(user: Any) -> Decision:
    """How results are weighed is common to the whole place: its stewards decide, everybody reads it."""
    if getattr(user, "is_steward", False):
        return ALLOWED
    return refused(gettext_noop("Only the stewards of this place change how results are weighed."))


def _answers_for(posting: Posting) -> Q:
    """The memberships of the organisation of a posting, and of those that share a need."""
    own = Q(organisation=posting.organisation_id)
    if not isinstance(posting, Need):
        return own
    sharing = NeedAuthorship.objects.filter(need=posting.pk, left=None)
    return own | Q(organisation__in=sharing.values("organisation"))


def _writes_for(user: Any, posting: Posting) -> Decision:
    roles = set(user.memberships.filter(_answers_for(posting)).values_list("role", flat=True))
    if roles & set(WRITERS):
        return ALLOWED
    if roles:
        return refused(_ONLY_WRITERS)
    return refused(gettext_noop("This belongs to an organisation that you do not act for."))


NO_LONGER_PUBLISHED = gettext_noop("One of the two is no longer published.")
SAME_ORGANISATION = gettext_noop("Both belong to the same organisation: no introduction is needed.")
NO_FREE_PLACE = gettext_noop(
    "This offer has as many open requests as its organisation can answer at a time. A place becomes free with the "
    "next answer: come back in a few days, or propose to another offer."
)
_ONLY_WRITERS = gettext_noop(
    "You can read what your organisation publishes. Its owners and editors write needs and offers and answer "
    "introductions: ask one of its owners to become an editor."
)


def not_to_introduce(user: Any) -> set[int]:
    """The organisations that one's intermediaries accompany, and that did not agree to proposals of introductions."""
    agreed = consents_in_force().filter(supporter__in=[one.pk for one in intermediaries_of(user)])
    rows = list(agreed.values_list("organisation", "may_introduce"))
    return {organisation for organisation, _ in rows} - {organisation for organisation, may in rows if may}


def supporter_for(user: Any, organisation: int) -> Any:
    """The intermediary in whose name one proposes: the one that accompanies this organisation, else one's first."""
    houses = intermediaries_of(user)
    agreed = consents_in_force().filter(supporter__in=[one.pk for one in houses], organisation=organisation)
    key = agreed.filter(may_introduce=True).values_list("supporter", flat=True).first()
    return next((one for one in houses if one.pk == key), next(iter(houses), None))


def can_support(user: Any, need: Need, offer: Offer) -> Decision:
    """Members of an intermediary propose two published parties to each other, neither of them their own, nor one that
    they accompany and that did not agree to it."""
    if not intermediaries_of(user):
        return refused(ONLY_SUPPORTERS)
    may = can_contact(user, intermediaries_of(user)[0].pk)
    if not may.allowed:
        return may
    if need.state != Posting.State.PUBLISHED or offer.state != Posting.State.PUBLISHED:
        return refused(NO_LONGER_PUBLISHED)
    if need.organisation_id == offer.organisation_id:
        return refused(SAME_ORGANISATION)
    if user.memberships.filter(organisation__in=(need.organisation_id, offer.organisation_id)).exists():
        return refused(gettext_noop("You belong to one of the two: propose an introduction yourself."))
    if not_to_introduce(user) & {need.organisation_id, offer.organisation_id}:
        return refused(NOT_AGREED)
    return ALLOWED


def third_party_visible_to(user: Any) -> QuerySet[ThirdPartyProposal]:
    """Those that one made or that a colleague of the same intermediary made, and those to one's organisations."""
    if not user.is_authenticated:
        return ThirdPartyProposal.objects.none()
    mine = user.memberships.values("organisation")
    shared = NeedAuthorship.objects.filter(organisation__in=mine, left=None).values("need")
    return ThirdPartyProposal.objects.filter(
        Q(supporter=user)
        | Q(organisation__in=mine)
        | Q(need__organisation__in=mine)
        | Q(need__in=shared)
        | Q(offer__organisation__in=mine)
    )


def can_open_third_party(user: Any, proposal: ThirdPartyProposal) -> Decision:
    """Those who proposed it, and owners and editors of the two parties."""
    if is_supporter(user, proposal) or sides_of(user, proposal):
        return ALLOWED
    return refused(_ONLY_WRITERS)


def is_supporter(user: Any, proposal: ThirdPartyProposal) -> bool:
    return proposal.supporter_id == user.pk or user.memberships.filter(organisation=proposal.organisation_id).exists()


def sides_of(user: Any, proposal: ThirdPartyProposal) -> list[str]:
    """The sides for which one may answer."""
    return [side for side in Side.values if can_act(user, proposal, side).allowed]


NOT_AGREED = gettext_noop("You accompany this organisation, and it did not agree to proposals of introductions.")
HANDED_OVER = gettext_noop("You have handed this draft over: the organisation reads, changes and publishes it, or not.")
NOT_ON_BEHALF = gettext_noop("You prepare this on behalf of the organisation: its owners and editors decide.")
ONLY_SUPPORTERS = gettext_noop("Only members of an intermediary organisation propose two others to each other.")
