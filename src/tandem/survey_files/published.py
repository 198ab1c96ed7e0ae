"""A CSV of figures that somebody published: one percentage or count a row."""

from __future__ import annotations

from pathlib import Path

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.published.figures import MOST_RESPONDENTS, WHOLE_SAMPLE, Figure, Percent
from tandem.survey_files.answers import AnswerFile

REQUIRED = ("figure_id", "variable", "answer", "base", "percent")


def read_figures(path: Path) -> list[Figure]:
    """The figures of a file in their order.

    Errors: `BadInput` naming file, line and column for what is missing, stands twice or is no number.
    """
    file = AnswerFile(path)
    for name in REQUIRED:
        if name not in file.header:
            file.refuse_other_separator()
            raise BadInput(
                Message(gettext_noop("the column %(name)s is missing"), {"name": name}), (str(path), at_line(1))
            )
    figures: dict[str, Figure] = {}
    for line, row in file.numbered_rows():
        try:
            figure = _figure(dict(zip(file.header, row, strict=True)))
            if figure.id in figures:
                text = gettext_noop("the figure %(id)s stands twice")
                raise BadInput(Message(text, {"id": figure.id}))
        except BadInput as error:
            raise error.inside(str(path), at_line(line)) from None
        figures[figure.id] = figure
    return list(figures.values())


def _figure(cells: dict[str, str]) -> Figure:
    text = {name: value.strip() for name, value in cells.items()}
    for name in ("figure_id", "variable"):
        if not text[name]:
            raise BadInput(Message(gettext_noop("this field is empty")), (name,))
    count = text.get("n", "")
    if count and not (count.isascii() and count.isdigit()):
        said = gettext_noop("a number of respondents is a whole number, not “%(text)s”")
        raise BadInput(Message(said, {"text": count}), ("n",))
    if len(count.lstrip("0")) > len(str(MOST_RESPONDENTS)) or int(count or 0) > MOST_RESPONDENTS:
        said = gettext_noop("more than %(most)s respondents")
        raise BadInput(Message(said, {"most": MOST_RESPONDENTS}), ("n",))
    if not count and not text["percent"]:
        raise BadInput(Message(gettext_noop("a figure has a percent or an n")))
    try:
        percent = Percent.from_text(text["percent"]) if text["percent"] else None
    except BadInput as error:
        raise error.inside("percent") from None
    return Figure(
        text["figure_id"],
        text["variable"],
        text["answer"],
        text["base"] or WHOLE_SAMPLE,
        text.get("subgroup", ""),
        percent,
        int(count) if count else None,
    )
