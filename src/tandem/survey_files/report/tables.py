"""Every table of the report as cells that hold both the words to print and the number behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from babel.dates import format_date

from tandem.domain.survey.disclosure import FEWEST
from tandem.domain.survey.kinds_of_test import INDEPENDENCE, ORDER, TREND, Test
from tandem.domain.survey.report.bindings import Base, Claim, Share, TestOf, Where
from tandem.domain.survey.report.figures import (
    ClaimFigure,
    Figure,
    ListFigure,
    NumberFigure,
    ShareFigure,
    TableFigure,
    TestFigure,
)
from tandem.domain.survey.report.material import Bases
from tandem.domain.survey.report.testing import Finding
from tandem.survey_files.report.source import Computed
from tandem.survey_files.report.voice import Voice
from tandem.ui.dates import as_written


@dataclass(frozen=True)
class Cell:
    """`text` for people, `value` for machines (None: none, or not printed). `kind`: text, percent, count, number, p.

    `people` is the count that the text of a cross-table's cell holds beside its percent.
    """

    text: str
    value: float | None = None
    kind: str = "text"
    people: int | None = None


@dataclass(frozen=True)
class Grid:
    """A table: the first column of a row is its header. `notes` state base, wording, test."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    percent: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Chart:
    """Bars of 0-100 with their intervals, and what one can conclude."""

    title: str
    bars: tuple[Bar, ...]
    conclusion: str


