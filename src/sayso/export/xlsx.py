"""Readings become an Excel workbook (ECMA-376): one row for each attribution, written as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from sayso.errors import MissingExtra
from sayso.export.rows_out import COLUMNS, cell, rows_of

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

# What one sheet, and one cell, can hold.
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
# No XML document can hold these.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"title": 40, "holder": 25, "source": 25, "cue": 15, "content": 80, "url": 30}


def write_xlsx(items: Iterable[Upheld], stream: BinaryIO) -> None:
    """Write a workbook; a further sheet begins where one is full.

    Raises:
        MissingExtra: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingExtra("export", needed_for="an Excel workbook") from None
    # Cells stay what they are: nothing becomes a formula, a number or a link by its looks.
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, {"constant_memory": True, **plain}) as book:
        sheet, at = _sheet(book), 1
        for upheld in items:
            for row in rows_of(upheld):
                if at == _SHEET_ROWS:
                    sheet, at = _sheet(book), 1
                for column, value in enumerate(row.values()):
                    _write(sheet, at, column, cell(value))
                at += 1


def _sheet(book: Any) -> Any:
    before = len(book.worksheets())
    sheet = book.add_worksheet(f"attributions {before + 1}" if before else "attributions")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, _SHEET_ROWS - 1, len(COLUMNS) - 1)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 12))
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name)
    return sheet


def _write(sheet: Any, row: int, column: int, value: str | int | float | bool | None) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value:
        text = _ODD.sub("\ufffd", value)
        if len(text) > _CELL_CHARACTERS:
            text = text[: _CELL_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, text)
