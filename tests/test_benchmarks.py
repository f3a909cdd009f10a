"""The benchmarks read their corpora rightly and do their sums rightly; they are not run here."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import corpora, imports, ledger_rows, size, speed
from benchmarks.speed import Timing
from tests.ledger.stories import STORIES

from sayso.ledger import open_ledger

SGML = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" NEWID="1"><DATE> 1-MAR-1990</DATE>
<TEXT>&#2;
<TITLE>GRAIN BOARD SAYS
   CROP SAFE</TITLE>
<DATELINE>    PORT ALDER, March 1 - </DATELINE><BODY>The board said the crop was
&lt;safe> on Monday.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="2"><TEXT TYPE="BRIEF"><TITLE>*NO BODY HERE</TITLE></TEXT></REUTERS>
<REUTERS NEWID="3"><TEXT><BODY>Two words.
 REUTER
&#3;</BODY></TEXT></REUTERS>
"""


def test_reuters_items_become_titled_texts_without_markup() -> None:
    first, second = corpora.reuters_items(SGML)
    assert first == "GRAIN BOARD SAYS CROP SAFE\n\nThe board said the crop was\n<safe> on Monday.\n"
    assert second == "Untitled\n\nTwo words.\n"


def test_newswire_gives_as_many_items_as_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(corpora, "REUTERS", tmp_path)
    assert corpora.newswire_name() == "the examples, repeated"
    assert len(list(corpora.newswire(20))) == 20
    (tmp_path / "reut2-000.sgm").write_text(SGML, "latin-1")
    assert corpora.newswire_name() == "Reuters-21578"
    assert len(list(corpora.newswire(20))) == 2


def test_articles_of_an_empty_folder_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no \.txt files"):
        corpora.articles(tmp_path)


def test_table_compares_median_passes_with_spacy() -> None:
    timings = [Timing("sayso", "1", 0.5, (2.0, 4.0, 1.0)), Timing("spacy", "3", 1.0, (6.0, 8.0, 10.0))]
    rows = speed.table(timings, n_articles=10, n_words=1000).splitlines()
    assert rows[2] == "| sayso 1 | 0.50 | 2.00 (1.00) | 5.0 | 500 | 4.00 |"
    assert rows[3].endswith("| 1.00 |")


def test_table_without_peers_claims_no_ratio() -> None:
    rows = speed.table([Timing("sayso", "1", 0.5, (2.0,))], n_articles=1, n_words=1).splitlines()
    assert rows[2].endswith("| – |")


def test_size_adds_up_files_and_leaves_out_links(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * 10)
    (tmp_path / "other").write_bytes(b"x" * 5)
    (tmp_path / "link").symlink_to(tmp_path / "other")
    assert size.size_bytes(tmp_path) == 15


def test_import_benchmark_says_when_the_limit_is_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = {"pass": 20.0, "import sayso": 90.0}
    monkeypatch.setattr(imports, "run_milliseconds", times.__getitem__)
    assert imports.main(["--repeats", "3"]) == 1
    times["import sayso"] = 30.0
    assert imports.main(["--repeats", "3"]) == 0
    assert "10.0 ms more" in capsys.readouterr().out


def test_a_large_ledger_is_made_of_copies_that_fit_together(tmp_path: Path) -> None:
    base = ledger_rows.base_rows(iter(STORIES))
    with open_ledger(tmp_path / "large.db") as ledger:
        assert ledger_rows.fill(ledger, base, 50) == 50
        hits = ledger.search(limit=100).hits
        assert len(hits) == len({hit.url for hit in hits}) == 50
        assert len({hit.published for hit in hits}) > 10
        assert len(ledger.search("gas", limit=100).hits) == 40
        assert len(ledger.search(via="Ferry Wire", limit=100).hits) == 20
        assert len(ledger.search(sort="due", limit=100).hits) == 20
