"""Signing: in the room, by a personal link and a code sent apart, or elsewhere with the signed PDF added."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.cooperation import queries, tasks
from tandem.cooperation.actions.rooms import fresh, locked, pass_the_ball
from tandem.cooperation.models import Agreement, Cooperation, Party, Signature, SignatureReminder, SigningLink
from tandem.domain.agreement import fingerprint
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.uploads import Upload, discard, keep

#: How long a personal link leads somewhere, and how long a code counts.
LINK_KEPT = timedelta(days=21)
CODE_KEPT = timedelta(minutes=30)
#: Another code is sent after this long; a link is taken back after so many wrong codes.
NEXT_CODE = timedelta(minutes=1)
MOST_TRIES = 5

#: Refusals that speak of the code, shown beside its field.
WRONG_CODE = (
    gettext_noop("This code no longer counts. Ask for a new one."),
    gettext_noop("This is not the code that was sent to you. Look at the newest e-mail."),
)
LINK_LEADS_NOWHERE = {
    "used": gettext_noop("This link has been used: you have signed. Thank you."),
    "revoked": gettext_noop("This link was taken back. Ask the person who invited you for a new one."),
    "changed": gettext_noop(
        "The text has changed since this link was sent. You will be invited again when it is ready to be signed."
    ),
    "signed": gettext_noop("Somebody has already signed for your organisation. There is nothing left to do."),
    "closed": gettext_noop("This agreement no longer waits for signatures. There is nothing left to do."),
    "expired": gettext_noop("This link has expired. Ask the person who invited you for a new one."),
}


@transaction.atomic
def sign(
    room: Cooperation,
    party: Party,
    seen: str,
    said: dict[str, Any],
    *,
    way: str = Signature.Way.ROOM,
    upload: Upload | None = None,
    actor: Any,
    at: datetime,
) -> Decision:
    """Sign the text whose SHA-256 one has read, for one's party, and accept its charter in the same act.

    `said` holds name, function, may_commit and show_name. A second click finds the signature there.
    """
    room = locked(room)
    agreement = queries.agreement_of(room)
    if room.phase != "agreement" or agreement is None or agreement.document is None:
        return refused(gettext_noop("There is no text to sign at this moment: it has gone back to writing."))
    document = agreement.document
    given = next((one for one in queries.signatures_of(room) if one.party_id == party.pk), None)
    if given:
        if given.name == said["name"]:
            return ALLOWED
        return refused(gettext_noop("%(name)s has already signed for your side."), name=given.name)
    if document.sha256 != seen:
        return refused(gettext_noop("The text has changed since you opened this page. Read it again before you sign."))
    if not said["may_commit"]:
        return refused(gettext_noop("Only somebody who may commit the organisation can sign."))
    file = {}
    if upload:
        key = keep(upload)
        file = {"file_key": key, "file_name": upload.name, "file_sha256": upload.sha256, "file_size": upload.size}
    try:
        signature = Signature.objects.create(
            document=document,
            party=party,
            organisation=party.organisation.name,
            name=said["name"],
            function=said["function"],
            may_commit=True,
            show_name=said["show_name"],
            way=way,
            at=at,
            person=actor,
            **file,
        )
    except BaseException:
        if file:
            discard(str(file["file_key"]))
        raise
    record(
        "cooperation.signed",
        room,
        actor=actor,
        at=at,
        document=document.pk,
        signature=signature.pk,
        side=party.side,
        way=str(way),
        charter=document.charter,
    )
    now = fresh(room)
    if not queries.unsigned(now):
        Agreement.objects.filter(pk=agreement.pk).update(signed=at)
        record("cooperation.agreement_signed", room, actor=actor, at=at, document=document.pk, number=agreement.number)
        transaction.on_commit(lambda: tasks.tell_signed.enqueue(document.pk))
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def show_name(room: Cooperation, party: Party, pk: int, shown: bool, *, actor: Any, at: datetime) -> Decision:
    """Show the name of one's own signatory in the charter's list, or take it off."""
    changed = Signature.objects.filter(
        pk=pk, party=party, document__agreement__cooperation=room, show_name=not shown
    ).update(show_name=shown)
    if changed:
        record("cooperation.name_shown", room, actor=actor, at=at, signature=pk, shown=shown)
    return ALLOWED


def send_link(
    room: Cooperation, party: Party, name: str, email: str, language: str, *, actor: Any, at: datetime
) -> Decision:
    """Invite somebody to sign for one's party by a personal link. A new link takes back the one before."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        room = locked(room)
        agreement = queries.agreement_of(room)
        if room.phase != "agreement" or agreement is None or agreement.document is None:
            return refused(gettext_noop("There is no text to sign at this moment: it has gone back to writing."))
        if party not in queries.unsigned(room):
            return refused(gettext_noop("Your side has already signed."))
        _open_links(agreement.document, party).update(revoked=at)
        link = SigningLink.objects.create(
            document=agreement.document,
            party=party,
            name=name,
            email=email,
            language=language,
            token_sha256=fingerprint(token),
            sent=at,
            expires=at + LINK_KEPT,
            person=actor,
        )
        record("cooperation.signing_link_sent", room, actor=actor, at=at, link=link.pk, side=party.side)
    return _posted(link, tasks.write_link(link, token), at)


def _open_links(document: Any, party: Party) -> Any:
    return SigningLink.objects.filter(document=document, party=party, used=None, revoked=None)


