"""A steward writes the phases anew while rooms run: words at once, ways from the next step on, nothing lost."""

import pytest
from tests.cooperation.rooms import both_ready, fill_in, frame, open_room, sign, to_agreement, to_framing, to_signing
from tests.cooperation.test_evaluation import ANSWERS
from tests.factories import NOON
from tests.questionnaires.test_editing import form_of

from tandem.cooperation import phases
from tandem.cooperation.models import Cooperation, TransferPlan
from tandem.domain.errors import BadInput
from tandem.domain.lifecycle import replay
from tandem.journal.models import Event
from tandem.questionnaires import actions, editing, editions

pytestmark = pytest.mark.django_db


def page_of(phase: str, language: str = "en") -> str:
    return f"/{language}/steward/content/phases/entry/{phase}/"


@pytest.fixture
def steward(cast):
    cast.appoint("elio")
    return cast.client("elio")


def record(entry: str, **changed) -> dict:
    now = {**phases.shipped(), **editions.edited(phases.KIND)}
    return {**now.get(entry, {}), **changed}


def write(cast, entry: str, written: dict) -> None:
    kind = editing.kind_named(phases.KIND)
    after = editions.versions(kind.name, entry).count()
    actions.edit(kind, entry, written, after=after, actor=cast.elio, at=NOON, reason="Tried.")


def take_up(cast, entry: str, number: int) -> None:
    kind = editing.kind_named(phases.KIND)
    after = editions.versions(kind.name, entry).count()
    actions.take_up(kind, entry, number, after=after, actor=cast.elio, at=NOON, reason="Back.")


def both(words: str) -> dict:
    return {"en": words, "fr": f"{words} (fr)"}


def trial(**changed) -> dict:
    return {
        "id": "trial",
        "order": 35,
        "label": both("Trial"),
        "about": both("Try it for two weeks."),
        "checklist": [{**both("Choose who tries.")}],
        "enter": both("Try it first"),
        "back": both("Back to the trial"),
        "entered_from": ["agreement"],
        "leads_to": ["work"],
        "conditions": [{"fact": "signed", **both("Sign first, {missing}.")}],
        **changed,
    }


def add_trial(cast) -> None:
    """A phase between agreement and work; nothing leads from one to the other any more."""
    write(cast, "trial", trial())
    written = record("work")
    del written["entered_from"]
    write(cast, "work", written)


def only_room() -> Cooperation:
    return Cooperation.objects.get()


def offered(cast, room: str, who: str = "alice") -> str:
    return cast.client(who).get(room).content.decode()


def test_new_words_are_read_at_once_in_running_rooms_and_can_be_taken_back(cast, steward):
    room = open_room(cast)
    page = steward.get(page_of("meeting")).content.decode()
    sent = form_of(page) | {
        "label_en": "First talk",
        "label_fr": "Premier échange",
        "checklist_0_place": "3",
        "checklist_1_place": "1",
        "checklist_2_en": "",
        "checklist_2_fr": "",
        "checklist_3_en": "Share a meal.",
        "checklist_3_fr": "Partagez un repas.",
        "reason": "Warmer.",
    }
    looked = steward.post(page_of("meeting"), {**sent, "preview": "1"}).content.decode()
    assert "At once, in every room" in looked
    assert "checklist_4_en" in looked
    assert steward.post(page_of("meeting"), {**sent, "save": "1"}).status_code == 302
    read = offered(cast, room)
    assert "In this phase: First talk" in read
    lines = [read.index(line) for line in ("about the people concerned", "Say who you are", "Share a meal.")]
    assert lines == sorted(lines)
    assert "Say what you cannot do" not in read
    in_french = cast.client("dina").get(room.replace("/en/", "/fr/")).content.decode()
    assert "Premier échange" in in_french
    assert "Partagez un repas." in in_french
    assert steward.post(f"{page_of('meeting')}take-up/0/").status_code == 302
    assert "In this phase: Meeting" in offered(cast, room)


def test_what_a_steward_writes_in_a_further_language_is_read_in_it(cast, steward):
    room = open_room(cast)
    sent = form_of(steward.get(page_of("meeting")).content.decode()) | {"reason": "In Portuguese.", "save": "1"}
    assert sent["label_pt"]  # what the catalogue says
    sent |= {"about_pt": "Conheçam-se antes de prometer seja o que for.", "checklist_0_pt": "Digam quem são."}
    assert steward.post(page_of("meeting"), sent).status_code == 302
    in_portuguese = cast.client("dina").get(room.replace("/en/", "/pt/")).content.decode()
    assert "Conheçam-se antes de prometer seja o que for." in in_portuguese
    assert "Digam quem são." in in_portuguese
    assert "Say who you are" in offered(cast, room)


