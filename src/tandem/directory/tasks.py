"""Work after the request."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from tandem import journal
from tandem.directory import search
from tandem.directory.models import Report
from tandem.directory.search import outbox
from tandem.ui.mail import footing


@task()
def index_changes() -> int:
    """Bring the index up to date. When another process is at it, that one or the next round does it."""
    try:
        return search.index_changes()
    except search.Busy:
        return 0


outbox.start_with(index_changes.enqueue)


@journal.periodically("directory.index_changes", timedelta(minutes=1))
def index_what_was_left(at: datetime) -> None:
    """What a killed process left in the outbox."""
    index_changes.call()


@task()
def tell_of_report(report_id: int) -> None:
    """Write to who helps here, when an address is set; the answer goes to who reported."""
    if not settings.HELP_EMAIL:
        return
    report = Report.objects.get(pk=report_id)
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("directory/report.txt", {**footing(), "report": report})
    subject, _, body = text.strip().partition("\n")
    reply_to = [report.email] if report.email else None
    EmailMessage(subject.strip(), body.strip() + "\n", to=[settings.HELP_EMAIL], reply_to=reply_to).send()
