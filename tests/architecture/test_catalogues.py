"""Every sentence of every room has its French, written with care for all who read it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tandem.ui.catalogues import ROOMS, sources

WITH_WORDS = sorted(room.name for room in ROOMS.iterdir() if (room / "locale").is_dir())
LANGUAGE = "fr"
NO_BREAK_SPACE = "[\u00a0\u202f]"


@pytest.fixture(scope="session")
def xgettext() -> str:
    found = shutil.which("xgettext")
    if found is None:
        pytest.fail("xgettext reads the sentences out of the code: install Debian's package gettext")
    return found


@pytest.fixture(scope="session")
def spoken(xgettext, tmp_path_factory) -> Path:
    """A copy of the rooms without their catalogues, each with the sentences that its code and templates hold."""
    copy = tmp_path_factory.mktemp("rooms")
    for room in WITH_WORDS:
        shutil.copytree(ROOMS / room, copy / room, ignore=shutil.ignore_patterns("*.mo", "*.po", "__pycache__"))
        (copy / room / "locale").mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "-P", "-m", "django", "makemessages", "-l", LANGUAGE, "--no-location", "--no-wrap"],
            cwd=copy / room,
            env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            check=True,
            capture_output=True,
        )
    return copy


def entries(catalogue: Path) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """The sentences of a catalogue with their translations, those that a person still has to look at left out."""
    if not catalogue.exists():
        return {}
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file) if message.id and not message.fuzzy]
    return {
        (_forms(message.id)[0], message.context): message.string
        if isinstance(message.string, tuple)
        else (message.string or "",)
        for message in messages
    }


def _forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    """A sentence, and its plural where it has one."""
    return (words,) if isinstance(words, str) else tuple(words)


def french_of(room: str) -> Path:
    return ROOMS / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("room", WITH_WORDS)
def test_every_sentence_has_its_french(room, spoken):
    said = entries(spoken / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po")
    translated = {sentence for sentence, french in entries(french_of(room)).items() if all(french)}
    assert sorted(sentence for sentence, _context in set(said) - translated) == []


def test_every_room_that_speaks_has_a_catalogue():
    speaks = re.compile(r"\b(gettext\w*|ngettext\w*|pgettext\w*)\b|{% (blocktrans|trans)")
    silent = [
        room.name
        for room in ROOMS.iterdir()
        if room.is_dir()
        and room.name not in WITH_WORDS
        and any(speaks.search(file.read_text("utf-8")) for file in room.rglob("*") if file.suffix in {".py", ".html"})
    ]
    assert silent == []


def all_french() -> list[tuple[str, str]]:
    return [
        (source.relative_to(ROOMS).parts[0], text)
        for source in sources()
        if source.parts[-3] == LANGUAGE
        for texts in entries(source).values()
        for text in texts
    ]


def test_no_french_word_is_cut_by_a_point_or_a_bracket_to_include_everybody():
    """Sentences are turned so that they speak to all; readers and screen readers stumble over cut words."""
    cut = re.compile(r"\w·\w|(?<=\w)(?<!http)\((e|s|es|ne|ve|trice|rice)\)", re.IGNORECASE)
    assert [(room, text) for room, text in all_french() if cut.search(text)] == []


def test_french_punctuation_stays_with_its_word():
    alone = re.compile(rf" [;:?!»]|«(?!{NO_BREAK_SPACE})")
    assert [(room, text) for room, text in all_french() if alone.search(text)] == []


def test_french_apostrophes_are_curved():
    straight = re.compile(r"[^\W\d_]'[^\W\d_]")
    assert [(room, text) for room, text in all_french() if straight.search(text)] == []


def test_a_translation_keeps_what_is_filled_in_later():
    hole = re.compile(r"%\(\w+\)|{\w+}")
    lost = []
    for room in WITH_WORDS:
        with french_of(room).open("rb") as file:
            messages = [message for message in read_po(file) if message.id and not message.fuzzy]
        for message in messages:
            english, french = _forms(message.id), _forms(message.string)
            there = set(hole.findall(" ".join(english)))
            for text in filter(None, french):
                held = set(hole.findall(text))
                if held - there or (len(french) == 1 and there - held):
                    lost.append((room, english[0]))
    assert lost == []
