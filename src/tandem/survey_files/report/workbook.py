"""The report as a workbook: per language a sheet of text, one of figures and tests, one of tables and charts."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tandem.survey_files.report.document import Document
from tandem.survey_files.report.tables import Cell, Grid

BOLD = Font(bold=True)
FLAG = Font(bold=True, color="8A1C00")
WRAPPED = Alignment(wrap_text=True, vertical="top")
#: What machines read: numbers as they were computed; the sheet shows them rounded.
FORMATS = {"percent": "0.0", "count": "#,##0", "number": "0.00", "p": "0.0000"}
CHART_HEIGHT = 15


def write(documents: Sequence[Document]) -> bytes:
    """The workbook; every number in it is a number, every text a text (a `=` begins no formula)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for document in documents:
        _text(book.create_sheet(_name(document.words["text"], document)), document)
        _figures(book.create_sheet(_name(document.words["figures"], document)), document)
        _tables(book.create_sheet(_name(document.words["tables"], document)), document)
    book.properties.title = documents[0].title
    book.properties.language = documents[0].language
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _name(words: str, document: Document) -> str:
    return f"{words[:24]} {document.language}"


def _text(sheet: Worksheet, document: Document) -> None:
    sheet.column_dimensions["A"].width = 110
    lines: list[tuple[str, Font | None]] = [(document.title, BOLD), *((line, None) for line in document.about)]
    if document.flags:
        lines += [(document.words["check"], FLAG), *((flag, FLAG) for flag in document.flags)]
    for part in document.parts:
        if part.runs:
            said = "".join(run.text for run in part.runs)
            lines.append((f"– {said}" if part.kind == "item" else said, BOLD if part.kind == "heading" else None))
        elif part.grid is not None:
            lines.append((f"[{part.grid.caption} → {_name(document.words['tables'], document)}]", None))
        if part.chart is not None:
            lines.append((part.chart.conclusion, None))
    for row, (text, font) in enumerate(lines, start=1):
        _put(sheet, row, 1, Cell(text), font)


def _figures(sheet: Worksheet, document: Document) -> None:
    row = 1
    for grid in document.grids:
        row = _grid(sheet, grid, row) + 2
    _widths(sheet, (48, 24, 60, 40, 40, 24))


def _tables(sheet: Worksheet, document: Document) -> None:
    row = 1
    for part in document.parts:
        if part.grid is None:
            continue
        after = _grid(sheet, part.grid, row)
        if part.chart is not None:
            _put(sheet, after, 1, Cell(part.chart.conclusion))
            _chart(sheet, part.grid, row, part.chart.title)
            after = max(after + 1, row + CHART_HEIGHT)
        row = after + 2
    _widths(sheet, (48, 18, 18, 24, 18, 18, 18))


def _grid(sheet: Worksheet, grid: Grid, row: int) -> int:
    """Write the table from `row` on; the first row after it."""
    _put(sheet, row, 1, Cell(grid.caption), BOLD)
    beside = len(grid.header) if any(cell.people is not None for cells in grid.rows for cell in cells) else 0
    if grid.rows:
        header = (*grid.header, *(f"{text} (n)" for text in grid.header[1:] if beside))
        for column, text in enumerate(header, start=1):
            _put(sheet, row + 1, column, Cell(text), BOLD)
    for place, cells in enumerate(grid.rows, start=row + 2):
        for column, cell in enumerate(cells, start=1):
            _put(sheet, place, column, cell)
            if cell.people is not None:
                _put(sheet, place, column + beside - 1, Cell("", cell.people, "count"))
    after = row + 1 + (1 + len(grid.rows) if grid.rows else 0)
    for place, note in enumerate(grid.notes, start=after):
        _put(sheet, place, 1, Cell(note))
    return after + len(grid.notes)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, font: Font | None = None) -> None:
    target = sheet.cell(row, column)
    if cell.value is not None and cell.kind in FORMATS:
        target.value = cell.value
        target.number_format = FORMATS[cell.kind]
    else:
        target.value = ILLEGAL_CHARACTERS_RE.sub("", cell.text)
        target.data_type = "s"
        target.alignment = WRAPPED
    if font is not None:
        target.font = font


def _chart(sheet: Worksheet, grid: Grid, row: int, title: str) -> None:
    """Bars of the percents, which stand in the third column of a list of answers."""
    chart = BarChart()
    chart.type = "bar"
    chart.title = title
    chart.legend = None
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    first, last = row + 2, row + 1 + len(grid.rows)
    chart.add_data(Reference(sheet, min_col=3, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.series[0].graphicalProperties.solidFill = "2F6EA5"
    sheet.add_chart(chart, f"F{row}")


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for letter, width in zip("ABCDEFG", widths, strict=False):
        sheet.column_dimensions[letter].width = width
