"""The time ledger: balances, laws, and a chain that shows every change."""

from __future__ import annotations

import copy
import doctest
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.mutation import mutated

from tandem.domain.errors import BadInput
from tandem.domain.ledger import Confirm, Give, Ledger, MarkSilent, Reverse, book, seal, verify

PARTIES = ("gardens", "coders", "funder")
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def hours(days):
    return OPENED + timedelta(days=days)


def opened():
    return Ledger("room-7", PARTIES, OPENED)


def gave(minutes=90, at=OPENED, by="coders", **rest):
    return Give(at, by, **{"giver": "coders", "receiver": "gardens", "minutes": minutes, "day": at.date(), **rest})


@st.composite
def acts(draw):
    """What anybody might try, in growing time."""
    at, attempts = OPENED, []
    for _ in range(draw(st.integers(0, 25))):
        at += timedelta(days=draw(st.integers(0, 9)))
        by = draw(st.sampled_from([*PARTIES, "stranger"]))
        about = draw(st.integers(1, 9))
        giver, receiver = draw(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)))
        attempts.append(
            draw(
                st.sampled_from(
                    [
                        Give(at, by, giver, receiver, draw(st.integers(-5, 70_000)), at.date()),
                        gave(draw(st.integers(1, 600)), at),
                        Confirm(at, by, about),
                        MarkSilent(at, about),
                        Reverse(at, by, about),
                    ]
                )
            )
        )
    return attempts


def played(attempts):
    """A ledger after everything in `attempts` that it accepts, and its export."""
    ledger = opened()
    records = [ledger.record(act) for act in attempts if ledger.decide(act)]
    return ledger, [ledger.header, *records, ledger.end()]


def checked(export, head=None):
    return verify([((f"line {number}",), record) for number, record in enumerate(export, start=1)], head)


def said(verification):
    return [(*problem.place, str(problem.message)) for problem in verification.problems]


class TestLaws:
    @given(acts())
    def test_hours_balance_whatever_anybody_tries(self, attempts):
        ledger, _ = played(attempts)
        assert sum(balance.balance for balance in ledger.balances()) == 0

    @given(acts())
    def test_balances_are_what_the_records_say_read_without_the_ledger(self, attempts):
        ledger, export = played(attempts)
        account = dict.fromkeys(PARTIES, 0)
        gives, confirmed, awaiting = {}, set(), {}
        for record in export[1:-1]:
            number, about = record["number"], record.get("about")
            if record["kind"] == "give":
                gives[number] = record
            elif record["kind"] == "confirm" and about in awaiting:
                gives.pop(awaiting[about])
            elif record["kind"] == "confirm":
                confirmed.add(about)
            elif record["kind"] == "reverse" and about in confirmed:
                awaiting[number] = about
            elif record["kind"] == "reverse":
                gives.pop(about)
        for record in gives.values():
            account[record["giver"]] += record["minutes"]
            account[record["receiver"]] -= record["minutes"]
        assert {balance.party: balance.balance for balance in ledger.balances()} == account

    @given(acts())
    def test_a_refused_act_changes_nothing_and_says_why(self, attempts):
        ledger = opened()
        for act in attempts:
            before = (ledger.head, ledger.length, ledger.balances())
            decision = ledger.decide(act)
            if decision:
                ledger.record(act)
            else:
                assert str(decision.reason).strip()
                with pytest.raises(BadInput):
                    ledger.record(act)
                assert (ledger.head, ledger.length, ledger.balances()) == before

    @given(acts())
    def test_an_export_verifies_to_the_same_balances(self, attempts):
        ledger, export = played(attempts)
        verification = checked(export, ledger.head)
        assert verification.valid
        assert verification.balances == ledger.balances()
        assert verification.entries == ledger.length

    @given(acts())
    def test_the_same_acts_give_the_same_chain(self, attempts):
        assert played(attempts)[1] == played(attempts)[1]


