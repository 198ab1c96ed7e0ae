"""The `tandem` program run in this process, as a terminal would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tandem.cli.main import main


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def tandem(capsys, monkeypatch):
    """Run `tandem ARGUMENTS…` in English unless the arguments say otherwise."""
    monkeypatch.setenv("LC_ALL", "en")

    def run(*arguments: object) -> Answer:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Answer(left.value.code, printed.out, printed.err)

    return run
