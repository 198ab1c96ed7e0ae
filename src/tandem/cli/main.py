"""The `tandem` program: one file per command in `commands/`, found by its name."""

from __future__ import annotations

import contextlib
import io
import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tandem import __version__
from tandem.cli import commands
from tandem.cli.output import ExitCode, language_of_the_system, one_line
from tandem.cli.refusals import have_click_speak, of_the_system
from tandem.domain.errors import BadInput
from tandem.ui import catalogues


class Commands(click.Group):
    """A group whose members are the modules of a package, loaded only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"tandem.cli.commands.{cmd_name.replace('-', '_')}").command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tandem")
def program() -> None:
    """Tandem: two worlds, one road. From a need to a proven result."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 "no", 2 bad input, 3 undetermined."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _speak_utf_8()
    catalogues.compile_stale()
    language = _language(arguments)
    have_click_speak(language)
    say = catalogues.speaker(language)
    try:
        code: Any = _run(arguments)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be answered
    except BadInput as error:
        code = _refuse(error.render(say))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = ExitCode.DONE
    except click.ClickException as error:
        code = _refuse(error.format_message())
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        code = _stop_printing()
    except OSError as error:
        code = _refuse(of_the_system(error, say))
        _stop_printing()  # what is left could not be printed at the end either
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)


def _run(arguments: list[str]) -> Any:
    """What the command returns. Not `program.main`: it leaves with 1, our "no", when a pipe closes."""
    try:
        with program.make_context("tandem", list(arguments)) as context:
            return program.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code


def _speak_utf_8() -> None:
    """Print UTF-8 whatever the system's encoding; without an open stdout, print nowhere."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (it stays open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _stop_printing() -> int:
    """Nobody reads stdout any more: what is left of the answer goes nowhere, and that is no failure."""
    with contextlib.suppress(OSError, ValueError):  # a stdout that is no file has nothing to close
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.DONE


def _refuse(sentence: str) -> int:
    print(one_line(sentence), file=sys.stderr)
    return ExitCode.BAD_INPUT


def _language(arguments: list[str]) -> str:
    """The language asked for on the line, also when the error came before the options were read."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return language_of_the_system()
