"""`tandem match`: files in, one line per need out."""

from __future__ import annotations

import json

import pytest
from tests.domain.matching.pairs import Draw, a_need, an_offer, need_record, offer_record
from tests.matching.reading import no_reading, reading  # noqa: F401 - fixtures

from tandem.domain.matching import GATES, explain
from tandem.matching import texts


@pytest.fixture
def files(tmp_path):
    """Write needs and offers (records, or lines as they are) and give the arguments that name them."""

    def write(needs, offers):
        paths = []
        for name, records in (("needs.jsonl", needs), ("offers.jsonl", offers)):
            path = tmp_path / name
            lines = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
            path.write_bytes(b"\n".join(lines) + b"\n")
            paths.append(path)
        return ["match", "--needs", paths[0], "--offers", paths[1]]

    return write


def lines(answer):
    return [json.loads(line) for line in answer.out.splitlines()]


def test_each_need_gets_a_line_with_the_keys_of_the_contract(tandem, files):
    answer = tandem(*files([need_record(), need_record(id="n2")], [offer_record()]))
    assert answer.code == 0
    first, second = lines(answer)
    assert (first["need"], second["need"]) == ("n1", "n2")
    assert list(first) == ["need", "considered", "removed_by_gate", "relaxed", "results"]
    assert list(first["removed_by_gate"]) == list(GATES)
    result = first["results"][0]
    assert list(result) == [
        "offer",
        "rank_score",
        "score",
        "score_for_offer",
        "completeness",
        "criteria",
        "missing",
        "would_change",
    ]
    assert list(result["criteria"][0]) == ["name", "weight", "value", "contribution", "reason"]
    assert list(result["would_change"][0]) == ["change", "new_score"]


def test_the_numbers_are_those_of_the_engine(tandem, files):
    (line,) = lines(tandem(*files([need_record()], [offer_record()])))
    expected = explain(a_need(), an_offer())
    result = line["results"][0]
    assert result["rank_score"] == expected.rank_score
    assert sum(one["contribution"] for one in result["criteria"]) == pytest.approx(result["score"], abs=1e-9)
    assert [one["new_score"] for one in result["would_change"]] == [one.new_score for one in expected.would_change]


def test_french_is_spoken_when_asked(tandem, files):
    (line,) = lines(tandem(*files([need_record()], [offer_record(organisation_values=[])]), "--lang", "fr"))
    reasons = {one["name"]: one["reason"] for one in line["results"][0]["criteria"]}
    assert reasons["values"] == "non précisé"
    assert reasons["help"] == "demandé et offert\u00a0: un projet"


def test_a_bad_line_is_named_and_the_others_are_answered(tandem, files):
    arguments = files([need_record(), need_record(id="n2", help="hug")], [offer_record(), {"id": "f2"}, b"{not json"])
    answer = tandem(*arguments)
    assert answer.code == 2
    assert [line["need"] for line in lines(answer)] == ["n1"]
    assert lines(answer)[0]["considered"] == 1
    errors = answer.err.splitlines()
    assert len(errors) == 3
    assert errors[0].startswith(f"{arguments[4]}: line 2: the key “title” is missing")
    assert errors[1].startswith(f"{arguments[4]}: line 3: this line is not JSON")
    assert errors[2].startswith(f"{arguments[2]}: line 2: help: “hug” is not one of")


def test_strict_prints_nothing_when_a_line_is_bad(tandem, files):
    answer = tandem(*files([need_record()], [offer_record(), offer_record(id="f2", forms=["loan"])]), "--strict")
    assert (answer.code, answer.out) == (2, "")
    assert "line 2: forms: 0: “loan” is not one of" in answer.err


def test_an_id_used_twice_makes_the_second_line_bad(tandem, files):
    answer = tandem(*files([need_record()], [offer_record(), offer_record(help=["funding"])]))
    assert answer.code == 2
    assert "line 2: id: “f1” is already used in this file" in answer.err
    assert lines(answer)[0]["considered"] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (json.dumps(offer_record(capacity_hours=float("nan"))).encode(), "capacity_hours: the number is not finite"),
        (b'{"id": "\xff"}', "this line is not UTF-8"),
        (b"[1, 2]", "an object is expected"),
        (b"[" * 100_000, "this line is not JSON"),
        (json.dumps(offer_record()).replace('"help"', '"help": ["session"], "help"').encode(), "“help” is there twice"),
        (json.dumps(offer_record()).replace('"joined"', '"joined": 0, "joined"').encode(), "“joined” is there twice"),
        (json.dumps(offer_record(capacity_hours=1)).replace(": 1,", ": 1e999,").encode(), "not finite"),
        (json.dumps(offer_record(capacity_hours=1)).replace('s": 1,', f's": 1{"0" * 5000},').encode(), "not JSON"),
    ],
    ids=["NaN", "encoding", "list", "nested", "twice", "twice inside", "infinite", "endless"],
)
def test_hostile_lines_are_refused_in_one_sentence(tandem, files, line, said):
    answer = tandem(*files([need_record()], [line]))
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_wrong_value_is_said_as_the_file_writes_it(tandem, files):
    for value, said in ((None, "“null”"), (True, "“true”"), (["session"], '“["session"]”')):
        answer = tandem(*files([need_record(help=value)], [offer_record()]))
        assert (answer.code, said in answer.err) == (2, True)


def test_no_file_steers_the_terminal(tandem, files):
    answer = tandem(*files([{**need_record(), "\x1b[2J\u202e\nx": 1}], [offer_record()]))
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "\x1b" not in answer.err and "\u202e" not in answer.err


