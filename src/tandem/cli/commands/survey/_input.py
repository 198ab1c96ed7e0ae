"""What the commands on a file of answers share: its options, and how columns are asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tandem.cli.output import Output
from tandem.cli.reading.answers import read_sets
from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.survey_files.answers import AnswerFile, Answers, SetOfColumns


@dataclass(frozen=True)
class Source:
    """The file of answers and the sets declared beside it."""

    file: AnswerFile
    sets: dict[str, SetOfColumns]

    def columns_of(self, name: str, option: str) -> tuple[str, ...]:
        """The columns behind a question's or a set's name; `BadInput` when there is none."""
        if name in self.sets:
            return self.sets[name].columns
        return (self.file.header[self.file.place_of(name, option)],)

    def read(
        self, out: Output, questions: Iterable[str], numbers: Iterable[tuple[str, str]], most_levels: int | None = None
    ) -> Answers:
        """The columns asked for, with the progress of reading on stderr when the file is a large one."""
        name = self.file.path.name
        return self.file.read(
            questions, numbers, most_levels, lambda batches, total: out.progress(batches, total, name)
        )

    def answers_to(self, name: str, answers: Answers) -> Question | MultipleResponse:
        return self.sets[name].of(answers) if name in self.sets else answers.questions[name]


def answers_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command DATA.csv, --na and --sets, and hand it them as `source`."""

    @click.argument("data", metavar="DATA.csv", type=click.Path(path_type=Path))
    @click.option("--na", multiple=True, metavar="VALUE", help="A value that means no answer; may be repeated.")
    @click.option("--sets", type=click.Path(path_type=Path), metavar="SETS.json", help="Multi-response sets.")
    @functools.wraps(function)
    def wrapped(data: Path, na: tuple[str, ...], sets: Path | None, **rest: Any) -> Any:
        file = AnswerFile(data, na)
        return function(source=Source(file, read_sets(sets, file) if sets else {}), **rest)

    return wrapped
