"""A supporter words a need for an organisation that agreed to it: that is said everywhere; it decides nothing."""

import pytest
from django.core import mail
from django.utils import timezone
from tests.directory.portfolios import agreed, network
from tests.factories import MembershipFactory, OrganisationFactory
from tests.matching.scenes import NEED_ANSWERS, PROBLEM, introduce, publish

from tandem.directory import actions as directory
from tandem.directory.models import Membership
from tandem.journal.models import Event
from tandem.matching.models import Need, ThirdPartyProposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def rives(cast):
    return network(cast)


@pytest.fixture
def consent(cast, rives):
    return agreed(cast, rives)


@pytest.fixture
def prepared(cast, consent) -> str:
    """Elio prepared a need for Alice's association; its address."""
    elio = cast.client("elio")
    address = elio.post(f"/en/needs/new/?for={consent.reference}", {"problem": PROBLEM}).url
    reference = address.split("/")[3]
    for name, values in NEED_ANSWERS.items():
        assert elio.post(f"/en/needs/{reference}/question/{name}/", values).status_code == 302, name
    return f"/en/needs/{reference}/"


def text(answer) -> str:
    return answer.content.decode()


def test_the_draft_says_on_whose_behalf_it_is_written(cast, consent, prepared):
    first = text(cast.client("elio").get(f"/en/needs/new/?for={consent.reference}"))
    assert "You write for La Passerelle, as Réseau des Rives" in first
    assert "is preparing this on your behalf" in text(cast.client("alice").get(f"{prepared}check/"))
    need = Need.objects.get()
    assert (need.organisation, need.drafted_by) == (consent.organisation, consent.supporter)
    assert Event.objects.get(name="need.begun").data == {"through": consent.supporter_id}


def test_handed_over_it_waits_for_the_organisation_which_changes_and_publishes_it(
    cast, prepared, django_capture_on_commit_callbacks
):
    elio, bruno = cast.client("elio"), cast.client("bruno")
    with django_capture_on_commit_callbacks(execute=True):
        elio.post(f"{prepared}hand-over/")
        elio.post(f"{prepared}hand-over/")
    assert sorted(letter.to[0] for letter in mail.outbox) == ["alice@example.org", "bruno@example.org"]
    assert "Réseau des Rives prepared a need on behalf of La Passerelle" in mail.outbox[0].body
    assert f"{prepared}check/" in mail.outbox[0].body
    assert "prepared it for you" in text(bruno.get("/en/mine/"))
    assert "their turn, since" in text(elio.get("/en/portfolio/"))
    bruno.post(f"{prepared}question/title/", {"title": "Our own words"})
    bruno.post(f"{prepared}publish/")
    need = Need.objects.get()
    assert (need.state, need.title) == ("published", "Our own words")
    assert Event.objects.get(name="need.published").data == {"through": need.drafted_by_id}
    assert "Put into words together with Réseau des Rives" in text(cast.client("dina").get(prepared))


@pytest.mark.parametrize("verb", ["publish", "organisation"])
def test_the_supporter_does_not_decide_for_the_organisation(cast, prepared, verb):
    answer = cast.client("elio").post(f"{prepared}{verb}/", {"choice": "reseau-des-rives"})
    assert answer.status_code == 403
    assert "on behalf of the organisation" in text(answer)
    assert Need.objects.get().state == "draft"


def test_a_draft_is_thrown_away_by_the_supporter_only_before_it_was_handed_over(cast, prepared):
    elio = cast.client("elio")
    elio.post(f"{prepared}hand-over/")
    assert elio.post(f"{prepared}discard/").status_code == 403
    Need.objects.update(handed_over=None)
    elio.post(f"{prepared}discard/")
    assert not Need.objects.exists()


def test_what_was_handed_over_the_supporter_reads_and_changes_no_more(cast, prepared):
    elio = cast.client("elio")
    elio.post(f"{prepared}hand-over/")
    page = text(elio.get(f"{prepared}check/"))
    assert "The turn of La Passerelle" in page
    assert "question/title/" not in page
    answer = elio.post(f"{prepared}question/title/", {"title": "Other words"})
    assert answer.status_code == 403
    assert "You have handed this draft over" in text(answer)
    assert Need.objects.get().title != "Other words"


