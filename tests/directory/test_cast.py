"""The cast means what it says."""

from tandem.directory import queries


def test_alice_bruno_and_chloe_act_for_the_association_and_elio_for_nobody(cast):
    assert {queries.current_organisation(who, None) for who in (cast.alice, cast.bruno, cast.chloe)} == {
        cast.association
    }
    assert queries.current_organisation(cast.elio, None) is None


def test_a_chosen_organisation_counts_only_for_its_members(cast):
    assert queries.current_organisation(cast.alice, cast.cooperative.pk) == cast.association
