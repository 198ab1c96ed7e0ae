"""Why each criterion has its value, and what is missing: sentences that hold from both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tandem.domain.matching import formulas
from tandem.domain.matching.criteria import is_paid, km_apart, periods
from tandem.domain.matching.likeness import TEXT, likeness, shared_concepts
from tandem.domain.matching.model import AskedCompetence, Need, Offer
from tandem.domain.matching.themes import THEMES
from tandem.domain.messages import Message, Name, gettext_noop
from tandem.domain.vocabulary import label

NOT_SAID = Message(gettext_noop("not said"))

#: What each criterion is called in a sentence and on a page.
CRITERION_LABELS: Mapping[str, Message] = {
    "competences": Message(gettext_noop("competences")),
    "technology": Message(gettext_noop("technology")),
    "help": Message(gettext_noop("kind of help")),
    "form": Message(gettext_noop("form of cooperation")),
    "language": Message(gettext_noop("language")),
    "distance": Message(gettext_noop("distance")),
    "dates": Message(gettext_noop("dates")),
    "values": Message(gettext_noop("shared values")),
    "sdgs": Message(gettext_noop("shared goals (SDGs)")),
    "capacity": Message(gettext_noop("hours available")),
    "free-places": Message(gettext_noop("free places")),
    "responsiveness": Message(gettext_noop("answers to requests")),
    "budget": Message(gettext_noop("budget")),
    TEXT: Message(gettext_noop("likeness of the texts")),
}

#: What each gate asks, in the order of `GATES`.
GATE_LABELS: Mapping[str, Message] = {
    "form": Message(gettext_noop("no form of cooperation in common")),
    "language": Message(gettext_noop("no language in common")),
    "country": Message(gettext_noop("not in the countries wanted")),
    "dates": Message(gettext_noop("the dates do not meet")),
    "help": Message(gettext_noop("another kind of help")),
    "capacity": Message(gettext_noop("no free place for a request")),
    "must-have": Message(gettext_noop("a competence that is a must is lacking")),
}


def competence_name(key: tuple[str, str]) -> Name:
    """A competence in a sentence: its code and its framework, where its name is not known."""
    return Name("competence", key, f"{key[1]} ({key[0]})")


def day_name(day: date) -> Name:
    """A day in a sentence: as files write it, where nobody says it as people do."""
    return Name("day", (day.isoformat(),), day.isoformat())


def language_name(code: str) -> Name:
    """A language in a sentence: its code, where its name is not known."""
    return Name("language", (code,), code)


def reason(name: str, value: float | None, need: Need, offer: Offer) -> Message:
    """The sentence that tells `value` of the criterion `name`."""
    return NOT_SAID if value is None else _REASONS[name](need, offer)


def missing(need: Need, offer: Offer, not_said: tuple[str, ...]) -> tuple[Message, ...]:
    """What the offer lacks of what the need asks, then which criteria nobody could judge (`not_said`)."""
    texts = [*_missing_competences(need, offer)]
    if offer.technology:
        texts += [
            Message(gettext_noop("not in the offer: %(technology)s"), {"technology": label(asked)})
            for asked in need.technology
            if asked not in offer.technology
        ]
    hours = formulas.TYPICAL_HOURS[need.help]
    if offer.capacity_hours is not None and offer.capacity_hours < hours:
        text = gettext_noop("%(hours)s hours short of the %(typical)s that such help usually takes")
        texts.append(Message(text, {"hours": _amount(hours - offer.capacity_hours), "typical": hours}))
    silent = {
        gettext_noop("not said in the need: %(criteria)s"): _not_said_by_need(need),
        gettext_noop("not said in the offer: %(criteria)s"): _not_said_by_offer(offer),
    }
    for text, by_side in silent.items():
        names = tuple(CRITERION_LABELS[name] for name in not_said if by_side.get(name))
        if names:
            texts.append(Message(text, {"criteria": names}))
    if "responsiveness" in not_said:
        texts.append(Message(gettext_noop("answers to requests: none known yet")))
    return tuple(texts)


def _not_said_by_need(need: Need) -> Mapping[str, bool]:
    """The criteria that cannot be judged, or not fully, because of what the need leaves out."""
    organisation = need.organisation
    return {
        "form": not need.forms,
        "distance": organisation.latitude is None or organisation.longitude is None,
        "dates": need.start is None and need.end is None,
        "values": not organisation.values,
        "sdgs": not organisation.sdgs,
        "budget": need.budget_eur is None,
    }


def _not_said_by_offer(offer: Offer) -> Mapping[str, bool]:
    """The criteria that cannot be judged, or not fully, because of what the offer leaves out."""
    organisation = offer.organisation
    return {
        "competences": not offer.competences,
        "technology": not offer.technology,
        "help": not offer.help,
        "form": not offer.forms,
        "distance": organisation.latitude is None or organisation.longitude is None,
        "dates": offer.available_from is None and offer.available_to is None,
        "values": not organisation.values,
        "sdgs": not organisation.sdgs,
        "capacity": offer.capacity_hours is None,
        "free-places": offer.max_requests is None,
        "budget": not offer.forms,
    }


def _missing_competences(need: Need, offer: Offer) -> list[Message]:
    held = offer.levels
    texts: list[Message] = []
    for asked in need.competences if held else ():
        name = competence_name(asked.key)
        if asked.key not in held:
            texts.append(Message(gettext_noop("not in the offer: %(competence)s"), {"competence": name}))
        elif asked.level_wanted is not None and held[asked.key] is None:
            texts.append(Message(gettext_noop("%(competence)s: its level is not said"), {"competence": name}))
        elif asked.level_wanted is not None and (held[asked.key] or 0) < asked.level_wanted:
            text = gettext_noop("%(competence)s: level %(level)s where %(wanted)s is wanted")
            values = {"competence": name, "level": held[asked.key], "wanted": asked.level_wanted}
            texts.append(Message(text, values))
    return texts


def _competences(need: Need, offer: Offer) -> Message:
    if not need.competences:
        return Message(gettext_noop("the need asks for no competence in particular"))
    held = offer.levels
    found = tuple(_found(asked, held[asked.key]) for asked in need.competences if asked.key in held)
    values = {"found": len(found), "asked": len(need.competences), "names": found, "listed": len(held)}
    if not found:
        return Message(gettext_noop("none of the competences asked is in the offer"))
    if formulas.breadth(len(need.competences), len(held), formulas.COMPETENCE_SLACK) < 1:
        text = gettext_noop(
            "competences asked and offered: %(names)s (%(found)s of %(asked)s); "
            "they are among %(listed)s listed, and so long a list counts less"
        )
        return Message(text, values)
    return Message(gettext_noop("competences asked and offered: %(names)s (%(found)s of %(asked)s)"), values)


def _found(asked: AskedCompetence, level: int | None) -> Message | Name:
    name = competence_name(asked.key)
    if level is None:
        return name
    if asked.level_wanted is None or level >= asked.level_wanted:
        return Message(gettext_noop("%(competence)s at level %(level)s"), {"competence": name, "level": level})
    text = gettext_noop("%(competence)s at level %(level)s for %(wanted)s")
    return Message(text, {"competence": name, "level": level, "wanted": asked.level_wanted})


def _technology(need: Need, offer: Offer) -> Message:
    if not need.technology:
        return Message(gettext_noop("the need asks for no technology in particular"))
    shared = tuple(label(asked) for asked in need.technology if asked in offer.technology)
    values = {"found": len(shared), "asked": len(need.technology), "names": shared, "listed": len(offer.technology)}
    if not shared:
        return Message(gettext_noop("none of the technologies asked is in the offer"))
    if formulas.breadth(len(need.technology), len(offer.technology), formulas.TECHNOLOGY_SLACK) < 1:
        text = gettext_noop(
            "technologies asked and offered: %(names)s (%(found)s of %(asked)s); "
            "they are among %(listed)s listed, and so long a list counts less"
        )
        return Message(text, values)
    return Message(gettext_noop("technologies asked and offered: %(names)s (%(found)s of %(asked)s)"), values)


def _help(need: Need, offer: Offer) -> Message:
    if need.help in offer.help:
        return Message(gettext_noop("asked and offered: %(help)s"), {"help": label(need.help)})
    text = gettext_noop("asked: %(asked)s; offered: %(offered)s")
    return Message(text, {"asked": label(need.help), "offered": tuple(label(help_) for help_ in offer.help)})


def _form(need: Need, offer: Offer) -> Message:
    shared = tuple(label(form) for form in need.forms if form in offer.forms)
    if shared:
        return Message(gettext_noop("both accept: %(forms)s"), {"forms": shared})
    text = gettext_noop("no form of cooperation in common; the offer accepts: %(forms)s")
    return Message(text, {"forms": tuple(label(form) for form in offer.forms)})


def _language(need: Need, offer: Offer) -> Message:
    shared = tuple(sorted(need.languages & offer.languages))
    if shared:
        names = tuple(map(language_name, shared))
        return Message(gettext_noop("languages in common: %(languages)s"), {"languages": names})
    return Message(gettext_noop("no language in common"))


def _distance(need: Need, offer: Offer) -> Message:
    km = km_apart(need, offer)
    both_remote = need.remote and offer.remote
    if km is None:
        return Message(gettext_noop("both can work at a distance"))
    text = (
        gettext_noop("both can work at a distance, %(km)s km apart") if both_remote else gettext_noop("%(km)s km apart")
    )
    return Message(text, {"km": round(km)})


def _dates(need: Need, offer: Offer) -> Message:
    period, available = periods(need, offer)
    if period is None:
        return NOT_SAID
    days = formulas.shared_days(period, *available)
    text = gettext_noop("available on %(days)s of the %(asked)s days asked")
    return Message(text, {"days": days, "asked": period[1] - period[0] + 1})


def _values(need: Need, offer: Offer) -> Message:
    shared = tuple(label(value) for value in need.organisation.values if value in offer.organisation.values)
    if shared:
        return Message(gettext_noop("values in common: %(values)s"), {"values": shared})
    return Message(gettext_noop("no value in common among those that both name"))


def _sdgs(need: Need, offer: Offer) -> Message:
    shared = tuple(goal for goal in sorted(need.organisation.sdgs) if goal in offer.organisation.sdgs)
    if shared:
        return Message(gettext_noop("Sustainable Development Goals in common: %(goals)s"), {"goals": shared})
    return Message(gettext_noop("no Sustainable Development Goal in common"))


def _capacity(need: Need, offer: Offer) -> Message:
    typical = formulas.TYPICAL_HOURS[need.help]
    if typical == 0 or offer.capacity_hours is None:
        return Message(gettext_noop("funding takes no working hours"))
    text = gettext_noop("%(hours)s hours offered; such help usually takes %(typical)s")
    return Message(text, {"hours": _amount(offer.capacity_hours), "typical": typical})


def _free_places(need: Need, offer: Offer) -> Message:
    values = {"open": offer.organisation.open_requests, "max": offer.max_requests}
    return Message(gettext_noop("open requests: %(open)s, at most %(max)s at once"), values)


def _responsiveness(need: Need, offer: Offer) -> Message:
    percent = round(100 * (offer.organisation.reply_rate or 0))
    return Message(gettext_noop("requests answered: %(percent)s in 100"), {"percent": percent})


def _budget(need: Need, offer: Offer) -> Message:
    if not is_paid(need, offer):
        return Message(gettext_noop("this help is not paid by the one who needs it"))
    cost = formulas.TYPICAL_HOURS[need.help] * formulas.HOUR_EUR
    text = gettext_noop("budget of %(budget)s euros; such help usually costs %(cost)s")
    return Message(text, {"budget": _amount(need.budget_eur or 0), "cost": cost})


#: From which value on two texts are called so, highest first.
_CLOSENESS = (
    (0.75, Message(gettext_noop("the texts are very close in meaning"))),
    (0.4, Message(gettext_noop("the texts are close in meaning"))),
    (0.01, Message(gettext_noop("the texts are a little alike"))),
    (0.0, Message(gettext_noop("the texts speak of different things"))),
)
#: What was recognised in both texts is named up to so many.
_CONCEPTS_NAMED = 5


def _text(need: Need, offer: Offer) -> Message:
    value = likeness(need, offer) or 0.0
    how = next(words for least, words in _CLOSENESS if value >= least)
    shared = tuple(THEMES[one] for one in shared_concepts(need, offer) if one in THEMES)
    if not shared:
        return Message(gettext_noop("%(closeness)s; nothing was recognised by name in both"), {"closeness": how})
    text = gettext_noop("%(closeness)s; both speak of: %(concepts)s")
    return Message(text, {"closeness": how, "concepts": shared[:_CONCEPTS_NAMED]})


def _amount(value: float) -> int | float:
    """A number as people write it: no decimals where there are none."""
    return int(value) if value == int(value) else round(value, 2)


_REASONS: Mapping[str, Callable[[Need, Offer], Message]] = {
    "competences": _competences,
    "technology": _technology,
    "help": _help,
    "form": _form,
    "language": _language,
    "distance": _distance,
    "dates": _dates,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "free-places": _free_places,
    "responsiveness": _responsiveness,
    "budget": _budget,
    TEXT: _text,
}
