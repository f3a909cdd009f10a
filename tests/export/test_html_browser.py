"""In Chromium, hover, click and keys link text and list both ways, and the page stays by itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.build import reading
from tests.export.rich import enriched
from tests.export.stories import crossing, tabloid

from sayso.export.html import render_page, render_pages
from sayso.records import Failure

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield chromium
        chromium.close()


class Visit:
    """Opens pages, and keeps what the console says and what the page asks the network for."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._contexts: list[Any] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def __call__(self, html: str, *, size: dict[str, int] = WIDE, fragment: str = "", **options: Any) -> Any:
        path = self._folder / f"page{len(self._contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = self._browser.new_context(viewport=size, reduced_motion="reduce", **options)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri() + fragment)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    opened = Visit(browser, tmp_path)
    yield opened
    opened.close()
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []


def lit(page: Any) -> str:
    """The pieces lit in the text."""
    pieces: list[str] = page.evaluate(
        "[...document.querySelectorAll('article .on')].map(element => element.textContent)"
    )
    return "|".join(pieces)


def entries(page: Any, state: str = "on") -> list[str]:
    found: list[str] = page.evaluate(f"[...document.querySelectorAll('.entry.{state}[id]')].map(e => e.id)")
    return found


def in_view(page: Any, selector: str) -> bool:
    seen: bool = page.evaluate(
        """selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight;
        }""",
        selector,
    )
    return seen


