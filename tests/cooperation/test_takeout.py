"""Everything out of a room: what the party may see, and nothing of what the other keeps to itself."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cooperation.rooms import frame, to_framing
from tests.cooperation.test_evaluation import ANSWERS, SECRET
from tests.ui.test_uploads import PDF

from tandem.cooperation.models import Cooperation
from tandem.domain.ledger import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    """A room with something of everything, and an evaluation that Alice alone has answered."""
    address = to_framing(cast)
    frame(cast, address)
    alice = cast.client("alice")
    alice.post(f"{address}messages/", {"kind": "message", "text": "=HYPERLINK(1)"})
    alice.post(f"{address}files/", {"file": SimpleUploadedFile("plan.pdf", PDF)})
    alice.post(f"{address}milestones/", {"text": "First files", "due": "2099-01-01"})
    alice.post(
        f"{address}hours/",
        {"giver": "own", "hours": "1", "minutes": "30", "day": "2026-01-15", "what": "First visit."},
    )
    alice.post(f"{address}help/", {"text": "How do we say no?"})
    Cooperation.objects.update(phase="work")
    alice.post(f"{address}step/start_evaluation/")
    alice.post(f"{address}evaluation/", ANSWERS)
    return address


def taken(cast, room, who) -> dict[str, bytes]:
    content = cast.client(who).get(f"{room}everything.zip").getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_party_takes_out_all_that_it_may_see(cast, room):
    own = taken(cast, room, "alice")
    assert [content for name, content in own.items() if name.startswith("files/")] == [PDF]
    assert "First visit." in own["hours.csv"].decode()
    assert "First files" in own["milestones.csv"].decode()
    assert "How do we say no?" in own["help.csv"].decode()
    assert SECRET in own["my-evaluation.csv"].decode()
    assert own["signatures.csv"].decode().startswith("\ufefftext,organisation")
    page = own["index.html"].decode()
    assert "One file for each family." in page
    lines = [json.loads(line) for line in own["ledger.jsonl"].decode().splitlines()]
    assert verify(((f"line {place}",), line) for place, line in enumerate(lines, 1)).valid


def test_the_other_side_s_sealed_answers_and_requests_stay_out(cast, room):
    everything = b"\n".join(taken(cast, room, "dina").values()).decode()
    assert SECRET not in everything
    assert "How do we say no?" not in everything
    assert "help_asked" not in everything


def test_no_cell_is_a_formula(cast, room):
    rows = list(csv.reader(io.StringIO(taken(cast, room, "dina")["messages.csv"].decode("utf-8-sig"))))
    assert rows[1][4] == "'=HYPERLINK(1)"


def test_strangers_take_nothing(cast, room):
    assert cast.client("elio").get(f"{room}everything.zip").status_code == 404
