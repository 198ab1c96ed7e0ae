"""Random people, readers and strangers included, do random things in any order: no law of a room is broken."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cooperation.rooms import WORDS, fill_in, open_room, with_a_fund
from tests.factories import NOON

from tandem.accounts.models import Person
from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.models import Cooperation, Document, GoalAgreement, PartyInvitation, ProposedTime
from tandem.directory.models import Organisation
from tandem.domain.agreement import fingerprint
from tandem.domain.decision import Decision
from tandem.domain.ledger import verify
from tandem.domain.lifecycle import ROOM, SESSION, replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["alice", "bruno", "chloe", "dina", "elio", "farah"])
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
    st.tuples(st.just("give"), st.sampled_from(["need", "offer", "p3"]), st.integers(-1, 200), st.integers(0, 2)),
    st.tuples(st.just("confirm_hours"), NUMBERS),
    st.tuples(st.just("back"), NUMBERS),
    st.tuples(st.just("form"), st.sampled_from(["giving-money", "giving-skills"]), st.integers(0, 3)),
    st.tuples(st.just("ready"), st.booleans()),
    st.tuples(st.just("take_back")),
    st.tuples(st.just("sign"), st.booleans()),
    st.tuples(st.just("amend")),
    st.tuples(st.just("propose"), st.sampled_from(["funder", "partner"])),
    st.tuples(st.just("want"), st.booleans()),
    st.tuples(st.just("join")),
    st.tuples(st.just("leave")),
    st.tuples(st.just("fill")),
    st.tuples(st.just("jobs")),
)
HISTORY = st.lists(st.tuples(PEOPLE, ACTS, st.sampled_from([0, 1, 60, 60 * 24 * 15])), max_size=25)
#: What each kind of act begins with, so that deep states are reached often.
THE_FUND = [("alice", ("propose", "funder"), 1), ("dina", ("want", True), 1), ("farah", ("join",), 1)]
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
#: The fund joins while they frame; or once the work has begun, which goes back to the agreement.
OPENINGS["three"] = [
    OPENINGS["project"][0],
    *THE_FUND,
    ("farah", ("frame", "one", 0), 1),
    *OPENINGS["project"][1:5],
    ("farah", ("agree", 1), 1),
    *OPENINGS["project"][5:9],
    ("farah", ("ready", True), 1),
    *OPENINGS["project"][9:11],
    ("farah", ("sign", True), 1),
    OPENINGS["project"][11],
]
OPENINGS["later"] = [
    *OPENINGS["project"],
    ("dina", ("give", "offer", 60, 0), 1),
    *THE_FUND,
    ("alice", ("confirm_hours", 1), 1),
    ("farah", ("give", "p3", 30, 1), 1),
    ("alice", ("fill",), 1),
    *((who, ("ready", True), 1) for who in ("alice", "dina", "farah")),
    *((who, ("sign", True), 1) for who in ("alice", "dina", "farah")),
    ("farah", ("step", "start_work"), 1),
]


def act(room, person, at, what):
    """One act through the rooms' own permissions and actions, as a page would."""
    if what[0] == "join" and (asked := permissions.invited_to(person).first()):
        return actions.join(asked, actor=person, at=at)
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
            giver, minutes, to = given_
            receiver = [party.side for party in room.parties.all() if party.side != giver][to:][:1]
            by["receiver_side"] = "".join(receiver)
            return actions.give_hours(room, own, giver, minutes, date(2026, 1, 1), "work", **by)
        case "propose":
            return actions.propose_party(
                room, own, Organisation.objects.get(slug="fonds-solidaire"), *given_, "!", **by
            )
        case "want":
            verb = actions.want_party if given_[0] else actions.forget_party
            return verb(room, own, getattr(room.party_invitations.last(), "pk", 0), **by)
        case "join":
            return None
        case "leave":
            return actions.leave(room, own, "Elsewhere.", **by)
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
    assert {"need", "offer"} <= {party.side for party in shown.parties.all()}, "the two of the introduction stay"
    assert set(shown.awaited) <= {party.side for party in shown.parties.all()}, "nobody waits for who left"
    assert not permissions.visible_to(gone_from(shown)).filter(pk=shown.pk).exists(), "who left reads no more"
    if agreement and agreement.document and shown.phase != "closed":
        named = [one["side"] for one in agreement.document.content["parties"]]
        here = [party.side for party in shown.parties.all()]
        assert set(here) <= set(named), "the text that stands names everyone"
        assert agreement.signed or named == here, "who left does not sign"
        assert set(named) - set(here) <= {one.side for one in queries.gone(shown)}
    for asked in PartyInvitation.objects.filter(state__in=["asked", "joined"]).prefetch_related("consents"):
        present = shown.parties.filter(Q(joined=None) | Q(joined__lt=asked.asked)).values_list("pk", flat=True)
        assert set(present) <= {one.party_id for one in asked.consents.all()}, "all wanted who is asked"

    for agreement in GoalAgreement.objects.select_related("party__framing"):
        others = shown.parties.exclude(pk=agreement.party_id)
        framed = [other.framing for other in others if hasattr(other, "framing")]
        assert all(agreement.at >= one.changed for one in framed), "one agrees to what one could read"
        assert agreement.at >= shown.goal.changed

    both = all(hasattr(party, "session_answer") for party in shown.parties.all())
    finished = [step for step in shown.steps.all() if step.transition == "finish"]
    if queries.answers(shown):
        assert shown.phase == "closed"
        began = shown.steps.filter(transition="done").last()
        assert both or finished[0].at - began.at >= timedelta(days=14), "sealed stays sealed"
    assert ProposedTime.objects.filter(state="agreed").count() <= 1

    for book in queries.books_of(shown):
        lines = [(("record",), json.loads(line)) for line in queries.ledger_lines(shown, book)]
        ledger = verify(lines)
        assert ledger.valid
        assert sum(balance.balance for balance in ledger.balances) == 0


def gone_from(room) -> object:
    """Somebody of an organisation that left; a stranger where nobody did."""
    left = [party.organisation_id for party in queries.gone(room)]
    return Person.objects.filter(memberships__organisation__in=left).first() or AnonymousUser()


@pytest.fixture(params=["project", "session", "three", "later"])
def scene(request, cast):
    open_room(cast, help={"help": "session" if request.param == "session" else "project"})
    return with_a_fund(cast), Cooperation.objects.get(), OPENINGS[request.param]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=st.integers(0, 30), events=HISTORY)
def test_no_order_of_acts_breaks_a_law(scene, opening, events):
    cast, room, beginning = scene
    point, seen = transaction.savepoint(), {}
    at = max(NOON, room.opened) + timedelta(minutes=1)
    for who, what, minutes in [*beginning[:opening], *events]:
        at += timedelta(minutes=minutes)
        person, inside = getattr(cast, who), room.parties.filter(organisation=cast.fund).exists()
        now = queries.with_parties(Cooperation.objects).get(pk=room.pk)
        try:
            decision = act(now, person, at, what)
        except PermissionDenied:
            assert who in ("chloe", "elio") or (who == "farah" and not inside)
        else:
            assert who not in ("chloe", "elio")
            assert who != "farah" or inside or what[0] == "join"
            assert decision is None or isinstance(decision, Decision)
        look(room, seen)
    transaction.savepoint_rollback(point)
