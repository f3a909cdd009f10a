"""Every pair of colours that the page puts together meets WCAG 2.2 AA, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sayso.export

STYLE = (Path(sayso.export.__file__).parent / "assets" / "page.css").read_text(encoding="utf-8")
TEXT_MIN = 4.5
SHAPE_MIN = 3.0

BACKGROUNDS = ("paper", "card", "entry-on", "q-tint", "q-on", "s-on", "c-on", "f-on")
READ_ON = [(text, ground) for text in ("ink", "s", "c") for ground in BACKGROUNDS]
READ_ON += [("muted", ground) for ground in ("paper", "card", "entry-on", "f-on")]
READ_ON += [(text, ground) for text in ("good", "warn", "bad", "f") for ground in ("paper", "f-on")]
READ_ON += [("f", "q-tint"), ("f", "q-on"), ("accent", "paper")]
SEEN_ON = [("line", ground) for ground in ("paper", "q-tint", "q-on", "s-on", "c-on")]
SEEN_ON += [("line", "f-on")]
SEEN_ON += [("accent", ground) for ground in ("paper", "card", "entry-on", "q-tint")]


def palette(scheme: str) -> dict[str, str]:
    """Custom properties of the colour scheme, those of light being the defaults."""
    found = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in found[:2])
    return light if scheme == "light" else light | dark


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    colors = palette(scheme)
    assert contrast(colors[text], colors[ground]) >= TEXT_MIN


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SEEN_ON)
def test_lines_and_focus_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    colors = palette(scheme)
    assert contrast(colors[shape], colors[ground]) >= SHAPE_MIN


def test_dark_scheme_changes_every_color() -> None:
    light, dark = palette("light"), palette("dark")
    assert [name for name in light if light[name] == dark[name]] == []


@pytest.mark.parametrize(
    ("selector", "mark"),
    [
        ("s", "font-weight: 700"),
        ("c", "font-style: italic"),
        ("l0", "linear-gradient"),
        ("l1", "repeating"),
        ("f", "underline wavy"),
    ],
)
def test_each_role_has_a_mark_besides_colour(selector: str, mark: str) -> None:
    rule = re.search(rf"^\.{selector} \{{(.*?)\}}", STYLE, re.MULTILINE)
    assert rule is not None
    assert mark in rule[1]
