"""Who sees and changes what in the directory."""

from typing import Any

from django.db.models import Q, QuerySet

from tandem.directory.models import Membership, Organisation, Project, Record, Solution, State
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

SEEN = (State.PUBLISHED, State.CLOSED)
WRITERS = (Membership.Role.OWNER, Membership.Role.EDITOR)


def visible_to(user: Any) -> QuerySet[Organisation]:
    """Published organisations are seen by everybody, and closed ones for the sake of what they did; hidden ones by
    their members and by stewards."""
    seen = Organisation.objects.all()
    if getattr(user, "is_steward", False):
        return seen.exclude(state=State.MERGED)
    if user.is_authenticated:
        return seen.filter(Q(state__in=SEEN) | Q(state=State.HIDDEN, pk__in=user.memberships.values("organisation")))
    return seen.filter(state__in=SEEN)


def solutions_visible_to(user: Any) -> QuerySet[Solution]:
    """Published solutions are seen by everybody, others by stewards, and what one proposed oneself."""
    seen = Solution.objects.select_related("carried_by")
    if getattr(user, "is_steward", False):
        return seen
    if user.is_authenticated:
        return seen.filter(Q(state=State.PUBLISHED) | Q(state=State.PROPOSED, proposed_by=user))
    return seen.filter(state=State.PUBLISHED)


def projects_visible_to(user: Any) -> QuerySet[Project]:
    """Published projects are seen by everybody, hidden ones by stewards."""
    seen = Project.objects.all()
    return seen if getattr(user, "is_steward", False) else seen.filter(state=State.PUBLISHED)


def can_edit(user: Any, organisation: Organisation) -> Decision:
    """Owners and editors write what the organisation says of itself."""
    role = role_of(user, organisation)
    if role in WRITERS:
        return is_open(organisation)
    if role == Membership.Role.READER:
        return refused(
            gettext_noop("You read in %(organisation)s. Its owners can let you write."), organisation=organisation.name
        )
    return refused(
        gettext_noop("Only members of %(organisation)s can change its page."), organisation=organisation.name
    )


def can_speak_for(user: Any, record: Record) -> Decision:
    """Whether somebody writes the words of an organisation or of a solution as its own: those who write for the
    organisation, or for the one that carries the solution."""
    if isinstance(record, Organisation):
        return can_edit(user, record)
    carrier = record.carried_by if isinstance(record, Solution) else None
    if carrier is None:
        return refused(gettext_noop("Nobody here speaks for it: its text can be translated."))
    return can_edit(user, carrier)


def can_write_texts(user: Any, record: Record) -> Decision:
    """Who speaks for it; a steward translates what a solution does."""
    spoken = can_speak_for(user, record)
    if isinstance(record, Solution) and not spoken.allowed:
        if getattr(user, "is_steward", False):
            return ALLOWED
        return refused(gettext_noop("The organisation that carries a solution writes its texts, and stewards do."))
    return spoken


def can_see_members(user: Any, organisation: Organisation) -> Decision:
    """Members see who else acts for their organisation."""
    if role_of(user, organisation):
        return ALLOWED
    return refused(
        gettext_noop("Only members of %(organisation)s see who acts for it."), organisation=organisation.name
    )


def role_of(user: Any, organisation: Organisation) -> str | None:
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(person=user, organisation=organisation).values_list("role", flat=True).first()


def is_open(organisation: Organisation) -> Decision:
    """A closed organisation stays as it was; its owners may open it again."""
    if organisation.state == State.CLOSED or organisation.closed_at:
        return refused(gettext_noop("%(organisation)s is closed."), organisation=organisation.name)
    return ALLOWED
