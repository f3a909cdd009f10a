"""An HTML page becomes an article: headline and body as the page shows them, metadata, the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from sayso.errors import InputError
from sayso.ingest.blocks import Cut, Piece, choose_blocks, complete, visible
from sayso.ingest.dateline import find_credits, is_agency
from sayso.ingest.decode import decode
from sayso.ingest.given import GIVEN, Given
from sayso.ingest.headline import Headline, find_headline
from sayso.ingest.language import settle_language
from sayso.ingest.metadata import Found, PageFacts
from sayso.ingest.page import ParsedPage, parse_page
from sayso.ingest.typeset import Typesetter
from sayso.records import Article, Credit, PageAnchor, Span

# Words of body below which a page holds no article, and below which a page whose text is for
# subscribers shows but a stub. News in brief runs to 40 words; stubs in the scrapinghub pages to 106.
_MIN_WORDS = 25
_STUB_WORDS = 120
_MIN_CHARS = 200
# Bytes at the head of a page in which it may declare its encoding; browsers look at 1,024.
_DECLARATION_BYTES = 4096
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I
)
_WALL = re.compile(
    r"(?i)\b(?:subscribe|sign in|log in|register|become a (?:member|subscriber)|start your (?:free )?trial)\b"
    r"[^.\n]{0,60}\b(?:to (?:continue|read|keep|unlock|access|view)|for (?:full )?access|now)\b"
    r"|\b(?:this|the rest of (?:this|the)) (?:article|story|content) is (?:only )?"
    r"(?:for|available to|reserved for) [^.\n]{0,20}(?:subscribers|members)"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a page shows of its article.

    Attributes:
        text: Headline and body.
        title_end: Where the headline ends in the text; 0 when there is none.
        anchors: The way from the text back to the page.
        headline: The headline, or None.
        facts: What the page declares about itself.
    """

    text: str
    title_end: int
    anchors: tuple[PageAnchor, ...]
    headline: Headline | None
    facts: PageFacts

    @property
    def body(self) -> str:
        """The text behind the headline."""
        return self.text[self.title_end :]


