"""The ways of `./tandem`: which Python it takes, what it says when there is none, what it does the second time.

Each test has a checkout of its own with an empty lock, and a PATH that holds only what the test puts there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "dirname", "cmp", "grep", "cp", "mkdir", "rm", "cat", "ls", "sed", "tr", "env", "uname")
PROGRAM = "import sys; print('program', *sys.argv[1:])\n"


class Place:
    """A checkout, and the PATH that the launcher sees."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tandem checkout"
        self.bin = folder / "bin"
        self.extra: dict[str, str] = {}
        self.bin.mkdir()
        (self.root / "requirements").mkdir(parents=True)
        (self.root / "src/tandem").mkdir(parents=True)
        shutil.copy(ROOT / "tandem", self.root / "tandem")
        (self.root / "requirements/base.txt").write_text("# nothing to install\n")
        (self.root / "src/tandem/__init__.py").write_text("")
        (self.root / "src/tandem/__main__.py").write_text(PROGRAM)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.bin / tool).symlink_to(found)

    def real_python(self, name: str) -> None:
        self.script(name, f'exec "{sys._base_executable}" "$@"')

    def old_python(self, name: str) -> None:
        """Answers like a Python before 3.11: every check of its version fails."""
        self.script(name, "exit 1")

    def script(self, name: str, body: str) -> None:
        file = self.bin / name
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)

    def hide_ensurepip(self) -> None:
        """As on Debian without python3-venv: Python is there, its way to make environments is not."""
        hidden = self.root.parent / "hidden"
        hidden.mkdir()
        (hidden / "ensurepip.py").write_text("raise ImportError('not packaged')\n")
        self.extra["PYTHONPATH"] = str(hidden)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "HOME": str(self.root.parent), **self.extra}
        return subprocess.run(
            [self.root / "tandem", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


def test_it_makes_an_environment_and_hands_over_to_the_program(place):
    place.real_python("python3")
    done = place.run("demo", "--port", "1")
    assert done.stdout == "program demo --port 1\n", done.stderr
    assert "Installing the packages" in done.stderr


def test_an_old_python_first_on_the_path_is_passed_over(place):
    place.old_python("python3")
    place.real_python("python3.12")
    assert place.run("match").stdout == "program match\n"


def test_without_ensurepip_it_names_the_one_command_of_this_system(place):
    place.real_python("python3")
    place.hide_ensurepip()
    place.script("apt-get", "exit 1")
    done = place.run("demo")
    assert done.returncode == 2
    assert "sudo apt install python3-venv" in done.stderr
    assert done.stdout == ""


def test_with_only_an_old_python_it_names_a_newer_one(place):
    place.old_python("python3")
    place.script("apt-get", "exit 1")
    assert "sudo apt install python3.11-venv" in place.run("demo").stderr


@pytest.mark.parametrize(
    ("manager", "command"), [("dnf", "sudo dnf install python3.12"), ("brew", "brew install python@3.12")]
)
def test_each_system_gets_its_own_command(place, manager, command):
    place.script(manager, "exit 1")
    assert command in place.run("demo").stderr


def test_uv_on_the_path_serves_where_ensurepip_is_hidden(place):
    place.hide_ensurepip()
    place.script(
        "uv",
        f'case "$1 $2" in "venv --quiet") exec "{sys._base_executable}" -m venv --without-pip "$5";;'
        ' "pip install") exit 0;; esac; exit 1',
    )
    assert place.run("match").stdout == "program match\n"


def test_a_second_start_installs_nothing(place):
    place.real_python("python3")
    place.run("demo")
    (place.bin / "python3").unlink()
    done = place.run("demo")
    assert done.stdout == "program demo\n"
    assert "Installing" not in done.stderr


def test_a_changed_lock_is_installed_again(place):
    place.real_python("python3")
    place.run("demo")
    (place.root / "requirements/base.txt").write_text("# another nothing\n")
    assert "Installing" in place.run("demo").stderr


def test_an_installation_that_was_interrupted_is_finished(place):
    place.real_python("python3")
    place.run("demo")
    (place.root / ".venv/locked/base.txt").unlink()
    assert place.run("demo").stdout == "program demo\n"


def test_an_environment_whose_python_is_gone_is_made_anew(place):
    place.real_python("python3")
    place.run("demo")
    python = place.root / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert place.run("demo").stdout == "program demo\n"


def test_an_unknown_extra_names_the_known_ones(place):
    (place.root / "requirements/numba.txt").write_text("")
    done = place.run("install", "nothing")
    assert done.returncode == 2
    assert "numba" in done.stderr


def test_it_works_from_another_folder_and_through_a_link(place, tmp_path):
    place.real_python("python3")
    link = tmp_path / "elsewhere"
    link.symlink_to(place.root)
    done = subprocess.run(
        [link / "tandem", "match"],
        cwd="/",
        env={**os.environ, "PATH": str(place.bin)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "program match\n", done.stderr


def test_without_uv_it_leaves_out_what_nothing_here_needs(place):
    place.real_python("python3")
    place.run()
    installed = [file.name for file in (place.root / ".venv").glob("lib/python3*/site-packages/*")]
    assert "pip" in installed
    assert "setuptools" not in installed
