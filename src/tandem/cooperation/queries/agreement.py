"""The agreement as pages and actions read it: its questions, its text, who found it ready, who signed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.competences import queries as competences
from tandem.cooperation import content
from tandem.cooperation.models import (
    Agreement,
    AgreementAnswer,
    Cooperation,
    Document,
    Party,
    Readiness,
    Signature,
    SigningLink,
)
from tandem.cooperation.queries.transfer import plan_lines
from tandem.cooperation.questions import MONEY_ONLY, Field, Question, asked, key
from tandem.domain.agreement import canonical, fingerprint
from tandem.domain.lifecycle import etiquette
from tandem.matching import queries as matching
from tandem.ui.content import LANGUAGES
from tandem.ui.dates import date_format
from tandem.ui.languages import SOURCE

FORMAT = "tandem-agreement-1"
Answers = Mapping[str, Mapping[str, Any]]


def agreement_of(room: Cooperation) -> Agreement | None:
    """The newest agreement of a room with its text; read once for each reading of the room."""
    if "agreement_now" not in room.__dict__:
        found = room.agreements.select_related("document", "amends__document")
        room.__dict__["agreement_now"] = found.order_by("-number").first()
    kept: Agreement | None = room.__dict__["agreement_now"]
    return kept


def signatures_of(room: Cooperation) -> list[Signature]:
    """Those under the text that stands now."""
    agreement = agreement_of(room)
    if agreement is None or agreement.document is None:
        return []
    if "signatures_now" not in room.__dict__:
        room.__dict__["signatures_now"] = list(agreement.document.signatures.select_related("party"))
    kept: list[Signature] = room.__dict__["signatures_now"]
    return kept


def answers_of(agreement: Agreement | None) -> dict[str, dict[str, Any]]:
    """The answers by question; read once for each reading of the agreement."""
    if agreement is None:
        return {}
    if "answers_now" not in agreement.__dict__:
        agreement.__dict__["answers_now"] = {one.question: one.values for one in agreement.answers.all()}
    kept: dict[str, dict[str, Any]] = agreement.__dict__["answers_now"]
    return kept


def is_answered(question: Question, values: Mapping[str, Any] | None, parties: list[Party]) -> bool:
    return values is not None and all(
        values.get(name) not in (None, "", []) for field, name, _party in fields_of(question, parties) if field.missing
    )


def fields_of(question: Question, parties: list[Party]) -> list[tuple[Field, str, Party | None]]:
    """Every field with its name; one for each party where it is asked of each."""
    fields = [field for field in question.fields if len(parties) > 2 or not field.many]
    return [(field, key(field, party), party) for field in fields for party in (parties if field.each else [None])]


def open_questions(room: Cooperation) -> list[Question]:
    answers, parties = answers_of(agreement_of(room)), list(room.parties.all())
    return [one for one in asked(answers) if not is_answered(one, answers.get(one.id), parties)]


def unsigned(room: Cooperation) -> list[Party]:
    """The parties whose signature is missing; everybody's while the text is still written."""
    signed = {one.party_id for one in signatures_of(room)}
    return [party for party in room.parties.all() if party.pk not in signed]


def left_since(room: Cooperation) -> set[int]:
    """The signatures of people who no longer act for the organisation: what they signed stands."""
    signed = [one for one in signatures_of(room) if one.person_id]
    still_there = Signature.objects.filter(
        pk__in=[one.pk for one in signed], person__memberships__organisation=F("party__organisation")
    )
    return {one.pk for one in signed} - set(still_there.values_list("pk", flat=True))


def not_ready(room: Cooperation) -> list[Party]:
    ready = {one.party_id for one in readiness_of(room)}
    return [party for party in room.parties.all() if party.pk not in ready]


def readiness_of(room: Cooperation) -> list[Readiness]:
    """Who finds the text ready that is being written; nobody once it is frozen, that is over then."""
    agreement = agreement_of(room)
    if agreement is None or agreement.document_id:
        return []
    if "readiness_now" not in room.__dict__:
        room.__dict__["readiness_now"] = list(agreement.readiness.all())
    kept: list[Readiness] = room.__dict__["readiness_now"]
    return kept


#: What the machine may ask about the agreement.
AGREEMENT_FACTS = frozenset({"agreement_ready", "all_signed", "money_without_work"})


