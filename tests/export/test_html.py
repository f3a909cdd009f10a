"""The page holds the article's exact words, marks every span, links both ways and loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading
from tests.export.rich import enriched
from tests.export.stories import TITLE, crossing, odd, tabloid

from sayso.export.html import render_page, render_pages
from sayso.export.visible import for_page
from sayso.records import (
    Entity,
    EntityId,
    Failure,
    Finding,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HolderType,
    Identity,
    Match,
    Reading,
    Role,
    Span,
    Verdict,
)

VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """What a browser would find: blocks of the article, their marked segments, ids and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[tuple[int, str]] = []
        self.segments: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"] or "")
        if "href" in found:
            self.links.append(found["href"] or "")
        if "data-start" in found:
            self.blocks.append((int(found["data-start"] or 0), ""))
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if any("data-start" in found for _, found in self._open):
            self.blocks[-1] = (self.blocks[-1][0], self.blocks[-1][1] + data)
        if self._open and "data-a" in self._open[-1][1]:
            self.segments.append((data, self._open[-1][1]["data-a"] or ""))


def plain(html: str) -> str:
    """The words of some HTML, with a space wherever there is a tag."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def marked(page: Page, number: int, letter: str) -> str:
    """All the text that the page marks as one role of one attribution, without white space."""
    mark = f"a{number}:{letter}"
    return "".join("".join(words.split()) for words, marks in page.segments if mark in marks.split())


@pytest.mark.parametrize("made", [tabloid(), crossing(), enriched()])
def test_every_span_is_marked_with_exactly_its_words(made: Reading) -> None:
    page = Page(render_page(made))
    for number, item in enumerate(made.attributions, 1):
        for role, letter in ((Role.SOURCE, "s"), (Role.CUE, "c"), (Role.CONTENT, "q")):
            expected = "".join("".join(span.exact.split()) for span in item.spans(role))
            assert marked(page, number, letter) == expected


@pytest.mark.parametrize("made", [tabloid(), crossing(), enriched()])
def test_blocks_are_slices_of_the_text(made: Reading) -> None:
    page = Page(render_page(made))
    text = made.article.text
    assert all(text[start : start + len(words)] == words for start, words in page.blocks)
    assert "".join("".join(words for _, words in page.blocks).split()) == "".join(text.split())


@pytest.mark.parametrize("made", [tabloid(), crossing(), enriched(), reading("It rains.")])
def test_ids_are_unique_and_links_lead_somewhere(made: Reading) -> None:
    page = Page(render_page(made))
    assert len(set(page.ids)) == len(page.ids)
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    for number in range(1, len(made.attributions) + 1):
        assert {f"a{number}", f"t{number}"} <= set(inside)


def test_two_attributions_at_one_place_both_get_a_target() -> None:
    made = odd("Ida said so, they say.", (0, 3), (0, 3))
    assert {"t1", "t2"} <= set(Page(render_page(made)).ids)
    assert 'data-n="1,2"' in render_page(made)


def test_header_and_footer_say_what_is_known() -> None:
    made = tabloid()
    words = " ".join(Page(render_page(made)).words.split())
    for expected in ("The Daily Lantern", "2 May 2023", "by Dexter Pryce", "credits Meridian News", TITLE):
        assert expected in words
    for expected in ("12 attributions: 10 with a source, 2 without a source", "sayso-test 0"):
        assert expected in words
    assert made.reader.digest in words


def test_resolved_holders_are_counted_by_identity() -> None:
    text = "Ida said so. Officials agreed. It is said to be so."
    parts = [
        attribution(text, source="Ida", cue="Ida [[said]]", content="[[so]]. Off", identity="named"),
        attribution(text, source="Officials", cue="agreed", content="[[so]]. Off", identity="unnamed"),
        attribution(text, cue="is said", content="to be so", identity="none"),
    ]
    words = " ".join(Page(render_page(reading(text, parts))).words.split())
    assert "3 attributions: 1 on record, 1 unnamed, 1 nobody’s" in words


def test_title_in_the_text_is_the_heading_and_stands_once() -> None:
    html = render_page(tabloid())
    assert html.count("<h1") == 1
    assert re.search(r'<h1 id="p1" data-start="0"', html)


def test_byline_stands_once_where_the_text_prints_it_too() -> None:
    text = "Rain\n\nBy Ida Holm\n\nIt rains."
    page = Page(render_page(reading(text, title="Rain", byline="Ida Holm")))
    assert page.words.count("Ida Holm") == 1


def test_reading_that_was_only_extracted_has_no_empty_parts() -> None:
    html = render_page(tabloid())
    classes = {name for _, found in Page(html).tags for name in (found.get("class") or "").split()}
    assert not {"panel", "filters", "finding", "flag", "why", "judged"} & classes


def test_headings_go_down_one_level_at_a_time() -> None:
    for html in (render_page(enriched()), render_pages([enriched(), tabloid()])):
        levels = [int(tag[1]) for tag, _ in Page(html).tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_and_field_has_a_name() -> None:
    html = render_page(enriched())
    assert not re.search(r"<a(?![^>]*aria-label)[^>]*></a>", html)
    for field in re.findall(r"<(?:select|input)\b[^>]*>", html):
        assert re.search(r"<label[^>]*>[^<]*" + re.escape(field), html)


def test_findings_lead_to_their_words_and_back() -> None:
    made = enriched()
    html = render_page(made)
    for number, finding in enumerate(made.findings, 1):
        note = re.search(rf'id="n{number}">(.*?)</li>', html)
        assert note is not None
        assert finding.rule in note[1]
        assert finding.severity.value in note[1]
        if not finding.spans:
            continue
        place = re.search(r'class="letter" href="#(x\d+)"', note[1])
        assert place is not None
        words = re.findall(rf'data-x="(?:[^"]* )?{place[1]}(?: [^"]*)?"[^>]*>([^<]*)<', html)
        assert unescape("".join(words)) == "".join(span.exact for span in finding.spans)
        assert f'class="flag" href="#n{number}"' in html


def test_place_in_white_space_or_outside_the_text_breaks_no_link() -> None:
    text = "It rains.\n\nIt pours."
    blank, outside = Span(9, 11, "\n\n"), Span(500, 510, "elsewhere!")
    findings = [Finding("X1", "blank", (blank,)), Finding("X2", "outside", (outside,))]
    page = Page(render_page(reading(text, findings=tuple(findings))))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.words.count("outside") == 1


def test_holders_are_grouped_with_their_chains_and_statements() -> None:
    html = render_page(enriched())
    panel = re.search(r'<section class="panel sources".*?</section>', html)
    assert panel is not None
    words = plain(panel[0])
    order = [words.index(group) for group in ("On record 7", "Unnamed 7", "Nobody’s words")]
    assert order == sorted(order)
    assert "The Daily Lantern ← from Meridian News ← from Alistair Venn 10 has told 11 told" in words
    assert (
        "not named: “ spoke on condition of anonymity ” · claimed access: “ from a neighbouring country ”"
        in words
    )
    linked = re.findall(r'class="chip" href="#a(\d+)"', panel[0])
    assert sorted(map(int, linked)) == list(range(1, 28))


def test_unresolved_statements_stand_in_a_group_of_their_own() -> None:
    text = "Ida said so. Bo agreed."
    entity = Entity(EntityId("e1"), "Ida", Identity.NAMED, HolderType.PERSON, ())
    ida = attribution(text, source="Ida", cue="said", content="so", identity="named", holder=EntityId("e1"))
    bo = attribution(text, source="Bo", cue="agreed", content="so")
    words = plain(render_page(reading(text, [ida, bo], entities=(entity,))))
    assert "Not resolved Holder not known this article ← from Bo 2 agreed" in words


def test_headline_rows_give_verdict_words_passage_and_statements() -> None:
    panel = re.search(r'<section class="panel headline".*?</section>', render_page(enriched()))
    assert panel is not None
    words = plain(panel[0])
    quoted = "Quote not in the body “ has just months to live ” Nearest:"
    assert f"{quoted} “ he is dying roughly every six months ” ¶ 16" in words
    assert "Surer than the body" in words
    assert "The body says could where the headline says WILL. “ he is finished by Christmas ” ¶ 9" in words
    assert "H101" in words


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("match", Match)
def test_every_verdict_and_match_has_words_of_its_own(verdict: Verdict, match: Match) -> None:
    words = Span(0, 4, "Rain")
    check = HeadlineCheck(
        related=False, quotes=(HeadlineQuote(words, match),), claims=(HeadlineClaim(words, verdict, ""),)
    )
    html = render_page(reading("It rains.", title="Rain", headline=check))
    assert "The body is about something else." in html
    assert len(re.findall(r'class="verdict"><span class="sign" aria-hidden="true">.</span>\w', html)) == 2


def test_entry_says_who_through_whom_how_sure_what_kind_and_when() -> None:
    words = plain(render_page(enriched()))
    assert (
        "Alistair Venn on record through Meridian News (carried on) prediction "
        "due “by Christmas”: by 25 December 2023 put as certain relayed neutrally"
    ) in words
    assert "“doubt” 10–30 %, median 20 % (survey)" in words
    assert "rejected by the holder" in words
    assert "stance : the words “conceded” , score 0.91" in words


def test_filters_offer_only_what_tells_statements_apart() -> None:
    html = render_page(enriched())
    assert '<option value="unnamed">unnamed (10)</option>' in html
    assert "with findings only (8)" in html
    text = "Ida said so. Bo agreed."
    alike = [
        attribution(text, source="Ida", cue="said", content="so", identity="named"),
        attribution(text, source="Bo", cue="agreed", content="so", identity="named"),
    ]
    assert "<form" not in render_page(reading(text, alike))


def test_title_outside_the_text_is_a_heading_of_its_own() -> None:
    html = render_page(reading("It rains.", title="Rain & more"))
    assert '<h1 dir="auto">Rain &amp; more</h1>' in html


def test_markup_in_the_article_stays_text() -> None:
    text = "</script><script>alert(1)</script> said <b onmouseover='x'>\"so\"</b> & $style"
    content = "<b onmouseover='x'>\"so\"</b> & $style"
    evil = attribution(text, source="</script><script>", cue="said", content=content)
    metadata = {"title": "<i>t</i>", "outlet": "<u>", "byline": '"><p>', "path": "<p>", "published": "<q>"}
    html = render_page(reading(text, [evil], url="javascript:alert(1)", language='"><x', **metadata))
    page = Page(html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not {"u", "x", "q"} & {tag for tag, _ in page.tags}
    assert not any(link.startswith("javascript") for link in page.links)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "".join(words for _, words in page.blocks) == text


def test_policy_lets_only_the_pages_own_style_and_script_run() -> None:
    html = render_page(tabloid())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        inner = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert inner is not None
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy[1]
    assert not re.search(r'\sstyle="|\son\w+="', html)


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = Page(render_page(tabloid()))
    assert not {"img", "iframe", "object", "embed", "source"} & {tag for tag, _ in page.tags}
    assert not any("src" in attributes for _, attributes in page.tags)
    assert [attributes["href"] for tag, attributes in page.tags if tag == "link"] == ["data:,"]
    assert not re.search(r"@import|url\(", render_page(tabloid()))


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), min_size=2, max_size=60), st.data())
def test_any_text_makes_a_page_that_shows_it(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text) - 2).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, len(text) - 1))
    )
    html = render_page(odd(text, *data.draw(st.lists(places, max_size=4))))
    html.encode("utf-8")
    page = Page(html)
    shown = "".join(words for _, words in page.blocks)
    assert "".join(shown.split()) == "".join(for_page(text).split())


def test_damaged_nesting_does_not_hang() -> None:
    made = tabloid()
    circle = [replace(made.attributions[0], within="a2"), replace(made.attributions[1], within="a1")]
    stray = replace(made.attributions[2], within="a99")
    assert "Who says what" in render_page(replace(made, attributions=(*circle, stray)))


def test_several_readings_share_a_page_with_contents_and_failures() -> None:
    items = [tabloid(), Failure("a<b>.pdf", "binary", "a<b>.pdf: not text"), crossing()]
    page = Page(render_pages(items))
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {"#r1-reading", "#r3-reading", "#r3-a2"} <= set(page.links)
    words = " ".join(page.words.split())
    assert "2 readings 1 could not be read" in words
    assert "a<b>.pdf binary a<b>.pdf: not text" in words


def test_reading_makes_its_own_page() -> None:
    assert tabloid().to_html() == render_page(tabloid())


def _page_of(n_copies: int) -> str:
    whole = enriched()
    story = whole.article.text
    length = len(story)

    def moved(data: object, shift: int, copy: int) -> object:
        if isinstance(data, list):
            return [moved(item, shift, copy) for item in data]
        if not isinstance(data, dict):
            return data
        found = {key: moved(value, shift, copy) for key, value in data.items()}
        for key in ("start", "end"):
            if key in found:
                found[key] += shift
        for key in ("id", "holder", "within"):
            if found.get(key):
                found[key] = f"{found[key]}-{copy}"
        return found

    data = whole.to_dict()
    many = dict(data, text=story * n_copies)
    for key in ("attributions", "entities", "findings"):
        many[key] = [one for copy in range(n_copies) for one in moved(data[key], copy * length, copy)]  # type: ignore[attr-defined]
    made = Reading.from_dict(many)
    return render_page(made)


def test_size_grows_with_the_text_and_no_faster() -> None:
    assert len(_page_of(30)) < 10 * len(_page_of(3))
