"""The `tandem` program: one file per command in `commands/`, found by its name."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from typing import Any

import click

from tandem import __version__
from tandem.cli import commands
from tandem.cli.output import ExitCode, language_of_the_system, one_line
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
    catalogues.compile_stale()
    try:
        code: Any = program.main(arguments, prog_name="tandem", standalone_mode=False)
    except BadInput as error:
        code = _refuse(": ".join((*error.place, error.message.render(_gettext(arguments)))))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = ExitCode.DONE
    except click.ClickException as error:
        code = _refuse(error.format_message())
    except click.exceptions.Abort:
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    except OSError as error:
        code = _refuse(": ".join(str(part) for part in (error.filename, error.strerror) if part))
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)


def _refuse(sentence: str) -> int:
    print(one_line(sentence), file=sys.stderr)
    return ExitCode.BAD_INPUT


def _gettext(arguments: list[str]) -> Any:
    """The language asked for on the line, also when the error came before the options were read."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return catalogues.speaker(arguments[place + 1])
        if argument.startswith("--lang="):
            return catalogues.speaker(argument.removeprefix("--lang="))
    return catalogues.speaker(language_of_the_system())
