"""How far each language beside French and English has come, and that its catalogues keep what sentences hold."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tandem.ui import languages, translating
from tandem.ui.catalogues import FINISHED, ROOMS

#: The rooms in which a language is finished. Elsewhere it has begun, and pages say so.
COMPLETE = {
    "pt": (
        "accounts",
        "cli",
        "competences",
        "config",
        "cooperation",
        "diagnosis",
        "directory",
        "domain",
        "guide",
        "journal",
        "matching",
        "observatory",
        "questionnaires",
        "survey_files",
        "ui",
    ),
}
OTHERS = [code for code in languages.codes() if code not in ("fr", languages.SOURCE)]
HOLE = re.compile(r"%\(\w+\)\w|{\w+}")


@pytest.mark.parametrize(("language", "room"), [(code, room) for code, rooms in COMPLETE.items() for room in rooms])
def test_a_room_said_to_be_finished_in_a_language_speaks_it(language, room):
    """A few new sentences may wait for their translator: they stand in English until then."""
    said = next(row for row in translating.progress(language) if row["room"] == room)
    assert said["there"] >= FINISHED * said["sentences"], (
        f"write them in src/tandem/{room}/locale/{language}, beside the French; you do not speak it? "
        f"Leave them to a translator once fewer than one in ten are missing: {translating.missing(language, room)}"
    )


@pytest.mark.parametrize("language", COMPLETE)
def test_e_mails_are_written_in_a_finished_language_also_those_of_unfinished_rooms(language):
    said = {(room, sentence) for room in translating.rooms() for sentence in sentences_of_e_mails(room)}
    lacking = {(room, sentence) for room, sentence in said if sentence in translating.missing(language, room)}
    assert len(lacking) <= (1 - FINISHED) * len(said), lacking


def sentences_of_e_mails(room: str) -> list[str]:
    folder = ROOMS / room / "templates"
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.txt") if "mail" in str(path.relative_to(ROOMS)))
    alone = re.findall(r'{% translate "([^"]*)"', text)
    filled = re.findall(r"{% blocktranslate.*?%}(.*?){% (?:plural|endblocktranslate)", text, re.DOTALL)
    return alone + [re.sub(r"{{ (\w+) }}", r"%(\1)s", sentence) for sentence in filled]


def test_the_e_mails_are_found():
    assert "Why this e-mail: you answer for %(receiver)s on Tandem." in sentences_of_e_mails("matching")


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_what_is_filled_in_later(language):
    changed = [
        (path.parts[-5], message.id)
        for path in catalogues(language)
        for message in messages(path)
        if HOLE.search(str(message.id)) and any(held(text) not in english(message) for text in strings(message))
    ]
    assert changed == []


def test_a_translator_finds_what_is_missing_and_gets_files_to_fill(tmp_path, monkeypatch):
    monkeypatch.setattr(translating, "catalogue_file", catalogue_in(tmp_path, translating.catalogue_file))
    assert "Sign in" in translating.missing("nl", "ui")
    translating.prepare("nl")
    written = tmp_path / "ui.nl.po"
    written.write_text(
        written.read_text("utf-8").replace('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Inloggen"')
    )
    translating.prepare("nl")  # again keeps what is there
    assert "Sign in" not in translating.missing("nl", "ui")
    assert next(row for row in translating.progress("nl") if row["room"] == "ui")["there"] == 1


def catalogue_in(folder: Path, real):
    return lambda language, room: real(language, room) if language == "fr" else folder / f"{room}.{language}.po"


def catalogues(language: str) -> list[Path]:
    return sorted(ROOMS.glob(f"*/locale/{language}/LC_MESSAGES/django.po"))


def messages(path: Path) -> list:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def strings(message) -> list[str]:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [text for text in texts if text]


def english(message) -> list[set[str]]:
    """What each English form of a sentence holds: one thing may have another name than several."""
    return [held(form) for form in ([message.id] if isinstance(message.id, str) else message.id)]


def held(words: str) -> set[str]:
    return set(HOLE.findall(words))
