"""What the operating system and click refuse, in the language of the answer."""

from __future__ import annotations

import errno
import gettext as standard
import os
from collections.abc import Callable
from gettext import ngettext
from pathlib import Path

from tandem.domain.messages import gettext_noop

_OF_THE_SYSTEM = {
    errno.ENOENT: gettext_noop("there is no such file or folder"),
    errno.EISDIR: gettext_noop("this is a folder, and a file is expected"),
    errno.ENOTDIR: gettext_noop("a part of this path is a file, not a folder"),
    errno.EACCES: gettext_noop("the permission to open this is missing"),
    errno.EPERM: gettext_noop("the permission to open this is missing"),
    errno.EEXIST: gettext_noop("this exists already"),
    errno.ENOSPC: gettext_noop("there is no room left on this disk"),
    errno.EROFS: gettext_noop("nothing can be written on this disk"),
    errno.ENAMETOOLONG: gettext_noop("this name is too long"),
}


def of_the_system(error: OSError, gettext: Callable[[str], str]) -> str:
    """The file and what is wrong with it, in one line."""
    said = gettext(_OF_THE_SYSTEM[error.errno]) if error.errno in _OF_THE_SYSTEM else error.strerror
    return ": ".join(str(part) for part in (error.filename, said) if part)


def have_click_speak(language: str) -> None:
    """click takes its sentences from the standard gettext: here from the catalogue of this room."""
    standard.bindtextdomain("django", str(Path(__file__).parent / "locale"))
    standard.textdomain("django")
    os.environ["LANGUAGE"] = language


def sentences_of_click() -> tuple[str, ...]:
    """Those that a wrong line of arguments gets, for the catalogue."""
    return (
        gettext_noop("Invalid value: {message}"),
        gettext_noop("Invalid value for {param_hint}: {message}"),
        gettext_noop("Missing argument"),
        gettext_noop("Missing option"),
        gettext_noop("Missing command."),
        gettext_noop("No such option {name!r}."),
        gettext_noop("No such command {name!r}."),
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
        gettext_noop("Choose from:\n\t{choices}"),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
        ngettext("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}.", 1),
        gettext_noop("{value!r} is not a valid {number_type}."),
        gettext_noop("{value} is not in the range {range}."),
        gettext_noop("Option {name!r} does not take a value."),
        ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    )