def agreement_facts(room: Cooperation, asked: Collection[str] = AGREEMENT_FACTS) -> dict[str, object]:
    """What the machine asks about the agreement, when it asks anything."""
    if AGREEMENT_FACTS.isdisjoint(asked):
        return {}
    agreement, missing = agreement_of(room), unsigned(room)
    if agreement and agreement.document:
        ready, forms = True, agreement.document.content["forms"]
    else:
        ready, forms = not open_questions(room), _forms(answers_of(agreement))
    return {
        "agreement_ready": ready,
        "all_signed": not missing,
        "missing_signatures": tuple(party.organisation.name for party in missing),
        "money_without_work": bool(forms) and set(forms) <= MONEY_ONLY,
    }


def _forms(answers: Answers) -> list[str]:
    found: list[str] = answers.get("form", {}).get("forms", [])
    return found


def sides_awaited_in_agreement(room: Cooperation) -> list[str]:
    """Those who have not found the text ready, then those who have not signed it; empty when all have."""
    agreement = agreement_of(room)
    waited = not_ready(room) if agreement is None or agreement.document is None else unsigned(room)
    return [party.side for party in waited]


def task_list(room: Cooperation) -> list[dict[str, Any]]:
    """Every question of this agreement with where it stands: `done`, `start` (prefilled) or `open`."""
    answers, parties = answers_of(agreement_of(room)), list(room.parties.all())
    lines = []
    for question in asked(answers):
        if is_answered(question, answers.get(question.id), parties):
            state = "done"
        else:
            state = "start" if any(suggested(room, question).values()) else "open"
        lines.append({"question": question, "state": state})
    return lines


def suggested(room: Cooperation, question: Question) -> dict[str, Any]:
    """What is known already: from need and offer, the framing, the transfer plan and the milestones."""
    parties = list(room.parties.all())
    need, offer = room.introduction.need, room.introduction.offer
    if question.id == "form":
        both = [form for form in need.forms if form in offer.forms]
        return {"forms": both or need.forms or offer.forms}
    if question.id == "goals":
        framed = {party: getattr(party, "framing", None) for party in parties}
        gains = {f"gain_{party.pk}": one.gain for party, one in framed.items() if one}
        return {**gains, "common": room.goal.text if hasattr(room, "goal") else ""}
    if question.id == "people":
        framed = {party: getattr(party, "framing", None) for party in parties}
        return {"who": _per_party((party, one.brings) for party, one in framed.items() if one)}
    if question.id == "handover":
        return {"skills": _skills(room)}
    if question.id == "calendar":
        lines = [f"{one.due.isoformat()} – {one.text}" for one in room.milestones.all()]
        return {"start": need.start or offer.available_from, "end": need.end, "milestones": "\n".join(lines)}
    return {}


def _per_party(said: Any) -> str:
    return "\n\n".join(f"{party.organisation.name} – {words}" for party, words in said)


def _skills(room: Cooperation) -> str:
    plan = getattr(room, "transfer", None)
    if plan and plan.nothing:
        return f"{_('This cooperation hands nothing over.')} {plan.why}"
    lines = []
    for one in plan_lines(room):
        wanted = f" ({one['wanted']})" if one["wanted"] else ""
        learners = f" – {', '.join(one['learners'])}" if one["learners"] else ""
        lines.append(f"{one['label']}{wanted}{learners}")
    return "\n".join(lines)


def text_now(room: Cooperation, frozen: datetime | None = None) -> dict[str, Any]:
    """The agreement as a document, in every language; what it says of itself is complete without this program."""
    agreement = agreement_of(room)
    answers, parties = answers_of(agreement), list(room.parties.all())
    charter = content.newest_charter()
    before = agreement.amends.document if agreement and agreement.amends else None
    return {
        "format": FORMAT,
        "room": room.reference,
        "title": room.title,
        "number": agreement.number if agreement else 1,
        "amends": before.sha256 if before else None,
        "forms": _forms(answers),
        "charter": {"version": charter.version, "sha256": charter.sha256},
        "parties": [
            {
                "side": party.side,
                "name": party.organisation.name,
                "legal_form": party.organisation.legal_form,
                "place": party.organisation.place,
                "country": party.organisation.country,
                **_in_the_role(party),
            }
            for party in parties
        ],
        "sections": [_section(one, answers.get(one.id, {}), parties) for one in asked(answers)],
        "frozen": frozen.isoformat() if frozen else None,
    }


def _in_the_role(party: Party) -> dict[str, Any]:
    """What a further party is here; the text of two says no more than their names."""
    return {"role": _in_every_language(lambda: str(party.get_role_display()))} if party.role else {}


