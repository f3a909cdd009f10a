"""One row for each attribution, the same in CSV, Excel and Parquet; nothing in a cell is ever a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.upheld import bridge, odd, taken

from sayso.export.rows_out import COLUMNS, csv_pieces, plain, rows_of
from sayso.ledger.upheld import Upheld


def many() -> list[Upheld]:
    return [
        taken(bridge()),
        taken(odd(), article=2),
        taken(bridge(url="https://www.example.com/2"), article=3),
    ]


def test_a_row_says_who_what_and_where() -> None:
    first, second, third = rows_of(taken(bridge()))
    assert first == {
        **dict.fromkeys(COLUMNS),
        **{"attribution": 11, "article": 1, "version": 1, "url": "https://www.example.com/bridge"},
        **{"title": "Bridge", "outlet": "Example News", "published": "2023-05-02", "language": "en"},
        **{
            "holder": "Ida Holm",
            "role": "Mayor",
            "identity": "named",
            "type": "person",
            "via": ["Tarn Post"],
        },
        **{"source": "Mayor Ida Holm", "cue": "told", "content": "“The bridge 🌉 will be safe by 2024.”"},
        **{"mode": "direct", "stance": "neutral", "certainty": "certain", "polarity": "positive"},
        **{"kind": "prediction", "due": "by 2024", "due_value": "2024", "due_earliest": "2024-01-01"},
        **{"due_latest": "2024-12-31", "score": 0.9, "corrected": False, "accepted": False, "start": 0},
        **{"end": 71, "text_id": bridge().article.id, "reader": "sayso-test 0"},
        "read_at": "2023-05-03T09:00:00.000001+00:00",
    }
    assert second["cue"] == "reportedly … doubts"
    assert (third["holder"], third["source"]) == (None, "")


def test_csv_reads_back() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(csv_pieces(many())), newline="")))
    assert [row["attribution"] for row in rows] == ["11", "12", "13", "21", "31", "32", "33"]
    assert rows[0]["content"] == "“The bridge 🌉 will be safe by 2024.”"
    assert rows[0]["corrected"] == "false"


def test_no_cell_of_csv_is_a_formula() -> None:
    (row,) = csv.DictReader(io.StringIO("".join(csv_pieces([taken(odd())])), newline=""))
    assert row["holder"] == "'=cmd|' /C calc'!A0"
    assert row["title"] == "'@SUM(1+1)"


@given(st.text())
def test_what_begins_like_a_formula_gets_an_apostrophe_and_nothing_else_changes(text: str) -> None:
    assert plain(text).removeprefix("'") == text.removeprefix("'")
    assert plain(text).lstrip()[:1] not in ("=", "+", "-", "@")


def test_excel_reads_back_as_text() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter", reason="Excel needs the extra: pip install '.[export]'")
    from sayso.export.xlsx import write_xlsx

    stream = io.BytesIO()
    write_xlsx(many(), stream)
    sheet = openpyxl.load_workbook(stream).active
    names, *rows = sheet.iter_rows()
    assert [cell.value for cell in names] == list(COLUMNS)
    assert [row[0].value for row in rows] == [11, 12, 13, 21, 31, 32, 33]
    found = dict(zip(COLUMNS, rows[3], strict=True))
    assert (found["holder"].value, found["holder"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert found["title"].data_type == "s"
    assert found["content"].value == "\ufffd +1 \ufffd\ufffd"
    assert not any(cell.data_type == "f" or cell.hyperlink for row in rows for cell in row)
    assert rows[0][list(COLUMNS).index("score")].value == 0.9
    assert rows[0][list(COLUMNS).index("corrected")].value is False


def test_excel_goes_on_in_another_sheet_and_cuts_what_no_cell_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    xlsx = pytest.importorskip("sayso.export.xlsx")
    pytest.importorskip("xlsxwriter", reason="Excel needs the extra: pip install '.[export]'")
    monkeypatch.setattr(xlsx, "_SHEET_ROWS", 3)
    long = replace(bridge(), article=replace(bridge().article, title="x" * 40_000))
    stream = io.BytesIO()
    xlsx.write_xlsx([taken(long), taken(bridge(), article=2)], stream)
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["attributions", "attributions 2", "attributions 3"]
    assert {sheet.auto_filter.ref for sheet in book} == {"A1:AI3"}
    assert [[row[0] for row in sheet.values][1:] for sheet in book] == [[11, 12], [13, 21], [22, 23]]
    title = book.worksheets[0].cell(2, list(COLUMNS).index("title") + 1).value
    assert len(title) == 32_767
    assert title.endswith("…")


def test_parquet_reads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="Parquet needs the extra: pip install '.[export]'"
    )
    from sayso.export import parquet as ours

    monkeypatch.setattr(ours, "_GROUP_ROWS", 2)
    stream = io.BytesIO()
    ours.write_parquet(many(), stream)
    table = parquet.read_table(io.BytesIO(stream.getvalue()))
    expected = [row for upheld in many() for row in rows_of(upheld)]
    expected[3]["content"] = "\ufffd +1 \x00\x0b"
    expected[3]["url"] = "java script:\ufffd"
    assert table.to_pylist() == expected