def test_what_was_published_is_the_organisations_alone(cast, prepared):
    cast.client("alice").post(f"{prepared}publish/")
    elio = cast.client("elio")
    assert elio.get(f"{prepared}check/").status_code == 404
    assert elio.post(f"{prepared}close/").status_code == 403
    assert Need.objects.get().state == "published"


def test_when_the_consent_ends_the_draft_stays_with_the_organisation(cast, consent, prepared):
    directory.end(consent, actor=cast.alice, at=timezone.now())
    assert cast.client("elio").get(f"{prepared}check/").status_code == 404
    assert cast.client("alice").get(f"{prepared}check/").status_code == 200


@pytest.mark.parametrize("who", ["dina", "visitor"])
def test_nobody_else_writes_by_a_consent_nor_reads_the_draft(cast, consent, prepared, who):
    browser = cast.client(who)
    assert browser.get(f"/en/needs/new/?for={consent.reference}").status_code == 404
    assert browser.get(f"{prepared}check/").status_code == 404


def test_without_that_consent_nothing_is_prepared(cast, rives):
    one = agreed(cast, rives, "may_see")
    assert cast.client("elio").get(f"/en/needs/new/?for={one.reference}").status_code == 404
    assert "Prepare a need" not in text(cast.client("elio").get("/en/portfolio/"))


def test_readers_of_the_supporter_prepare_nothing(cast, consent, prepared):
    consent.supporter.memberships.update(role=Membership.Role.READER)
    elio = cast.client("elio")
    assert elio.get(f"/en/needs/new/?for={consent.reference}").status_code == 404
    assert elio.get(f"{prepared}check/").status_code == 404
    assert "Prepare a need" not in text(elio.get("/en/portfolio/"))


def test_the_portfolio_shows_needs_and_who_has_the_ball_but_no_words_and_no_other_party(cast, consent):
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    introduce(cast.client("alice"), need, offer)
    page = text(cast.client("elio").get("/en/portfolio/"))
    assert "need: We lose track of people" in page
    assert "the turn of the other side, since" in page
    assert "Fio Livre" not in page
    assert "Could we talk" not in page


def test_what_was_not_agreed_to_is_not_shown(cast, rives):
    agreed(cast, rives, "may_draft")
    publish(cast.client("alice"), "la-passerelle")
    page = text(cast.client("elio").get("/en/portfolio/"))
    assert "We lose track of people" not in page
    assert "Prepare a need" in page


def test_an_organisation_that_did_not_agree_to_proposals_gets_none_from_its_supporter(cast, rives):
    agreed(cast, rives, "may_see")
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    elio = cast.client("elio")
    refused = elio.get(f"/en/introductions/for-others/new/?need={need}")
    assert refused.status_code == 403
    assert "did not agree" in text(refused)
    address = f"/en/introductions/for-others/new/?offer={offer}"
    elio.post(address, {"other": need, "why": "They fit."})
    assert not ThirdPartyProposal.objects.exists()


def test_a_proposal_is_made_in_the_name_of_who_accompanies_and_says_that_it_was_agreed(cast, rives):
    first = OrganisationFactory(name="Another house", roles=["intermediary"])
    MembershipFactory(person=cast.elio, organisation=first)
    agreed(cast, rives, "may_introduce")
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    elio = cast.client("elio")
    assert f"?need={need}" in text(elio.get("/en/portfolio/?of=reseau-des-rives"))
    address = elio.post(f"/en/introductions/for-others/new/?need={need}", {"other": offer, "why": "They fit."}).url
    assert ThirdPartyProposal.objects.get().organisation == rives
    sentence = "which agreed to such proposals until"
    assert sentence in text(cast.client("alice").get(address))
    assert sentence not in text(cast.client("dina").get(address))
