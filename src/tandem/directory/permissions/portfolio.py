"""Who accompanies an organisation, and with what it agreed to."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tandem.directory.models import Accompaniment, Membership, Organisation, State
from tandem.directory.permissions.members import can_manage_members
from tandem.directory.permissions.records import WRITERS
from tandem.directory.permissions.stewards import can_contact
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

#: What an owner may agree to; each is a column of `Accompaniment`.
SCOPES = ("may_see", "may_draft", "may_sit_in", "may_introduce")
OPEN = (Accompaniment.State.INVITED, Accompaniment.State.AGREED)
#: After a no, the same intermediary does not ask again for this long.
ASKED_AGAIN_AFTER = timedelta(days=183)


def intermediaries_of(user: Any) -> list[Organisation]:
    """The intermediary organisations that one is a member of, in whatever role: they accompany others."""
    if not user.is_authenticated:
        return []
    mine = user.organisations.filter(state=State.PUBLISHED).order_by("pk").distinct()
    return [one for one in mine if "intermediary" in one.roles]


def writes_for(user: Any, organisation: Organisation | int) -> bool:
    """Whether one is owner or editor there."""
    key = getattr(organisation, "pk", organisation)
    return bool(user.is_authenticated and user.memberships.filter(organisation=key, role__in=WRITERS).exists())


def consents_in_force() -> QuerySet[Accompaniment]:
    """What organisations have agreed to and neither ended nor let run out."""
    return Accompaniment.objects.filter(
        state=Accompaniment.State.AGREED,
        until__gte=timezone.localdate(),
        supporter__state=State.PUBLISHED,
        organisation__state=State.PUBLISHED,
    )


def consents_to(user: Any, scope: str, *, writing: bool = True) -> QuerySet[Accompaniment]:
    """The consents of this scope by which `user` acts: as owner or editor of the supporter; without `writing`, in
    whatever role."""
    if not user.is_authenticated:
        return Accompaniment.objects.none()
    mine = user.memberships.filter(role__in=WRITERS) if writing else user.memberships.all()
    return consents_in_force().filter(supporter__in=mine.values("organisation"), **{scope: True})


def portfolio_visible_to(user: Any) -> QuerySet[Accompaniment]:
    """What one's intermediaries asked and were answered."""
    if not user.is_authenticated:
        return Accompaniment.objects.none()
    return Accompaniment.objects.filter(supporter__in=user.memberships.values("organisation"))


def supporters_visible_to(user: Any) -> QuerySet[Accompaniment]:
    """Members see who accompanies their organisation, and who asked to."""
    if not user.is_authenticated:
        return Accompaniment.objects.none()
    return Accompaniment.objects.filter(organisation__in=user.memberships.values("organisation"))


def can_take_in(user: Any, organisation: Organisation, supporter: Organisation | None, at: datetime) -> Decision:
    """Owners and editors of an intermediary invite an organisation that somebody answers for: once, and not again soon
    after a no."""
    if supporter is None or "intermediary" not in supporter.roles or supporter.state != State.PUBLISHED:
        return refused(gettext_noop("Only members of an intermediary organisation keep a portfolio."))
    if not writes_for(user, supporter):
        return refused(
            gettext_noop("You read in %(organisation)s. Its owners can let you write."), organisation=supporter.name
        )
    if organisation.pk == supporter.pk or organisation.state != State.PUBLISHED:
        return refused(gettext_noop("%(organisation)s cannot be invited."), organisation=organisation.name)
    if not Membership.objects.filter(organisation=organisation, role=Membership.Role.OWNER).exists():
        return refused(gettext_noop("Nobody answers for %(organisation)s here yet."), organisation=organisation.name)
    known = Accompaniment.objects.filter(supporter=supporter, organisation=organisation)
    if known.filter(state__in=OPEN).exists():
        return refused(gettext_noop("%(organisation)s is in your portfolio already."), organisation=organisation.name)
    if known.filter(state=Accompaniment.State.DECLINED, ended_at__gt=at - ASKED_AGAIN_AFTER).exists():
        return refused(
            gettext_noop("%(organisation)s declined in the last six months. It can write to you at any time."),
            organisation=organisation.name,
        )
    return can_contact(user, supporter)


def can_agree(user: Any, accompaniment: Accompaniment) -> Decision:
    """Owners agree, decline, change what they agreed to, and end it."""
    return can_manage_members(user, accompaniment.organisation)


def can_give_up(user: Any, accompaniment: Accompaniment) -> Decision:
    """Owners and editors of the supporter take an invitation back, or end it from their side."""
    if writes_for(user, accompaniment.supporter_id):
        return ALLOWED
    return refused(
        gettext_noop("You read in %(organisation)s. Its owners can let you write."),
        organisation=accompaniment.supporter.name,
    )