def test_a_line_of_each_party_needs_its_name_in_every_language(cast, steward):
    sent = form_of(steward.get(page_of("framing")).content.decode()) | {"reason": "Try.", "checklist_0_pt": "Pronto."}
    assert "write {name} where" in steward.post(page_of("framing"), {**sent, "save": "1"}).content.decode()


def test_a_running_room_finishes_its_phase_as_it_began_it_and_then_moves_on_to_the_new_version(cast):
    cast.appoint("elio")
    room = to_signing(cast)
    add_trial(cast)
    sign(cast, room, "alice")
    sign(cast, room, "dina")
    read = offered(cast, room)
    assert "Start the work" in read
    assert "Try it first" not in read
    assert cast.client("alice").post(f"{room}step/start_trial_from_agreement/").status_code == 302
    assert only_room().phase == "agreement"
    cast.client("alice").post(f"{room}step/start_work/")
    assert (only_room().phase, only_room().rules) == ("work", phases.newest())


def test_a_new_room_goes_through_the_new_phase_and_not_before_all_have_signed(cast):
    cast.appoint("elio")
    add_trial(cast)
    room = to_agreement(cast)
    fill_in()
    both_ready(cast)
    sign(cast, room, "alice")
    said = cast.client("alice").post(f"{room}step/start_trial_from_agreement/", follow=True).content.decode()
    assert "Sign first, Fio Livre." in said
    assert only_room().phase == "agreement"
    sign(cast, room, "dina")
    said = cast.client("dina").post(f"{room}step/start_trial_from_agreement/", follow=True).content.decode()
    assert "You are now at: Trial." in said
    assert "Choose who tries." in said
    assert "Try it for two weeks." in said
    cast.client("alice").post(f"{room}step/start_work_from_trial/")
    assert only_room().phase == "work"
    cast.client("alice").post(f"{room}step/back_to_trial_from_work/", {"back_to_trial_from_work-reason": "Once more."})
    assert only_room().phase == "trial"


def test_a_room_in_a_phase_that_was_taken_away_can_go_on_and_its_journal_tells_where_it_stands(cast):
    cast.appoint("elio")
    add_trial(cast)
    room = to_agreement(cast)
    fill_in()
    both_ready(cast)
    sign(cast, room, "alice")
    sign(cast, room, "dina")
    cast.client("dina").post(f"{room}step/start_trial_from_agreement/")
    take_up(cast, "work", 0)
    take_up(cast, "trial", 0)
    read = offered(cast, room)
    assert "Trial" in read
    cast.client("alice").post(f"{room}step/start_work_from_trial/")
    shown = only_room()
    assert (shown.phase, shown.rules) == ("work", phases.newest())
    assert "Try it first" in offered(cast, room)  # the history
    taken = [event.data["transition"] for event in Event.objects.filter(name="cooperation.moved").order_by("at", "pk")]
    assert replay(shown.lifecycle, taken) == shown.phase
    assert "Trial" not in [one.label.text for one in phases.rules(phases.newest()).phases]


def test_going_back_from_behind_the_signatures_begins_another_agreement(cast):
    cast.appoint("elio")
    add_trial(cast)
    room = to_agreement(cast)
    fill_in()
    both_ready(cast)
    sign(cast, room, "alice")
    sign(cast, room, "dina")
    cast.client("dina").post(f"{room}step/start_trial_from_agreement/")
    name = "back_to_agreement_from_trial"
    cast.client("dina").post(f"{room}step/{name}/", {f"{name}-reason": "More days."})
    shown = only_room()
    assert shown.phase == "agreement"
    assert [one.number for one in shown.agreements.all()] == [1, 2]
    assert cast.client("alice").post(f"{room}step/start_trial_from_agreement/").status_code == 302
    assert only_room().phase == "agreement"


def test_a_preview_says_what_it_changes_where_rooms_run(cast, steward):
    to_framing(cast)
    earlier = trial(order=25, entered_from=["framing"], leads_to=["agreement"], conditions=[])
    assert editing.kind_named(phases.KIND).effects({"trial": earlier}) == [
        "1 room is in the phase Framing. After its next step, what leads on from there is: "
        "Try it first, Prepare the agreement."
    ]
    write(cast, "trial", earlier)
    said = editing.kind_named(phases.KIND).effects({**editions.edited(phases.KIND), "framing": record("framing")})
    assert said == ["Nothing changes in running rooms."]
    written = record("agreement")
    del written["entered_from"]
    (line,) = editing.kind_named(phases.KIND).effects({**editions.edited(phases.KIND), "agreement": written})
    assert line == "1 room is in the phase Framing. After its next step, what leads on from there is: Try it first."