def article_from_html(
    data: bytes | str,
    *,
    path: str | None = None,
    address: str | None = None,
    declared: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """Make an article of a page.

    Args:
        data: The page as bytes, or its decoded source.
        path: The input as the user gave it.
        address: Where the page was fetched; relative addresses in it count from there.
        declared: Encoding that the server named.
        title: Overrides the headline as the article's title; the text stays what the page shows. Likewise
            ``outlet``, ``published``, ``url`` and ``language``.
        outlet: Who published it.
        published: ISO 8601 date.
        url: Canonical address.
        language: ISO 639-1 code; ``en`` skips the language check.

    Returns:
        The article. Its text begins with the headline, if any; paragraphs are a blank line apart.

    Raises:
        InputError: ``empty``, ``binary``, ``undecodable``, ``no_article`` or ``language_not_supported``.
    """
    given = Given(path=path, title=title, outlet=outlet, published=published, url=url, language=language)
    where = path or address or url or "the page given"
    markup, encoding = _decode(data, where=where, declared=declared)
    shown = extract_text(markup, address=address or url)
    if shown is None:
        raise _no_article(where, "no text that a page would show")
    settled = _judge(shown, where=where, language=language)
    text, facts = shown.text, shown.facts
    found = facts.found()
    found.pop("title", None)
    if shown.headline:
        found["title"] = (text[: shown.title_end], shown.headline.where)
    found["language"] = _language_found(facts, settled, given=language)
    values, origins = given.over(found)
    return Article(
        text=text,
        path=path,
        url=values.get("url"),
        title=values.get("title"),
        outlet=values.get("outlet"),
        byline=values.get("byline"),
        published=values.get("published"),
        language=settled,
        credits=_credits(text, facts, values),
        title_span=_title_span(shown, given=title),
        encoding=encoding,
        found=origins,
        anchors=shown.anchors,
    )


def extract_text(markup: str, *, address: str | None = None) -> ShownText | None:
    """Take headline and body out of a page, whatever they are worth.

    Args:
        markup: The page's source.
        address: Where the page was fetched.

    Returns:
        The text; None when the page shows none at all.
    """
    page = parse_page(markup)
    if page is None or not page.nodes:
        return None
    facts = PageFacts(page.root, address=address)
    pieces = complete(choose_blocks(page), page.nodes)
    headline = find_headline(page, facts.titles())
    text, title_end, anchors = _set(page, headline, pieces)
    return ShownText(text, title_end, anchors, headline, facts)


def _decode(data: bytes | str, *, where: str, declared: str | None) -> tuple[str, str | None]:
    if isinstance(data, str):
        if not data.strip():
            raise InputError(f"{where}: holds no text; check the input", code="empty")
        return data.removeprefix("\ufeff"), None
    match = _DECLARED.search(data[:_DECLARATION_BYTES])
    named = declared or (match[1].decode("ascii", "ignore") if match else None)
    if named and named.lower().startswith(("utf-16", "utf-32")):
        named = None  # an ASCII declaration that could be read cannot be in UTF-16
    return decode(data, where=where, declared=named)


def _set(
    page: ParsedPage, headline: Headline | None, pieces: list[Piece]
) -> tuple[str, int, tuple[PageAnchor, ...]]:
    """Set headline and body; returns the text, where the headline ends in it, and the anchors."""
    setter = Typesetter(page.nodes)
    taken: set[int] = set()
    if headline:
        if headline.indices:
            setter.add_run(Cut(index, 0, len(page.nodes[index].text)) for index in headline.indices)
            taken.update(headline.indices)
        else:
            setter.add_words(headline.words)
    title_end = setter.length
    cuts: list[Cut] = []
    for piece in pieces:
        if piece.cuts:
            cuts.extend(cut for cut in piece.cuts if cut.index not in taken)
            continue
        _set_cuts(setter, page, cuts)
        cuts = []
        for paragraph in piece.words.splitlines():
            setter.add_words(paragraph)
    _set_cuts(setter, page, cuts)
    text, anchors = setter.result()
    return text, title_end, anchors


def _set_cuts(setter: Typesetter, page: ParsedPage, cuts: list[Cut]) -> None:
    for _, run in groupby(cuts, key=lambda cut: page.nodes[cut.index].run):
        setter.add_run(run)


def _title_span(shown: ShownText, *, given: str | None) -> Span | None:
    """Where the title stands: in the headline, unless another title was given."""
    headline = shown.text[: shown.title_end]
    if not headline or (given is not None and given.split() != headline.split()):
        return None
    return Span.of(shown.text, 0, shown.title_end)


def _judge(shown: ShownText, *, where: str, language: str | None) -> str:
    """Settle the language, or refuse a page without an article that can be read.

    A long text is judged by its language first, since words are counted by their spaces.
    """
    settled = ""
    if len(shown.body) >= _MIN_CHARS:
        settled = settle_language(shown.text, where=where, given=language)
    _refuse_no_article(shown.body, shown.facts, where=where)
    return settled or settle_language(shown.text, where=where, given=language)


def _refuse_no_article(body: str, facts: PageFacts, *, where: str) -> None:
    n_words = len(body.split())
    if n_words < _STUB_WORDS and (facts.is_paid or _WALL.search(body)):
        raise _no_article(where, f"a paywall stub of {n_words} words")
    if n_words < _MIN_WORDS:
        raise _no_article(where, f"{n_words} words of running text")
    if facts.is_article:
        return
    paragraphs = body.split("\n\n")
    if not any(len(item.split()) >= 8 and _SENTENCE_END.search(item.strip()) for item in paragraphs):
        raise _no_article(
            where, f"{len(paragraphs)} short pieces and no paragraph of prose, like a list of links"
        )


def _language_found(facts: PageFacts, settled: str, *, given: str | None) -> Found:
    if given:
        return settled, GIVEN
    return settled, "declared by the page" if facts.language() == settled else "text"


def _credits(text: str, facts: PageFacts, values: dict[str, str]) -> tuple[Credit, ...]:
    """Credits in the text, then those of the metadata that the text doesn't name."""
    shown = find_credits(text)
    names = facts.relays()
    byline = values.get("byline", "")
    if is_agency(byline):
        names.append(byline)
    known = {visible(credit.name).casefold() for credit in shown} | {
        visible(values.get("outlet", "")).casefold()
    }
    return shown + tuple(
        Credit(name, None, "metadata") for name in names if visible(name).casefold() not in known
    )


def _no_article(where: str, found: str) -> InputError:
    return InputError(
        f"{where}: holds no article that can be read, only {found}; save the full article first",
        code="no_article",
    )
