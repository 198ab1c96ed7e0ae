"""What already exists is shown before anything new is asked."""

from tests.factories import SolutionFactory

from tandem.directory import search

PROBLEM = "Nous perdons le fil des personnes que nous accompagnons : chacun tient son cahier."


def test_a_tool_that_shares_no_word_with_the_problem_is_shown_when_its_sort_is_the_right_one(client, db):
    SolutionFactory(name="Case files", summary={"en": "Follow contacts."}, technology=["crm"])
    for number in range(8):
        SolutionFactory(name=f"Other {number}", summary={"fr": "Un cahier, chacun le sien."}, technology=["robotics"])
    search.rebuild()
    page = client.post("/fr/needs/new/", {"problem": PROBLEM}, follow=True).content.decode()
    assert page.index("Case files") < page.index("Other")
    assert page.count("Other") == 5