class TestLifeOfATime:
    def test_it_is_open_then_confirmed_by_the_other_side(self):
        ledger = opened()
        ledger.record(gave())
        assert ledger.status(1) == "open"
        ledger.record(Confirm(OPENED, "gardens", about=1))
        assert ledger.status(1) == "confirmed"

    def test_those_who_received_may_write_it_down_and_those_who_gave_confirm(self):
        ledger = opened()
        ledger.record(gave(by="gardens"))
        assert not ledger.decide(Confirm(OPENED, "gardens", about=1))
        assert ledger.decide(Confirm(OPENED, "coders", about=1))

    def test_silence_is_marked_after_14_days_and_not_before(self):
        ledger = opened()
        ledger.record(gave())
        assert str(ledger.decide(MarkSilent(hours(13.9), 1)).reason) == (
            "entry 1 may still be answered: 14 days have not passed"
        )
        ledger.record(MarkSilent(hours(14), 1))
        assert ledger.status(1) == "silent"

    def test_a_late_answer_still_confirms(self):
        ledger = opened()
        ledger.record(gave())
        ledger.record(MarkSilent(hours(14), 1))
        ledger.record(Confirm(hours(20), "gardens", about=1))
        assert ledger.status(1) == "confirmed"

    @pytest.mark.parametrize("by", ["coders", "gardens"])
    def test_an_open_time_is_taken_back_at_once_by_either_side(self, by):
        ledger = opened()
        ledger.record(gave())
        ledger.record(Reverse(OPENED, by, about=1))
        assert ledger.status(1) == "reversed"
        assert [balance.balance for balance in ledger.balances()] == [0, 0, 0]

    def test_a_confirmed_time_is_taken_back_only_by_both(self):
        ledger = opened()
        for act in (gave(), Confirm(OPENED, "gardens", about=1), Reverse(OPENED, "gardens", about=1)):
            ledger.record(act)
        assert ledger.status(1) == "confirmed"
        assert not ledger.decide(Confirm(OPENED, "gardens", about=3))
        ledger.record(Confirm(OPENED, "coders", about=3))
        assert ledger.status(1) == "reversed"

    def test_work_past_midnight_east_of_greenwich_can_be_written_down(self):
        late = datetime(2026, 3, 2, 23, tzinfo=UTC)
        assert opened().decide(gave(at=late, day=date(2026, 3, 3)))

    @pytest.mark.parametrize(
        ("act", "reason"),
        [
            (gave(receiver="stranger"), "only the parties of this ledger give and receive time"),
            (gave(receiver="coders"), "nobody gives time to themselves"),
            (gave(by="funder"), "only those who gave or received the time write it down"),
            (gave(0), "a time has between 1 minute and 1000 hours"),
            (gave(60_001), "a time has between 1 minute and 1000 hours"),
            (gave(day=date(2026, 3, 4)), "time is written down after it was given, not before"),
            (gave(at=hours(-1)), "the time of this entry is before that of the last one"),
            (Confirm(OPENED, "gardens", about=1), "entry 1 is no earlier record of time"),
            (MarkSilent(OPENED, about=1), "entry 1 is no earlier record of time"),
            (Reverse(OPENED, "gardens", about=1), "entry 1 is no earlier record of time"),
        ],
    )
    def test_a_first_entry_that_breaks_a_law_is_refused(self, act, reason):
        assert str(opened().decide(act).reason) == reason

    @pytest.mark.parametrize(
        ("before", "act", "reason"),
        [
            ([Confirm(OPENED, "gardens", 1)], Confirm(OPENED, "gardens", 1), "entry 1 is confirmed already"),
            ([Confirm(OPENED, "gardens", 1)], MarkSilent(hours(15), 1), "entry 1 has had its answer"),
            ([Reverse(OPENED, "gardens", 1)], Confirm(OPENED, "gardens", 1), "entry 1 has been taken back"),
            ([Reverse(OPENED, "gardens", 1)], Reverse(OPENED, "coders", 1), "entry 1 has been taken back"),
            ([], Confirm(OPENED, "coders", 1), "entry 1 is confirmed by the other side"),
            ([], Reverse(OPENED, "funder", 1), "only those who gave or received the time take it back"),
            (
                [Confirm(OPENED, "gardens", 1), Reverse(OPENED, "gardens", 1)],
                Reverse(OPENED, "coders", 1),
                "taking back entry 1 awaits the other side",
            ),
        ],
    )
    def test_a_later_entry_that_breaks_a_law_is_refused(self, before, act, reason):
        ledger = opened()
        for earlier in (gave(), *before):
            ledger.record(earlier)
        assert str(ledger.decide(act).reason) == reason

    @pytest.mark.parametrize(
        "parties", [("one",), ("one", "one"), ("one", "two", "one"), ("one", "system"), ("one", "")]
    )
    def test_a_ledger_needs_two_different_parties(self, parties):
        with pytest.raises(BadInput, match="two or more parties"):
            Ledger("room-7", parties, OPENED)


