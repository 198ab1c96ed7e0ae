"""State machines: what they refuse to be, what they never allow, and what they say."""

from __future__ import annotations

import doctest
import importlib
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.mutation import mutated

from tandem.domain.errors import BadInput
from tandem.domain.lifecycle import (
    INTRODUCTION,
    MACHINES,
    ROOM,
    SESSION,
    Condition,
    Machine,
    State,
    Transition,
    allowed,
    decide,
    etiquette,
    has_the_ball,
    replay,
)
from tandem.domain.lifecycle.data import as_data, breaks, from_data
from tandem.domain.messages import Message

ALL = pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
FACT_NAMES = {
    machine.id: sorted(
        {name for step in machine.transitions for condition in step.conditions + step.asks for name in condition.any_of}
    )
    for machine in MACHINES.values()
}


def walks(machine: Machine):
    """Attempts of anybody at anything, knowing anything."""
    return st.lists(
        st.tuples(
            st.sampled_from([step.id for step in machine.transitions]),
            st.sampled_from([*machine.roles, "stranger"]),
            st.fixed_dictionaries(
                {name: st.sampled_from([True, False, "", " ", "text"]) for name in FACT_NAMES[machine.id]}
            ),
        ),
        max_size=40,
    )


def follow(machine: Machine, attempts):
    """Take what is allowed; yield (state before, transition, role, facts) of every step taken."""
    state = machine.initial.id
    for transition_id, role, facts in attempts:
        if decide(machine, state, transition_id, role, facts):
            yield state, transition_id, role, facts
            state = machine.transition(transition_id).target


def fact_holds(facts, name):
    return bool(str(facts[name]).strip()) and facts[name] is not False


class TestEveryMachine:
    @ALL
    @given(data=st.data())
    def test_the_state_is_what_a_replay_of_the_steps_gives(self, machine, data):
        taken = list(follow(machine, data.draw(walks(machine))))
        state = machine.transition(taken[-1][1]).target if taken else machine.initial.id
        assert replay(machine, [step for _, step, _, _ in taken]) == state

    @ALL
    @given(data=st.data())
    def test_nobody_acts_outside_their_role(self, machine, data):
        for _, step, role, _ in follow(machine, data.draw(walks(machine))):
            assert role in machine.members(machine.transition(step).who)

    @ALL
    @given(data=st.data())
    def test_nothing_happens_after_an_end(self, machine, data):
        for state, _, _, _ in follow(machine, data.draw(walks(machine))):
            assert not machine.state(state).final

    @ALL
    @given(data=st.data())
    def test_a_refusal_always_says_why(self, machine, data):
        state = data.draw(st.sampled_from(machine.states)).id
        for step, role, facts in data.draw(walks(machine)):
            decision = decide(machine, state, step, role, facts)
            assert decision.allowed == (decision.reason is None)
            assert decision.allowed or str(decision.reason).strip()

    @ALL
    @given(data=st.data())
    def test_what_is_offered_is_accepted_once_the_form_is_filled(self, machine, data):
        state = data.draw(st.sampled_from(machine.states)).id
        role = data.draw(st.sampled_from(list(machine.roles)))
        facts = {name: data.draw(st.booleans()) for name in FACT_NAMES[machine.id]}
        for step in allowed(machine, state, role, facts):
            form = {name: "written" for ask in step.asks for name in ask.any_of}
            assert decide(machine, state, step.id, role, {**facts, **form})

    @ALL
    def test_somebody_has_the_ball_until_the_end_and_can_do_something_with_it(self, machine):
        everything = dict.fromkeys(FACT_NAMES[machine.id], True)
        for state in machine.states:
            holders = has_the_ball(machine, state.id)
            assert bool(holders) != state.final
            assert all(allowed(machine, state.id, role, everything) for role in holders)

    @ALL
    def test_machines_travel_as_data(self, machine):
        assert from_data(json.loads(json.dumps(as_data(machine)))) == machine