def _section(
    question: Question, values: Mapping[str, Any], parties: list[Party], spoken: Collection[str] = LANGUAGES
) -> dict[str, Any]:
    lines = [
        {
            "label": _in_every_language(lambda f=field, p=party: _labelled(f, p), spoken),
            "text": _said(field, values[name], spoken),
        }
        for field, name, party in fields_of(question, parties)
        if values.get(name) not in (None, "", [])
    ]
    return {"id": question.id, "title": _in_every_language(lambda: str(question.heading), spoken), "lines": lines}


def lines_of(
    question: Question, values: Mapping[str, Any], parties: list[Party], language: str
) -> list[dict[str, str]]:
    """The answers to one question as a page shows them, in every language of pages."""
    section = _section(question, values, parties, (language,))
    return [
        {"label": _in_words(line["label"], language), "text": _in_words(line["text"], language)}
        for line in section["lines"]
    ]


def _labelled(field: Field, party: Party | None) -> str:
    return f"{field.label} – {party.organisation.name}" if party else str(field.label)


def _said(field: Field, value: Any, spoken: Collection[str] = LANGUAGES) -> Any:
    """Free words stand as they were written, days like 2026-05-04 in them in full; ours in every language."""
    if field.kind == "forms":
        return _in_every_language(
            lambda: ", ".join(competences.label("forms", one, get_language() or "en") for one in value), spoken
        )
    if field.kind == "choice":
        return _in_every_language(lambda: str(dict(field.choices).get(value, value)), spoken)
    if field.kind == "day":
        return _in_every_language(lambda: date_format(date.fromisoformat(value), "DATE_FORMAT"), spoken)
    if field.kind == "words" and _DAY.search(value):
        return _in_every_language(lambda: _DAY.sub(_day_in_full, value), spoken)
    return str(value)


#: A day as milestones are carried over into the calendar.
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def _day_in_full(found: re.Match[str]) -> str:
    try:
        return date_format(date.fromisoformat(found[0]), "DATE_FORMAT")
    except ValueError:  # no such day: it means something else
        return found[0]


def _in_every_language(say: Any, spoken: Collection[str] = LANGUAGES) -> dict[str, str]:
    texts = {}
    for language in spoken:
        with translation.override(language):
            texts[language] = say()
    return texts


def draft_mark(room: Cooperation) -> str:
    """What the text being written is at this moment: who finds it ready says which text that was."""
    return fingerprint(canonical(text_now(room)))


