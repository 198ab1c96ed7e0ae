"""Random people, readers and strangers included, do random things in any order: no law of a room is broken."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cooperation.rooms import WORDS, fill_in, open_room
from tests.factories import NOON

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.models import Cooperation, Document, GoalAgreement, ProposedTime
from tandem.domain.agreement import fingerprint
from tandem.domain.decision import Decision
from tandem.domain.ledger import verify
from tandem.domain.lifecycle import ROOM, SESSION, replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["alice", "bruno", "chloe", "dina", "elio"])
NUMBERS = st.integers(1, 6)
WORD = st.sampled_from(["one", "two", "three"])
STEPS = st.sampled_from(sorted({step.id for machine in (ROOM, SESSION) for step in machine.transitions}))
ACTS = st.one_of(
    st.tuples(st.just("step"), STEPS),
    st.tuples(st.just("frame"), WORD, st.integers(0, 2)),
    st.tuples(st.just("goal"), WORD, st.integers(0, 2)),
    st.tuples(st.just("agree"), st.integers(0, 2)),
    st.tuples(st.just("time"), st.integers(1, 3)),
    st.tuples(st.just("confirm"), NUMBERS),
    st.tuples(st.just("answer"), WORD),
    st.tuples(st.just("give"), st.sampled_from(["need", "offer"]), st.integers(-1, 200)),
    st.tuples(st.just("confirm_hours"), NUMBERS),
    st.tuples(st.just("back"), NUMBERS),
    st.tuples(st.just("form"), st.sampled_from(["giving-money", "giving-skills"]), st.integers(0, 3)),
    st.tuples(st.just("ready"), st.booleans()),
    st.tuples(st.just("take_back")),
    st.tuples(st.just("sign"), st.booleans()),
    st.tuples(st.just("amend")),
    st.tuples(st.just("jobs")),
)
HISTORY = st.lists(st.tuples(PEOPLE, ACTS, st.sampled_from([0, 1, 60, 60 * 24 * 15])), max_size=25)
#: What each kind of act begins with, so that deep states are reached often.
OPENINGS = {
    "project": [
        ("alice", ("step", "start_framing"), 1),
        ("alice", ("frame", "one", 0), 1),
        ("dina", ("frame", "one", 0), 1),
        ("dina", ("goal", "one", 0), 1),
        ("alice", ("agree", 1), 1),
        ("dina", ("step", "prepare_agreement"), 1),
        ("alice", ("fill",), 1),
        ("alice", ("ready", True), 1),
        ("dina", ("ready", True), 1),
        ("dina", ("sign", True), 1),
        ("alice", ("sign", True), 1),
        ("alice", ("step", "start_work"), 1),
    ],
    "session": [
        ("alice", ("time", 1), 1),
        ("dina", ("confirm_first",), 1),
        ("dina", ("step", "done"), 60 * 24 * 2),
        ("alice", ("answer", "one"), 1),
    ],
}


def act(room, person, at, what):
    """One act through the rooms' own permissions and actions, as a page would."""
    if not permissions.visible_to(person).filter(pk=room.pk).exists() or not permissions.can_act(person, room):
        raise PermissionDenied
    name, *given_ = what
    own, by = queries.own_party(person, room), {"actor": person, "at": at}
    match name:
        case "step":
            if given_[0] not in {step.id for step in room.lifecycle.transitions}:
                return None
            words = {"reason": "because", "what_happens_to_the_work": "kept"}
            return actions.take_step(room, given_[0], own, **words, **by)
        case "frame":
            values = {**WORDS, "gain": given_[0]}
            return actions.write_framing(room, own, values, given_[1], **by)
        case "goal":
            return actions.write_goal(room, own, *given_, **by)
        case "agree":
            return actions.agree_to_goal(room, own, *given_, **by)
        case "time":
            return actions.propose_time(room, own, at + timedelta(days=given_[0]), "UTC", "here", **by)
        case "confirm":
            return actions.confirm_time(room, own, given_[0], **by)
        case "confirm_first":
            return actions.confirm_time(room, own, ProposedTime.objects.first().pk, **by)
        case "answer":
            return actions.answer_questions(room, own, {"helped": "much", "learnt": given_[0], "further": "yes"}, **by)
        case "fill":
            fill_in()
            return None
        case "form":
            return actions.write_answer(room, own, "form", {"forms": [given_[0]], "words": ""}, given_[1], **by)
        case "ready":
            seen = queries.draft_mark(room) if given_[0] else "another text"
            return actions.find_ready(room, own, seen, **by)
        case "sign":
            agreement = queries.agreement_of(room)
            seen = agreement.document.sha256 if given_[0] and agreement and agreement.document else "another text"
            said = {"name": person.name, "function": "", "may_commit": True, "show_name": False}
            return actions.sign(room, own, seen, said, **by)
        case "take_back" | "amend":
            return getattr(actions, name)(room, own, **by)
        case "give":
            return actions.give_hours(room, own, *given_, date(2026, 1, 1), "work", **by)
        case "confirm_hours":
            return actions.confirm_hours(room, own, *given_, **by)
        case "back":
            return actions.take_hours_back(room, own, *given_, **by)
    actions.close_silent_sessions(at)
    actions.mark_silent_hours(at)
    return None