class TestIntroduction:
    def test_question_and_answer_may_alternate_before_the_decision(self):
        assert replay(INTRODUCTION, ["ask", "answer", "ask", "answer", "decline"]) == "declined"

    @pytest.mark.parametrize(
        ("state", "holder"), [("proposed", "receiver"), ("question_asked", "proposer"), ("answered", "receiver")]
    )
    def test_the_ball_lies_with_the_one_who_owes_an_answer(self, state, holder):
        assert has_the_ball(INTRODUCTION, state) == (holder,)

    @pytest.mark.parametrize("state", ["proposed", "question_asked", "answered"])
    def test_the_proposer_withdraws_at_any_time_before_an_end(self, state):
        assert decide(INTRODUCTION, state, "withdraw", "proposer")

    @pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "expired"])
    def test_a_stale_page_learns_where_the_introduction_stands(self, state):
        decision = decide(INTRODUCTION, state, "accept", "receiver")
        assert decision.reason.values["state"] == INTRODUCTION.state(state).label

    def test_declining_without_a_reason_is_refused(self):
        decision = decide(INTRODUCTION, "proposed", "decline", "receiver", {"reason": "\n "})
        assert str(decision.reason) == "Please give a reason: it helps the other side more than silence."

    def test_the_button_to_decline_is_shown_before_the_reason_is_written(self):
        assert [step.id for step in allowed(INTRODUCTION, "proposed", "receiver")] == ["accept", "ask", "decline"]

    def test_those_who_propose_cannot_accept_their_own_proposal(self):
        decision = decide(INTRODUCTION, "proposed", "accept", "proposer")
        assert str(decision.reason) == "It is up to those who received the proposal to answer it."

    def test_only_the_system_closes_and_only_when_the_day_has_come(self):
        assert not decide(INTRODUCTION, "proposed", "expire", "proposer", {"closing_day_reached": True})
        assert not decide(INTRODUCTION, "proposed", "expire", "system", {"closing_day_reached": False})
        assert decide(INTRODUCTION, "proposed", "expire", "system", {"closing_day_reached": True})


