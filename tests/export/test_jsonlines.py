"""JSON output is one line an item, valid UTF-8, and says exactly what the records say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import reading
from tests.export.stories import crossing, tabloid

from sayso.export.jsonlines import to_json_line
from sayso.records import Failure, Reading

FAILURE = Failure("scan.pdf", "binary", "scan.pdf: not text")


@pytest.mark.parametrize("item", [tabloid(), crossing(), FAILURE])
def test_line_holds_the_dict(item: Reading | Failure) -> None:
    assert json.loads(to_json_line(item)) == item.to_dict()


def test_characters_stand_as_they_are() -> None:
    assert "“doctors” 😀 عربي" in to_json_line(reading("“doctors” 😀 عربي"))


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_one_line_of_valid_utf8(text: str) -> None:
    line = to_json_line(reading(text))
    assert line.encode("utf-8").decode("utf-8") == line
    assert len(line.splitlines()) == 1


@settings(deadline=None, max_examples=50)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("\udc80\udfff\x00\u2028\\"), max_size=40
    )
)
def test_any_text_comes_back_with_its_lone_surrogates(text: str) -> None:
    assert Reading.from_dict(json.loads(to_json_line(reading(text)))) == reading(text)
