"""Lists of needs and offers, and one's own place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, When
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory import queries as directory
from tandem.directory import search
from tandem.directory.permissions import intermediaries_of
from tandem.domain.competences import levels
from tandem.matching import assistant
from tandem.matching.answers import said_of
from tandem.matching.models import (
    Introduction,
    IntroductionStep,
    JointAnswer,
    KeptRanking,
    Need,
    NeedAuthorship,
    NewsLetter,
    Offer,
    Posting,
    Round,
    SavedSearch,
    Side,
    ThirdPartyAnswer,
    ThirdPartyProposal,
    Weighing,
)
from tandem.matching.permissions import WRITERS, drafts_of, introductions_visible_to, third_party_visible_to
from tandem.matching.queries.introductions import awaited_side, name_shown, opposite_of, state_label, with_parties
from tandem.matching.queries.joint import needs_asked_about
from tandem.matching.queries.third_party import pairs_of

MOST_SHOWN = 100
LATELY_SHOWN = 3
SOLUTIONS_SHOWN = 6


def newest(postings: QuerySet[Any]) -> QuerySet[Any]:
    """A list of published postings, newest first, with what each line shows."""
    return (
        postings.filter(state=Posting.State.PUBLISHED).select_related("organisation").order_by("-published_at", "-pk")
    )


def asked_lately() -> QuerySet[Any]:
    """The newest needs that everybody may read, those in the language of the page first."""
    public = newest(Need.objects.filter(visibility=Posting.Visibility.PUBLIC))
    return own_language_first(public, get_language() or "en")[:LATELY_SHOWN]


def own_language_first(postings: QuerySet[Any], language: str) -> QuerySet[Any]:
    """The same list, beginning with what is written in `language`."""
    elsewhere = Case(When(language=language, then=0), default=1)
    return postings.order_by(elsewhere, *postings.query.order_by)


def hidden_from_visitors(model: type[Posting]) -> int:
    """How many published postings only people with an account see."""
    return model.objects.filter(state=Posting.State.PUBLISHED).exclude(visibility="public").count()


def belongs_to(person: Any, posting: Posting) -> bool:
    """Whether `person` is a member of the organisation, or of one that shares the need, in whatever role."""
    own = Q(organisation=posting.organisation_id)
    if isinstance(posting, Need):
        own |= Q(organisation__in=posting.authorships.filter(left=None).values("organisation"))
    return person.memberships.filter(own).exists()


def belongs_to_organisation(person: Any, organisation: Any) -> bool:
    return person.memberships.filter(organisation=organisation).exists()


def existing_solutions(person: Any, problem: str) -> list[Any]:
    """What already exists for a problem told in everyday words, best first; nothing while there is no index.

    Half are of the technology that the nearest everyday situation leads to: few problems share a word with their tool.
    """
    nearest = [technology for one in assistant.suggestions(problem, 1) for technology in one.situation.technology]
    try:
        of_that_sort = _solutions_for(problem, {"technology": nearest})[: SOLUTIONS_SHOWN // 2] if nearest else []
        found = dict.fromkeys([*of_that_sort, *_solutions_for(problem, {})])
    except search.IndexMissing:
        return []
    return directory.solutions(person, tuple(found)[:SOLUTIONS_SHOWN])


def _solutions_for(problem: str, filters: dict[str, list[str]]) -> tuple[str, ...]:
    return search.find("solution", problem, filters, per_page=SOLUTIONS_SHOWN, any_word=True, facets=False).ids


def narrowed(
    postings: QuerySet[Any], kind: str, asked: Mapping[str, str]
) -> tuple[list[dict[str, Any]], QuerySet[Any]]:
    """The list narrowed by what was chosen, and the choices for the form with the one in force."""
    language = get_language() or "en"
    choices = []
    for name, words, values in (
        ("help", _("Kind of help"), competences.labels("help", language)),
        ("language", _("Language"), competences.labels("languages", language)),
        ("country", _("Country"), competences.labels("countries", language)),
    ):
        field = "organisation__country" if name == "country" else name
        if name == "help" and kind == "offer":
            present = {one for helps in postings.values_list("help", flat=True) for one in helps}
        else:
            present = set(postings.order_by().values_list(field, flat=True).distinct())
        chosen = asked.get(name, "")
        chosen = chosen if chosen in present else ""
        options = [(value, label) for value, label in values.items() if value in present]
        choices.append({"name": name, "label": words, "options": options, "value": chosen})
    for choice in choices:
        if choice["value"]:
            postings = _narrow(postings, kind, choice["name"], choice["value"])
    return choices, postings


def _narrow(postings: QuerySet[Any], kind: str, name: str, value: str) -> QuerySet[Any]:
    if name == "country":
        return postings.filter(organisation__country=value)
    if name == "help" and kind == "offer":
        # A list of ids as JSON text: both databases find the quoted id in it.
        return postings.annotate(help_text=Cast("help", TextField())).filter(help_text__contains=f'"{value}"')
    return postings.filter(**{name: value})


def said_in(posting: Posting, step: str) -> str:
    """The answer to one question in words, empty when it was not given."""
    return said_of(posting, step, get_language() or "en")


def level_choices(framework: str, identity: str, language: str) -> list[tuple[int, str]]:
    """The levels of a competence with their names; none for a framework without levels."""
    scale = competences.framework(framework).scale
    return [
        (level, f"{level} – {scale[level].label.say(language)}" if level in scale else str(level))
        for level in levels(framework, identity)
    ]


def own_place(person: Any, kept: Collection[str]) -> dict[str, Any]:
    """What one finds in one's own place: what waits for me first."""
    introductions = list(
        with_parties(introductions_visible_to(person)).order_by("-since", "-pk").distinct()[:MOST_SHOWN],
    )
    roles = dict(person.memberships.values_list("organisation", "role"))
    mine = {organisation for organisation, role in roles.items() if role in WRITERS}
    shared = set(NeedAuthorship.objects.filter(organisation__in=mine, left=None).values_list("need", flat=True))
    pairs = pairs_of(third_party_visible_to(person), mine, shared)
    lines = [
        {
            "introduction": one,
            "state": state_label(one),
            "awaited": (awaited := awaited_side(one)) is not None,
            "mine": awaited in _sides_of(one, mine, shared),
            # Who only reads for an organisation stands on its side too.
            "other": name_shown(one, opposite_of(next(iter(_sides_of(one, roles, shared)), Side.OFFER))),
        }
        for one in introductions
    ]
    postings = [
        posting
        for model in (Need, Offer)
        for posting in drafts_of(person, kept, model)
        .select_related("organisation", "drafted_by")
        .order_by("-changed")[:MOST_SHOWN]
    ]
    return {
        "joint_questions": needs_asked_about(mine) if mine else [],
        "pairs_waiting": [line for line in pairs if line["mine"]],
        "pairs_under_way": [line for line in pairs if not line["mine"]],
        "to_confirm": [
            one for one in postings if one.handed_over and one.state == "draft" and one.organisation_id in mine
        ],
        "keeps_portfolio": bool(intermediaries_of(person)),
        "waiting": [line for line in lines if line["mine"]],
        "under_way": [line for line in lines if line["awaited"] and not line["mine"]],
        "rooms": [line for line in lines if line["introduction"].state == "accepted"],
        "ended": [line for line in lines if not line["awaited"] and line["introduction"].state != "accepted"],
        "postings": sorted(postings, key=lambda one: one.changed, reverse=True),
    }


