"""A room with two years of activity stays light; and the journal alone tells where any room stands."""

import gzip
from datetime import date, timedelta

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cooperation.rooms import open_room, sign, to_signing
from tests.cooperation.test_case import TEXT, approve
from tests.cooperation.test_evaluation import ANSWERS
from tests.factories import NOON

from tandem.cooperation import queries
from tandem.cooperation.models import CheckIn, Cooperation, LedgerEntry, Milestone, Note, RoomFile, Signature
from tandem.domain.ledger import Give
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
MOST_QUERIES = 11
MOST_BYTES = 100_000
MOST_ELEMENTS = 800
PAGES = ("", "messages/", "hours/", "files/", "milestones/", "check-in/", "transfer/", "framing/", "evaluation/")


@pytest.fixture
def busy(cast):
    """Two years: 24 check-ins, 300 messages, 200 times, 50 files, 40 milestones."""
    address = open_room(cast)
    Cooperation.objects.update(phase="work", opened=NOON)
    room = Cooperation.objects.get()
    need, offer = room.parties.all()
    CheckIn.objects.bulk_create(
        CheckIn(party=party, month=date(2024 + n // 12, n % 12 + 1, 1), mood="well", sentence="Fine.", at=NOON)
        for n in range(12)
        for party in (need, offer)
    )
    Note.objects.bulk_create(
        Note(
            cooperation=room,
            kind="message",
            text=f"Message {n} " + "word " * 40,
            at=NOON,
            party=need,
            person=cast.alice,
        )
        for n in range(300)
    )
    RoomFile.objects.bulk_create(
        RoomFile(
            cooperation=room, party=need, at=NOON, name=f"f{n}.pdf", mime="application/pdf", size=9, key=f"{n:032}"
        )
        for n in range(50)
    )
    Milestone.objects.bulk_create(
        Milestone(cooperation=room, text=f"Milestone {n}", due=NOON + timedelta(days=n), party=need) for n in range(40)
    )
    ledger = queries.ledger_of(room, [])
    giver, receiver = queries.account(offer), queries.account(need)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            cooperation=room,
            number=n + 1,
            record=ledger.record(
                Give(
                    NOON + timedelta(minutes=n), giver, giver, receiver, 60, date(2026, 1, 1), f"person-{cast.dina.pk}"
                )
            ),
            what=f"Time {n}",
            person=cast.dina,
        )
        for n in range(200)
    )
    return address


@pytest.mark.parametrize("page", PAGES)
def test_two_years_of_activity_stay_in_the_budget(cast, busy, page):
    browser = cast.client("alice")
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(f"{busy}{page}")
    assert answer.status_code == 200
    content = answer.content
    assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]
    assert len(gzip.compress(content)) <= MOST_BYTES
    assert sum(1 for _ in html5lib.parse(content.decode(), namespaceHTMLElements=False).iter()) <= MOST_ELEMENTS


def rebuilt(room: Cooperation) -> dict[str, object]:
    """Where a room stands, from its events alone."""
    state: dict[str, object] = {
        "phase": room.lifecycle.initial.id,
        "signed": [],
        "goal": [],
        "approved": [],
        "public": "",
    }
    for event in history(room):
        data = event.data
        match event.name.partition(".")[2]:
            case "moved":
                state["phase"], state["since"] = data["state"], event.at
            case "goal_written":
                state["goal"] = [data["side"]]
            case "goal_agreed":
                state["goal"] = [*state["goal"], data["side"]]
            case "signed":
                state["signed"] = [*state["signed"], data["side"]]
            case "evaluated":
                state["answered"] = [*state.get("answered", []), data["side"]]
            case "evaluation_opened":
                state["opened"] = event.at
            case "case_written":
                state["approved"] = []
            case "case_approved":
                state["approved"] = [*state["approved"], data["side"]]
            case "case_published":
                state["public"] = data["hash"]
            case "case_withdrawn":
                state["public"], state["approved"] = "", []
    return state


def test_where_a_room_stands_is_rebuilt_from_its_events(cast):
    room = to_signing(cast)
    for who in ("alice", "dina"):
        sign(cast, room, who)
    cast.client("alice").post(f"{room}step/start_work/")
    cast.client("dina").post(f"{room}step/start_evaluation/")
    for who in ("dina", "alice"):
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    cast.client("alice").post(f"{room}case/write/", TEXT)
    for who in ("alice", "dina"):
        approve(cast, room, who)
    kept = queries.with_parties(Cooperation.objects).get()
    case, now = kept.case, kept.evaluation_rounds.get()
    found = rebuilt(kept)
    assert (found["phase"], found["since"]) == (kept.phase, kept.since)
    assert sorted(found["goal"]) == sorted(
        party.side for party in kept.parties.all() if hasattr(party, "goal_agreement")
    )
    assert sorted(found["signed"]) == sorted(Signature.objects.values_list("party__side", flat=True))
    assert found["answered"] == list(now.evaluations.order_by("at").values_list("party__side", flat=True))
    assert found["opened"] == now.opened
    assert found["public"] == case.published.hash
    assert sorted(found["approved"]) == sorted(case.published.approvals.values_list("party__side", flat=True))
    cast.client("dina").post(f"{room}case/withdraw/")
    assert rebuilt(kept)["public"] == ""
