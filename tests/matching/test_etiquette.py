"""The etiquette of waiting: reminders on business days, a last day that both see, and no more requests than promised.

Public holidays that the days below rest on: in France the 8th of May and Ascension Day, in 2026 the 14th of May
(Code du travail, article L3133-1); in Portugal neither (Código do Trabalho, artigo 234.º).
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from tests.matching.scenes import introduce, publish

from tandem.directory import demonstration as directory_demonstration
from tandem.journal.queries import history
from tandem.journal.registry import jobs
from tandem.matching import actions, demonstration, queries, tasks
from tandem.matching.models import OPEN_STATES, Introduction, Need, Offer, Reminder

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
FIRST_REMINDER_IN_PORTUGAL = datetime(2026, 5, 11, 8, tzinfo=UTC)
LAST_DAY = datetime(2026, 5, 25, 8, tzinfo=UTC)
CLOSING_DAY = datetime(2026, 5, 26, 8, tzinfo=UTC)


@pytest.fixture
def pair(cast):
    """Alice's need, in France, and Dina's offer, in Portugal."""
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    return Need.objects.get(reference=need), Offer.objects.get(reference=offer)


@pytest.fixture
def proposed(cast, pair, mailoutbox, django_capture_on_commit_callbacks):
    """Makes an introduction proposed by one side, its e-mails sent."""

    def propose(side: str = "need", at: datetime = MONDAY) -> Introduction:
        actor = cast.alice if side == "need" else cast.dina
        with django_capture_on_commit_callbacks(execute=True):
            return actions.propose(*pair, side, "Could we talk?", actor=actor, at=at)

    return propose


@pytest.fixture
def attend(django_capture_on_commit_callbacks):
    """Runs the periodic job at a moment, and sends what it wants sent."""

    def run(at: datetime) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            actions.attend_to_waiting(at)

    return run


def page_of(cast, who: str, introduction: Introduction, language: str = "en") -> str:
    return cast.client(who).get(f"/{language}/introductions/{introduction.reference}/").content.decode()


@pytest.mark.parametrize(
    ("proposer", "reminders"),
    [
        pytest.param("need", [date(2026, 5, 11), date(2026, 5, 18)], id="Portugal is waited for"),
        pytest.param("offer", [date(2026, 5, 12), date(2026, 5, 20)], id="France is waited for"),
    ],
)
def test_two_reminders_on_business_days_of_the_country_waited_for_then_the_end(proposed, attend, proposer, reminders):
    introduction = proposed(proposer)
    for hours in range(0, 24 * 30, 6):
        attend(MONDAY + timedelta(hours=hours))
    events = [(event.name, timezone.localdate(event.at)) for event in history(introduction)]
    assert events == [
        ("introduction.proposed", date(2026, 5, 4)),
        *(("introduction.reminded", day) for day in reminders),
        ("introduction.expired", date(2026, 5, 26)),
    ]


def test_a_country_whose_holidays_nobody_knows_has_its_weekends(cast, proposed, attend):
    cast.cooperative.country = ""
    cast.cooperative.save()
    proposed()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    assert Reminder.objects.count() == 1


def test_the_worker_runs_it():
    assert "matching.attend_to_waiting" in {job.name for job in jobs()}


def test_a_reminder_goes_to_those_who_are_waited_for_with_a_link_and_the_last_day(cast, proposed, attend, mailoutbox):
    introduction = proposed()
    mailoutbox.clear()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    (letter,) = mailoutbox
    assert letter.to == [cast.dina.email]
    assert letter.subject == "La Passerelle waits for your answer, until 25 May 2026"
    link = next(line for line in letter.body.splitlines() if line.endswith(f"/introductions/{introduction.reference}/"))
    address = link.partition("//")[2].partition("/")[2]
    assert "Your turn" in cast.client("dina").get(f"/{address}").content.decode()
    assert "This is the last reminder" not in letter.body


def test_the_second_reminder_says_that_it_is_the_last(proposed, attend, mailoutbox):
    proposed()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    attend(FIRST_REMINDER_IN_PORTUGAL + timedelta(days=7))
    assert "This is the last reminder." in mailoutbox[-1].body


def test_a_reminder_speaks_the_language_of_its_reader(cast, proposed, attend, mailoutbox):
    cast.dina.language = "fr"
    cast.dina.save()
    proposed(at=datetime(2026, 6, 1, 8, tzinfo=UTC))
    attend(datetime(2026, 6, 9, 8, tzinfo=UTC))  # after Corpus Christi, the 4th
    assert mailoutbox[-1].subject == "La Passerelle attend votre réponse, jusqu’au 22 juin 2026"
    assert "Dernier jour pour répondre\N{NO-BREAK SPACE}: 22 juin 2026." in mailoutbox[-1].body


def test_a_reminder_does_not_name_who_stays_unnamed(pair, proposed, attend, mailoutbox):
    Need.objects.update(visibility=Need.Visibility.UNNAMED)
    proposed()
    mailoutbox.clear()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    assert "La Passerelle" not in mailoutbox[0].subject + mailoutbox[0].body


def test_who_asked_for_fewer_e_mails_gets_no_reminder(cast, proposed, attend, mailoutbox):
    cast.dina.letters = False
    cast.dina.save()
    proposed()
    mailoutbox.clear()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    assert mailoutbox == []


def test_of_two_workers_one_reminds(proposed, mailoutbox, django_capture_on_commit_callbacks):
    introduction = proposed()
    mailoutbox.clear()
    (first,), (second,) = (list(queries.all_due(FIRST_REMINDER_IN_PORTUGAL)) for _worker in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        actions.remind(first[0], at=FIRST_REMINDER_IN_PORTUGAL)
        actions.remind(second[0], at=FIRST_REMINDER_IN_PORTUGAL)
    assert len(mailoutbox) == introduction.reminders.count() == 1


def test_the_database_refuses_the_same_reminder_twice(proposed):
    introduction = proposed()
    row = {"introduction": introduction, "since": introduction.since, "number": 1}
    Reminder.objects.create(**row, at=MONDAY)
    with pytest.raises(IntegrityError):
        Reminder.objects.create(**row, at=LAST_DAY)


def test_a_reminder_that_an_answer_overtook_is_not_sent(cast, proposed, attend, mailoutbox):
    introduction = proposed()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    at = FIRST_REMINDER_IN_PORTUGAL + timedelta(minutes=1)
    actions.take_step(introduction, "ask", "offer", "How many of you?", actor=cast.dina, at=at)
    mailoutbox.clear()
    tasks.remind.call(introduction.reminders.get().pk)
    assert mailoutbox == []


def test_a_question_begins_a_new_wait_for_the_other_side(cast, proposed, attend, mailoutbox):
    introduction = proposed()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    actions.take_step(introduction, "ask", "offer", "How many?", actor=cast.dina, at=FIRST_REMINDER_IN_PORTUGAL)
    mailoutbox.clear()
    for day in range(1, 10):
        attend(FIRST_REMINDER_IN_PORTUGAL + timedelta(days=day))
    # From Monday the 11th the fifth business day in France is Tuesday the 19th: Thursday is Ascension Day.
    assert [timezone.localdate(one.at) for one in introduction.reminders.all()][1:] == [date(2026, 5, 19)]
    assert {letter.to[0] for letter in mailoutbox} == {cast.alice.email, cast.bruno.email}


@pytest.mark.parametrize("who", ["alice", "dina"])
def test_both_sides_see_the_last_day_and_the_reminders(cast, proposed, attend, who):
    introduction = proposed()
    attend(FIRST_REMINDER_IN_PORTUGAL)
    page = page_of(cast, who, introduction)
    assert "Last day to answer: 25 May 2026." in page
    assert "A reminder was sent on 11 May 2026." in page


def test_the_proposal_says_until_when_to_answer(proposed, mailoutbox):
    mailoutbox.clear()
    proposed()
    assert "Last day to answer: 25 May 2026." in mailoutbox[-1].body


def test_an_acceptance_names_no_day(cast, proposed, mailoutbox, django_capture_on_commit_callbacks):
    introduction = proposed()
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_step(introduction, "accept", "offer", "", actor=cast.dina, at=FIRST_REMINDER_IN_PORTUGAL)
    assert "Last day" not in mailoutbox[-1].body
    assert "Last day" not in page_of(cast, "alice", introduction)


def test_the_last_day_belongs_to_those_who_answer(proposed):
    introduction = proposed()
    assert not actions.expire(introduction, at=LAST_DAY).allowed
    assert actions.expire(introduction, at=CLOSING_DAY).allowed
    assert not actions.expire(introduction, at=CLOSING_DAY).allowed


def test_closing_is_a_step_of_nobody(proposed, attend):
    introduction = proposed()
    attend(CLOSING_DAY)
    step = introduction.steps.last()
    assert (step.transition, step.side, step.person) == ("expire", "", None)


def test_both_are_told_once_that_it_was_closed(cast, proposed, attend, mailoutbox):
    proposed()
    mailoutbox.clear()
    attend(CLOSING_DAY)
    attend(CLOSING_DAY)
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(
        one.email for one in (cast.alice, cast.bruno, cast.dina)
    )
    assert {letter.subject for letter in mailoutbox} == {"An introduction was closed without an answer"}
    assert all("Nobody answered within 21 days" in letter.body for letter in mailoutbox)


def test_who_answers_for_both_sides_is_told_once(cast, proposed, attend, mailoutbox):
    cast.cooperative.memberships.create(person=cast.alice, role="editor", since=MONDAY)
    proposed()
    mailoutbox.clear()
    attend(CLOSING_DAY)
    assert [letter.to[0] for letter in mailoutbox].count(cast.alice.email) == 1


@pytest.mark.parametrize("who", ["alice", "dina"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Nobody answered by the last day, so Tandem closed it."),
        ("fr", "Personne n’a répondu avant le dernier jour, Tandem l’a donc close."),
    ],
)
def test_both_read_on_the_page_that_it_was_closed(cast, proposed, attend, who, language, sentence):
    introduction = proposed()
    attend(CLOSING_DAY)
    page = page_of(cast, who, introduction, language)
    assert sentence in page
    assert "What you can do" not in page


def test_after_closing_either_may_propose_again(pair, proposed, attend):
    closed = proposed()
    attend(CLOSING_DAY)
    again = proposed("offer", CLOSING_DAY)
    assert again.pk != closed.pk
    assert again.state == "proposed"


def reply_rate(offer: Offer) -> float | None:
    return queries.domain_offers([offer])[0].organisation.reply_rate


def test_silence_counts_only_once_the_last_day_has_passed(pair, proposed, attend):
    proposed()
    attend(LAST_DAY)
    assert reply_rate(pair[1]) is None
    attend(CLOSING_DAY)
    assert reply_rate(pair[1]) == 0


def test_a_refusal_with_its_reason_counts_as_an_answer(cast, pair, proposed):
    actions.take_step(proposed(), "decline", "offer", "We are full.", actor=cast.dina, at=LAST_DAY)
    assert reply_rate(pair[1]) == 1


WAYS_TO_WAIT = {"proposed": [], "question_asked": ["ask"], "answered": ["ask", "answer"]}


@pytest.mark.parametrize("steps", WAYS_TO_WAIT.values(), ids=WAYS_TO_WAIT)
def test_who_proposed_may_withdraw_while_nothing_is_decided(cast, proposed, attend, mailoutbox, steps):
    introduction = proposed()
    for step in steps:
        side, actor = ("offer", cast.dina) if step == "ask" else ("need", cast.alice)
        actions.take_step(introduction, step, side, "Some words.", actor=actor, at=MONDAY)
    cast.client("alice").post(f"/en/introductions/{introduction.reference}/withdraw/")
    introduction.refresh_from_db()
    assert introduction.state == "withdrawn"
    attend(timezone.now() + timedelta(days=30))
    assert introduction.reminders.count() == 0


def test_who_received_it_cannot_withdraw_it(cast, proposed):
    introduction = proposed()
    cast.client("dina").post(f"/en/introductions/{introduction.reference}/withdraw/")
    introduction.refresh_from_db()
    assert introduction.state == "proposed"


@pytest.fixture
def second_need(cast, pair, proposed):
    """Another need of Alice, while Dina's offer, which takes one request at a time, has one."""
    Offer.objects.update(max_requests=1)
    proposed()
    return publish(cast.client("alice"), "la-passerelle")