class TestChain:
    def test_the_seal_is_sha256_of_the_sorted_record(self):
        # sha256sum of {"a":"é","n":[1,"x"]} as UTF-8, by coreutils
        assert seal({"n": [1, "x"], "a": "é", "hash": "left out"}) == (
            "f3da69b7600cde18c82b18679705b153bdeb6c99b98f19ab17ef96173cbc62b8"
        )

    @given(acts(), st.data())
    @settings(max_examples=200)
    def test_any_changed_value_shows(self, attempts, data):
        ledger, export = played([gave(), *attempts])
        changed = copy.deepcopy(export)
        line = data.draw(st.integers(0, len(changed) - 1))
        key = data.draw(st.sampled_from(sorted(changed[line])))
        value = changed[line][key]
        changed[line][key] = (
            (value + 1) if isinstance(value, int) else [*value, "new"] if isinstance(value, list) else "0" * 64
        )
        try:
            verification = checked(changed, ledger.head)
        except BadInput:
            return  # the change is not even of the format
        assert not verification.valid

    @given(acts(), st.data())
    def test_any_removed_or_swapped_line_shows(self, attempts, data):
        ledger, export = played([gave(), gave(30), *attempts])
        line = data.draw(st.integers(1, len(export) - 2))
        removed = export[:line] + export[line + 1 :]
        assert not checked(removed, ledger.head).valid
        assert not checked([*export[:line], export[line - 1 + (line == 1) * 2], *export[line + 1 :]], ledger.head).valid

    def test_a_changed_line_is_named_and_only_that_line(self):
        _, export = played([gave(90), gave(30), gave(60)])
        export[2] = {**export[2], "minutes": 3000}
        assert said(checked(export)) == [("line 3", "the hash does not fit: this line was changed")]

    def test_a_line_sealed_again_after_a_change_breaks_the_next_one(self):
        _, export = played([gave(90), gave(30), gave(60)])
        export[2] = {**export[2], "minutes": 3000}
        export[2]["hash"] = seal(export[2])
        assert said(checked(export)) == [
            ("line 4", "it does not follow the line before: a line was changed, removed or put in")
        ]

    def test_a_removed_line_is_named_by_the_one_that_follows(self):
        _, export = played([gave(90), gave(30), gave(60)])
        del export[2]
        assert said(checked(export))[:2] == [
            ("line 3", "it does not follow the line before: a line was changed, removed or put in"),
            ("line 3", "entry 2 is expected here"),
        ]

    def test_a_cut_file_shows(self):
        _, export = played([gave(90), gave(30)])
        assert said(checked(export[:-1])) == [("the end of the ledger is missing: the file was cut",)]
        assert said(checked([*export[:-2], export[-1]])) == [
            ("line 3", "2 entries announced, 1 found"),
            ("line 3", "the head does not fit the last entry"),
        ]

    def test_something_after_the_end_shows(self):
        _, export = played([gave(90)])
        assert said(checked([*export, export[-1]])) == [("line 4", "something follows the end of the ledger")]

    def test_a_chain_rewritten_as_a_whole_shows_only_against_a_noted_head(self):
        ledger, _ = played([gave(90)])
        _, forged = played([gave(900)])
        assert checked(forged).valid
        assert said(checked(forged, ledger.head)) == [(f"this is not the ledger whose head is {ledger.head}",)]

    def test_a_perfectly_sealed_entry_that_breaks_a_law_shows(self):
        ledger, export = played([gave(90)])
        record = {"number": 2, "at": "2026-03-02T09:00:00Z", "kind": "confirm", "by": "coders", "about": 1}
        record["previous"] = ledger.head
        record["hash"] = seal(record)
        forged = [*export[:-1], record, {"entries": 2, "head": record["hash"]}]
        assert said(checked(forged)) == [("line 3", "entry 1 is confirmed by the other side")]

    @pytest.mark.parametrize(
        ("line", "change", "place", "sentence"),
        [
            (0, {"format": "excel"}, ("line 1", "format"), "“excel” is not one of: tandem-ledger-1"),
            (0, {"parties": ["coders"]}, ("line 1", "parties"), "a ledger needs two or more parties"),
            (0, {"opened": "2026-03-02"}, ("line 1", "opened"), "a time like 2026-11-20T12:00:00Z is expected"),
            (1, {"note": "hello"}, ("line 2",), "unknown key “note”"),
            (1, {"kind": "gift"}, ("line 2", "kind"), "“gift” is not one of: give, confirm, silent, reverse"),
            (1, {"minutes": "90"}, ("line 2", "minutes"), "a number is expected, not a text"),
            (1, {"minutes": 90.0}, ("line 2", "minutes"), "a whole number is expected, not 90.0"),
            (1, {"minutes": True}, ("line 2", "minutes"), "a number is expected, not true or false"),
            (1, {"day": "20260302"}, ("line 2", "day"), "a date like 2026-11-20 is expected"),
            (1, {"at": "2026-03-02T09:00:00+01:00"}, ("line 2", "at"), "a time like 2026-11-20T12:00:00Z is expected"),
            (1, {"person": None}, ("line 2", "person"), "a text is expected, not nothing"),
            (1, {"by": "half \ud800"}, ("line 2", "by"), "half a character"),
            (2, {"entries": -1}, ("line 3", "entries"), "-1 is below 0"),
        ],
    )
    def test_what_is_not_of_the_format_is_refused_at_its_place(self, line, change, place, sentence):
        _, export = played([gave(90)])
        export[line] = {**export[line], **change}
        with pytest.raises(BadInput) as caught:
            checked(export)
        assert caught.value.place == place
        assert sentence in str(caught.value.message)

    @given(mutated(played([gave(), Confirm(OPENED, "gardens", 1), MarkSilent(hours(15), 1), gave(30, hours(15))])[1]))
    def test_whatever_a_file_holds_it_is_judged_or_refused(self, export):
        try:
            verification = checked(export)
        except BadInput as refusal:
            assert str(refusal.message).strip()
            return
        assert verification.valid == (not verification.problems)
        assert sum(balance.balance for balance in verification.balances) == 0

    @pytest.mark.parametrize("line", [0, 1, 2])
    @pytest.mark.parametrize("value", [None, 3, "text", [], {}, {"kind": None}, {"kind": ["give"]}])
    def test_a_line_of_another_kind_is_refused(self, line, value):
        _, export = played([gave(90)])
        export[line] = value
        with pytest.raises(BadInput):
            checked(export)

    def test_an_empty_file_is_refused(self):
        with pytest.raises(BadInput, match="the file is empty"):
            verify([])


def test_the_worked_examples_hold():
    results = doctest.testmod(book)
    assert results.attempted > 0
    assert results.failed == 0