class TestRoom:
    @given(walks(ROOM))
    def test_no_work_starts_before_the_signatures_unless_money_is_given_without_work(self, attempts):
        for _, step, _, facts in follow(ROOM, attempts):
            if step == "start_work":
                assert fact_holds(facts, "all_signed") or fact_holds(facts, "money_without_work")

    @given(walks(ROOM))
    def test_work_is_reached_only_through_a_signed_agreement_of_its_own(self, attempts):
        signed = False
        for _, step, _, _ in follow(ROOM, attempts):
            signed = {"start_work": True, "amend": False}.get(step, signed)
            assert signed or ROOM.transition(step).target not in ("work", "evaluation", "autonomy")

    @given(walks(ROOM))
    def test_a_sealed_evaluation_keeps_the_room_where_it_is(self, attempts):
        for state, step, _, facts in follow(ROOM, attempts):
            if state == "evaluation" and ROOM.transition(step).target == "autonomy":
                assert fact_holds(facts, "evaluations_open")

    def test_the_page_says_who_has_not_signed(self):
        facts = {"agreement_ready": True, "missing_signatures": ("Les Jardins partagés", "Code en commun")}
        decision = decide(ROOM, "agreement", "start_work", "proposer", facts)
        assert str(decision.reason) == (
            "Work starts when everyone has signed. Still to sign: Les Jardins partagés, Code en commun."
        )

    def test_a_missing_signature_without_a_name_still_makes_a_sentence(self):
        decision = decide(ROOM, "agreement", "start_work", "proposer", {"agreement_ready": True})
        assert str(decision.reason).endswith("Still to sign: at least one party.")

    def test_the_ball_lies_with_those_who_have_not_signed(self):
        assert has_the_ball(ROOM, "agreement", {"roles_to_sign": {"receiver"}}) == ("receiver",)
        assert has_the_ball(ROOM, "agreement") == ("proposer", "receiver", "party")

    @pytest.mark.parametrize("phase", ["meeting", "framing", "agreement", "work", "evaluation", "autonomy"])
    @pytest.mark.parametrize("role", ["proposer", "receiver", "party"])
    def test_each_party_may_end_early_in_every_phase_saying_why_and_what_becomes_of_the_work(self, phase, role):
        told = {"reason": "Our funding ended.", "what_happens_to_the_work": "The code stays public."}
        assert decide(ROOM, phase, "end_early", role, told)
        for name in told:
            assert not decide(ROOM, phase, "end_early", role, {**told, name: ""})

    @given(walks(ROOM))
    def test_the_two_parties_have_the_same_rights_at_every_moment(self, attempts):
        for state, _, _, facts in follow(ROOM, attempts):
            assert allowed(ROOM, state, "proposer", facts) == allowed(ROOM, state, "receiver", facts)

    def test_a_steward_closes_only_a_room_that_a_party_left(self):
        assert not decide(ROOM, "work", "close_for_parties", "steward", {"reason": "Silent."})
        assert decide(ROOM, "work", "close_for_parties", "steward", {"reason": "Silent.", "a_party_is_gone": True})

    def test_phases_can_be_taken_back_and_forth(self):
        there = [
            "start_framing",
            "prepare_agreement",
            "reframe",
            "prepare_agreement",
            "start_work",
            "amend",
            "start_work",
        ]
        then = ["start_evaluation", "resume_work", "start_evaluation", "start_autonomy", "evaluate_again"]
        assert replay(ROOM, [*there, *then, "start_autonomy", "finish"]) == "closed"


class TestSession:
    def test_a_session_is_agree_a_time_done_two_questions(self):
        assert replay(SESSION, ["plan", "done", "finish"]) == "closed"

    def test_a_time_is_agreed_by_both_before_it_is_planned(self):
        assert not decide(SESSION, "agree_time", "plan", "receiver")
        assert decide(SESSION, "agree_time", "plan", "receiver", {"time_agreed": True})

    def test_a_session_is_not_done_before_its_time(self):
        assert str(decide(SESSION, "planned", "done", "proposer").reason) == "The time agreed has not come yet."


ROLES = {"one": Message("one side"), "other": Message("the other side")}


def state(name, *ball, final=False):
    return State(name, Message(name), ball=ball, final=final)


def step(name, source, target, *who, **rest):
    return Transition(name, Message(name), (source,), target, who or ("one",), Message("only one"), **rest)


def machine(states, steps, **rest):
    parts = {"roles": ROLES, "groups": {}, "moved_on": Message("now at %(state)s"), **rest}
    return Machine("toy", tuple(states), tuple(steps), **parts)


START, END = state("start", "one"), state("end", final=True)
GO = step("go", "start", "end")


