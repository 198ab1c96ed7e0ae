"""The charter as stewards write it: each change a version of its own, each agreement with the one it accepted."""

import pytest
from tests.cooperation.rooms import sign, to_signing
from tests.factories import NOON

from tandem.cooperation import content
from tandem.cooperation.models import Document
from tandem.domain.errors import BadInput
from tandem.questionnaires import actions, editing, editions

pytestmark = pytest.mark.django_db
KIND = "charter"


def write(cast, entry: str = "openness", **changed) -> None:
    kind = editing.kind_named(KIND)
    written = {**kind.shipped()[entry], **changed}
    after = editions.versions(KIND, entry, kind.base()).count()
    actions.edit(kind, entry, written, after=after, actor=cast.elio, at=NOON, reason="The assembly decided so.")


@pytest.fixture
def steward(cast):
    cast.appoint("elio")
    return cast.client("elio")


def test_a_change_is_a_new_version_and_a_signed_agreement_keeps_the_one_it_accepted(cast, steward):
    room = to_signing(cast)
    for who in ("alice", "dina"):
        sign(cast, room, who)
    before = content.newest_charter()
    write(cast, text={"fr": "Tout s’ouvre.", "en": "All is opened."})
    now = content.newest_charter()
    assert (before.name, now.name) == ("1", "1.1")
    assert now.sha256 != before.sha256
    anybody = cast.client("visitor")
    page = anybody.get("/en/charter/").content.decode()
    assert "All is opened." in page
    assert "Version 1.1, 2 March 2026" in page
    older = anybody.get("/en/charter/1/").content.decode()
    assert "All is opened." not in older
    assert "This is an older version" in older
    assert "La Passerelle" in older
    assert "La Passerelle" not in page
    document = Document.objects.get()
    assert document.charter == 1
    assert document.content["charter"]["sha256"] == content.charter(1).sha256
    assert "version 1<" in cast.client("alice").get(f"{room}agreement/{document.sha256}/").content.decode()
    assert "Tout s’ouvre." in anybody.get("/fr/charter/").content.decode()


def test_an_agreement_frozen_afterwards_accepts_the_new_version_and_undoing_makes_another(cast, steward):
    write(cast, text={"fr": "Tout s’ouvre.", "en": "All is opened."})
    room = to_signing(cast)
    assert Document.objects.get().charter == 1001
    assert (
        "accept the charter of cooperation, version 1.1"
        in cast.client("alice").get(f"{room}agreement/sign/").content.decode()
    )
    assert steward.post(f"/en/steward/content/{KIND}/entry/openness/take-up/0/").status_code == 302
    assert content.newest_charter().name == "1.2"
    assert content.newest_charter().principles == content.charter(1).principles
    assert content.charter(1001).principles != content.charter(1).principles


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"title": {"en": "Open"}}, "translation"), ({"origin": "elsewhere"}, "elsewhere"), ({"source": " "}, "empty")],
)
def test_a_principle_that_lacks_something_is_refused(cast, steward, changed, said):
    with pytest.raises(BadInput, match=said):
        write(cast, **changed)
    assert content.newest_charter().name == "1"