def in_language(text: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A document as a page shows it: the words of one language, free words as they stand.

    What was signed is never translated afterwards: `language` says which one its own words are shown in.
    """
    return {
        **text,
        "language": language if language in LANGUAGES else SOURCE,
        "parties": [
            {
                **party,
                "country": competences.label("countries", party["country"], language) if party["country"] else "",
                "role": _in_words(party.get("role", ""), language),
            }
            for party in text["parties"]
        ],
        "sections": [
            {
                "id": section["id"],
                "title": _in_words(section["title"], language),
                "lines": [
                    {
                        "label": _in_words(line["label"], language),
                        "text": _in_words(line["text"], language),
                        "free": isinstance(line["text"], str),
                    }
                    for line in section["lines"]
                ],
            }
            for section in text["sections"]
        ],
    }


def _in_words(words: Any, language: str) -> str:
    return words if isinstance(words, str) else str(words.get(language) or words[SOURCE])


def documents_of(room: Cooperation) -> QuerySet[Document]:
    """Every frozen text of the room with its signatures, the newest first, also those that no longer stand."""
    return (
        Document.objects.filter(agreement__cooperation=room)
        .select_related("agreement")
        .prefetch_related("signatures__party")
        .order_by("-frozen", "-pk")
    )


def links_of(room: Cooperation, party: Party | None) -> list[SigningLink]:
    """The personal links of one's own party to the text that stands now, the newest first."""
    agreement = agreement_of(room)
    if agreement is None or agreement.document is None or party is None:
        return []
    return list(agreement.document.links.filter(party=party).order_by("-sent", "-pk"))


def link_by_token(token: str) -> SigningLink | None:
    return (
        SigningLink.objects.select_related("document__agreement__cooperation", "party__organisation")
        .filter(token_sha256=fingerprint(token))
        .first()
    )


def link_by_pk(pk: int) -> SigningLink:
    return SigningLink.objects.select_related("document__agreement", "party__organisation").get(pk=pk)


def state_of_link(link: SigningLink, at: datetime) -> str:
    """`open`, or why it leads nowhere: used, revoked, expired, changed (the text), signed (otherwise), closed."""
    agreement = link.document.agreement
    if link.used:
        return "used"
    if link.revoked:
        return "revoked"
    if agreement.document_id != link.document_id:
        return "changed"
    if link.document.signatures.filter(party=link.party).exists():
        return "signed"
    if agreement.cooperation.phase != "agreement":
        return "closed"
    return "expired" if link.expires <= at else "open"


def next_in_agreement(room: Cooperation, own: Party | None) -> dict[str, str]:
    """The sentence after whose turn it is."""
    agreement = agreement_of(room)
    href = reverse("agreement", args=[room.reference])
    label = _("See the agreement")
    if agreement is None or agreement.document is None:
        left = len(open_questions(room))
        if left:
            text = ngettext(
                "The agreement has %(count)d question left.", "The agreement has %(count)d questions left.", left
            )
            return {"text": text % {"count": left}, "href": href, "label": _("Write the agreement")}
        waiting = not_ready(room)
        if own in waiting:
            text = _("Every question is answered. Read the text, then say that it is ready to be signed.")
            return {"text": text, "href": reverse("agreement_text", args=[room.reference]), "label": _("Read the text")}
        text = _("You find the text ready. Not yet: %(names)s.")
        if own is None:
            text = _("Every question is answered. Still to find the text ready: %(names)s.")
        text %= {"names": _names(waiting)}
        return {"text": text, "href": href, "label": label}
    missing = unsigned(room)
    if not missing:
        return {"text": _("Everyone has signed. The work can start."), "href": href, "label": label}
    text = _("Still to sign: %(names)s, since %(day)s.") % {
        "names": _names(missing),
        "day": date_format(agreement.document.frozen, "DATE_FORMAT"),
    }
    if missing == [own]:
        text = _("Everyone else has signed: only your signature is missing.")
    if own in missing:
        return {"text": text, "href": reverse("agreement_sign", args=[room.reference]), "label": _("Read and sign")}
    return {"text": text, "href": href, "label": label}


def _names(parties: list[Party]) -> str:
    return ", ".join(party.organisation.name for party in parties)


def charter_signatures(version: int) -> list[dict[str, Any]]:
    """Who accepted a version of the charter, one line an organisation: its first day, and the names of people who
    said that they may be shown."""
    found = (
        Signature.objects.filter(
            document__charter=version,
            document__agreement__document=F("document"),
            party__organisation__state__in=("published", "closed"),
        )
        .select_related("party__organisation")
        .order_by("at", "pk")
    )
    lines: dict[int, dict[str, Any]] = {}
    for one in found:
        line = lines.setdefault(
            one.party.organisation_id, {"organisation": one.party.organisation, "at": one.at, "names": []}
        )
        if one.show_name and one.name not in line["names"]:
            line["names"].append(one.name)
    return sorted(lines.values(), key=lambda line: line["at"], reverse=True)


def document_by_pk(pk: int) -> Document:
    return Document.objects.select_related("agreement__cooperation").get(pk=pk)


def unsigned_documents() -> QuerySet[Document]:
    """The texts that wait for a signature."""
    waiting = Agreement.objects.filter(signed=None, document__isnull=False, cooperation__phase="agreement")
    return Document.objects.filter(pk__in=waiting.values("document")).select_related("agreement__cooperation")


def reminder_is_due(document: Document, party: Party, at: datetime) -> bool:
    """After 5 and 10 business days of the party's country, at most twice (docs/algorithms/lifecycle.md)."""
    free_days = matching.public_holidays(party.organisation.country)
    plan = etiquette.timetable(timezone.localdate(document.frozen), free_days)
    sent = [timezone.localdate(one.at) for one in document.reminders.filter(party=party)]
    return etiquette.due(plan, timezone.localdate(at), sent, free_days) == "remind"


def signed_by(person: Any) -> dict[str, Any]:
    """What `person` answered and signed, and the personal links that were sent to them."""
    answers = AgreementAnswer.objects.filter(person=person)
    signatures = Signature.objects.filter(person=person)
    links = SigningLink.objects.filter(email__iexact=person.email)
    return {
        "agreement_answers": list(answers.values("question", "values", "changed", "agreement__cooperation__reference")),
        "signatures": list(
            signatures.values("organisation", "name", "function", "show_name", "way", "at", "document__sha256")
        ),
        "signing_links": list(links.values("name", "email", "sent", "expires", "used", "revoked")),
    }