class TestConstruction:
    def refusal(self, *args, **kwargs):
        with pytest.raises(BadInput) as caught:
            machine(*args, **kwargs)
        assert caught.value.place == ("toy",)
        return str(caught.value.message)

    @pytest.mark.parametrize(
        ("states", "steps", "fault"),
        [
            ([], [], "a machine needs a state"),
            ([START, START, END], [GO], "state “start” is there twice"),
            ([START, END], [GO, GO], "step “go” is there twice"),
            ([START, END], [GO, step("fly", "start", "moon")], "unknown state “moon”"),
            ([START, END], [step("go", "start", "end", "queen")], "unknown role “queen”"),
            ([state("start", "king"), END], [GO], "unknown role “king”"),
            ([START, END], [GO, replace(GO, id="stay", sources=())], "step “stay” starts nowhere"),
            ([START, END], [replace(GO, who=())], "nobody may take the step “go”"),
            ([START, END, state("island", "one")], [GO], "state “island” cannot be reached"),
            ([START, END, state("pit", "one")], [GO, step("fall", "start", "pit")], "state “pit” has no way to an end"),
            ([START, END], [GO, step("back", "end", "start")], "state “end” is an end, nothing may leave it"),
            ([state("start"), END], [GO], "nobody has the ball in state “start”"),
        ],
    )
    def test_faults_are_named(self, states, steps, fault):
        assert fault in self.refusal(states, steps)

    def test_several_faults_are_named_at_once(self):
        refusal = self.refusal([START, START, END], [GO, GO])
        assert "state “start” is there twice" in refusal
        assert "step “go” is there twice" in refusal

    def test_a_name_is_not_a_role_and_a_group(self):
        assert "“one” is a role and a group" in self.refusal([START, END], [GO], groups={"one": ("other",)})

    @pytest.mark.parametrize("sentence", ["%(nobody)s is missing", "50 % is enough for %(name)s"])
    def test_a_sentence_whose_places_cannot_be_filled_is_refused(self, sentence):
        condition = Condition(("x",), Message(sentence), otherwise={"name": Message("you")})
        refusal = self.refusal([START, END], [replace(GO, conditions=(condition,))])
        assert f"the places of the sentence “{sentence}” cannot be filled" in refusal

    def test_a_retired_step_is_no_way_out(self):
        assert "state “start” has no way to an end" in self.refusal([START, END], [replace(GO, retired=True)])


class TestQuestionsOutOfTheMachine:
    def test_unknown_ids_are_named(self):
        with pytest.raises(BadInput, match="there is no state “moon”"):
            decide(INTRODUCTION, "moon", "accept", "receiver")
        with pytest.raises(BadInput, match="there is no step “fly”"):
            decide(INTRODUCTION, "proposed", "fly", "receiver")

    def test_a_journal_that_does_not_follow_is_refused_at_its_event(self):
        with pytest.raises(BadInput) as caught:
            replay(INTRODUCTION, ["ask", "ask"])
        assert caught.value.place == ("introduction", "event 2")


class TestChange:
    def test_renaming_reordering_and_adding_break_nothing(self):
        renamed = replace(ROOM.states[1], label=Message("Getting it straight"))
        pause = State("pause", Message("Pause"), ball=("either",))
        changed = replace(
            ROOM,
            states=(ROOM.states[0], pause, *ROOM.states[:1:-1], renamed),
            transitions=(
                *reversed(ROOM.transitions),
                step("pause", "work", "pause", "either"),
                step("resume", "pause", "work", "either"),
            ),
        )
        assert breaks(ROOM, changed) == ()

    def test_a_retired_step_is_offered_no_more_but_replayed(self):
        retired = replace(
            SESSION, transitions=tuple(replace(s, retired=s.id == "change_time") for s in SESSION.transitions)
        )
        assert breaks(SESSION, retired) == ()
        assert not decide(retired, "planned", "change_time", "proposer", {"reason": "ill"})
        assert replay(retired, ["plan", "change_time"]) == "agree_time"

    def test_what_a_change_breaks_is_named(self):
        states = tuple(s for s in INTRODUCTION.states if s.id != "expired")
        steps = tuple(
            replace(s, target="withdrawn") if s.id == "decline" else s
            for s in INTRODUCTION.transitions
            if s.id != "expire"
        )
        changed = replace(INTRODUCTION, states=tuple(s for s in states if s.id != "declined"), transitions=steps)
        assert [message.values["name"] for message in breaks(INTRODUCTION, changed)] == [
            "declined",
            "expired",
            "expire",
            "decline",
        ]

    @pytest.mark.parametrize(
        ("change", "place", "sentence"),
        [
            (lambda d: d.update(colour="red"), (), "unknown key “colour”"),
            (lambda d: d.pop("groups"), (), "the key “groups” is missing"),
            (lambda d: d["states"][1].update(final="yes"), ("states", "1", "final"), "true or false is expected"),
            (lambda d: d["transitions"][0].update(who="one"), ("transitions", "0", "who"), "a list is expected"),
            (lambda d: d.update(roles=[1]), ("roles",), "an object is expected, not a list"),
        ],
    )
    def test_data_of_another_shape_is_refused_at_its_place(self, change, place, sentence):
        data = as_data(INTRODUCTION)
        change(data)
        with pytest.raises(BadInput, match=sentence) as caught:
            from_data(data)
        assert caught.value.place == place


