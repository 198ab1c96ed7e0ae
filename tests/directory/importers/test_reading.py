"""Files of any kind, whole, broken and hostile."""

import json
import time
import tracemalloc

import pytest

from tandem.directory.importers import json_text, reading
from tandem.domain.errors import BadInput

FEATURE = {"type": "Feature", "properties": {"name": "A", "_id": "1"}, "geometry": None}
PUBLICCODE = "publiccodeYmlVersion: '0.4'\nname: A\nurl: https://example.org/a\n"


@pytest.fixture
def opened(tmp_path):
    """A file with this content, under a name that says nothing."""

    def write(content):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return reading.recognise(path)

    return write


def organisations(*numbers):
    return [{"organisation_id": number, "organisation_name": f"O{number}"} for number in numbers]


def told(file):
    """Each entry as its place and its value or trouble."""
    return [
        (", ".join(map(str, one.place)), one.value if one.trouble is None else str(one.trouble))
        for one in file.entries()
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PUBLICCODE, reading.PUBLICCODE),
        ("---\n# a comment\n" + PUBLICCODE, reading.PUBLICCODE),
        ("name: A\nurl: x\nlegal:\n  license: MIT\ndevelopmentStatus: beta\n", reading.PUBLICCODE),
        (json.dumps({"name": "A", "SDGs": []}) + "\n", reading.DIGITAL_PUBLIC_GOODS),
        ("not json\n" + json.dumps({"name": "A", "license": [{"spdx": "MIT"}]}), reading.DIGITAL_PUBLIC_GOODS),
        (json.dumps({"type": "FeatureCollection", "features": [FEATURE]}), reading.SUSY),
        (json.dumps(organisations(1)), reading.DSI4EU_ORGANISATIONS),
        (json.dumps([{"project_id": 1}]), reading.DSI4EU_PROJECTS),
        (b"\xef\xbb\xbf" + json.dumps(organisations(1)).encode(), reading.DSI4EU_ORGANISATIONS),
    ],
)
def test_a_kind_is_known_by_what_is_in_the_file(opened, content, kind):
    assert opened(content).kind == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (PUBLICCODE.encode("utf-16"), "UTF-8"),
        (json.dumps(organisations(1)).encode("utf-16-be"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "UTF-8"),
        (b"hello", "no importer knows"),
        (b"[]", "no importer knows"),
        (b"name,country\nA,FR\n", "no importer knows"),
    ],
)
def test_a_file_that_nobody_can_read_is_refused_whole_with_its_name(opened, content, reason, tmp_path):
    with pytest.raises(BadInput, match=reason) as refused:
        opened(content)
    assert refused.value.place == (str(tmp_path / "file"),)


def test_a_broken_line_is_refused_alone(opened):
    good = json.dumps({"name": "A", "SDGs": []})
    lines = [
        good,
        '{"name": "B"',
        '{"name": NaN}',
        '{"name": 1, "name": 2}',
        "[" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
        "",
        good,
    ]
    assert told(opened("\n".join(lines))) == [
        ("line 1", {"name": "A", "SDGs": []}),
        ("line 2", "not valid JSON from character 13 on"),
        ("line 3", "NaN is not a number"),
        ("line 4", "the key “name” comes twice"),
        ("line 5", "nested too deeply"),
        ("line 6", "holds a number that is too long"),
        ("line 8", {"name": "A", "SDGs": []}),
    ]


def test_a_line_in_another_encoding_is_refused_alone(opened):
    lines = ['{"name": "Équipe", "SDGs": []}'.encode(), '{"name": "Équipe", "SDGs": []}'.encode("latin-1")]
    assert told(opened(b"\n".join(lines))) == [
        ("line 1", {"name": "Équipe", "SDGs": []}),
        ("line 2", "not written in UTF-8"),
    ]


def test_a_line_without_end_is_skipped_and_the_next_one_read(opened, monkeypatch):
    monkeypatch.setattr(json_text, "LONGEST", 10_000)
    good = json.dumps({"name": "A", "SDGs": []})
    content = good + '\n{"name": "' + "x" * 50_000 + '"}\n' + good
    assert [place for place, said in told(opened(content)) if said == "longer than 10 kB"] == ["line 2"]
    assert len(told(opened(content))) == 3


def test_an_element_that_is_too_long_is_refused_and_the_next_one_read(opened, monkeypatch):
    monkeypatch.setattr(json_text, "LONGEST", 10_000)
    monkeypatch.setattr(reading, "CHUNK", 1_000)
    one, long, three = organisations(1, 2, 3)
    long["tags"] = ["x" * 50_000]
    assert told(opened(json.dumps([one, long, three]))) == [
        ("record 1", one),
        ("record 2", "longer than 10 kB"),
        ("record 3", three),
    ]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 100_000])