def _posted(link: SigningLink, arrived: bool, at: datetime) -> Decision:
    if arrived:
        return ALLOWED
    SigningLink.objects.filter(pk=link.pk).update(failed=at)
    return refused(
        gettext_noop("No e-mail could be delivered to %(email)s. Correct the address, or invite somebody else."),
        email=link.email,
    )


@transaction.atomic
def link_came_back(address: str, *, at: datetime) -> int:
    """A mail server says, perhaps days later, that nothing reaches this address: its open links say so in the room, and
    who invited is written to. A second report changes nothing. Gives how many links that were."""
    waiting = SigningLink.objects.select_for_update(of=("self",)).filter(
        email__iexact=address, used=None, revoked=None, failed=None, expires__gt=at
    )
    links = list(waiting.select_related("document__agreement__cooperation", "party"))
    for link in links:
        SigningLink.objects.filter(pk=link.pk).update(failed=at)
        room = link.document.agreement.cooperation
        record("cooperation.signing_link_failed", room, actor=None, at=at, link=link.pk, side=link.party.side)
        tasks.tell_of_failed_link.enqueue(link.pk)
    return len(links)


@transaction.atomic
def revoke_link(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Take back a personal link of one's own party; taking it back twice changes nothing."""
    changed = SigningLink.objects.filter(
        pk=pk, party=party, document__agreement__cooperation=room, used=None, revoked=None
    ).update(revoked=at)
    if changed:
        record("cooperation.signing_link_revoked", room, actor=actor, at=at, link=pk, side=party.side)
    return ALLOWED


def send_code(link: SigningLink, at: datetime) -> Decision:
    """Send the code that goes with a link, in an e-mail of its own. Asked twice within a minute, it is sent once."""
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        link = SigningLink.objects.select_for_update(of=("self",)).select_related("party__organisation").get(pk=link.pk)
        if (refusal := _leads_nowhere(link, at)) is not None:
            return refusal
        if link.code_until and link.code_until - CODE_KEPT > at - NEXT_CODE:
            return ALLOWED
        link.code_sha256, link.code_until = _code(link, code), at + CODE_KEPT
        link.save(update_fields=["code_sha256", "code_until"])
    return _posted(link, tasks.write_code(link, code), at)


def _code(link: SigningLink, code: str) -> str:
    return fingerprint(f"{link.token_sha256} {code}")


def _leads_nowhere(link: SigningLink, at: datetime) -> Decision | None:
    state = queries.state_of_link(link, at)
    return None if state == "open" else refused(LINK_LEADS_NOWHERE[state])


def sign_by_link(link: SigningLink, code: str, seen: str, said: dict[str, Any], *, at: datetime) -> Decision:
    """Sign with the link and the code that was sent apart. After five wrong codes the link is taken back."""
    with transaction.atomic():
        room = locked(link.document.agreement.cooperation)
        link = SigningLink.objects.select_related("document__agreement__cooperation", "party__organisation").get(
            pk=link.pk
        )
        if link.used and _same(link, said):
            return ALLOWED
        if (refusal := _leads_nowhere(link, at)) is not None:
            return refusal
        if not link.code_until or link.code_until <= at:
            return refused(WRONG_CODE[0])
        if not secrets.compare_digest(link.code_sha256, _code(link, code)):
            return _wrong_code(link, at)
        decision = sign(room, link.party, seen, said, way=Signature.Way.LINK, actor=None, at=at)
        if decision.allowed:
            SigningLink.objects.filter(pk=link.pk).update(used=at, code_sha256="", code_until=None)
        return decision


def _same(link: SigningLink, said: dict[str, Any]) -> bool:
    return bool(link.document.signatures.filter(party=link.party, name=said["name"]).exists())


def _wrong_code(link: SigningLink, at: datetime) -> Decision:
    tries = link.tries + 1
    SigningLink.objects.filter(pk=link.pk).update(tries=tries, revoked=at if tries >= MOST_TRIES else None)
    if tries >= MOST_TRIES:
        return refused(
            gettext_noop("Wrong five times: this link is taken back. Ask the person who invited you for a new one.")
        )
    return refused(WRONG_CODE[1])


def remind_of_signatures(at: datetime) -> None:
    """Remind the parties whose signature is missing: twice at most, on business days of their country."""
    for document in queries.unsigned_documents():
        room = fresh(document.agreement.cooperation)
        for party in queries.unsigned(room):
            if queries.reminder_is_due(document, party, at):
                _remind(document, party, at)


def _remind(document: Any, party: Party, at: datetime) -> None:
    """The row first, then the e-mails: once too few is kinder than twice. A personal link is sent anew, working."""
    with transaction.atomic():
        number = SignatureReminder.objects.filter(document=document, party=party).count() + 1
        _row, created = SignatureReminder.objects.get_or_create(
            document=document, party=party, number=number, defaults={"at": at}
        )
        if not created:
            return
        room = document.agreement.cooperation
        record("cooperation.signature_reminded", room, actor=None, at=at, document=document.pk, side=party.side)
        link = _open_links(document, party).filter(failed=None).last()
        token = secrets.token_urlsafe(32)
        if link:
            link.token_sha256, link.expires = fingerprint(token), at + LINK_KEPT
            link.code_sha256, link.code_until = "", None
            link.save(update_fields=["token_sha256", "expires", "code_sha256", "code_until"])
    if link:
        _posted(link, tasks.write_link(link, token), at)
    tasks.remind_to_sign.enqueue(document.pk, party.pk)