def _sides_of(introduction: Introduction, organisations: Collection[int], shared: Collection[int]) -> list[str]:
    """The sides of an introduction on which these organisations, or the needs that they share, stand."""
    need = introduction.need.organisation_id in organisations or introduction.need_id in shared
    offer = introduction.offer.organisation_id in organisations
    return [side for side, own in ((Side.NEED, need), (Side.OFFER, offer)) if own]


def personal_data(person: Any) -> dict[str, Any]:
    """The needs and offers that `person` wrote, and what they said and did in introductions."""
    steps = IntroductionStep.objects.filter(person=person).order_by("at", "pk")
    return {
        "needs": list(Need.objects.filter(author=person).order_by("created", "pk").values()),
        "offers": list(Offer.objects.filter(author=person).order_by("created", "pk").values()),
        "proposed_to_others": list(
            ThirdPartyProposal.objects.filter(supporter=person)
            .order_by("created", "pk")
            .values("created", "why", "state")
        ),
        "answers_to_proposals": list(
            ThirdPartyAnswer.objects.filter(person=person).values("at", "side", "agrees", "mediator", "reason")
        ),
        "searches_kept": list(
            SavedSearch.objects.filter(person=person).order_by("created").values("name", "kind", "chosen", "created")
        ),
        "news_last_sent": NewsLetter.objects.filter(person=person).values_list("sent", flat=True).first(),
        "joint_needs_answered": list(
            JointAnswer.objects.filter(person=person)
            .order_by("at")
            .values("at", "agrees", of_need=F("need__reference"))
        ),
        "rounds_of_invitations": list(
            Round.objects.filter(person=person)
            .order_by("opened", "pk")
            .values("opened", "note", of_need=F("need__reference"))
        ),
        "rankings_kept": list(KeptRanking.objects.filter(person=person).order_by("pk").values("at", "reference")),
        "weighings": list(Weighing.objects.filter(author=person).order_by("pk").values("at", "number", "note")),
        "introductions_brought_together": list(
            Introduction.objects.filter(supporter=person).order_by("pk").values("created", "reference")
        ),
        "introductions": list(steps.values("at", "transition", "side", "text", reference=F("introduction__reference"))),
    }
