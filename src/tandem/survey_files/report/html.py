"""The report as one HTML file: no script, nothing from elsewhere, readable on paper and by ear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from tandem.survey_files.report.chart import svg
from tandem.survey_files.report.document import Document, Part, Run
from tandem.survey_files.report.tables import Cell, Grid

STYLE = """
:root { color-scheme: light dark; --line: #767676; --ink: #1a1a1a; --paper: #fff; --link: #0b4f8a; --flag: #8a1c00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --paper: #15171a; --link: #9cc9f5; --flag: #ffb199; }
}
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem;
  color: var(--ink); background: var(--paper); }
h1, h2, h3, h4 { line-height: 1.25; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
.wide { min-width: 36rem; }
.notes, .about { font-size: .92rem; }
.notes p { margin: .3rem 0; }
.check { border: 2px solid var(--flag); padding: .2rem 1rem; }
mark { background: none; color: var(--flag); font-weight: bold; border-bottom: 2px dotted; }
figure { margin: 1.5rem 0; }
blockquote { border-left: 3px solid var(--line); margin: 1.5rem 0; padding: 0 1rem; }
svg { width: 100%; max-width: 32rem; height: auto; background: #fff; }
:target { outline: 3px solid var(--link); }
section.language + section.language { border-top: 3px solid var(--line); margin-top: 3rem; }
@media print {
  body { max-width: none; font-size: 10pt; color: #000; background: #fff; }
  nav { display: none; }
  table, figure, tr { break-inside: avoid; }
  section.language + section.language { break-before: page; border: 0; }
  .scroll { overflow: visible; }
  .wide { min-width: 0; }
  a { color: inherit; text-decoration: none; }
}
"""


def write(documents: Sequence[Document]) -> bytes:
    """The whole file, the languages one after the other."""
    first = documents[0]
    body = "\n".join(line for document in documents for line in _section(document))
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(first.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(first.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{_languages(documents)}<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


def body(document: Document) -> str:
    """One language as a part of a page that has its own head and styles."""
    return "\n".join(_section(document))


def _languages(documents: Sequence[Document]) -> str:
    if len(documents) < 2:
        return ""
    links = " · ".join(
        f'<a href="#{one.language}" lang="{escape(one.language)}">{escape(one.title)} ({escape(one.language)})</a>'
        for one in documents
    )
    return f'<nav aria-label="{escape(documents[0].words["contents"])}"><p>{links}</p></nav>\n'


def _section(document: Document) -> Iterator[str]:
    language = escape(document.language)
    yield f'<section class="language" id="{language}" lang="{language}" aria-labelledby="{language}-title">'
    yield f'<h1 id="{language}-title">{escape(document.title)}</h1>'
    yield '<div class="about">' + "".join(f"<p>{escape(line)}</p>" for line in document.about) + "</div>"
    if document.flags:
        yield f'<div class="check"><h2>{escape(document.words["check"])}</h2><ul>'
        yield from (f"<li>{escape(flag)}</li>" for flag in document.flags)
        yield "</ul></div>"
    for kind, parts in groupby(document.parts, key=lambda part: part.kind):
        inside = [_part(part, document) for part in parts]
        yield "<ul>\n" + "\n".join(inside) + "\n</ul>" if kind == "item" else "\n".join(inside)
    if document.grids:
        yield f"<h2>{escape(document.words['sources'])}</h2>"
        yield from (_table(grid, document) for grid in document.grids)
    yield "</section>"


def _part(part: Part, document: Document) -> str:
    if part.grid is not None and part.chart is not None:
        name = f"{document.language}-chart-{part.grid.number}"
        conclusion = f"<figcaption>{escape(part.chart.conclusion)}</figcaption>"
        return f"<figure>{svg(part.chart, name)}{conclusion}</figure>\n{_table(part.grid, document)}"
    if part.grid is not None:
        return _table(part.grid, document)
    if part.kind == "quote":
        words, who = (escape(run.text.strip().removeprefix("– ")) for run in part.runs)
        name = f"<footer>{who}</footer>" if who else ""
        return f'<blockquote><p lang="{escape(part.language)}">{words}</p>{name}</blockquote>'
    said = "".join(_run(run, document) for run in part.runs)
    if part.kind == "heading":
        depth = min(6, part.depth + 1)
        return f"<h{depth}>{said}</h{depth}>"
    return f"<li>{said}</li>" if part.kind == "item" else f"<p>{said}</p>"


def _run(run: Run, document: Document) -> str:
    text = escape(run.text)
    if run.style == "figure":
        return f'<a class="figure" href="#{document.language}-figure-{run.note}">{text}</a>'
    tags = {"strong": "strong", "emphasis": "em", "flag": "mark"}
    tag = tags.get(run.style)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _table(grid: Grid, document: Document) -> str:
    name = f"{document.language}-{grid.name.replace(' ', '-')}"
    notes = "".join(f"<p>{escape(note)}</p>" for note in grid.notes)
    said = f'<div class="notes">{notes}</div>' if notes else ""
    if not grid.rows:
        return f'<div id="{name}"><p><strong>{escape(grid.caption)}</strong></p>{said}</div>'
    wide = ' class="wide"' if len(grid.header) > 3 else ""
    header = "".join(
        f'<th scope="col"{_aligned(cell)}>{escape(text)}</th>'
        for text, cell in zip(grid.header, (Cell(""), *grid.rows[0][1:]), strict=True)
    )
    rows = "\n".join(_row(row, grid, document) for row in grid.rows)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
        f'<table id="{name}"{wide}><caption id="{name}-caption">{escape(grid.caption)}</caption>\n'
        f"<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>\n{said}"
    )


def _row(row: tuple[Cell, ...], grid: Grid, document: Document) -> str:
    target = f' id="{document.language}-figure-{row[0].text}"' if grid.name == "figures" else ""
    cells = "".join(f"<td{_aligned(cell)}>{escape(cell.text)}</td>" for cell in row[1:])
    return f'<tr{target}><th scope="row"{_aligned(row[0])}>{escape(row[0].text)}</th>{cells}</tr>'


def _aligned(cell: Cell) -> str:
    return ' class="number"' if cell.kind != "text" else ""