def test_hover_over_the_text_lights_all_pieces_and_the_entry(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.hover("text=They will simply")
    assert lit(page).split("|")[0] == "“He is finished,”"
    assert "They will simply" in lit(page)
    assert entries(page) == ["a5"]
    page.hover("footer")
    assert (lit(page), entries(page)) == ("", [])


def test_hover_over_an_entry_lights_the_text(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.hover("#a4 .what")
    assert lit(page) == "a palace insider who|said|“the doctors have given up”"


def test_hover_inside_a_nested_statement_takes_the_innermost(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.hover("#t8")
    assert entries(page) == ["a8"]
    assert lit(page) == "a surgeon|had warned|that the operation “cannot wait”"


def test_click_on_the_text_chooses_and_shows_the_entry(visit: Visit) -> None:
    page = visit(render_page(tabloid()), size={"width": 1280, "height": 420})
    page.click("#t12")
    assert entries(page, "selected") == ["a12"]
    assert in_view(page, "#a12")
    assert page.get_attribute("#a12", "aria-current") == "true"


def test_second_click_goes_on_to_the_statement_around(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.click("text=that the operation >> nth=0")
    assert entries(page, "selected") == ["a8"]
    page.click("text=that the operation >> nth=0")
    assert entries(page, "selected") == ["a7"]


def test_click_on_an_entry_shows_its_place_in_the_text(visit: Visit) -> None:
    page = visit(render_page(tabloid()), size={"width": 1280, "height": 300})
    page.click("#a10 .what")
    assert entries(page, "selected") == ["a10"]
    assert in_view(page, "#t10")


def test_click_beside_the_text_lets_go(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.click("#t4")
    page.click("footer p >> nth=-1", position={"x": 2, "y": 2})
    assert entries(page, "selected") == []


def test_keys_walk_and_stop_at_both_ends(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    steps = [("j", "a1"), ("j", "a2"), ("k", "a1"), ("k", "a1"), ("ArrowDown", "a2"), ("ArrowUp", "a1")]
    for key, expected in steps:
        page.keyboard.press(key)
        assert entries(page, "selected") == [expected]
    for _ in range(20):
        page.keyboard.press("j")
    assert entries(page, "selected") == ["a12"]
    page.keyboard.press("Escape")
    assert (lit(page), entries(page, "selected")) == ("", [])


def test_enter_goes_to_the_text_and_back(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.focus("#a7 .n")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "t7"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.entry').id") == "a7"


def test_focus_is_visible_on_every_stop_of_the_tab_key(visit: Visit) -> None:
    page = visit(render_page(crossing()))
    for _ in range(5):  # the skip link, two cues, two entries
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline


def test_arrow_keys_still_scroll_where_nothing_is_chosen(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.keyboard.press("ArrowDown")
    assert entries(page, "selected") == []


@pytest.mark.parametrize(
    "made", [tabloid(), enriched(), reading("w" * 3000 + " 😀 שלום עולם " + "\u202eevil " * 5)]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_scrolls_only_down(visit: Visit, made: Any, scheme: str) -> None:
    page = visit(render_page(made), size=PHONE, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_phone_shows_the_chosen_statement_at_the_bottom(visit: Visit) -> None:
    page = visit(render_page(tabloid()), size=PHONE, has_touch=True)
    page.tap("#t4")
    assert "a palace insider who" in page.inner_text(".sheet")
    page.tap(".sheet button[aria-label=Next]")
    assert "a retired general" in page.inner_text(".sheet")
    assert in_view(page, "#t5")
    page.tap(".sheet button[aria-label=Close]")
    assert not page.is_visible(".sheet")


def test_page_works_without_script(visit: Visit) -> None:
    page = visit(render_page(tabloid()), java_script_enabled=False)
    assert page.get_attribute("#t8", "href") == "#a8"
    page.click("#t8")
    assert page.url.endswith("#a8")
    page.click("#a3 .n")
    assert page.url.endswith("#t3")
    assert not page.is_visible(".keys")


def test_address_with_a_number_opens_at_the_attribution(visit: Visit) -> None:
    page = visit(render_page(tabloid()), fragment="#a8")
    assert entries(page, "selected") == ["a8"]


def test_several_readings_on_a_page_are_linked_each_by_itself(visit: Visit) -> None:
    page = visit(render_pages([tabloid(), Failure("a.pdf", "binary", "a.pdf: not text"), crossing()]))
    page.click("#r3-t2")
    assert entries(page, "selected") == ["r3-a2"]
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert entries(page, "selected") == ["r1-a12"]


def test_numbers_and_highlights_add_nothing_to_the_text(visit: Visit) -> None:
    made = tabloid()
    page = visit(render_page(made))
    page.keyboard.press("j")
    shown = page.evaluate("[...document.querySelectorAll('[data-start]')].map(e => e.textContent).join('')")
    assert "".join(shown.split()) == "".join(made.article.text.split())


def test_print_shows_everything_without_colour(visit: Visit) -> None:
    page = visit(render_page(tabloid()))
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('{}')).{}"
    assert "underline" in page.evaluate(style.format("article .q", "textDecorationLine"))
    assert page.evaluate(style.format("article .s", "fontWeight")) == "700"
    assert page.evaluate(style.format("article .c", "fontStyle")) == "italic"
    assert page.evaluate(style.format("aside", "overflow")) == "visible"


def shown(page: Any) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.entry[id]:not([hidden])')].map(e => e.id)"
    )
    return found


def follow(page: Any, selector: str) -> str:
    """Click a link inside the page, and say to which id it led."""
    page.click(selector)
    page.wait_for_url(re.compile(r"#\w+$"))
    fragment: str = page.url.rpartition("#")[2]
    return fragment


def box(page: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(selector).first.bounding_box()
    return found


def test_filters_narrow_the_list_and_the_marks_and_say_how_far(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    assert page.inner_text(".shown output") == "All 27 statements"
    page.select_option("select[name=identity]", "none")
    assert shown(page) == ["a2", "a4", "a27"]
    page.select_option("select[name=kind]", "prediction")
    assert shown(page) == ["a4", "a27"]
    assert page.inner_text(".shown output") == "2 of 27 statements"
    assert "off" in str(page.get_attribute("#t2", "class"))
    assert "off" not in str(page.get_attribute("#t4", "class"))
    page.check("input[name=findings]")
    page.select_option("select[name=certainty]", "certain")
    assert shown(page) == ["a4"]
    page.select_option("select[name=stance]", "hedged")
    page.select_option("select[name=identity]", "named")
    assert shown(page) == ["a3"]


def test_filters_work_from_the_keyboard_and_can_be_undone(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    page.focus("select[name=identity]")
    page.keyboard.press("ArrowDown")
    assert page.inner_text(".shown output") == "14 of 27 statements"
    page.keyboard.press("j")
    assert entries(page, "selected") == []
    page.focus(".filters button")
    page.keyboard.press("Enter")
    assert page.inner_text(".shown output") == "All 27 statements"
    assert page.evaluate("document.activeElement.name") == "identity"
    assert not page.is_visible(".filters button")


def test_nothing_left_is_said_and_keys_skip_what_is_hidden(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    page.select_option("select[name=kind]", "intention")
    page.focus("#a26 .n")
    page.keyboard.press("j")
    assert entries(page, "selected") == ["a26"]
    page.select_option("select[name=stance]", "doubted")
    assert page.inner_text(".shown output") == "None of 27 statements"
    assert entries(page, "selected") == []


def test_link_to_a_statement_that_is_filtered_out_brings_it_back(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    page.select_option("select[name=kind]", "opinion")
    page.click(".sources .chip[href='#a6']")
    assert entries(page, "selected") == ["a6"]
    assert page.is_visible("#a6")
    assert in_view(page, "#a6")


def test_click_on_a_hidden_statement_in_the_text_does_nothing(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    page.select_option("select[name=kind]", "opinion")
    page.click("#t6")
    assert entries(page, "selected") == []


def test_finding_stands_beside_its_words_and_lights_them(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    note, paragraph = box(page, "#n2"), box(page, "#p3")
    assert note["x"] >= paragraph["x"] + paragraph["width"]
    assert abs(note["y"] - paragraph["y"]) < 24
    page.hover("#n2 bdi")
    assert page.inner_text(".f.lit") == "it has been claimed"
    page.hover("#t7")
    assert page.evaluate("[...document.querySelectorAll('.finding.on')].map(e => e.id)") == ["n5"]


def test_finding_stands_below_its_paragraph_on_a_phone(visit: Visit) -> None:
    page = visit(render_page(enriched()), size=PHONE)
    note, paragraph = box(page, "#n2"), box(page, "#p3")
    assert note["y"] >= paragraph["y"] + paragraph["height"]


def test_findings_and_words_are_linked_both_ways_without_script(visit: Visit) -> None:
    page = visit(render_page(enriched()), java_script_enabled=False)
    place = follow(page, "#n2 .letter")
    assert page.locator(f"[data-x~={place}]").inner_text() == "it has been claimed"
    page.click(".flag[href='#n2']")
    page.wait_for_url("**#n2")
    assert in_view(page, "#n2")


def test_report_reads_without_script(visit: Visit) -> None:
    page = visit(render_page(enriched()), java_script_enabled=False)
    assert not page.is_visible(".filters")
    assert len(shown(page)) == 27
    place = follow(page, ".headline .passage a >> nth=0")
    assert page.locator(f"[data-x~={place}]").first.inner_text() == "he is dying roughly every six months"
    page.click("#a6 .origin a")
    page.wait_for_url("**#e2")


def test_links_and_fields_can_be_hit_with_a_finger(visit: Visit) -> None:
    page = visit(render_page(enriched()), size=PHONE)
    heights = page.evaluate(
        "[...document.querySelectorAll('.chip, .filters select, .parts a, .why summary')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24


def test_print_opens_the_reasons_and_leaves_out_the_filters(visit: Visit) -> None:
    page = visit(render_page(enriched()))
    page.emulate_media(media="print")
    assert not page.is_visible(".filters")
    assert box(page, "#a4 .why ul")["height"] > 0
    note, paragraph = box(page, "#n2"), box(page, "#p3")
    assert note["y"] >= paragraph["y"] + paragraph["height"]
