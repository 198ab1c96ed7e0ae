"""What all tests share: the environment, the real files, and a harness that turns silent mistakes into failures."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.utils import translation

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

pytest_plugins = ["tests.cast"]

ROOT = Path(__file__).resolve().parent.parent


def _as_it_ships() -> Any:
    """Content that nobody edited. It does not grow old: a slow machine would ask the database for news while tests
    are still being gathered."""
    from tandem.questionnaires import editions

    return replace(editions.nothing_edited(), read_at=float("inf"))


def pytest_collection() -> None:
    """Content that names the cases of a test is read while tests are gathered: as it ships, without a database."""
    from tandem.questionnaires import editions

    editions._kept = _as_it_ships()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; without it the test is skipped, or fails when they are required."""
    folder = Path(os.environ.get("TANDEM_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        if os.environ.get("TANDEM_REQUIRE_SHARED_DATA") == "1":
            pytest.fail(f"TANDEM_SHARED_DATA does not lead to a folder: {folder}")
        pytest.skip("the real files are not here (TANDEM_SHARED_DATA)")
    return folder


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path, monkeypatch):
    """Nothing a test writes outlives it: index, files and e-mails go to its own folder, content is as it ships."""
    from tandem.questionnaires import editions

    monkeypatch.setattr(editions, "_kept", _as_it_ships())
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.UPLOADS_FOLDER = tmp_path / "files"
    from tandem.directory import notices

    notices.remember(())  # read once in a while, not once a page
    translation.activate(settings.LANGUAGE_CODE)  # a page asked for in French leaves French behind
