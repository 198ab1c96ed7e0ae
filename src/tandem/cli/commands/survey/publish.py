"""`tandem survey publish`: anonymised answers as open data."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.disclosure import FEWEST
from tandem.survey_files.answers import AnswerFile
from tandem.survey_files.open_data.content import anonymised
from tandem.survey_files.open_data.folder import open_survey, write_open_data
from tandem.survey_files.open_data.spss import can_write
from tandem.survey_files.survey_folder import read_survey
from tandem.survey_files.xlsform import read_form


@click.command()
@click.argument("folder", metavar="SURVEY_FOLDER", type=click.Path(path_type=Path))
@click.option("--identifying", multiple=True, metavar="QUESTION", help="What an acquaintance knows; repeat it.")
@click.option("--k", type=click.IntRange(2), default=FEWEST, show_default=True, help="Nobody stands among fewer.")
@click.option("--number", "numbers", multiple=True, metavar="COLUMN", help="A column of numbers to publish; repeat it.")
@click.option("--creator", required=True, metavar="NAME", help="Who is cited.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, metavar="SPDX")
@click.option("--output", required=True, metavar="FOLDER", type=click.Path(path_type=Path))
@command_options()
def command(
    out: Output,
    folder: Path,
    identifying: tuple[str, ...],
    k: int,
    numbers: tuple[str, ...],
    creator: str,
    licence: str,
    output: Path,
) -> None:
    """Write the anonymised answers of SURVEY_FOLDER: CSV with CSVW metadata, a DDI codebook, an SPSS file."""
    if not re.fullmatch(r"[A-Za-z0-9.+-]+", licence):
        text = gettext_noop("a licence is an SPDX name such as CC-BY-4.0, not “%(value)s”")
        raise BadInput(Message(text, {"value": licence}), ("--licence",))
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise BadInput(Message(gettext_noop("the folder has to be new or empty")), (str(output),))
    survey = read_survey(folder)
    opened = open_survey(survey, read_form(survey.form), numbers, creator, licence)
    try:
        safe = anonymised(opened, identifying, k)
    except BadInput as error:
        raise error.inside("--identifying") from None
    written = write_open_data(safe, output)
    if not can_write():
        out.warn(Message(gettext_noop("no SPSS file was written: ./tandem install spss adds what it needs")))
    if not identifying:
        out.warn(Message(gettext_noop("no question was named as identifying: nothing was blanked")))
    published = {variable.name.split("/")[0] for variable in safe.variables} | set(survey.design.values())
    left_out = [column for column in AnswerFile(survey.answers).header if column not in published]
    out.emit(
        {
            "output": str(output),
            "files": written,
            "respondents": safe.n,
            "blanked": safe.blanked,
            "k": safe.k,
            "left_out": left_out,
        }
    )
