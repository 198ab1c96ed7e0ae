"""What the directory of the demonstration holds: real actors and solutions as sourced facts, invented organisations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from tandem.directory import actions, search
from tandem.directory.actions import free_slug
from tandem.directory.models import Accompaniment, Case, Membership, Organisation, Origin, Solution, Source
from tandem.journal.actions import record
from tandem.ui.content import content_folder

#: Before the first invented need was published.
OPENED = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
SPOKEN = ("fr", "en")
FILES = ("actors", "organisations", "solutions")
LICENCE = "CC-BY-4.0"


@transaction.atomic
def load(at: datetime) -> dict[str, int]:
    """Add what is not there yet; return how many organisations and solutions were added. A second load adds nothing
    and leaves alone what people changed."""
    facts = _source("public-facts", "Public facts gathered for the demonstration")
    invented = _source("demonstration", "Invented for the demonstration")
    added: Counter[str] = Counter()
    ids: dict[str, list[int]] = {"organisation": [], "solution": []}
    for name in FILES:
        source = invented if name == "organisations" else facts
        known = set(Organisation.objects.filter(source=source).values_list("external_id", flat=True))
        known_solutions = set(Solution.objects.filter(source=source).values_list("external_id", flat=True))
        for row in _rows(name):
            if name == "solutions" and row["id"] not in known_solutions:
                ids["solution"].append(_solution(row, source, at))
            elif name != "solutions" and row["id"] not in known:
                ids["organisation"].append(_organisation(row, source, at))
    for kind, new in ids.items():
        search.changed(kind, new)
        added[f"{kind}s"] = len(new)
    if ids["organisation"] and not Case.objects.exists():
        _work_for_stewards(timezone.now())
    for row in _rows("pages"):
        _page(row, timezone.now())
    for row in _rows("portfolios"):
        _accompany(row, timezone.now())
    return dict(added)


def _page(row: Mapping[str, Any], now: datetime) -> None:
    """Whom to contact at an invented organisation, and what backs its criteria."""
    one = Organisation.objects.filter(slug=row["organisation"]).first()
    if one is None or one.contacts.exists():
        return
    actor = one.people.order_by("pk").first()
    for contact in row["contacts"]:
        actions.name_contact(one, {"name": "", "phone": "", **contact}, actor=actor, at=now)
    for proof in row["evidence"]:
        answers = {**proof, "dated": date.fromisoformat(proof["dated"])}
        actions.add_evidence(one, answers.pop("criterion"), answers, actor=actor, at=now)


def _accompany(row: Mapping[str, Any], now: datetime) -> None:
    """A supporter asked, so many days ago, and perhaps the organisation agreed three days later."""
    both = {one.slug: one for one in Organisation.objects.filter(slug__in=[row["supporter"], row["organisation"]])}
    if len(both) < 2 or Accompaniment.objects.filter(organisation=both[row["organisation"]]).exists():
        return
    supporter, organisation = both[row["supporter"]], both[row["organisation"]]
    asked = now - timedelta(days=row["asked"])
    actor = supporter.people.order_by("pk").first()
    one = actions.take_in(organisation, supporter, row["message"], actor=actor, at=asked)
    if "agrees" in row:
        owner = organisation.people.order_by("pk").first()
        actions.agree(one, row["agrees"], row["months"], actor=owner, at=asked + timedelta(days=3))


def _work_for_stewards(at: datetime) -> None:
    """Somebody who is steward, and something for them to decide: all of it invented."""
    invented = list(Organisation.objects.filter(origin=Origin.INVENTED).order_by("pk"))
    real = Organisation.objects.filter(origin=Origin.FACTS).exclude(website="").order_by("pk").first()
    houses = [one for one in invented if "intermediary" in one.roles]
    if not (houses and real and len(invented) > 2):
        return
    steward = houses[0].people.order_by("pk").first()
    steward.is_steward = True
    steward.save(update_fields=["is_steward"])
    others = [one.people.order_by("pk").first() for one in invented if one not in houses]
    members = set(invented[0].people.values_list("pk", flat=True))
    newcomer = next(one for one in others if one.pk not in members)
    actions.ask_to_join(invented[0], WORDS["join"], actor=newcomer, at=at)
    actions.claim_by_call(real, "+33 1 99 00 00 00", WORDS["claim"], actor=others[0], at=at)
    page = f"/fr/organisations/{real.slug}/"
    actions.report_content(page, WORDS["report"], language="fr", actor=AnonymousUser(), at=at)


#: What the invented people write.
WORDS = {
    "join": "Exemple inventé : je tiens la comptabilité de l’association depuis janvier.",
    "claim": "Exemple inventé : demandez l’accueil, le matin.",
    "report": "Exemple inventé : l’adresse du site ne répond plus.",
}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (content_folder() / "demonstration" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _source(slug: str, name: str) -> Source:
    return Source.objects.get_or_create(slug=slug, defaults={"name": name, "licence": LICENCE, "may_republish": True})[
        0
    ]


def _organisation(row: Mapping[str, Any], source: Source, at: datetime) -> int:
    created = at if row["real"] else OPENED
    one = Organisation.objects.create(
        **_shared(row, source, created),
        origin=Origin.FACTS if row["real"] else Origin.INVENTED,
        slug=free_slug(row["name"]) if row["real"] else row["id"],
        country=row["country"] or "",
        roles=row["roles"],
        values=row["values"],
        place=row["place"] or "",
        latitude=row["latitude"],
        longitude=row["longitude"],
        employees=row["employees"],
        founded=row["founded"],
        legal_form=row["legal_form"] or "",
        confirmed_at=None if row["real"] else timezone.now(),
        **(row["social_criteria"] or {}),
    )
    if not row["real"]:
        owner = _contact(row)
        Membership.objects.create(organisation=one, person=owner, role=Membership.Role.OWNER, since=created)
        record("organisation.created", one, actor=owner, at=created)
    return one.pk


def _contact(row: Mapping[str, Any]) -> Any:
    """The invented person of an invented organisation: one contact of the same name acts for all that name them."""
    name = row["contact"]["name"]
    email = f"{slugify(name)}@example.org"
    language = next((code for code in row["languages"] if code in SPOKEN), "en")
    people = get_user_model().objects
    person = people.filter(email=email).first() or people.create_user(email, name=name, language=language)
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    return person


def colleagues(organisation: Any, names: list[str], at: datetime) -> None:
    """Invented people who read along in an invented organisation."""
    for name in names:
        person = _contact({"contact": {"name": name}, "languages": organisation.languages})
        Membership.objects.get_or_create(
            organisation=organisation, person=person, defaults={"role": Membership.Role.READER, "since": at}
        )


def _solution(row: Mapping[str, Any], source: Source, at: datetime) -> int:
    carried = row["carried_by_social_economy"] or {}
    proven = carried.get("claim") is True
    one = Solution.objects.create(
        **_shared(row, source, at),
        origin=Origin.FACTS,
        slug=row["id"],
        technology=row["technology"],
        licence=row["licence"] or "",
        kind=row["licence_kind"] or "",
        functions=_by_language(row["functions"]),
        cost=row["cost"] or {},
        watch_out=row["watch_out"] or {},
        carried_by=Organisation.objects.filter(source=source, external_id=row["carried_by"] or "none").first(),
        carried_evidence=carried["evidence"] if proven else {},
        carried_address=carried["url"] if proven else "",
    )
    return one.pk


def _shared(row: Mapping[str, Any], source: Source, at: datetime) -> dict[str, Any]:
    where = row.get("source") or {}
    return {
        "name": row["name"],
        "summary": row["summary"],
        "website": row["website"] or "",
        "languages": row["languages"],
        "sdgs": row["sdgs"],
        "source": source,
        "external_id": row["id"],
        "source_address": where.get("url", ""),
        "retrieved": date.fromisoformat(f"{where['consulted']}-01") if where else None,
        "created": at,
        "changed": at,
    }


def _by_language(texts: list[Mapping[str, str]]) -> dict[str, list[str]]:
    """A list of texts in several languages as one list per language."""
    languages = dict.fromkeys(language for text in texts for language in text)
    return {language: [text[language] for text in texts if language in text] for language in languages}
