"""SPDX expressions."""

import csv

import pytest

from tandem.directory.importers import licences


@pytest.mark.parametrize(
    ("written", "expression", "ids"),
    [
        ("mit", "MIT", ("MIT",)),
        ("EUPL-1.2", "EUPL-1.2", ("EUPL-1.2",)),
        ("GPL-3.0", "GPL-3.0-only", ("GPL-3.0-only",)),
        ("gpl-3.0+", "GPL-3.0-or-later", ("GPL-3.0-or-later",)),
        ("AGPL-3.0 OR MIT", "AGPL-3.0-only OR MIT", ("AGPL-3.0-only", "MIT")),
        ("LGPL-3.0-or-later AND MPL-2.0+", "LGPL-3.0-or-later AND MPL-2.0+", ("LGPL-3.0-or-later", "MPL-2.0+")),
        ("(MIT or apache-2.0) and CC-BY-4.0", "(MIT OR Apache-2.0) AND CC-BY-4.0", ("MIT", "Apache-2.0", "CC-BY-4.0")),
        (
            "GPL-2.0-with-classpath-exception",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            ("GPL-2.0-only",),
        ),
    ],
)
def test_an_expression_is_read_without_case_and_written_in_its_present_form(written, expression, ids):
    assert licences.read(written) == licences.Licence(expression, ids)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Free",
        "MIT OR",
        "OR MIT",
        "MIT MIT",
        "(MIT",
        "MIT)",
        "MIT WITH MIT",
        "Classpath-exception-2.0",
        "MIT, BSD",
        None,
        3,
        "(" * 400,
    ],
)
def test_what_is_no_expression_of_known_licences_is_not_guessed(written):
    assert licences.read(written) is None


def test_parts_under_several_licences_need_all_of_them():
    either, other = licences.read("MIT OR Apache-2.0"), licences.read("CC-BY-4.0")
    assert licences.all_of([either, other, either]).expression == "(MIT OR Apache-2.0) AND CC-BY-4.0"


@pytest.mark.parametrize(
    ("written", "is_open"), [("CC-BY-SA-4.0", True), ("CC-BY-NC-4.0", False), ("MIT AND CC-BY-ND-4.0", False)]
)
def test_a_licence_that_keeps_uses_out_is_not_open(written, is_open):
    assert licences.read(written).is_open is is_open


@pytest.mark.shared_data
def test_every_typed_identifier_is_on_the_list_of_spdx(shared_data):
    with (shared_data / "atlas" / "spdx-licenses.csv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert (licences.SOFTWARE | licences.DATA_AND_CONTENT) - known == set()
