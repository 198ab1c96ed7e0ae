"""The report in one language: blocks, tables and sentences, ready for any format to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.dates import format_date

from tandem.domain.survey.report.bindings import Chart as ChartBinding
from tandem.domain.survey.report.bindings import Quote, Typed, names_in
from tandem.domain.survey.report.figures import (
    ClaimFigure,
    ListFigure,
    NumberFigure,
    ShareFigure,
    TableFigure,
    TestFigure,
)
from tandem.domain.survey.report.text import Block, Bound, Piece
from tandem.survey_files.report.source import Computed
from tandem.survey_files.report.tables import Chart, Grid, Tables
from tandem.survey_files.report.voice import Voice
from tandem.ui.dates import as_written


@dataclass(frozen=True)
class Run:
    """Words in one style: plain, strong, emphasis, figure, flag. `note` is the number of the figure they print."""

    text: str
    style: str = "plain"
    note: int | None = None


@dataclass(frozen=True)
class Part:
    """A heading, paragraph or item of runs; a quote (its words, then who said them; in its own `language`);
    or one table; or one chart with its table and conclusion."""

    kind: str
    runs: tuple[Run, ...] = ()
    depth: int = 0
    grid: Grid | None = None
    chart: Chart | None = None
    language: str = ""


@dataclass(frozen=True)
class Document:
    """Everything said in one language. `words` are the headings that the format puts around it."""

    language: str
    title: str
    about: tuple[str, ...]
    flags: tuple[str, ...]
    parts: tuple[Part, ...]
    grids: tuple[Grid, ...]
    words: dict[str, str]


def write_document(computed: Computed, language: str) -> Document:
    """Say the computed report in `language`."""
    return _Writer(computed, language).document()


class _Writer:
    def __init__(self, computed: Computed, language: str) -> None:
        self.computed = computed
        self.survey = computed.survey
        self.language = language
        self.voice = Voice(language, computed.survey.decimals)
        self.tables = Tables(computed, self.voice, language)
        self.flags: list[str] = []

    def document(self) -> Document:
        _ = self.voice
        parts = [part for block in self.survey.text[self.language] if (part := self._part(block)) is not None]
        names = dict.fromkeys(name for binding in self.computed.report.figures for name in names_in(binding))
        for name in self.computed.wordings.untranslated(names, self.language):
            self.flags.append(_("the question %(question)s has no wording in this language", question=name))
        grids = (self.tables.figures(), self.tables.tests(planned=True), self.tables.tests(planned=False))
        return Document(
            self.language,
            self.survey.title[self.language],
            tuple(self._about()),
            tuple(self.flags),
            tuple(parts),
            tuple(grid for grid in grids if grid is not None),
            {
                "check": _("To check before publishing"),
                "sources": _("Where the figures come from"),
                "contents": _("Languages"),
                "text": _("Report"),
                "figures": _("Figures and tests"),
                "tables": _("Tables and charts"),
            },
        )

    def _about(self) -> Iterator[str]:
        _, material, named = self.voice, self.computed.material, self.survey.design
        if self.survey.synthetic:
            yield _("The answers of this survey are invented: they show how a report works and say nothing of anybody.")
        yield _("%(n)s people answered. Every figure is computed from their answers.", n=_.whole(material.n))
        if self.survey.source[self.language]:
            yield self.survey.source[self.language]
        if named:
            yield _(
                "Percentages, means and tests follow the weights and the design of the sample (%(columns)s); "
                "bases are people.",
                columns=", ".join(named.values()),
            )
        yield _("Intervals hold with a confidence of %(level)s.", level=_.percent(self.survey.confidence, exact=True))
        yield _("A figure about fewer than five people is not printed, nor what would let it be computed.")
        looked = self.survey.looked_at
        if looked:
            shown = as_written(format_date(looked, "long", locale=_.locale), self.language)
            yield _("The answers were first looked at on %(date)s: what was expected before is planned.", date=shown)

    def _part(self, block: Block) -> Part | None:
        bound = block.pieces[0] if block.pieces else None
        if isinstance(bound, Bound) and isinstance(bound.binding, Quote):
            return self._quote(bound.binding.name)
        if block.kind == "figure":
            return self._figure(block)
        runs = tuple(run for piece in block.pieces for run in self._runs(piece, block))
        return Part(block.kind, runs, block.depth)

    def _quote(self, name: str) -> Part | None:
        """The words and who said them; nothing where the consent to quote them has ended."""
        said = self.survey.quotes[name]
        if not said.text:
            return None
        runs = (Run(self.voice("“%(text)s”", text=said.text)), Run(f" – {said.who}" if said.who else ""))
        return Part("quote", runs, language=said.language or self.language)

    def _figure(self, block: Block) -> Part:
        bound = block.pieces[0]
        assert isinstance(bound, Bound)
        binding = self.computed.resolved[bound.binding]
        figure = self.computed.report.figures[binding]
        if isinstance(figure, TableFigure):
            return Part("table", grid=self.tables.cross(figure))
        assert isinstance(figure, ListFigure)
        if isinstance(binding, ChartBinding) and not figure.withheld:
            return Part("chart", grid=self.tables.answers(figure), chart=self.tables.chart(figure))
        return Part("table", grid=self.tables.answers(figure))

    def _runs(self, piece: Piece | Bound, block: Block) -> Iterable[Run]:
        _ = self.voice
        if isinstance(piece, Piece):
            if piece.style != "typed":
                return [Run(piece.text, piece.style)]
            self.flags.append(_("line %(line)s: %(number)s was typed by hand", line=block.line, number=piece.text))
            return [Run(piece.text, "flag"), Run(_(" [typed by hand]"), "flag")]
        if isinstance(piece.binding, Typed):
            return [Run(piece.binding.words)]
        binding = self.computed.resolved[piece.binding]
        number = self.computed.numbers[binding]
        figure = self.computed.report.figures[binding]
        if figure.withheld:
            return [Run(_("[not printed: fewer than five people]"), "figure", number)]
        if isinstance(figure, ShareFigure):
            return [Run(_.percent(figure.percent), "figure", number)]
        if isinstance(figure, NumberFigure):
            return [Run(_.number(figure.value), "figure", number)]
        if isinstance(figure, ClaimFigure):
            return self._claim(figure, piece, number)
        assert isinstance(figure, TestFigure)
        return [Run(self.tables.test_line(figure.finding), "figure", number)]

    def _claim(self, figure: ClaimFigure, piece: Bound, number: int) -> list[Run]:
        _ = self.voice
        said = f"{_.percent(figure.larger.percent)} > {_.percent(figure.smaller.percent)}"
        test = self.tables.test_line(figure.finding)
        if figure.holds:
            return [Run(f"{said} ({test})", "figure", number)]
        self.flags.append(
            _("line %(line)s: the test does not support this claim: %(claim)s", line=piece.line, claim=piece.source)
        )
        return [Run(f"{said} ({test})", "figure", number), Run(_(" [not supported by its test]"), "flag")]