class TestStoredMachines:
    def test_a_group_of_nobody_has_neither_the_ball_nor_a_step(self):
        with pytest.raises(BadInput) as refusal:
            from_data({**as_data(SESSION), "groups": {"either": []}})
        assert "nobody has the ball in state “planned”" in str(refusal.value)
        assert "nobody may take the step “end_early”" in str(refusal.value)

    @ALL
    @given(data=st.data())
    def test_whatever_was_stored_it_is_a_sound_machine_or_refused(self, machine, data):
        try:
            stored = from_data(data.draw(mutated(as_data(machine))))
        except BadInput as refusal:
            assert str(refusal.message).strip()
            return
        assert from_data(as_data(stored)) == stored
        for state in stored.states:
            assert bool(has_the_ball(stored, state.id)) != state.final


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


class TestReminders:
    #: Easter Sunday 2026 is 5 April: Good Friday and Easter Monday are off in Germany, and so is the first of May.
    EASTER_AND_MAY = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)})

    def test_a_ball_that_lies_since_monday_is_recalled_on_the_next_two_mondays(self):
        plan = etiquette.timetable(date(2026, 11, 2))
        assert plan.reminders == (date(2026, 11, 9), date(2026, 11, 16))
        assert plan.last_day == date(2026, 11, 23)

    def test_public_holidays_of_the_receiver_are_not_business_days(self):
        plan = etiquette.timetable(date(2026, 4, 1), self.EASTER_AND_MAY)
        assert plan.reminders == (date(2026, 4, 10), date(2026, 4, 17))

    @given(days, st.frozensets(days, max_size=60))
    def test_nobody_is_reminded_in_the_first_three_business_days_on_a_day_off_or_after_the_last_day(self, since, off):
        plan = etiquette.timetable(since, off)
        assert len(plan.reminders) <= 2
        for day in plan.reminders:
            assert day > etiquette.business_days_after(since, 3, off)
            assert etiquette.is_business_day(day, off)
            assert day <= plan.last_day

    @given(days, st.frozensets(days, max_size=60), st.sets(st.integers(0, 40)))
    def test_whatever_days_the_machine_sleeps_two_reminders_at_most_then_the_end(self, since, off, awake):
        plan = etiquette.timetable(since, off)
        sent: list[date] = []
        for day in (since + timedelta(days=number) for number in sorted(awake)):
            step_due = etiquette.due(plan, day, sent, off)
            assert (step_due == "close") == (day > plan.last_day)
            if step_due == "remind":
                assert etiquette.is_business_day(day, off)
                assert day > etiquette.business_days_after(sent[-1] if sent else since, 3, off)
                sent.append(day)
        assert len(sent) <= 2

    @pytest.mark.parametrize("rule", [(3,), (5, 8), (5, 10, 15), (10, 5)])
    def test_a_rule_that_presses_people_is_refused(self, rule):
        with pytest.raises(BadInput, match="at most 2 reminders"):
            etiquette.timetable(date(2026, 11, 2), remind_after=rule)


@pytest.mark.parametrize("name", ["machine", "data", "etiquette"])
def test_the_worked_examples_hold(name):
    results = doctest.testmod(importlib.import_module(f"tandem.domain.lifecycle.{name}"))
    assert results.attempted > 0
    assert results.failed == 0
