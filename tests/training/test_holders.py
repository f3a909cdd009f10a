"""What ``python -m training.holders`` cannot use is said in one line, before any work is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.holders import main


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--gold", "none.jsonl"], "none.jsonl: no such file"),
        (["--gold", "."], ".: no such file"),
        (["--gold", "odd.jsonl"], "odd.jsonl, article 1"),
        (["--gold", "gold.jsonl", "--texts", "none"], "none: no such file or folder"),
        (["--gold", "gold.jsonl", "--ontogum", "none"], "none: no folder of .conll files"),
        (["--gold", "gold.jsonl", "--gap", "none.tsv"], "none.tsv: no such file"),
        (["--gold", "gold.jsonl", "--out", "none/weights.json"], "its folder is not there"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    (tmp_path / "gold.jsonl").touch()
    (tmp_path / "odd.jsonl").write_text('{"id": "one", "text": "It rains.", "attributions": 5}\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["holders", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert says in told
    assert told.count("\n") == 1