def test_elements_are_the_same_however_the_file_is_cut_into_pieces(opened, monkeypatch, chunk):
    monkeypatch.setattr(reading, "CHUNK", chunk)
    tricky = [
        {"organisation_id": 1, "organisation_name": 'é "quoted" \\ back\\" [not, an] {array}'},
        *organisations(2, 3),
    ]
    assert [said for _, said in told(opened(json.dumps(tricky, ensure_ascii=False, indent=1)))] == tricky
    assert [said for _, said in told(opened(json.dumps(tricky)))] == tricky


@pytest.mark.parametrize("chunk", [5, 100_000])
def test_only_the_features_of_a_collection_are_entries(opened, monkeypatch, chunk):
    monkeypatch.setattr(reading, "CHUNK", chunk)
    collection = {
        "crs": [["features"], {"features": 3}],
        "type": "FeatureCollection",
        "features": [FEATURE, FEATURE],
        "after": [1],
    }
    assert told(opened(json.dumps(collection))) == [("feature 1", FEATURE), ("feature 2", FEATURE)]


def test_a_file_that_was_cut_off_gives_what_came_before(opened):
    content = json.dumps(organisations(1, 2, 3))
    assert told(opened(content[:-15])) == [
        ("record 1", organisations(1)[0]),
        ("record 2", organisations(2)[0]),
        ("record 3", "the file ends in the middle of it: it was cut off"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        '{"organisation_id": 2, "organisation_name": "O2"',
        '{"organisation_id": 2, "organisation_name": "O2}',
        '{"organisation_id": 2, "organisation_name": }',
        '{"organisation_id": 2, "organisation_name": "O2"}}',
        '{"organisation_id": 2, "tags": ["a"]]}',
        '{"organisation_id": 2,, "organisation_name": "O2"}',
        '{"organisation_id": 2, "tags": ["a", "organisation_name": "O2"}',
    ],
)
def test_a_broken_element_hides_none_of_its_neighbours(opened, broken):
    one, three, four = (json.dumps(value) for value in organisations(1, 3, 4))
    told_of = told(opened(f"[{one}, {broken}, {three}, {four}]"))
    assert [said for _, said in told_of if isinstance(said, dict)] == organisations(1, 3, 4)
    assert ("record 2", "not valid JSON") in [(place, said[:14]) for place, said in told_of if isinstance(said, str)]


def test_ten_lines_of_yaml_cannot_become_a_billion_values(opened):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    started = time.process_time()
    assert told(opened(PUBLICCODE + "\n".join(lines))) == [("line 8", "unfolds to more than 50000 values")]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("more", "place", "reason"),
    [
        ("name: B\n", "line 4", "the key “name” comes twice"),
        ("a: " + "[" * 200, "line 4", "nested too deeply"),
        ("a: &a [*a]\n", "line 4", "an alias stands inside what it repeats, or before it"),
        ("---\nb: 1\n", "line 4", "holds more than one document"),
        ("[a]: b\n", "line 4", "a key has to be a text"),
        ("a: 'never closed\n", "line 5", "not valid YAML"),
        ("a: \x07\n", "line 4", "holds a control character"),
    ],
)
def test_yaml_that_no_honest_file_holds_is_refused_with_its_line(opened, more, place, reason):
    [(where, said)] = told(opened(PUBLICCODE + more))
    assert where == place
    assert said.startswith(reason)


def test_yaml_values_stay_texts_and_tags_run_nothing(opened):
    more = "version: 1.10\nlanguage: no\nwhen: 2021-13-45\nshared: &s [x]\nagain: *s\n"
    more += "code: !!python/object/apply:os.system ['exit 1']\n"
    [(_, said)] = told(opened(PUBLICCODE + more))
    assert said["version"] == "1.10"
    assert said["language"] == "no"
    assert said["when"] == "2021-13-45"
    assert said["code"] == ["exit 1"]
    assert said["again"] == ["x"]


def test_a_yaml_file_in_another_encoding_is_refused_with_its_line(opened):
    content = (PUBLICCODE + "description: où\n").encode("latin-1")
    assert told(opened(content)) == [("line 4", "not written in UTF-8")]


def test_a_huge_yaml_file_is_refused_unread(opened):
    assert told(opened(PUBLICCODE + "x" * reading.LONGEST_YAML)) == [("", "longer than 2000 kB")]


def test_a_large_file_is_never_held_whole(opened, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 4_096)
    file = opened(json.dumps(organisations(*range(10_000))))
    size = file.path.stat().st_size
    tracemalloc.start()
    count = sum(1 for _ in file.entries())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < size / 4