def look(room, seen):
    """Every law, on the room as it stands; `seen` are the frozen texts and signatures of before."""
    shown = queries.with_parties(Cooperation.objects).get(pk=room.pk)
    taken = [event.data["transition"] for event in history(shown) if event.name == "cooperation.moved"]
    assert replay(shown.lifecycle, taken) == shown.phase
    assert [step.transition for step in shown.steps.all()] == taken
    agreement = queries.agreement_of(shown)
    if shown.phase in ("work", "evaluation", "autonomy"):
        only_money = queries.answers_of(agreement)["form"]["forms"] == ["giving-money"]
        assert only_money or (agreement.signed and not queries.unsigned(shown)), "no work before the signatures"
    for document in Document.objects.prefetch_related("signatures"):
        assert fingerprint(document.text) == document.sha256, "what is frozen keeps its hash"
        kept = {(one.party_id, one.name, one.at) for one in document.signatures.all()}
        before = seen.setdefault(document.sha256, (document.text, set()))
        assert before[0] == document.text
        assert before[1] <= kept, "what is signed stays signed"
        seen[document.sha256] = (document.text, kept)
    assert bool(shown.awaited) == (shown.phase != "closed")

    for agreement in GoalAgreement.objects.select_related("party__framing"):
        others = shown.parties.exclude(pk=agreement.party_id)
        assert all(agreement.at >= other.framing.changed for other in others), "one agrees to what one could read"
        assert agreement.at >= shown.goal.changed

    both = all(hasattr(party, "session_answer") for party in shown.parties.all())
    finished = [step for step in shown.steps.all() if step.transition == "finish"]
    if queries.answers(shown):
        assert shown.phase == "closed"
        began = shown.steps.filter(transition="done").last()
        assert both or finished[0].at - began.at >= timedelta(days=14), "sealed stays sealed"
    assert ProposedTime.objects.filter(state="agreed").count() <= 1

    lines = [(("record",), json.loads(line)) for line in queries.ledger_lines(shown)]
    ledger = verify(lines)
    assert ledger.valid
    assert sum(balance.balance for balance in ledger.balances) == 0


@pytest.fixture(params=["project", "session"])
def scene(request, cast):
    open_room(cast, help={"help": request.param})
    return cast, Cooperation.objects.get(), OPENINGS[request.param]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=st.integers(0, 12), events=HISTORY)
def test_no_order_of_acts_breaks_a_law(scene, opening, events):
    cast, room, beginning = scene
    point, seen = transaction.savepoint(), {}
    at = max(NOON, room.opened) + timedelta(minutes=1)
    for who, what, minutes in [*beginning[:opening], *events]:
        at += timedelta(minutes=minutes)
        person = getattr(cast, who)
        now = queries.with_parties(Cooperation.objects).get(pk=room.pk)
        try:
            decision = act(now, person, at, what)
        except PermissionDenied:
            assert who in ("chloe", "elio")
        else:
            assert who not in ("chloe", "elio")
            assert decision is None or isinstance(decision, Decision)
        look(room, seen)
    transaction.savepoint_rollback(point)
