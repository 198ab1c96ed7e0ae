"""Random people do random things at the end of a cooperation, in any order: what is sealed stays sealed, nothing is
claimed in public that all did not approve word for word, and each claim shows something that exists."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cooperation.rooms import both_ready, bring_in, fill_in, sign, to_agreement, with_a_fund
from tests.cooperation.test_evaluation import ANSWERS

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.models import CaseApproval, CaseVersion, Cooperation, EvaluationRound
from tandem.domain.lifecycle import replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["alice", "bruno", "chloe", "dina", "elio", "farah"])
WORD = st.sampled_from(["one", "two"])
STEPS = st.sampled_from(["start_autonomy", "resume_work", "start_evaluation", "evaluate_again", "finish", "end_early"])
ACTS = st.one_of(
    st.tuples(st.just("step"), STEPS),
    st.tuples(st.just("evaluate"), WORD),
    st.tuples(st.just("evaluate"), WORD),
    st.tuples(st.just("write"), WORD, st.integers(0, 3)),
    st.tuples(st.just("approve"), st.integers(-1, 2)),
    st.tuples(st.just("approve"), st.just(-1)),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("give"), st.integers(1, 90)),
    st.tuples(st.just("rung"), st.sampled_from(["subcontract", "co-production"])),
    st.tuples(st.just("jobs")),
)
BEGINNING = [
    ("alice", ("evaluate", "one"), 1),
    ("dina", ("evaluate", "two"), 1),
    ("farah", ("evaluate", "two"), 1),
    ("alice", ("write", "one", 0), 1),
    ("dina", ("approve", -1), 1),
    ("farah", ("approve", -1), 1),
    ("alice", ("approve", -1), 1),
    ("dina", ("step", "start_autonomy"), 1),
    ("dina", ("step", "finish"), 1),
]


def act(room, person, at, what):
    """One act through the room's own permissions and actions."""
    if not permissions.visible_to(person).filter(pk=room.pk).exists() or not permissions.can_act(person, room):
        return
    name, *said = what
    own, by = queries.own_party(person, room), {"actor": person, "at": at}
    match name:
        case "step":
            words = {"reason": "because", "what_happens_to_the_work": "kept"}
            actions.take_step(room, said[0], own, **words, **by)
        case "evaluate":
            actions.evaluate(room, own, {**ANSWERS, "skills-fact": said[0]}, **by)
        case "write":
            shows = [name for name in queries.evidence_of(room) if name.startswith("evaluation")][:1]
            body = dict.fromkeys(queries.PARTS, said[0])
            actions.write_case(
                room, own, "en", "Our case", body, [("It went well.", one) for one in shows], said[1], **by
            )
        case "approve":
            versions = list(CaseVersion.objects.all())
            seen = versions[said[0]].hash if -1 <= said[0] < len(versions) and versions else "unknown"
            actions.approve_case(room, own, seen, **by)
        case "withdraw":
            actions.withdraw_case(room, own, **by)
        case "give":
            other = next(party.side for party in room.parties.all() if party != own)
            actions.give_hours(room, own, own.side, said[0], date(2026, 1, 1), "work", receiver_side=other, **by)
        case "rung":
            actions.want_rung(room, own, said[0], **by)
        case "jobs":
            actions.open_silent_evaluations(at)
            actions.mark_silent_hours(at)
            actions.follow_up(at)


def look(room):
    """Every law, on the room as it stands."""
    shown = queries.with_parties(Cooperation.objects).get(pk=room.pk)
    parties = {party.pk for party in shown.parties.all()}
    taken = [event.data["transition"] for event in history(shown) if event.name == "cooperation.moved"]
    assert replay(shown.lifecycle, taken) == shown.phase
    for one in EvaluationRound.objects.filter(opened__isnull=False):
        answered = {said.party_id for said in one.evaluations.all() if said.at <= one.opened}
        assert answered == parties or one.opened - one.began >= timedelta(days=14), "sealed stays sealed"
    case = queries.case_of(shown)
    if case and case.published:
        told = case.published
        assert {one.party_id for one in CaseApproval.objects.filter(version=told)} == parties, "all approved it"
        assert told.hash == queries.fingerprint(told.language, told.title, told.body, told.claims)
        rounds = {f"evaluation-{one.number}-" for one in EvaluationRound.objects.filter(opened__isnull=False)}
        assert all(any(claim["evidence"]["id"].startswith(one) for one in rounds) for claim in told.claims)
    ledger = queries.ledger_of(shown, queries.entries_of(shown))
    assert sum(balance.balance for balance in ledger.balances()) == 0
    assert Cooperation.objects.count() == 1 or shown.next_rung.consents.count() == len(parties)


@pytest.fixture(params=["two", "three"])
def scene(request, cast):
    """A room of two, or of three, whose work was signed for, done, and is now evaluated."""
    cast = with_a_fund(cast)
    room = to_agreement(cast)
    if request.param == "three":
        bring_in(cast, room)
    fill_in()
    both_ready(cast)
    for who in ("alice", "dina", "farah") if request.param == "three" else ("alice", "dina"):
        sign(cast, room, who)
    for step in ("start_work", "start_evaluation"):
        cast.client("alice").post(f"{room}step/{step}/")
    kept = Cooperation.objects.get()
    assert kept.phase == "evaluation"
    return cast, kept


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    opening=st.integers(0, len(BEGINNING)),
    events=st.lists(st.tuples(PEOPLE, ACTS, st.sampled_from([0, 1, 60 * 24 * 15])), max_size=15),
)
def test_no_order_of_acts_breaks_a_law_at_the_end(scene, opening, events):
    cast, room = scene
    point = transaction.savepoint()
    at = room.since + timedelta(minutes=1)
    for who, what, minutes in [*BEGINNING[:opening], *events]:
        at += timedelta(minutes=minutes)
        act(queries.with_parties(Cooperation.objects).get(pk=room.pk), getattr(cast, who), at, what)
        look(room)
    transaction.savepoint_rollback(point)
