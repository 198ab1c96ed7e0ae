"""How long an organisation takes to answer those who propose an introduction."""

from typing import Any

from django.db.models import F, Min, Q

from tandem.matching.models import Introduction, Side


def days_to_reply(organisation: Any) -> list[float]:
    """Days between each proposal received and the first answer, shortest first; what waits still is left out."""
    received = Introduction.objects.filter(
        Q(proposed_by=Side.NEED, offer__organisation=organisation)
        | Q(proposed_by=Side.OFFER, need__organisation=organisation)
    )
    answers = Min("steps__at", filter=~Q(steps__side=F("proposed_by")) & ~Q(steps__side=""))
    first = received.annotate(first_answer=answers).filter(first_answer__isnull=False)
    return sorted(
        (at - created).total_seconds() / 86_400 for created, at in first.values_list("created", "first_answer")
    )