def test_blank_lines_and_a_byte_order_mark_are_no_fault(tandem, files):
    answer = tandem(*files([b"\xef\xbb\xbf" + json.dumps(need_record()).encode(), b"", b"  "], [offer_record()]))
    assert (answer.code, len(lines(answer))) == (0, 1)


def test_gates_are_relaxed_only_on_request(tandem, files):
    arguments = files([need_record(help="funding")], [offer_record()])
    (closed,), (relaxed,) = lines(tandem(*arguments)), lines(tandem(*arguments, "--relax", "help", "--relax", "form"))
    assert (closed["removed_by_gate"]["help"], closed["results"], closed["relaxed"]) == (1, [], [])
    assert (relaxed["removed_by_gate"]["help"], len(relaxed["results"]), relaxed["relaxed"]) == (0, 1, ["form", "help"])


def test_a_gate_that_does_not_exist_is_bad_input(tandem, files):
    assert tandem(*files([need_record()], []), "--relax", "price").code == 2


def test_weights_come_from_a_file(tandem, files, tmp_path):
    toml = tmp_path / "w.toml"
    toml.write_text("[need.weights]\nresponsiveness = 0\nvalues = 16\n")
    (line,) = lines(tandem(*files([need_record()], [offer_record()]), "--weights", toml))
    weights = {one["name"]: one["weight"] for one in line["results"][0]["criteria"]}
    assert (weights["responsiveness"], weights["values"]) == (0, 16)
    toml.write_text("[need.weights]\nvalues = 16\n")
    answer = tandem(*files([need_record()], []), "--weights", toml)
    assert (answer.code, answer.err.strip()) == (2, f"{toml}: need: weights: the weights sum to 110 instead of 100")
    toml.write_text("[need")
    assert "this is not TOML" in tandem(*files([need_record()], []), "--weights", toml).err


def test_a_file_that_is_not_there_is_named(tandem, tmp_path):
    answer = tandem("match", "--needs", tmp_path / "none.jsonl", "--offers", tmp_path / "none.jsonl")
    assert (answer.code, answer.out) == (2, "")
    assert "none.jsonl" in answer.err


def test_the_table_has_a_row_per_result(tandem, files):
    answer = tandem(*files([need_record()], [offer_record(), offer_record(id="f2")]), "--format", "csv")
    assert answer.out.splitlines()[0] == "need,offer,rank_score,score,score_for_offer,completeness"
    assert [row.split(",")[1] for row in answer.out.splitlines()[1:]] == ["f1", "f2"]


def test_a_large_file_is_answered_like_a_small_one(tandem, files):
    """Past 500 offers columns do the work; the best of them alone in a file must get the same line."""
    draw = Draw(3)
    records = []
    for n in range(600):
        technology = draw.some(["crm", "security", "website"], 3)
        records.append(offer_record(id=f"f{n}", technology=technology, capacity_hours=draw.randint(1, 60)))
    (large,) = lines(tandem(*files([need_record()], records), "--seed", "1", "--top", "5"))
    chosen = [one["offer"] for one in large["results"]]
    few = [record for record in records if record["id"] in chosen]
    (small,) = lines(tandem(*files([need_record()], few), "--seed", "1", "--top", "5"))
    assert small["results"] == large["results"]


READS_TEXTS = "need.weights = {text = 5, technology = 10}\noffer.weights = {text = 5, technology = 9}\n"


def texts_of(line):
    """Value, weight and reason of the likeness of texts for each offer."""
    found = {}
    for result in line["results"]:
        (one,) = [one for one in result["criteria"] if one["name"] == "text"]
        found[result["offer"]] = (one["value"], one["weight"], one["reason"])
    return found


@pytest.fixture
def weighing_texts(tmp_path, files):
    (tmp_path / "weights.toml").write_text(READS_TEXTS)
    need = need_record(title="Our rota", problem="The rota of volunteers is kept on paper.", language="en")
    alike = offer_record(title="A rota", text="We make a rota for volunteers, kept on paper or not.")
    arguments = files([need], [offer_record(id="f2", title="Sensors"), alike, offer_record(id="f3", title="", text="")])
    return [*arguments, "--weights", tmp_path / "weights.toml"]


@pytest.mark.usefixtures("reading")
def test_texts_are_compared_where_they_are_given_a_weight(tandem, weighing_texts):
    found = texts_of(lines(tandem(*weighing_texts))[0])
    near = "the texts are very close in meaning; both speak of: rotas and timetables, volunteers"
    assert found["f1"] == (1.0, 5.0, near)
    assert found["f3"] == (None, 5.0, "not said")
    assert found["f2"][0] < 0.2


@pytest.mark.usefixtures("no_reading")
def test_without_the_extra_texts_are_not_judged_and_that_is_said(tandem, weighing_texts):
    answer = tandem(*weighing_texts)
    assert answer.code == 0
    assert answer.err == "the texts are not compared: ./tandem install text adds what reads them\n"
    assert set(texts_of(lines(answer)[0]).values()) == {(None, 5.0, "not said")}


def test_without_a_weight_nothing_reads_texts_and_the_answer_is_the_same(tandem, files, reading, monkeypatch):  # noqa: F811
    arguments = files([need_record()], [offer_record(), offer_record(id="f2", title="Other")])
    with_extra = tandem(*arguments)
    monkeypatch.setattr(texts, "reader", lambda: pytest.fail("nobody asked for texts"))
    assert tandem(*arguments) == with_extra
    assert '"text"' not in with_extra.out


def test_a_large_weight_for_texts_is_refused(tandem, files, tmp_path):
    (tmp_path / "weights.toml").write_text("need.weights = {text = 11, technology = 4}\n")
    answer = tandem(*files([need_record()], [offer_record()]), "--weights", tmp_path / "weights.toml")
    assert answer.code == 2
    assert "need: weights: text" in answer.err
