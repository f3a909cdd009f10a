"""The reason for anonymity and the claimed access are read from around the source."""

from __future__ import annotations

import pytest
from tests.build import attribution

from sayso.resolve.anonymity import access_near, reason_near


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        (
            "An official, who was not authorised to speak to the press, said the bridge is safe.",
            "An official",
            "who was not authorised to speak to the press",
        ),
        (
            "The bridge is safe, an official said on condition of anonymity.",
            "an official",
            "on condition of anonymity",
        ),
        (
            "A clerk who asked not to be named said the bridge is safe.",
            "A clerk who asked not to be named",
            "who asked not to be named",
        ),
        ("An official said the bridge is safe.", "An official", None),
    ],
)
def test_reason(text: str, source: str, reason: str | None) -> None:
    found = reason_near(text, [attribution(text, source=source, cue="said", content="bridge is safe")])
    assert (found.exact if found else None) == reason
    assert found is None or text[found.start : found.end] == reason


def test_a_reason_inside_what_is_quoted_is_not_the_source_s_own() -> None:
    text = 'An official said: "The clerk, who asked not to be named, is ill."'
    item = attribution(
        text, source="An official", cue="said", content='"The clerk, who asked not to be named, is ill."'
    )
    assert reason_near(text, [item]) is None


@pytest.mark.parametrize(
    ("source", "access"),
    [
        ("a person familiar with the matter", "familiar with the matter"),
        ("a source close to the guard", "close to the guard"),
        ("officials with direct knowledge of the talks", "with direct knowledge of the talks"),
        ("a man with a dog", None),
    ],
)
def test_access(source: str, access: str | None) -> None:
    text = f"The bridge is safe, {source} said."
    found = access_near(text, [attribution(text, source=source, cue="said", content="The bridge is safe")])
    assert (found.exact if found else None) == access
