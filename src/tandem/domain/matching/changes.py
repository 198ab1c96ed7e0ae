"""Counterfactuals: single changes to a need or an offer, each applied and scored again before it is shown.

A change belongs to one side and is something that side can honestly do. None invites anybody to tick values,
goals or technologies they do not stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tandem.domain.matching import formulas
from tandem.domain.matching.criteria import day_number
from tandem.domain.matching.gates import first_gate
from tandem.domain.matching.model import HeldCompetence, Need, Offer
from tandem.domain.matching.reasons import competence_name, day_name, language_name
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.vocabulary import label

Side = Literal["need", "offer"]
Score = Callable[[Need, Offer], float]

#: At most this many changes are shown with a result.
SHOWN = 3
#: A gain below this is not worth a sentence.
SMALLEST_GAIN = 0.05


@dataclass(frozen=True)
class Change:
    """One thing that one side could change. `need` and `offer` are the pair after it."""

    side: Side
    action: Message
    need: Need
    offer: Offer

    def seen_from(self, viewer: Side) -> Message:
        """The change as told to one of the two: whose it is, then what."""
        text = (
            gettext_noop("on your side: %(action)s")
            if viewer == self.side
            else gettext_noop("on their side: %(action)s")
        )
        return Message(text, {"action": self.action})


@dataclass(frozen=True)
class WouldChange:
    """A change, and the score of the side that looks after it is applied."""

    change: Change
    new_score: float


def best_changes(
    need: Need, offer: Offer, score: Score, relaxed: Collection[str] = (), limit: int = SHOWN
) -> tuple[WouldChange, ...]:
    """The changes that raise `score` most, best first; none opens a gate that would then remove the pair."""
    now = score(need, offer)
    found = [
        WouldChange(change, score(change.need, change.offer))
        for change in possible_changes(need, offer)
        if first_gate(change.need, change.offer, relaxed) is None
    ]
    found = [one for one in found if one.new_score - now >= SMALLEST_GAIN]
    return tuple(sorted(found, key=lambda one: -one.new_score)[:limit])


def possible_changes(need: Need, offer: Offer) -> Iterator[Change]:
    """Every single change that is thought of, those of the need first; whether it helps is not asked here."""
    for find in (_need_competences, _need_technology, _need_terms, _need_dates):
        for action, changed_need in find(need, offer):
            yield Change("need", action, changed_need, offer)
    for look in (_offer_competences, _offer_terms, _offer_effort):
        for action, changed_offer in look(need, offer):
            yield Change("offer", action, need, changed_offer)


def _need_competences(need: Need, offer: Offer) -> Iterator[tuple[Message, Need]]:
    held = offer.levels
    for place, asked in enumerate(need.competences if held else ()):
        name = competence_name(asked.key)
        others = (*need.competences[:place], *need.competences[place + 1 :])
        level = held.get(asked.key)
        if asked.key not in held and others:
            text = gettext_noop("look elsewhere for %(competence)s")
            yield Message(text, {"competence": name}), replace(need, competences=others)
        elif level is not None and asked.level_wanted is not None and level < asked.level_wanted:
            lower = (*need.competences[:place], replace(asked, level_wanted=level), *need.competences[place + 1 :])
            text = gettext_noop("be content with level %(level)s in %(competence)s")
            yield Message(text, {"level": level, "competence": name}), replace(need, competences=lower)


def _need_technology(need: Need, offer: Offer) -> Iterator[tuple[Message, Need]]:
    for asked in need.technology if offer.technology else ():
        others = tuple(other for other in need.technology if other != asked)
        if asked not in offer.technology and others:
            text = gettext_noop("look elsewhere for %(technology)s")
            yield Message(text, {"technology": label(asked)}), replace(need, technology=others)


def _need_terms(need: Need, offer: Offer) -> Iterator[tuple[Message, Need]]:
    if offer.remote and not need.remote:
        yield Message(gettext_noop("accept remote work")), replace(need, remote=True)
    for help_ in offer.help if need.help not in offer.help else ():
        text = gettext_noop("ask for another kind of help: %(help)s")
        yield Message(text, {"help": label(help_)}), replace(need, help=help_)
    for form in offer.forms if need.forms else ():
        if form not in need.forms:
            text = gettext_noop("also accept this form of cooperation: %(form)s")
            yield Message(text, {"form": label(form)}), replace(need, forms=(*need.forms, form))
    for language in sorted(need.languages & offer.languages - {need.language}):
        text = gettext_noop("write the need in another of your languages: %(language)s")
        spoken = tuple(sorted(need.languages))
        yield (
            Message(text, {"language": language_name(language)}),
            replace(need, language=language, organisation=replace(need.organisation, languages=spoken)),
        )


def _need_dates(need: Need, offer: Offer) -> Iterator[tuple[Message, Need]]:
    """The same length, moved to where the offer is available."""
    period = formulas.asked_period(day_number(need.start), day_number(need.end))
    first, last = day_number(offer.available_from), day_number(offer.available_to)
    if need.start is None or need.end is None or period is None:
        return
    shift = 0
    if first is not None and first > period[0]:
        shift = first - period[0]
    elif last is not None and last < period[1]:
        shift = last - period[1]
    if shift and date.min.toordinal() <= period[0] + shift and period[1] + shift <= date.max.toordinal():
        start, end = _day(period[0] + shift), _day(period[1] + shift)
        text = gettext_noop("move the dates to %(start)s – %(end)s")
        yield Message(text, {"start": day_name(start), "end": day_name(end)}), replace(need, start=start, end=end)


def _day(number: int) -> date:
    """The day of this number, or the first or last one that the calendar has."""
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal()))


def _offer_competences(need: Need, offer: Offer) -> Iterator[tuple[Message, Offer]]:
    held = offer.levels
    for asked in need.competences:
        if asked.key not in held or asked.level_wanted is None:
            continue
        level = held[asked.key]
        if level is not None and level >= asked.level_wanted:
            continue
        text = gettext_noop("reach level %(level)s in %(competence)s")
        if level is None:
            text = gettext_noop("say, if so it is, that the level in %(competence)s is %(level)s or more")
        reached = tuple(
            replace(one, level=asked.level_wanted) if one.key == asked.key else one for one in offer.competences
        )
        values = {"level": asked.level_wanted, "competence": competence_name(asked.key)}
        yield Message(text, values), replace(offer, competences=reached)
    if need.competences and not offer.competences:
        everything = tuple(HeldCompetence(a.framework, a.id, a.level_wanted) for a in need.competences)
        names = tuple(competence_name(asked.key) for asked in need.competences)
        text = gettext_noop("say, if so it is, that these competences are offered at the level wanted: %(competences)s")
        yield Message(text, {"competences": names}), replace(offer, competences=everything)
    if need.technology and not offer.technology:
        text = gettext_noop("say, if so it is, that these technologies are offered: %(technologies)s")
        technologies = tuple(label(asked) for asked in need.technology)
        yield Message(text, {"technologies": technologies}), replace(offer, technology=need.technology)


def _offer_terms(need: Need, offer: Offer) -> Iterator[tuple[Message, Offer]]:
    if need.remote and not offer.remote:
        yield Message(gettext_noop("accept remote work")), replace(offer, remote=True)
    if need.help not in offer.help:
        text = gettext_noop("also offer this kind of help: %(help)s")
        yield Message(text, {"help": label(need.help)}), replace(offer, help=(*offer.help, need.help))
    if need.forms and not set(need.forms) & set(offer.forms):
        text = gettext_noop("also accept this form of cooperation: %(form)s")
        yield Message(text, {"form": label(need.forms[0])}), replace(offer, forms=(*offer.forms, need.forms[0]))
    period = formulas.asked_period(day_number(need.start), day_number(need.end))
    if period is not None:
        start, end = _day(period[0]), _day(period[1])
        not_said = offer.available_from is None and offer.available_to is None
        first = start if not_said else offer.available_from and min(offer.available_from, start)
        last = end if not_said else offer.available_to and max(offer.available_to, end)
        text = gettext_noop("be available from %(start)s to %(end)s")
        values = {"start": day_name(start), "end": day_name(end)}
        yield Message(text, values), replace(offer, available_from=first, available_to=last)


def _offer_effort(need: Need, offer: Offer) -> Iterator[tuple[Message, Offer]]:
    hours = formulas.TYPICAL_HOURS[need.help]
    if offer.capacity_hours is None or offer.capacity_hours < hours:
        text = gettext_noop("offer %(hours)s hours")
        yield Message(text, {"hours": hours}), replace(offer, capacity_hours=float(hours))
    organisation = offer.organisation
    if organisation.reply_rate is not None and organisation.reply_rate < 1:
        yield (
            Message(gettext_noop("answer every request")),
            replace(offer, organisation=replace(organisation, reply_rate=1.0)),
        )
    if organisation.open_requests and offer.max_requests:
        yield (
            Message(gettext_noop("close the open requests")),
            replace(offer, organisation=replace(organisation, open_requests=0)),
        )
