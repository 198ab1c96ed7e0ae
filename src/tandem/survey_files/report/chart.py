"""A bar chart as SVG: one colour, dark enough for print, and lines for the intervals."""

from __future__ import annotations

from html import escape

from tandem.survey_files.report.tables import Bar, Chart

WIDTH = 640
ROW = 46
LEFT, RIGHT = 10, 90
FONT = "font-family='system-ui, Libertinus Serif, sans-serif' font-size='15' fill='#1a1a1a'"


def svg(chart: Chart, name: str) -> str:
    """The chart; its title and description are read aloud, its table stands beside it."""
    height = ROW * len(chart.bars) + 16
    bars = "".join(_bar(bar, 8 + place * ROW) for place, bar in enumerate(chart.bars))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' "
        f"role='img' aria-labelledby='{name}-title {name}-desc'><title id='{name}-title'>{escape(chart.title)}</title>"
        f"<desc id='{name}-desc'>{escape(chart.conclusion)}</desc>"
        f"<rect width='{WIDTH}' height='{height}' fill='#fff'/>{bars}</svg>"
    )


def _bar(bar: Bar, top: int) -> str:
    label = f"<text x='{LEFT}' y='{top + 14}' {FONT}>{escape(_short(bar.label))}</text>"
    if bar.percent is None:
        return label + f"<text x='{LEFT}' y='{top + 35}' {FONT}>{escape(bar.shown)}</text>"
    middle = top + 30
    drawn = f"<rect x='{LEFT}' y='{top + 21}' width='{_length(bar.percent):.1f}' height='18' fill='#2f6ea5'/>"
    if bar.low is not None and bar.high is not None:
        low, high = LEFT + _length(bar.low), LEFT + _length(bar.high)
        drawn += (
            f"<path d='M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 5}v10M{high:.1f} {middle - 5}v10' "
            "stroke='#111' stroke-width='2' fill='none'/>"
        )
        after = max(high, LEFT + _length(bar.percent)) + 8
    else:
        after = LEFT + _length(bar.percent) + 8
    return label + drawn + f"<text x='{after:.1f}' y='{middle + 5}' {FONT}>{escape(bar.shown)}</text>"


def _length(percent: float) -> float:
    return percent * (WIDTH - LEFT - RIGHT) / 100


def _short(label: str) -> str:
    return label if len(label) <= 80 else label[:79] + "…"
