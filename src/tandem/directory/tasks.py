"""Work after the request."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from tandem import journal
from tandem.accounts import queries as accounts
from tandem.directory import links, queries, queue, search
from tandem.directory.models import Report
from tandem.directory.search import outbox
from tandem.ui import mail
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


@task()
def ask_to_confirm(organisation_id: int) -> None:
    """Ask the owners whether their page is still right, each with a link that confirms."""
    one = queries.organisation(organisation_id)
    for person in queries.owners(one):
        said = f"{one.pk}.{person.pk}.{int(one.asked_at.timestamp())}"
        token = links.sign(links.CONFIRMATION, said)
        mail.send(person, "directory/mail/confirm.txt", "confirm", token, essential=True, receiver=one.name)


@task()
def ask_contact(contact_id: int) -> None:
    """Ask a named person, by a link that only they have, whether they may be shown as somebody to contact."""
    one = queries.contact(contact_id)
    language = accounts.language_of(one.email, one.by)
    token = links.sign(links.CONTACT, f"{one.pk}.{one.mark}")
    with translation.override(language):
        link = settings.ADDRESS + reverse("contact_asked", args=[token])
    context = {"contact": one, "organisation": one.organisation, "link": link}
    mail.write(one.email, language, "directory/mail/contact.txt", context)


@task()
def send_invitation(invitation_id: int) -> None:
    """Write the link to the address; the same words whether it has an account here or not."""
    invitation = queries.invitation(invitation_id)
    language = accounts.language_of(invitation.email, invitation.invited_by)
    with translation.override(language):
        link = settings.ADDRESS + reverse("invitation", args=[links.sign(links.INVITATION, invitation.reference)])
    context = {"invitation": invitation, "organisation": invitation.organisation, "link": link}
    mail.write(invitation.email, language, "directory/mail/invitation.txt", context)


@task()
def tell_of_join_request(request_id: int) -> None:
    """Write to the owners that somebody would like to act for their organisation."""
    request = queries.join_request(request_id)
    for person in queries.owners(request.organisation):
        mail.send(
            person,
            "directory/mail/join_request.txt",
            "organisation_members",
            request.organisation.slug,
            essential=True,
            request=request,
            receiver=request.organisation.name,
        )


@task()
def tell_of_join_answer(request_id: int) -> None:
    """Write to who asked what the owners answered."""
    request = queries.join_request(request_id)
    mail.send(
        request.person,
        "directory/mail/join_answer.txt",
        "organisation",
        request.organisation.slug,
        essential=True,
        request=request,
        receiver=request.organisation.name,
    )


@task()
def tell_of_rights(membership_id: int) -> None:
    """Write to a member which rights they have now."""
    membership = queries.membership(membership_id)
    mail.send(
        membership.person,
        "directory/mail/rights.txt",
        "organisation",
        membership.organisation.slug,
        essential=False,
        membership=membership,
        receiver=membership.organisation.name,
    )


@task()
def acknowledge_report(report_id: int) -> None:
    """The receipt of a report, at once: what it is about, until when it is decided, where the decision will stand."""
    report = queries.report(report_id)
    _to_reporter(report, "directory/mail/report_received.txt")


@task()
def tell_of_decision(case_id: int) -> None:
    """Write what was decided, why, and how to contest it, to those whom the kind of case names."""
    (case,) = queries.named([queries.case_by_pk(case_id)])
    kind = queue.kind(case.kind)
    choice = kind.choice(case.decision) if case.decision else None
    told = choice.tells if choice else ("owners", "asker")
    context = {"case": case, "kind": kind, "choice": choice, "thing": queue.thing_on(case.page) if case.page else None}
    people = queries.owners(case.organisation) if "owners" in told and case.organisation else []
    if "asker" in told and case.person and case.person not in people:
        people.append(case.person)
    for person in people:
        mail.send(person, "directory/mail/decision.txt", "decision", case.reference, essential=True, **context)
    report = getattr(case, "report", None)
    if "asker" in told and report and report.email:
        _to_reporter(report, "directory/mail/report_decided.txt", **context)


def _to_reporter(report: Report, template: str, **context: Any) -> None:
    with translation.override(report.language):
        link = settings.ADDRESS + reverse("decision", args=[report.case.reference])
    mail.write(
        report.email, report.language, template, {**context, "report": report, "case": report.case, "link": link}
    )


@task()
def send_claim_code(claim_id: int, code: str) -> None:
    """Write the code to the address that is to be proved."""
    claim = queries.claim(claim_id)
    language = claim.person.language
    context = {"claim": claim, "organisation": claim.organisation, "code": f"{code[:4]}-{code[4:]}"}
    mail.write(claim.email, language, "directory/mail/claim_code.txt", context)


@task()
def tell_of_block(block_id: int) -> None:
    """Write to the person, or to the owners of the organisation, what is no longer possible, why and until when; or
    that it is possible again."""
    block = queries.block(block_id)
    people = [block.person] if block.person else queries.owners(block.organisation)
    for person in people:
        mail.send(person, "directory/mail/block.txt", "account", essential=True, ban=block)


@task()
def tell_of_accompaniment(accompaniment_id: int, what: str, by: str) -> None:
    """Write to the other side what was asked, answered or ended; to both when time ended it. Nobody is told what they
    did themselves, and nobody twice."""
    one = queries.accompaniment(accompaniment_id)
    sides = {"organisation": one.organisation, "supporter": one.supporter}
    for side in HEARS.get(what, [other for other in sides if other != by]):
        page = ("supporters", one.organisation.slug) if side == "organisation" else ("portfolio",)
        for person in queries.owners(sides[side]):
            mail.send(
                person,
                "directory/mail/accompaniment.txt",
                *page,
                essential=what in ("invited", "agreed", "declined"),
                accompaniment=one,
                what=what,
                side=side,
                receiver=sides[side].name,
            )


#: Which side is written to; of what is not here, the side that did not do it.
HEARS = {
    "invited": ["organisation"],
    "withdrawn": ["organisation"],
    "agreed": ["supporter"],
    "changed": ["supporter"],
    "declined": ["supporter"],
    "ends_soon": ["organisation"],
    "lapsed": ["organisation", "supporter"],
}
