"""What happens after the request: e-mails about introductions."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from tandem.matching import queries
from tandem.matching.models import Introduction, IntroductionStep, Offer, PairReminder, Posting, Reminder, Side
from tandem.ui import mail
from tandem.ui.templatetags.tandem import in_language

#: Steps after which the other side has nothing to answer and nobody to meet.
NOTHING_LEFT_TO_DO = {"decline", "withdraw"}
#: Steps that wait for an answer.
PASS_THE_BALL = {"propose", "ask", "answer"}


@task()
def tell_the_other_side(step_id: int) -> None:
    """Write to those who answer for the other side what was done, with the link to answer and until when."""
    step = _steps().get(pk=step_id)
    _write(
        step.introduction,
        [queries.opposite_of(step.side)],
        "matching/mail/introduction.txt",
        essential=step.transition not in NOTHING_LEFT_TO_DO,
        step=step,
        last_day=queries.last_day_after(step.at) if step.transition in PASS_THE_BALL else None,
    )


@task()
def tell_both_sides(step_id: int) -> None:
    """Write to those who answer for either side that Tandem closed what stayed without an answer."""
    step = _steps().get(pk=step_id)
    _write(step.introduction, Side.values, "matching/mail/closed.txt", essential=False, days=queries.OPEN_DAYS)


@task()
def tell_that_help_was_found(step_id: int) -> None:
    """Write to those who were invited and had not answered yet that somebody else helps now."""
    step = _steps().get(pk=step_id)
    _write(step.introduction, [Side.OFFER], "matching/mail/help_found.txt", essential=False)


@task()
def tell_that_nobody_is_left(round_id: int) -> None:
    """Write to those who invited that everybody who fits has been asked."""
    ended = queries.round_with_need(round_id)
    for person, organisation in queries.writers_for(ended.need).items():
        mail.send(
            person,
            "matching/mail/nobody_left.txt",
            "round",
            ended.need.reference,
            essential=False,
            need=ended.need,
            receiver=organisation.name,
        )


@task()
def tell_of_pause(offer_id: int) -> None:
    """Write to those who answer for an offer that it is paused, with the link that brings it back."""
    offer = queries.offer_to_tell(offer_id)
    if offer.state != Posting.State.PAUSED:
        return
    for person in queries.writers_of(offer.organisation):
        if offer.paused_because == Offer.Because.SILENCE:
            page, args = "offer_resume_by_link", [queries.resume_key(offer, person)]
        else:
            page, args = "draft_step", ["offer", offer.reference, "in_kind"]
        mail.send(
            person,
            "matching/mail/paused.txt",
            page,
            *args,
            essential=True,
            offer=offer,
            receiver=offer.organisation.name,
        )


@task()
def ask_about_joint_need(question_id: int) -> None:
    """Ask the owners of both needs, without a word of the other."""
    question = queries.question_to_tell(question_id)
    for need in (question.first, question.second):
        _write_about_need(need, "matching/mail/joint_question.txt", "need_share", need.reference, essential=False)


@task()
def tell_that_no_need_is_shared(question_id: int) -> None:
    """Tell those who had said yes that it came to nothing, without saying why."""
    question = queries.question_to_tell(question_id)
    willing = set(question.answers.filter(agrees=True).values_list("need", flat=True))
    for need in (question.first, question.second):
        if need.pk in willing:
            _write_about_need(
                need, "matching/mail/joint_nothing.txt", "posting", "need", need.reference, essential=False
            )


@task()
def tell_of_shared_need(need_id: int) -> None:
    """Tell both that they share a need now and can write it together."""
    need = queries.need_to_tell(need_id)
    _write_about_need(need, "matching/mail/joint_agreed.txt", "need_share", need.reference, essential=True)


def _write_about_need(need: Any, template: str, page: str, *args: str, essential: bool) -> None:
    for person, organisation in queries.writers_for(need).items():
        mail.send(person, template, page, *args, essential=essential, need=need, receiver=organisation.name)


@task()
def tell_news(person_id: int, since: str) -> None:
    """Write what is new for somebody since a moment; nothing when it is gone again."""
    person = get_user_model().objects.get(pk=person_id)
    with translation.override(person.language):
        parts = [
            {
                "about": in_language(part.posting.titles) if part.posting else part.search.name if part.search else "",
                "own": part.posting is not None,
                "lines": [
                    {
                        "title": in_language(one.titles),
                        "address": settings.ADDRESS + reverse("posting", args=[one._meta.model_name, one.reference]),
                    }
                    for one in part.new
                ],
            }
            for part in queries.news_for(person, datetime.fromisoformat(since))
        ]
    if parts:
        mail.send(person, "matching/mail/news.txt", "searches", essential=False, parts=parts)


#: What happened to a supporter's proposal that asks an answer of somebody, or opens a room for both.
WAITS_FOR_SOMEBODY = {"proposed", "need_agreed", "offer_agreed", "accepted"}


@task()
def tell_of_pair(proposal_id: int, what: str, said_by: str) -> None:
    """Write to the two parties, and to the supporter once something was answered, what became of a proposal; a side
    is not told what it said itself."""
    proposal = queries.proposal_to_tell(proposal_id)
    answer = proposal.answers.filter(side=said_by).last() if said_by else None
    receivers: dict[Any, tuple[str | None, Any]] = {}
    if proposal.supporter and what not in ("proposed", "withdrawn"):
        receivers[proposal.supporter] = (None, proposal.organisation)
    for side, posting in ((Side.NEED, proposal.need), (Side.OFFER, proposal.offer)):
        if side != said_by or what == "accepted":
            receivers |= {person: (side, own) for person, own in queries.writers_for(posting).items()}
    for person, (side, organisation) in receivers.items():
        mail.send(
            person,
            "matching/mail/third_party.txt",
            "third_party",
            proposal.reference,
            essential=what in WAITS_FOR_SOMEBODY and side is not None,
            proposal=proposal,
            what=what,
            side=side,
            reason_given=answer.reason if answer else "",
            other=queries.pair_name(proposal, queries.opposite_of(side), side) if side else "",
            receiver=organisation.name,
            last_day=queries.last_day_of_pair(proposal),
        )


@task()
def tell_of_draft(kind: str, posting_id: int, person_id: int) -> None:
    """Write to those who answer for an organisation that its supporter prepared something for them to read."""
    posting = queries.draft_to_tell(kind, posting_id)
    by = get_user_model().objects.filter(pk=person_id).first()
    for person, organisation in queries.writers_for(posting).items():
        mail.send(
            person,
            "matching/mail/prepared.txt",
            "draft_check",
            kind,
            posting.reference,
            essential=True,
            posting=posting,
            kind=kind,
            by=by,
            receiver=organisation.name,
        )


@task()
def remind(reminder_id: int) -> None:
    """Write to those who answer for the side that is waited for, unless they answered meanwhile."""
    reminder = Reminder.objects.select_related(
        "introduction__need__organisation", "introduction__offer__organisation"
    ).get(pk=reminder_id)
    introduction = reminder.introduction
    side = queries.awaited_side(introduction)
    if side is not None and introduction.since == reminder.since:
        last_day = queries.last_day(introduction)
        _write(
            introduction, [side], "matching/mail/reminder.txt", essential=False, reminder=reminder, last_day=last_day
        )


@task()
def remind_of_pair(reminder_id: int) -> None:
    """Write to those who answer for the side that a supporter's proposal waits for, unless they answered meanwhile."""
    reminder = PairReminder.objects.get(pk=reminder_id)
    proposal = queries.proposal_to_tell(reminder.proposal_id)
    if reminder.side not in queries.awaited_of_pair(proposal):
        return
    posting = proposal.need if reminder.side == Side.NEED else proposal.offer
    for person, organisation in queries.writers_for(posting).items():
        mail.send(
            person,
            "matching/mail/pair_reminder.txt",
            "third_party",
            proposal.reference,
            essential=False,
            proposal=proposal,
            reminder=reminder,
            receiver=organisation.name,
            last_day=queries.last_day_of_pair(proposal),
        )


def _steps() -> Any:
    return IntroductionStep.objects.select_related(
        "person", "introduction__need__organisation", "introduction__offer__organisation"
    )


def _write(introduction: Introduction, sides: list[str], template: str, *, essential: bool, **context: Any) -> None:
    """One e-mail to each person who answers for these sides, also to who answers for both."""
    receivers = {
        person: (side, organisation)
        for side in sides
        for person, organisation in queries.writers_for(
            introduction.need if side == Side.NEED else introduction.offer
        ).items()
    }
    for person, (side, organisation) in receivers.items():
        mail.send(
            person,
            template,
            "introduction",
            introduction.reference,
            essential=essential,
            introduction=introduction,
            receiver=organisation.name,
            sender=queries.name_shown(introduction, queries.opposite_of(side)),
            **context,
        )
