"""Work after the request."""

from datetime import datetime, timedelta

from django_tasks import task

from tandem import journal
from tandem.directory import search


@task()
def index_changes() -> int:
    """Bring the index up to date. When another process is at it, that one or the next round does it."""
    try:
        return search.index_changes()
    except search.Busy:
        return 0


@journal.periodically("directory.index_changes", timedelta(minutes=1))
def index_what_was_left(at: datetime) -> None:
    """What a killed process left in the outbox."""
    index_changes.call()
