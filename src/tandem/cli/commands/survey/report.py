"""`tandem survey report`: a text with figures bound to the answers, as HTML, PDF or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import click

from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.survey_files.report.document import Document, write_document
from tandem.survey_files.report.source import compute_report
from tandem.survey_files.survey_folder import SurveyFolder, read_survey
from tandem.survey_files.xlsform import read_form

#: The module of `survey_files/report/` that writes each kind of file, loaded when it is asked for.
WRITERS = {".html": "html", ".pdf": "pdf", ".xlsx": "workbook"}


@click.command()
@click.argument("folder", metavar="SURVEY_FOLDER", type=click.Path(path_type=Path))
@click.option("--output", required=True, metavar="REPORT", type=click.Path(path_type=Path), help=".html, .pdf or .xlsx")
@click.option("--language", "languages", multiple=True, help="Of the report. Default: all of survey.toml.")
@command_options()
def command(out: Output, folder: Path, output: Path, languages: tuple[str, ...]) -> None:
    """Write the living report of SURVEY_FOLDER (survey.toml, the XLSForm, the answers)."""
    if output.suffix.lower() not in WRITERS:
        text = gettext_noop("the report can be %(kinds)s, not %(value)s")
        said = Message(text, {"kinds": tuple(WRITERS), "value": output.suffix or output.name})
        raise BadInput(said, ("--output",))
    survey = read_survey(folder)
    chosen = _languages(survey, languages)
    computed = compute_report(
        survey,
        read_form(survey.form),
        out.seed or 0,
        lambda batches, total: out.progress(batches, total, survey.answers.name),
    )
    documents = [write_document(computed, language) for language in chosen]
    for document in documents:
        for flag in document.flags:
            out.warn(f"{document.language}: {flag}")
    write: Callable[[Sequence[Document]], bytes] = import_module(
        f"tandem.survey_files.report.{WRITERS[output.suffix.lower()]}"
    ).write
    output.write_bytes(write(documents))
    findings = computed.report.findings.values()
    out.emit(
        {
            "output": str(output),
            "languages": list(chosen),
            "figures": len(computed.report.figures),
            "planned_tests": sum(finding.planned for finding in findings),
            "found_tests": sum(not finding.planned for finding in findings),
            "flags": [f"{document.language}: {flag}" for document in documents for flag in document.flags],
        }
    )


def _languages(survey: SurveyFolder, asked: tuple[str, ...]) -> tuple[str, ...]:
    for language in asked:
        if language not in survey.languages:
            text = gettext_noop("survey.toml has no text in %(language)s, it has: %(languages)s")
            raise BadInput(Message(text, {"language": language, "languages": survey.languages}), ("--language",))
    return asked or survey.languages