class Tables:
    """The tables of one report in one language."""

    def __init__(self, computed: Computed, voice: Voice, language: str) -> None:
        self.computed = computed
        self.voice = voice
        self.language = language

    # What things are called

    def question(self, name: str) -> str:
        return self.computed.wordings.question(name, self.language)

    def level(self, question: str, level: str) -> str:
        return self.computed.wordings.level(question, level, self.language)

    def quoted(self, text: str) -> str:
        _ = self.voice
        return _("“%(text)s”", text=text)

    def levels(self, share: Share) -> str:
        return " + ".join(self.quoted(self.level(share.question, level)) for level in share.levels)

    def where(self, where: Where) -> str:
        """The condition in words, empty when there is none."""
        _ = self.voice
        said = []
        for one in where:
            levels = " + ".join(self.quoted(self.level(one.question, level)) for level in one.levels)
            question = self.quoted(self.question(one.question))
            if one.negated:
                said.append(_("%(question)s is not %(answers)s", question=question, answers=levels))
            else:
                said.append(_("%(question)s is %(answers)s", question=question, answers=levels))
        return _("among those for whom %(conditions)s", conditions=_(" and ").join(said)) if said else ""

    def base(self, bases: Bases) -> str:
        """The base with its name, under a table."""
        return self.voice("Base: %(base)s", base=self.answered(bases))

    def answered(self, bases: Bases) -> str:
        """The base in a column that is called so."""
        _ = self.voice
        if 0 < bases.answered < FEWEST:
            return _("fewer than five people, nothing is printed")
        said = _("%(n)s answered of %(asked)s", n=_.whole(bases.answered), asked=_.whole(bases.asked))
        if bases.weighted is not None:
            said += _(
                "; weighted %(weighted)s, effective %(effective)s",
                weighted=_.number(bases.weighted),
                effective=_.number(bases.effective),
            )
        return said

    # Tests

    def test_line(self, finding: Finding) -> str:
        """One test in one line: name, statistic, p, strength, and p in its family."""
        _, test = self.voice, finding.test
        if test.p is None:
            return _("no test: there is nothing to compare")
        said = [f"{self.method(test)}, {_.p(test.p)}"]
        if test.cramers_v is not None:
            said.append(_("Cramér’s V = %(v)s", v=_.number(test.cramers_v, 2)))
        if test.gamma is not None and test.tau_b is not None:
            said.append(
                _("gamma = %(gamma)s, tau-b = %(tau)s", gamma=_.number(test.gamma, 2), tau=_.number(test.tau_b, 2))
            )
        if test.correlation is not None:
            rising = _("rising") if test.correlation > 0 else _("falling")
            said.append(_("%(direction)s, r = %(r)s", direction=rising, r=_.number(test.correlation, 2)))
        adjusted = _.p(finding.p_adjusted) if finding.p_adjusted is not None else "–"
        if finding.planned:
            said.append(_("planned, %(p)s after Holm for %(n)s tests", p=adjusted, n=finding.family))
        else:
            said.append(_("found, %(p)s after Benjamini-Hochberg for %(n)s tests", p=adjusted, n=finding.family))
        return _("; ").join(said)

    def method(self, test: Test) -> str:
        _ = self.voice
        values = {
            "x": _.number(test.statistic, 2),
            "df": _.number(test.df),
            "df2": _.number(test.df2),
        }
        if test.method == "pearson":
            return _("Pearson’s χ² = %(x)s, df = %(df)s", **values)
        if test.method == "rao_scott":
            return _("Rao-Scott F = %(x)s, df = %(df)s and %(df2)s", **values)
        if test.method == "mcnemar":
            return _("McNemar’s χ² = %(x)s, df = %(df)s", **values)
        if test.method == "mcnemar_exact":
            return _("McNemar’s exact test")
        if test.method == "kendall":
            return _("Kendall’s z = %(x)s", **values)
        if test.method == "cochran_armitage":
            return _("Cochran-Armitage χ² = %(x)s, df = %(df)s", **values)
        if test.method == "linear_by_linear":
            return _("linear-by-linear χ² = %(x)s, df = %(df)s", **values)
        if test.method == "slope":
            return _("slope by the design, t = %(x)s, df = %(df2)s", **values)
        if test.method == "paired_t":
            return _("weighted paired t = %(x)s, df = %(df2)s", **values)
        return _("Fisher’s exact test")

    def asked(self, asked: TestOf | Claim) -> str:
        _ = self.voice
        if isinstance(asked, Claim):
            said = _(
                "%(larger)s more often than %(smaller)s",
                larger=self.share(asked.larger),
                smaller=self.share(asked.smaller),
            )
            return " ".join(filter(None, (said, self.where(asked.base))))
        values = {
            "rows": self.quoted(self.question(asked.rows)),
            "columns": self.quoted(self.question(asked.columns)),
        }
        if asked.kind == INDEPENDENCE:
            said = _("%(rows)s by %(columns)s", **values)
        elif asked.kind == ORDER:
            said = _("%(rows)s rising with %(columns)s", **values)
        elif asked.kind == TREND:
            said = _("trend of %(rows)s along %(columns)s", **values)
        else:
            said = _("change from %(rows)s to %(columns)s, the same people", **values)
        return " ".join(filter(None, (said, self.where(asked.where))))

    def share(self, share: Share) -> str:
        _ = self.voice
        said = _(
            "%(answers)s to %(question)s",
            answers=self.levels(share),
            question=self.quoted(self.question(share.question)),
        )
        return " ".join(filter(None, (said, self.where(share.where))))

    def tests(self, planned: bool) -> Grid | None:
        """The family of planned or of found tests; None when it is empty."""
        _ = self.voice
        findings = [one for one in self.computed.report.findings.values() if one.planned == planned]
        if not findings:
            return None
        rows = []
        for one in findings:
            hypothesis = one.hypothesis
            words = hypothesis.words.get(self.language, "") if hypothesis else ""
            asked = self.asked(one.asked)
            dated = (
                as_written(format_date(hypothesis.dated, "medium", locale=_.locale), self.language)
                if hypothesis
                else ""
            )
            rows.append(
                (
                    Cell(_("%(words)s: %(asked)s", words=words, asked=asked) if words else asked),
                    Cell(dated),
                    Cell(self.method(one.test) if one.test.p is not None else _("nothing to test")),
                    Cell(_("not printed"))
                    if 0 < one.test.n < FEWEST
                    else Cell(_.whole(one.test.n), one.test.n, "count"),
                    Cell("–" if one.test.p is None else _.p(one.test.p), one.test.p, "p"),
                    Cell("–" if one.p_adjusted is None else _.p(one.p_adjusted), one.p_adjusted, "p"),
                )
            )
        size = findings[0].family
        if planned:
            caption = _("Planned hypotheses, written before looking: %(n)s tests", n=size)
            note = _("Adjusted by Holm’s method for a family of %(n)s tests.", n=size)
        else:
            caption = _("Found on the way, not planned: %(n)s tests", n=size)
            note = _("Adjusted by Benjamini and Hochberg’s method for a family of %(n)s tests.", n=size)
        notes = [note, *dict.fromkeys(_.message(said) for one in findings for said in one.test.warnings)]
        header = (_("What is compared"), _("Written on"), _("Test"), _("Base"), "p", _("Adjusted p"))
        return Grid("planned" if planned else "found", caption, header, tuple(rows), tuple(notes))

    # Figures

    def figures(self) -> Grid | None:
        """Every number in the text with what it is, its base and its test."""
        _ = self.voice
        rows = []
        for binding, figure in self.computed.report.figures.items():
            if isinstance(figure, ListFigure | TableFigure):
                continue
            number = self.computed.numbers[binding]
            rows.append((Cell(str(number), number, "count"), *self._said(figure)))
        if not rows:
            return None
        header = (_("No."), _("Figure"), _("What it is, in the words of the questionnaire"), _("Base"), _("How sure"))
        return Grid("figures", _("The figures in the text"), header, tuple(rows))

    def _said(self, figure: Figure) -> tuple[Cell, ...]:
        _ = self.voice
        if isinstance(figure, ShareFigure):
            shown = self._shown(figure.percent, _.percent(figure.percent), figure.withheld, "percent")
            what = _("share of %(share)s", share=self.share(figure.share))
            sure = self.interval(figure.low, figure.high)
            return shown, Cell(what), Cell(self.answered(figure.bases)), Cell(sure)
        if isinstance(figure, NumberFigure):
            kind = "count" if isinstance(figure.binding, Base) else "number"
            shown = self._shown(figure.value, _.number(figure.value), figure.withheld, kind)
            question = self.quoted(self.question(figure.binding.question))
            if isinstance(figure.binding, Base):
                what = _("people who answered %(question)s", question=question)
            else:
                what = _("mean of %(question)s", question=question)
            what = " ".join(filter(None, (what, self.where(figure.binding.where))))
            return shown, Cell(what), Cell(self.answered(figure.bases)), Cell("")
        if isinstance(figure, TestFigure):
            p = None if figure.withheld else figure.finding.test.p
            shown = self._shown(p, "–" if p is None else _.p(p), figure.withheld, "p")
            line = "" if figure.withheld else self.test_line(figure.finding)
            return shown, Cell(self.asked(figure.binding)), Cell(self.answered(figure.bases)), Cell(line)
        assert isinstance(figure, ClaimFigure)
        return self._claim(figure)

    def _claim(self, figure: ClaimFigure) -> tuple[Cell, ...]:
        _ = self.voice
        said = f"{_.percent(figure.larger.percent)} > {_.percent(figure.smaller.percent)}"
        shown = self._shown(None, said, figure.withheld, "text")
        bases = dict.fromkeys((self.answered(figure.larger.bases), self.answered(figure.smaller.bases)))
        what = Cell(self.asked(figure.claim))
        if figure.withheld:
            return shown, what, Cell(_("; ").join(bases)), Cell("")
        level = _.percent(figure.level, exact=True)
        verdict = (
            _("supported at %(level)s", level=level) if figure.holds else _("NOT supported at %(level)s", level=level)
        )
        return shown, what, Cell(_("; ").join(bases)), Cell(_("; ").join((verdict, self.test_line(figure.finding))))

    def _shown(self, value: float | None, text: str, withheld: bool, kind: str) -> Cell:
        return Cell(self.voice("not printed"), None, "text") if withheld else Cell(text, value, kind)

    def interval(self, low: float | None, high: float | None) -> str:
        _ = self.voice
        if low is None or high is None:
            return ""
        level = _.percent(self.computed.survey.confidence, exact=True)
        return _("interval at %(level)s: %(low)s to %(high)s", level=level, low=_.percent(low), high=_.percent(high))

    # Tables and charts

    def answers(self, figure: ListFigure) -> Grid:
        """A list of answers: people, percent and interval of each."""
        _ = self.voice
        name = figure.binding.question
        rows = []
        for line in figure.lines:
            blank = Cell(self._not_said(line.level))
            interval = f"{_.percent(line.low)} – {_.percent(line.high)}"
            cells = (
                (blank, blank, blank)
                if line.withheld
                else (
                    Cell(_.whole(line.people or 0), line.people, "count"),
                    Cell(_.percent(line.percent), line.percent, "percent"),
                    Cell(interval if line.low is not None else "–"),
                )
            )
            rows.append((Cell(self.level(name, line.level)), *cells))
        level = _.percent(self.computed.survey.confidence, exact=True)
        notes = [self.base(figure.bases) + "."]
        if figure.several:
            notes.append(_("Several answers each: the percentages are of people and add up to more than one hundred."))
        if figure.empty:
            empty = ", ".join(self.quoted(self.level(name, one)) for one in figure.empty)
            notes.append(_("Nobody answered: %(answers)s.", answers=empty))
        where = self.where(figure.binding.where)
        caption = " – ".join(filter(None, (self.question(name), where)))
        header = (_("Answer"), _("People"), _("Percent"), _("Interval at %(level)s", level=level))
        number = self.computed.numbers[figure.binding]
        return Grid(f"table {number}", caption, header, tuple(rows), tuple(notes), number)

    def _not_said(self, level: str) -> str:
        unpublished = level in self.computed.material.unpublished
        return self.voice("not published") if unpublished else self.voice("not printed")

    def cross(self, figure: TableFigure) -> Grid:
        """A cross-table: column percent and people in each cell, the base of each column, the test."""
        _, binding, table = self.voice, figure.binding, figure.table
        rows: list[tuple[Cell, ...]] = []
        number = self.computed.numbers[binding]
        caption = self.asked(TestOf(binding.rows, binding.columns, binding.where))
        header = (
            self.question(binding.rows),
            *(self.level(binding.columns, level) for level in table.column_levels),
        )
        if figure.withheld:
            note = _("This table is not printed: it is about fewer than five people.")
            return Grid(f"table {number}", caption, header, (), (note,), number)
        for i, level in enumerate(table.row_levels):
            cells = [self._cell(figure, i, j) for j in range(len(table.column_levels))]
            rows.append((Cell(self.level(binding.rows, level)), *cells))
        bases = [
            Cell(_("not printed")) if figure.blank_bases[j] else Cell(_.whole(int(n)), int(n), "count")
            for j, n in enumerate(figure.column_bases)
        ]
        rows.append((Cell(_("Base (people)")), *bases))
        notes = [_("Percent of each column, people in brackets."), self.base(figure.bases) + "."]
        if figure.finding is not None:
            notes.append(_("Test: %(test)s.", test=self.test_line(figure.finding)))
            notes += [_.message(said) for said in figure.finding.test.warnings]
        else:
            notes.append(_("Several answers each: there is no test of the whole table."))
        if figure.blank.any():
            notes.append(_("Cells left blank are about fewer than five people, or would tell of them."))
        return Grid(f"table {number}", caption, header, tuple(rows), tuple(notes), number)

    def _cell(self, figure: TableFigure, row: int, column: int) -> Cell:
        _ = self.voice
        if figure.blank[row, column]:
            return Cell(_("not printed"))
        count = int(figure.people[row, column])
        percent = float(figure.table.column_percent[row, column])
        if figure.blank_bases[column] or math.isnan(percent):
            return Cell(f"({_.whole(count)})", people=count)
        return Cell(f"{_.percent(percent)} ({_.whole(count)})", percent, "percent", count)

    def chart(self, figure: ListFigure) -> Chart:
        _ = self.voice
        name = figure.binding.question
        bars = tuple(
            Bar(
                self.level(name, line.level),
                self._not_said(line.level) if line.withheld else _.percent(line.percent),
                line.percent,
                line.low,
                line.high,
            )
            for line in figure.lines
        )
        title = " – ".join(filter(None, (self.question(name), self.where(figure.binding.where))))
        return Chart(title, bars, self._conclusion(bars))

    def _conclusion(self, bars: tuple[Bar, ...]) -> str:
        """What the chart shows, in a sentence that its intervals carry."""
        _ = self.voice
        shown = sorted((bar for bar in bars if bar.percent is not None), key=lambda bar: -(bar.percent or 0))
        if not shown:
            return _("No answer can be printed.")
        values = {"answer": self.quoted(shown[0].label), "percent": shown[0].shown}
        if len(shown) < len(bars):
            first = _("Of the answers printed, %(answer)s comes first, with %(percent)s.", **values)
        else:
            first = _("%(answer)s comes first, with %(percent)s.", **values)
        if len(shown) == 1:
            return first
        second = _("%(answer)s follows, with %(percent)s", answer=self.quoted(shown[1].label), percent=shown[1].shown)
        if (shown[0].low or 0) > (shown[1].high or 100):
            return f"{first} {second}."
        return f"{first} {second}" + _(": their intervals meet, so the order of the two is not certain.")
