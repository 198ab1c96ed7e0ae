"""A bar chart as SVG: one colour, dark enough for print, lines for the intervals, readable on a telephone."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from tandem.survey_files.report.tables import Bar, Chart

#: Drawn as wide as a telephone is, so that its letters stay as large as those around it.
WIDTH = 400
LEFT, RIGHT = 4, 72
LINE, BAR, GAP = 20, 20, 14
#: About as many letters fit on a line; a label has two lines at most.
LETTERS, LINES = 46, 2
FONT = "font-family='system-ui, Libertinus Serif, sans-serif' font-size='16' fill='#1a1a1a'"


def svg(chart: Chart, name: str) -> str:
    """The chart; its title and description are read aloud, its table stands beside it."""
    drawn, top = "", 4
    for bar in chart.bars:
        part, height = _bar(bar, top)
        drawn += part
        top += height
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {top}' width='{WIDTH}' height='{top}' "
        f"role='img' aria-labelledby='{name}-title {name}-desc'><title id='{name}-title'>{escape(chart.title)}</title>"
        f"<desc id='{name}-desc'>{escape(chart.conclusion)}</desc>"
        f"<rect width='{WIDTH}' height='{top}' fill='#fff'/>{drawn}</svg>"
    )


def _bar(bar: Bar, top: int) -> tuple[str, int]:
    """The label and its bar from `top` on, and how much room they take."""
    lines = wrap(bar.label, LETTERS, max_lines=LINES, placeholder=" …") or [""]
    label = "".join(
        f"<text x='{LEFT}' y='{top + 15 + LINE * place}' {FONT}>{escape(line)}</text>"
        for place, line in enumerate(lines)
    )
    above = top + LINE * len(lines) + 1
    height = LINE * len(lines) + BAR + GAP
    middle = above + BAR // 2
    if bar.percent is None:
        return label + f"<text x='{LEFT}' y='{middle + 5}' {FONT}>{escape(bar.shown)}</text>", height
    drawn = f"<rect x='{LEFT}' y='{above}' width='{_length(bar.percent):.1f}' height='{BAR}' fill='#2f6ea5'/>"
    end = LEFT + _length(bar.percent)
    if bar.low is not None and bar.high is not None:
        low, high = LEFT + _length(bar.low), LEFT + _length(bar.high)
        drawn += (
            f"<path d='M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 5}v10M{high:.1f} {middle - 5}v10' "
            "stroke='#111' stroke-width='2' fill='none'/>"
        )
        end = max(high, end)
    return label + drawn + f"<text x='{end + 6:.1f}' y='{middle + 6}' {FONT}>{escape(bar.shown)}</text>", height


def _length(percent: float) -> float:
    return percent * (WIDTH - LEFT - RIGHT) / 100