@pytest.mark.parametrize(
    ("entry", "written", "said"),
    [
        ("trial", trial(entered_from=[]), "no way leads to the phase “Trial”"),
        ("trial", trial(leads_to=[]), "no way leads on from the phase “Trial” to the end"),
        ("trial", trial(conditions=[]), "no work before the signatures: “Trial” has to ask for them"),
        ("trial", trial(conditions=[{"fact": "sunny", **both("Wait.")}]), "unknown condition, “sunny”"),
        ("trial", trial(label={"en": "Trial"}), "the translation “fr” is missing"),
        ("trial", trial(checklist=[{"en": "Choose."}]), "the translation “fr” is missing"),
        ("trial", trial(checklist=[{"fact": "signed", **both("Signed.")}]), "write {name} where the name"),
        ("trial", trial(order=40), "two phases have the same place"),
        ("trial", trial(leads_to=["nowhere"]), "nowhere"),
        ("t" * 21, trial(id="t" * 21), "at most 20 letters"),
    ],
)
def test_what_cannot_be_a_room_is_refused_by_name_and_changes_nothing(cast, entry, written, said):
    cast.appoint("elio")
    with pytest.raises(BadInput) as refusal:
        write(cast, entry, written)
    assert said in str(refusal.value)
    assert phases.newest() == 0


def test_a_refusal_is_said_in_the_words_of_the_reader(cast, steward):
    page = steward.get(page_of("work", "fr")).content.decode()
    sent = form_of(page) | {"reason": "Essai."}
    for place in range(3):
        sent |= {f"conditions_{place}_{name}": "" for name in ("fact", "fr", "en")}
    said = steward.post(page_of("work", "fr"), {**sent, "preview": "1"}).content.decode()
    assert "pas de travail avant les signatures\xa0: «\xa0Réalisation\xa0» doit les demander" in said
    assert phases.newest() == 0


def test_a_condition_without_words_says_the_usual_ones(cast, steward):
    page = steward.get(page_of("evaluation")).content.decode()
    sent = form_of(page) | {"conditions_0_fact": "transfer_planned", "reason": "Plan first.", "save": "1"}
    assert steward.post(page_of("evaluation"), sent).status_code == 302
    (condition,) = record("evaluation")["conditions"]
    assert condition["fr"] == "Dites d’abord dans le plan de transfert ce qui est transmis, ou que rien ne l’est."


def test_a_steward_can_ask_for_the_transfer_plan_before_the_agreement(cast):
    cast.appoint("elio")
    asked = [*record("agreement")["conditions"], {"fact": "transfer_planned", **both("Plan first.")}]
    write(cast, "agreement", record("agreement", conditions=asked))
    room = to_framing(cast)
    frame(cast, room)
    only_room().transfer_lines.all().delete()
    said = cast.client("alice").post(f"{room}step/prepare_agreement/", follow=True).content.decode()
    assert "Plan first." in said
    assert only_room().phase == "framing"
    TransferPlan.objects.filter(cooperation=only_room()).update(nothing=True)
    cast.client("alice").post(f"{room}step/prepare_agreement/")
    assert only_room().phase == "agreement"


def test_a_phase_added_behind_the_evaluation_keeps_its_pages_and_its_seal(cast):
    cast.appoint("elio")
    review = trial(
        id="review",
        order=55,
        entered_from=["evaluation"],
        leads_to=["autonomy"],
        conditions=[{"fact": "evaluations_open", **both("Wait for both.")}],
    )
    write(cast, "review", review)
    room = open_room(cast)
    Cooperation.objects.update(phase="work")
    cast.client("alice").post(f"{room}step/start_evaluation/")
    assert (
        "Wait for both."
        in cast.client("alice").post(f"{room}step/start_review_from_evaluation/", follow=True).content.decode()
    )
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    cast.client("alice").post(f"{room}step/start_review_from_evaluation/")
    assert only_room().phase == "review"
    assert f"{room}evaluation/" in offered(cast, room)
    assert cast.client("dina").get(f"{room}case/write/").status_code == 200
    cast.client("alice").post(f"{room}step/start_autonomy_from_review/")
    assert only_room().phase == "autonomy"
