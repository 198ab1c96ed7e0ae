"""Events, those who listen to them, and the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from tandem.domain.errors import BadInput
from tandem.journal import registry
from tandem.journal.actions import declare_purpose, record, run_due_jobs
from tandem.journal.models import Event
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def listeners(monkeypatch):
    """A registry of this test alone."""
    from collections import defaultdict

    monkeypatch.setattr(registry, "_handlers", defaultdict(list))
    monkeypatch.setattr(registry, "_jobs", {})


def test_an_event_is_told_to_those_who_listen_to_its_name_only(alice, listeners):
    heard = []
    registry.on("tea.made")(lambda event: heard.append(event.name))
    record("tea.made", alice, actor=alice, at=NOON)
    record("tea.drunk", alice, actor=alice, at=NOON)
    assert heard == ["tea.made"]


def test_what_a_listener_cannot_do_undoes_the_event_too(alice, listeners):
    def fail(event):
        raise RuntimeError("no")

    registry.on("tea.made")(fail)
    with pytest.raises(RuntimeError):
        record("tea.made", alice, actor=alice, at=NOON)
    assert not Event.objects.exists()


def test_the_history_of_a_thing_is_its_own_and_in_order(alice, dina):
    for name in ("one", "two"):
        record(name, alice, actor=alice, at=NOON)
    record("other", dina, actor=dina, at=NOON)
    assert [event.name for event in history(alice)] == ["one", "two"]


def test_an_event_outlives_its_actor_without_naming_them(cast):
    record("tea.made", cast.association, actor=cast.elio, at=NOON)
    cast.elio.delete()
    assert history(cast.association).get(name="tea.made").actor is None


def test_a_job_runs_once_per_period(listeners):
    runs = []
    registry.periodically("sweep", every=timedelta(hours=1))(runs.append)
    for minutes in (0, 30, 59, 60, 61, 125):
        run_due_jobs(NOON + timedelta(minutes=minutes))
    assert runs == [NOON, NOON + timedelta(minutes=60), NOON + timedelta(minutes=125)]


def test_the_purpose_of_a_database_is_said_once():
    declare_purpose(demonstration=True, at=NOON)
    declare_purpose(demonstration=True, at=NOON)
    with pytest.raises(BadInput, match="never become a real place"):
        declare_purpose(demonstration=False, at=NOON)
