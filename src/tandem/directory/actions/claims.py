"""Claiming an imported page."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from tandem.directory import permissions, tasks
from tandem.directory.actions.members import take_rights_away
from tandem.directory.actions.queue import open_case, settle
from tandem.directory.models import Act, Case, Claim, Membership, Organisation
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.domain.ownership import proves
from tandem.journal.actions import record
from tandem.ui import uploads
from tandem.ui.access import require

CODE_LASTS = timedelta(minutes=30)
MOST_TRIES = 5
#: Between two codes, so that nobody fills a mailbox.
CODE_EVERY = timedelta(minutes=2)
#: A document has served once the claim is decided; it is kept for the time in which one can contest.
DOCUMENTS_KEPT = timedelta(days=183)


@transaction.atomic
def send_code(organisation: Organisation, email: str, *, actor: Any, at: datetime) -> Claim:
    """Write a code to an address at the domain of the website; refused with the reason for any other address."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_claim(actor, organisation))
    require(proves(email, organisation.website))
    require(permissions.keeps_pace(actor, at))
    claim = Claim.objects.filter(organisation=organisation, person=actor, case=None).first()
    if claim and claim.code_sent and at - claim.code_sent < CODE_EVERY:
        require(refused(gettext_noop("A code has just been sent. Wait two minutes before you ask for another one.")))
    code = f"{secrets.randbelow(10**8):08}"
    claim = claim or Claim(organisation=organisation, person=actor, proof=Claim.Proof.DOMAIN, at=at)
    claim.email, claim.code_hash, claim.code_sent, claim.tries = email, _hashed(code), at, 0
    claim.save()
    record("claim.code_sent", claim, actor=actor, at=at, organisation=organisation.pk)
    transaction.on_commit(lambda: tasks.send_claim_code.enqueue(claim.pk, code))
    return claim


@transaction.atomic
def prove_by_code(claim: Claim, code: str, *, actor: Any, at: datetime) -> Decision:
    """The right code makes the person an owner at once; it stands in the log of stewards, who can undo it."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=claim.pk)
    organisation = Organisation.objects.select_for_update().get(pk=claim.organisation_id)
    decision = permissions.can_claim(actor, organisation)
    if not decision.allowed:
        return decision
    if claim.case_id or claim.code_sent is None or at - claim.code_sent > CODE_LASTS or claim.tries >= MOST_TRIES:
        return refused(gettext_noop("This code does not work any more. Ask for another one."))
    if not constant_time_compare(claim.code_hash, _hashed("".join(one for one in code if one.isdigit()))):
        claim.tries += 1
        claim.save(update_fields=["tries"])
        return refused(gettext_noop("This is not the code of our last e-mail. Look at its eight digits again."))
    claim.case = _case(claim, actor=actor, at=at)
    claim.code_hash = ""
    claim.save(update_fields=["case", "code_hash"])
    settle(claim.case, "accept", "", actor=None, at=at)
    return ALLOWED


@transaction.atomic
def claim_by_document(
    organisation: Organisation, upload: uploads.Upload, text: str, *, actor: Any, at: datetime
) -> Claim:
    """Put a document before the stewards."""
    columns = {"name": upload.name, "mime": upload.mime, "size": upload.size, "sha256": upload.sha256}
    claim = _claim(organisation, Claim.Proof.DOCUMENT, actor=actor, at=at, text=text, **columns)
    claim.key = uploads.keep(upload)
    claim.save(update_fields=["key"])
    return claim


@transaction.atomic
def claim_by_call(organisation: Organisation, phone: str, text: str, *, actor: Any, at: datetime) -> Claim:
    """Ask the stewards to call, at a number that is public for this organisation."""
    return _claim(organisation, Claim.Proof.CALL, actor=actor, at=at, phone=phone, text=text)


def _claim(organisation: Organisation, proof: str, *, actor: Any, at: datetime, **columns: Any) -> Claim:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_claim(actor, organisation))
    Claim.objects.filter(organisation=organisation, person=actor, case=None).delete()
    claim = Claim.objects.create(organisation=organisation, person=actor, proof=proof, at=at, **columns)
    claim.case = _case(claim, actor=actor, at=at)
    claim.save(update_fields=["case"])
    return claim


def _case(claim: Claim, *, actor: Any, at: datetime) -> Case:
    return open_case("claim", claim, organisation=claim.organisation, person=claim.person, actor=actor, at=at)


def accept_claim(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """Who claimed becomes an owner."""
    if decision == "accept":
        membership, created = Membership.objects.get_or_create(
            organisation_id=case.organisation_id,
            person_id=case.person_id,
            defaults={"role": Membership.Role.OWNER, "since": at},
        )
        if created:
            record("membership.joined", membership, actor=actor, at=at, organisation=case.organisation_id, role="owner")


def take_claim_back(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """Who claimed does not act for the organisation any more, wherever its record has gone since. Rights that they had
    before, or were given by others, stay."""
    if decision == "accept":
        here = Q(organisation=case.organisation_id) | Q(organisation__merged_into=case.organisation_id)
        moments = case.acts.filter(what=Act.What.DECIDED, decision="accept").values("at")
        for given in Membership.objects.filter(here, person=case.person_id, since__in=moments):
            take_rights_away(given, actor=actor, at=at)


@transaction.atomic
def forget_claim_documents(at: datetime) -> None:
    """Documents and telephone numbers of decided claims are deleted when the decision can no longer be contested."""
    old = Claim.objects.filter(case__state=Case.State.DECIDED, case__decided_at__lt=at - DOCUMENTS_KEPT)
    for claim in old.exclude(key="", phone=""):
        key = claim.key
        claim.key = claim.phone = claim.text = ""
        claim.save(update_fields=["key", "phone", "text"])
        if key:
            transaction.on_commit(lambda key=key: uploads.discard(key))
    Claim.objects.filter(case=None, at__lt=at - timedelta(days=7)).delete()


def _hashed(code: str) -> str:
    return salted_hmac("directory.claim", code, algorithm="sha256").hexdigest()
