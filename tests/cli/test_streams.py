"""Where the program prints: pipes that close, full disks, terminals with other encodings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments, environment=(), **streams):
    """The program in a process of its own, as a shell starts it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "tandem", *arguments],
        env={**clean, "LC_ALL": "en", **dict(environment), "PYTHONPATH": str(ROOT / "src")},
        **{"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "check": False, **streams},
    )


@pytest.fixture
def closed_pipe():
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize(
    "arguments", [("diagnose", "--questions"), ("competences", "list", "--framework", "digcomp-3.0"), ("--help",)]
)
def test_a_reader_who_had_enough_is_no_error(closed_pipe, arguments):
    answer = run(*arguments, stdout=closed_pipe)
    assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("diagnose", "--questions"), ("competences", "search", "zzzz")])
def test_a_full_disk_is_said_in_one_line(arguments):
    with Path("/dev/full").open("wb") as full:
        answer = run(*arguments, stdout=full)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-1] == b"there is no room left on this disk"
    assert b"Traceback" not in answer.stderr and b"Exception ignored" not in answer.stderr


def test_without_an_open_stdout_nothing_is_printed():
    answer = run("diagnose", "--questions", preexec_fn=lambda: os.close(1))
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_the_answer_is_utf_8_whatever_the_system_speaks():
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items()
    words = ("competences", "search", "mots de passe", "--lang", "fr")
    answer = run(*words, environment=ascii_only, stdout=subprocess.PIPE)
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert not answer.stdout.isascii()
    assert json.loads(answer.stdout.decode("utf-8"))
