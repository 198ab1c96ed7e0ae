"""Wrong, hostile and late input on the pages of needs and introductions."""

import pytest
from tests.matching.scenes import draft, introduce, publish

from tandem.matching.models import Need


def test_nothing_turns_the_direction_of_what_others_write(client, db):
    client.post("/en/needs/new/", {"problem": "\u202eWe lose track of the people we help\u202c every day."})
    assert Need.objects.get().problem == "We lose track of the people we help every day."


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_of_another_century_is_refused(client, db, day):
    reference = draft(client)
    page = client.post(f"/en/needs/{reference}/question/dates/", {"start": day})
    assert "Write a date of this century." in page.content.decode()


def test_who_signs_in_on_the_way_to_publishing_reads_the_answers_first(cast):
    alice = cast.client("alice")
    reference = draft(alice)
    assert alice.get(f"/en/needs/{reference}/publish/").url == f"/en/needs/{reference}/check/"


def test_who_signs_in_on_the_way_to_an_answer_reads_where_it_stands_first(cast):
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    address = introduce(cast.client("alice"), need, offer)
    assert cast.client("dina").get(f"{address}accept/").url == address


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            "Nos bénévoles ne savent jamais qui vient\u00a0: tout passe par messages.",
            "Nos bénévoles ne savent jamais qui vient",
        ),
        ("We lose track of people. Every colleague keeps a notebook.", "We lose track of people"),
        ("word " * 60, ("word " * 20).strip() + "…"),
        ("W" * 300, "W" * 100),
    ],
)
def test_the_line_that_is_proposed_ends_with_a_thought_or_at_least_with_a_word(client, db, problem, line):
    address = client.post("/en/needs/new/", {"problem": problem}).url.replace("solutions", "question/title")
    assert f'value="{line}"' in client.get(address).content.decode()