NO_PLACE = "This offer has as many open requests as its organisation can answer at a time."


def test_an_offer_without_a_free_place_is_not_asked(cast, pair, second_need):
    address = f"/en/introductions/new/?need={second_need}&offer={pair[1].reference}&side=need"
    answer = cast.client("alice").post(address, {"text": "And this one?"})
    assert answer.status_code == 403
    assert NO_PLACE in answer.content.decode()
    assert Introduction.objects.count() == 1


def test_of_two_who_ask_for_the_last_place_the_second_finds_it_taken(cast, pair, second_need):
    need = Need.objects.get(reference=second_need)
    assert actions.propose(need, pair[1], "need", "Me too.", actor=cast.alice, at=MONDAY) is None


def test_the_card_and_the_reasons_say_so_instead_of_the_button(cast, pair, second_need):
    alice = cast.client("alice")
    for page in (
        f"/en/needs/{second_need}/?relax=capacity",
        f"/en/introductions/why/?need={second_need}&offer={pair[1].reference}&side=need",
    ):
        content = alice.get(page).content.decode()
        assert NO_PLACE in content, page
        assert "Propose an introduction" not in content, page


def test_the_introduction_that_took_the_place_is_still_found(cast, pair, second_need):
    introduction = Introduction.objects.get()
    assert introduce(cast.client("alice"), pair[0].reference, pair[1].reference).endswith(f"/{introduction.reference}/")
    for page in (
        f"/en/needs/{pair[0].reference}/?relax=capacity",
        f"/en/introductions/why/?need={pair[0].reference}&offer={pair[1].reference}&side=need",
    ):
        assert "See the introduction" in cast.client("alice").get(page).content.decode(), page


def test_an_answer_frees_the_place(cast, pair, second_need):
    actions.take_step(Introduction.objects.get(), "decline", "offer", "Not this one.", actor=cast.dina, at=LAST_DAY)
    introduce(cast.client("alice"), second_need, pair[1].reference)
    assert Introduction.objects.count() == 2


def test_who_gives_may_propose_although_no_place_is_free(cast, pair, second_need):
    introduce(cast.client("dina"), second_need, pair[1].reference, side="offer")
    assert Introduction.objects.filter(proposed_by="offer").count() == 1


def test_the_demonstration_opens_with_nothing_overdue(db):
    directory_demonstration.load(directory_demonstration.OPENED)
    demonstration.load()
    assert Introduction.objects.filter(state__in=OPEN_STATES).exists()
    assert list(queries.all_due(timezone.now())) == []
