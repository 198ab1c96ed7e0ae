"""`tandem ledger verify`: its answer, its exit code, its one line of refusal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tandem.domain.ledger import Confirm, Give, Ledger

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def exported():
    ledger = Ledger("room-7", ("gardens", "coders"), NOON)
    acts = [
        Give(NOON, "coders", "coders", "gardens", 90, date(2026, 3, 2), person="p-1"),
        Confirm(NOON, "gardens", about=1),
        Give(NOON, "gardens", "gardens", "coders", 30, date(2026, 3, 1)),
    ]
    return [ledger.header, *(ledger.record(act) for act in acts), ledger.end()]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "hours.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in exported()), encoding="utf-8")
    return path


def test_an_untouched_export_is_valid(tandem, export):
    answer = tandem("ledger", "verify", export)
    assert answer.code == 0
    assert answer.json == {
        "result": "valid",
        "ledger": "room-7",
        "entries": 3,
        "head": exported()[-1]["head"],
        "balances": [
            {
                "party": "gardens",
                "given_minutes": {"open": 30, "confirmed": 0, "silent": 0},
                "received_minutes": {"open": 0, "confirmed": 90, "silent": 0},
                "balance_minutes": -60,
            },
            {
                "party": "coders",
                "given_minutes": {"open": 0, "confirmed": 90, "silent": 0},
                "received_minutes": {"open": 30, "confirmed": 0, "silent": 0},
                "balance_minutes": 60,
            },
        ],
        "problems": [],
    }


def test_a_changed_export_is_invalid_and_names_the_line(tandem, export):
    export.write_text(export.read_text().replace('"minutes": 90', '"minutes": 990'))
    answer = tandem("ledger", "verify", export)
    assert answer.code == 1
    assert answer.json["result"] == "invalid"
    assert answer.json["problems"] == [{"place": "line 2", "reason": "the hash does not fit: this line was changed"}]


def test_the_reason_is_said_in_french(tandem, export):
    export.write_text("".join(export.read_text().splitlines(keepends=True)[:-1]))
    answer = tandem("ledger", "verify", export, "--lang", "fr")
    assert answer.json["problems"] == [
        {"place": None, "reason": "la fin du registre manque\u00a0: le fichier a été coupé"}
    ]


def test_a_noted_head_is_compared(tandem, export):
    assert tandem("ledger", "verify", export, "--head", exported()[-1]["head"]).code == 0
    assert tandem("ledger", "verify", export, "--head", "0" * 64).code == 1


def test_the_table_of_a_broken_export_is_its_problems(tandem, export):
    export.write_text(export.read_text().replace('"minutes": 90', '"minutes": 990'))
    answer = tandem("ledger", "verify", export, "--format", "csv")
    assert answer.out == "place,reason\nline 2,the hash does not fit: this line was changed\n"


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tandem, export):
    export.write_bytes(b"\xef\xbb\xbf" + export.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert tandem("ledger", "verify", export).code == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\n", "line 1: this file is not in UTF-8 (byte 0)"),
        (b"\n{,}\n", "line 2: this is not valid JSON: Expecting property name enclosed in double quotes"),
        (b'{"format": "a", "format": "b"}\n', "line 1: the key “format” is there twice"),
        (b'{"format": NaN}\n', "line 1: “NaN” is not a number of JSON"),
        (b"[" * 100_000 + b"\n", "line 1: this JSON is nested too deeply"),
        (b"9" * 5_000 + b"\n", "line 1: a number in this file is too long"),
        (b"9" * 1_000_001 + b"\n", "line 1: the line is longer than 1000000 bytes"),
        (b"[]\n", "line 1: an object is expected, not a list"),
    ],
)
def test_what_is_no_ledger_gets_one_line_and_exit_2(tandem, export, content, problem):
    export.write_bytes(content)
    answer = tandem("ledger", "verify", export)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err == f"{export}: {problem}\n"


def test_a_file_that_is_not_there_is_named(tandem, tmp_path):
    answer = tandem("ledger", "verify", tmp_path / "none.jsonl")
    assert answer.code == 2
    assert "none.jsonl" in answer.err
