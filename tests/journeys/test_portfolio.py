"""A network accompanies an association: it invites, the owner ticks what she agrees to, a need is prepared and
published, and one click ends it. With the mouse under the eyes of axe, with the keyboard and no JavaScript."""

import pytest
from tests.factories import PASSWORD, MembershipFactory, OrganisationFactory, PersonFactory

from tandem.directory.forms import SCOPE_WORDS
from tandem.directory.models import Accompaniment
from tandem.matching.models import Need

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enter(walk):
    """`enter(name, role, hand, language)`: somebody who owns an organisation of this role, signed in."""

    def sign_in(name: str, role: str, hand: str, language: str):
        one = OrganisationFactory(name=f"{name} & Cie", slug=name.lower(), languages=["fr", "en"], roles=[role])
        person = PersonFactory(name=name, email=f"{name.lower()}@example.org", language=language)
        MembershipFactory(organisation=one, person=person)
        walker = walk(hand, language)
        walker.open("account/login/")
        walker.write("E-mail address", person.email)
        walker.write("Password", PASSWORD)
        walker.press("Sign in")
        return walker

    return sign_in


@pytest.mark.parametrize(("hand", "language"), [("mouse", "fr"), ("mouse", "en"), ("keyboard", "fr")])
def test_invite_agree_prepare_publish_and_end(enter, mailoutbox, hand, language):
    aline = enter("Aline", "social", hand, language)
    farah = enter("Farah", "intermediary", hand, language)
    farah.open("portfolio/")
    farah.write("Name or town", "Aline")
    farah.press("Search")
    farah.follow("Aline & Cie")
    farah.write("What you propose to them", "Bonjour !")
    farah.press("Send the invitation")

    link = next(line for line in mailoutbox[-1].body.splitlines() if "/supporters/" in line)
    aline.page.goto(aline.home.removesuffix(f"{language}/") + link.split("/", 3)[3])
    aline.look()
    aline.follow("Answer", exact=False)
    for scope in ("may_see", "may_draft"):
        aline.choose(str(SCOPE_WORDS[scope]))
    aline.press("Agree to what is ticked")

    farah.open("portfolio/")
    farah.follow("Prepare a need", exact=False)
    farah.write("What does not work today?", "Cahiers, cahiers, et encore des cahiers.")
    farah.press("Continue")
    need = Need.objects.get()
    Need.objects.update(title="Cahiers", help="project", language=language, remote=True, visibility="members")
    farah.open(f"needs/{need.reference}/check/")
    farah.press("Ask them to read and publish it")

    aline.open("mine/")
    aline.follow("Cahiers")
    aline.press("Publish my need")
    need.refresh_from_db()
    assert need.state == "published"
    farah.open("portfolio/")
    assert "Cahiers" in farah.page.content()
    aline.open("organisations/aline/supporters/")
    aline.press("End it now", exact=False)
    assert Accompaniment.objects.get().state == "ended"
    farah.open("portfolio/")
    assert "Cahiers" not in farah.page.content()
