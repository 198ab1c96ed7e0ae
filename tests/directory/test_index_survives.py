"""The index loses nothing: killed between two steps, written by two at once, damaged, or read while it is replaced."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import transaction
from tests.factories import OrganisationFactory

from tandem.directory import search
from tandem.directory.models import IndexChange, Organisation
from tandem.directory.search import writing


@pytest.fixture
def indexed(db):
    rows = OrganisationFactory.create_batch(3)
    search.rebuild()
    return rows


def due(rows, name):
    Organisation.objects.filter(pk__in=[one.pk for one in rows]).update(name=name)
    search.changed("organisation", [one.pk for one in rows])


def test_a_change_that_is_rolled_back_leaves_no_trace(indexed):
    with pytest.raises(RuntimeError), transaction.atomic():
        due(indexed, "Never")
        raise RuntimeError
    assert not IndexChange.objects.exists()


def test_indexing_starts_once_when_the_change_is_committed(indexed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as started:
        due(indexed[:1], "Heron")
        due(indexed[1:], "Heron")
    assert len(started) == 1
    assert search.find("organisation", "heron").total == 3


def test_an_indexer_killed_after_its_commit_does_the_same_again(indexed, monkeypatch):
    due(indexed, "Heron")
    commit = writing._replace

    def commit_and_die(*arguments):
        commit(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_replace", commit_and_die)
    with pytest.raises(KeyboardInterrupt):
        search.index_changes()
    monkeypatch.setattr(writing, "_replace", commit)
    assert IndexChange.objects.count() == 3
    search.index_changes()
    assert search.find("organisation", "heron").total == search.find("organisation").total == 3


def test_an_indexer_killed_before_its_commit_loses_nothing(indexed, monkeypatch):
    due(indexed, "Heron")
    document = writing.document

    def die(entry):
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "document", die)
    with pytest.raises(KeyboardInterrupt):
        search.index_changes()
    assert search.find("organisation").total == 3
    monkeypatch.setattr(writing, "document", document)
    search.index_changes()
    assert search.find("organisation", "heron").total == 3


def test_a_killed_rebuild_leaves_the_index_in_use_and_its_remains_are_cleared(indexed, monkeypatch, settings):
    monkeypatch.setattr(writing, "_switch", lambda made: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        search.rebuild()
    assert search.find("organisation").total == 3
    monkeypatch.undo()
    search.rebuild()
    search.rebuild()
    assert len([one for one in settings.INDEX_FOLDER.iterdir() if one.is_dir()]) == 2


def test_only_one_writes_and_the_other_gives_up_politely(indexed):
    with writing.only_writer(), pytest.raises(search.Busy):
        search.index_changes(patience=0.1)


def test_a_writer_that_waits_a_little_gets_its_turn(indexed):
    due(indexed, "Heron")
    held = threading.Event()

    def hold():
        with writing.only_writer():
            held.set()
            threading.Event().wait(0.3)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    assert search.index_changes(patience=5) == 3
    other.join()


def test_the_lock_of_a_killed_writer_is_free(indexed, settings):
    program = (
        "import fcntl, sys, time\n"
        f"lock = open({str(settings.INDEX_FOLDER / 'lock')!r}, 'a')\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\nprint('held', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "held\n"
        with pytest.raises(search.Busy):
            search.index_changes(patience=0.1)
        os.kill(writer.pid, signal.SIGKILL)
    assert search.rebuild(patience=5)["organisation"] == 3


def test_a_damaged_index_counts_as_none_and_is_built_again(indexed):
    (writing.current() / "organisation" / "meta.json").write_text("{")
    with pytest.raises(search.IndexMissing):
        search.find("organisation")
    due(indexed, "Heron")
    search.index_changes()
    assert search.find("organisation", "heron").total == 3


def test_the_task_is_quiet_when_another_process_writes(indexed, monkeypatch):
    from tandem.directory import tasks

    monkeypatch.setattr(writing, "PATIENCE", 0.05)
    due(indexed, "Heron")
    with writing.only_writer():
        assert tasks.index_changes.call() == 0
    assert IndexChange.objects.count() == 3
