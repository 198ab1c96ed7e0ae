"""What stewards decide about a need or an offer that somebody reported."""

from __future__ import annotations

from typing import Any

from tandem.directory.queue import Thing
from tandem.matching.actions.postings import close
from tandem.matching.models import Need, Offer, Posting

MODELS: dict[str, type[Need | Offer]] = {"matching.need": Need, "matching.offer": Offer}


def thing_on_page(kind: str, reference: str) -> Thing | None:
    """The need or the offer that a page shows, for the report of that page."""
    name = f"matching.{kind}"
    posting = MODELS[name].objects.select_related("organisation").filter(reference=reference).first()
    return Thing(name, str(posting.pk), posting.title, posting.organisation) if posting else None


def hide_reported(event: Any) -> None:
    """Hidden means taken off the lists; introductions under way go on."""
    model = MODELS.get(event.data["kind"])
    for posting in model.objects.filter(pk=event.data["id"]) if model else ():
        close(posting, actor=event.actor, at=event.at)


def restore_reported(event: Any) -> None:
    """Back on the lists, as before the decision."""
    model = MODELS.get(event.data["kind"])
    if model:
        closed = model.objects.filter(pk=event.data["id"], state=Posting.State.CLOSED)
        closed.update(state=Posting.State.PUBLISHED, changed=event.at)
