"""A page's headline: what the page declares, as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sayso.ingest.blocks import visible
from sayso.ingest.metadata import TITLE_TAG, Found
from sayso.ingest.page import ParsedPage

# Visible characters below which two headlines that begin alike may still be different ones.
_MIN_PREFIX_CHARS = 24
# Share of a declared headline's words that a shown one must have to be the same story's.
_SAME_STORY = 0.5
_PLAIN = str.maketrans("“”„‘’‚–—‐‑−", '"""' + "'''" + "-----")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline.

    Attributes:
        words: Its text.
        where: Where it was found, such as ``json-ld headline`` or ``h1``.
        indices: The text nodes that show it; empty when the page shows it nowhere.
    """

    words: str
    where: str
    indices: tuple[int, ...]


def find_headline(page: ParsedPage, declared: Iterable[Found]) -> Headline | None:
    """Choose the headline.

    A declared headline that the page shows, give or take typography and a truncated end, is taken as it is
    shown. A main heading (``h1``) that says much the same in other words is preferred to what isn't shown,
    and any main heading to the title tag, which names the window and not the article.

    Args:
        page: The page.
        declared: Headlines that the metadata names, most trusted first, each with where.

    Returns:
        The headline, or None when the page neither declares nor shows one.
    """
    titles = list(declared)
    headings = _headings(page)
    for title, where in titles:
        for indices in headings:
            if _agree(title, _words(page, indices)):
                return Headline(_words(page, indices), where, indices)
    if titles and (titles[0][1] != TITLE_TAG or not headings):
        title, where = titles[0]
        wanted = set(_WORD.findall(title.lower()))
        for indices in headings:
            shown = set(_WORD.findall(_words(page, indices).lower()))
            if (
                wanted
                and len(wanted & shown) >= _SAME_STORY * min(len(wanted), len(shown))
                and len(shown) > 3
            ):
                return Headline(_words(page, indices), "h1", indices)
        return Headline(title, where, _shown_elsewhere(page, title))
    if headings:
        return Headline(_words(page, headings[0]), "h1", headings[0])
    return None


def _headings(page: ParsedPage) -> list[tuple[int, ...]]:
    """The text nodes of each ``h1`` that says something; of an ``h1`` in several runs, all of them."""
    inside: dict[object, int] = {}
    for number, heading in enumerate(page.root.iter("h1")):
        for element in heading.iter():
            inside[element] = number
    members: dict[int, list[int]] = {}
    for index, node in enumerate(page.nodes):
        if node.element in inside:
            members.setdefault(inside[node.element], []).append(index)
    return [tuple(indices) for _, indices in sorted(members.items()) if _words(page, indices)]


def _shown_elsewhere(page: ParsedPage, title: str) -> tuple[int, ...]:
    """The first run that shows just this title, under whatever tag."""
    wanted = _key(title)
    for _, nodes in groupby(enumerate(page.nodes), key=lambda item: item[1].run):
        indices = tuple(index for index, _ in nodes)
        n_chars = sum(len(page.nodes[index].text) for index in indices)
        if n_chars < 20 * len(title) and _key(_words(page, indices)) == wanted:
            return indices
    return ()


def _agree(declared: str, shown: str) -> bool:
    one, other = sorted((_key(declared).rstrip("."), _key(shown).rstrip(".")), key=len)
    return one == other or (len(one) >= _MIN_PREFIX_CHARS and other.startswith(one))


def _key(title: str) -> str:
    return visible(title.translate(_PLAIN)).casefold().removesuffix("...").removesuffix("…")


def _words(page: ParsedPage, indices: Iterable[int]) -> str:
    return " ".join("".join(page.nodes[index].text for index in indices).split())
