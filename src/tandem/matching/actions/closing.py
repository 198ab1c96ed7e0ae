"""What ends here when an organisation closes."""

from __future__ import annotations

from typing import Any

from tandem.matching.actions.postings import close
from tandem.matching.models import Need, Offer, Posting


def close_postings(event: Any) -> None:
    """A closed organisation has no open needs and offers; introductions under way run their course."""
    for model in (Need, Offer):
        for posting in model.objects.filter(organisation=event.subject_id, state=Posting.State.PUBLISHED):
            close(posting, actor=event.actor, at=event.at)
