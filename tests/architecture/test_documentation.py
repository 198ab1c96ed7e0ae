"""What the documentation promises, held against the code."""

import re
import tomllib
from pathlib import Path

import pytest

from tandem.cli.main import program

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_is_documented():
    documented = read("docs/command-line.md")
    missing = [name for name in program.list_commands(None) if f"`{name}" not in documented]
    assert missing == []


def test_every_documented_command_exists():
    known = {*program.list_commands(None), "install"}
    named = set(re.findall(r"^\| `([a-z-]+)", read("docs/command-line.md"), re.MULTILINE))
    assert named <= known


def test_every_subcommand_is_documented():
    documented = read("docs/command-line.md")
    for name in program.list_commands(None):
        command = program.get_command(None, name)
        for part in getattr(command, "commands", {}):
            assert part in documented, f"{name} {part}"


def test_every_setting_is_documented():
    used: set[str] = set()
    for source in [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        used |= set(re.findall(r"\b(TANDEM_[A-Z_]*[A-Z])\b(?!_)", source.read_text(encoding="utf-8")))
    documented = set(re.findall(r"`(TANDEM_[A-Z_]+)`", read("docs/settings.md")))
    assert used - documented == set()
    assert documented - used == set()


def test_every_room_has_its_sentence_on_the_map_in_the_order_of_the_import_rules():
    layers = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [room.strip() for layer in layers for room in layer.split("|") if not room.strip().startswith("(")]
    built = re.findall(r"^\| `(\w+)` \|", read("docs/map.md"), re.MULTILINE)
    assert [room for room in built if room in order] == order


def test_every_room_that_exists_is_on_the_map():
    rooms = {path.parent.name for path in (ROOT / "src/tandem").glob("*/__init__.py")}
    built = set(re.findall(r"^\| `(\w+)` \|", read("docs/map.md"), re.MULTILINE))
    assert rooms == built


@pytest.mark.parametrize(
    "page", sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_every_link_between_pages_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", read(page)):
        assert ((ROOT / page).parent / target).exists(), target


def test_the_first_screen_of_the_readme_holds_both_commands_and_a_picture():
    first = "\n".join(read("README.md").splitlines()[:25])
    assert "./tandem demo" in first
    assert "./tandem test" in first
    assert "](docs/pictures/" in first
