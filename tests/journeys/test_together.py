"""What two parties do before a room opens, as they do it: five are invited, a supporter proposes two to each other,
two owners share a need. Both languages; with the mouse under the eyes of axe, with the keyboard and no JavaScript."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.factories import PASSWORD, MembershipFactory, OrganisationFactory, PersonFactory

from tandem.matching import actions
from tandem.matching.models import Introduction, Need, Offer

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = datetime(2026, 3, 2, 8, tzinfo=UTC)
WAYS = [(hand, language) for hand in ("mouse", "keyboard") for language in ("fr", "en")]


@pytest.fixture
def member():
    """Makes somebody who owns an organisation."""

    def make(name: str, language: str, role: str = "social"):
        organisation = OrganisationFactory(name=f"{name} & Cie", languages=["fr", "en"], roles=[role])
        person = PersonFactory(name=name, email=f"{name.lower()}@example.org", language=language)
        MembershipFactory(organisation=organisation, person=person)
        return person

    return make


def posting(model, person, title: str, language: str):
    """A published need or offer about case files and safety."""
    words = {"problem": f"{title}, {title}."} if model is Need else {"text": f"{title}, {title}."}
    return model.objects.create(
        organisation=person.organisations.get(),
        author=person,
        state="published",
        visibility="members",
        title=title,
        language=language,
        remote=True,
        help="project" if model is Need else ["project"],
        technology=["crm", "security"],
        created=LONG_AGO,
        changed=LONG_AGO,
        published_at=LONG_AGO,
        **words,
    )


@pytest.fixture
def enter(walk):
    """`enter(person, hand, language)`: that person, signed in."""

    def sign_in(person, hand: str, language: str):
        walker = walk(hand, language)
        walker.open("account/login/")
        walker.write("E-mail address", person.email)
        walker.write("Password", PASSWORD)
        walker.press("Sign in")
        return walker

    return sign_in


def open_step(walker, name: str) -> None:
    walker.activate(walker.page.locator("summary", has_text=walker.say(name)))


@pytest.mark.parametrize(("hand", "language"), WAYS)
def test_propose_remind_decline_with_a_reason_next_five_accept(enter, member, mailoutbox, hand, language):
    aline = member("Aline", language)
    need = posting(Need, aline, "Cahiers", language)
    givers = [member(f"Giver{number}", language, "tech") for number in range(7)]
    for giver in givers:
        posting(Offer, giver, f"Offre {giver.name}", language)
    seeker = enter(aline, hand, language)
    seeker.open(f"needs/{need.reference}/")
    seeker.follow("Invite the best five")
    seeker.write("Your message, the same for all", "Bonjour !")
    seeker.activate(seeker.page.locator("form.ask .actions button"))
    seeker.look()
    assert Introduction.objects.filter(state="proposed", wave=1).count() == 5

    last_week = timezone.now() - timedelta(days=9)
    Introduction.objects.update(since=last_week, created=last_week)
    mailoutbox.clear()
    for days in range(7):
        actions.attend_to_waiting(timezone.now() + timedelta(days=days))
    assert {letter.to[0] for letter in mailoutbox} == {
        one.offer.author.email for one in Introduction.objects.filter(wave=1).select_related("offer__author")
    }
    first = Introduction.objects.filter(wave=1).select_related("offer__author").order_by("pk").first()
    giver = enter(first.offer.author, hand, language)
    letter = next(one for one in mailoutbox if one.to == [first.offer.author.email])
    link = next(line for line in letter.body.splitlines() if first.reference in line)
    giver.page.goto(giver.home.removesuffix(f"{language}/") + link.split("/", 3)[3])
    giver.look()
    open_step(giver, "Decline")
    giver.write("Why not?", "Complet.")
    giver.press("Decline")

    seeker.open(f"needs/{need.reference}/")
    seeker.follow("See your invitations")
    assert seeker.page.get_by_text(seeker.say("Declined")).count() >= 1
    seeker.press("Invite the next five")
    second = Introduction.objects.filter(wave=2).select_related("offer__author").order_by("pk").first()
    helper = enter(second.offer.author, hand, language)
    helper.open("mine/")
    helper.activate(helper.page.locator("#turn ~ ul a").first)
    helper.look()
    helper.press("Accept")
    assert aline.email in helper.page.content()
    seeker.open(f"introductions/{second.reference}/")
    assert second.offer.author.email in seeker.page.content()
    assert not Introduction.objects.filter(state="proposed").exists()


@pytest.mark.parametrize(("hand", "language"), WAYS)
def test_a_supporter_brings_two_together_and_stays(enter, member, hand, language):
    aline, davi = member("Aline", language), member("Davi", language, "tech")
    farah = member("Farah", language, "intermediary")
    need = posting(Need, aline, "Cahiers", language)
    posting(Offer, davi, "Suivi", language)
    supporter = enter(farah, hand, language)
    stays = supporter.say("%(name)s may stay in the conversation as a mediator") % {"name": "Farah"}
    supporter.open(f"needs/{need.reference}/")
    supporter.follow("As a supporter: propose a partner to them")
    supporter.choose("Suivi")
    supporter.write("Why should the two meet?", "Deux cahiers, une histoire.")
    supporter.press("Ask both")
    for person in (aline, davi):
        party = enter(person, hand, language)
        party.open("mine/")
        party.activate(party.page.locator("#turn ~ ul a").first)
        party.look()
        assert "Deux cahiers, une histoire." in party.page.content()
        party.choose(stays)
        party.press("Say yes")
    party.follow("See how to reach each other")
    assert aline.email in party.page.content()
    assert "Farah" in party.page.content()
    supporter.page.reload()
    assert supporter.page.get_by_text(supporter.say("Both said yes")).count() >= 1


@pytest.mark.parametrize(("hand", "language"), WAYS)
def test_two_owners_share_a_need(enter, member, hand, language):
    aline, gael = member("Aline", language), member("Gael", language)
    posting(Need, aline, "Cahiers", language)
    posting(Need, gael, "Carnets", language)
    actions.ask_about_joint_needs(timezone.now())
    for person, other in ((aline, "Gael"), (gael, "Aline")):
        owner = enter(person, hand, language)
        owner.open("mine/")
        owner.activate(owner.page.locator("#turn ~ ul a").first)
        owner.look()
        assert other not in owner.page.content()
        owner.press("Yes, I would share it")
    assert "Aline &amp; Cie" in owner.page.content()
    owner.follow("Write it together")
    owner.press("Publish my need")
    shared = Need.objects.get(authorships__isnull=False, authorships__organisation=gael.organisations.get())
    assert shared.state == "published"
    first = enter(aline, hand, language)
    first.open(f"needs/{shared.reference}/")
    assert "Carnets, Carnets." in first.page.content()
    first.follow("Who shares this need, and what was done")
    assert "Gael" in first.page.content()
