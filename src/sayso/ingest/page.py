"""HTML becomes a parsed page: its text nodes in document order, each with the way back to it.

Parsing is libxml2's. Text is grouped into *runs*, stretches that a browser would set without a break
between: one paragraph, one list item, one heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Elements nested deeper than this are flattened; browsers stop at 512, articles need about 30.
MAX_DEPTH = 256

# An lxml element; lxml has no types of its own.
Element = Any

_HIDDEN = frozenset(
    re.findall(
        r"\w+",
        "head script style noscript template textarea select option svg math iframe object video audio "
        "canvas",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt "
        "ruby s samp small span strike strong sub sup time tt u var wbr br picture source",
    )
)
_PRESERVING = frozenset({"pre", "listing"})
_KEPT_TAG = "(?:html|head|body|title|meta|link|base)"
_FLAT = re.compile(
    r"<!--(?:.*?-->|.*\Z)"
    r"|<(?P<raw>script|style|noscript|template|textarea)\b(?:.*?</(?P=raw)\s*>|.*\Z)"
    rf"|(?P<kept></?{_KEPT_TAG}\b[^>]*(?:>|\Z))"
    r"|<(?P<slash>/?)(?P<tag>[a-z][a-z0-9:-]*)[^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z", re.ASCII)
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class TextNode:
    """One text node of the page.

    Attributes:
        element: The element it belongs to.
        node: Which of the element's text nodes: 0 before the first child, ``n`` after child ``n``.
        text: Its characters.
        run: Number of the run it is part of; grows in document order.
        breaks: Line breaks (``br``) that come before it within its run.
        preserved: Whether white space is kept as it is (``pre``).
    """

    element: Element
    node: int
    text: str
    run: int
    breaks: int
    preserved: bool


@dataclass(slots=True)
class ParsedPage:
    """A page with its visible text nodes in document order."""

    root: Element
    nodes: list[TextNode]


def parse_page(markup: str) -> ParsedPage | None:
    """Parse a page.

    Args:
        markup: The page's source. Characters that HTML doesn't allow (NUL, lone surrogates) are left out, as
            browsers leave them out or show them as a box.

    Returns:
        The page, or None when there is nothing in it. Nesting deeper than ``MAX_DEPTH`` is flattened: every
        block becomes a paragraph.
    """
    markup = _UNPARSABLE.sub("", markup)
    root, excessive = _parse(markup)
    if root is not None and (excessive or _is_deep(root)):
        root, _ = _parse(flatten(markup))
    if root is None:
        return None
    return ParsedPage(root, list(_text_nodes(root)))


def flatten(markup: str) -> str:
    """Rewrite blocks as a plain row of paragraphs and leave inline tags, scripts and comments out."""

    def rewrite(match: re.Match[str]) -> str:
        if match["kept"]:
            return match["kept"]
        tag = (match["tag"] or "").lower()
        if tag == "br":
            return "<br>"
        return "" if not tag or tag in _INLINE else "<p>"

    return re.sub(r"(?:<p>\s*)+", "<p>", _FLAT.sub(rewrite, markup))


def xpaths(elements: list[Element]) -> dict[Element, str]:
    """The XPath of each element, such as ``/html/body/div[2]/p[7]``.

    Children are numbered once per parent, so a page with very many siblings costs no more than its size.
    """
    paths: dict[Element, str] = {}
    steps: dict[Element, str] = {}
    numbered: set[Element] = set()
    for element in elements:
        chain = []
        at = element
        while at is not None and at not in paths:
            chain.append(at)
            at = at.getparent()
        for node in reversed(chain):
            parent = node.getparent()
            if parent is None:
                paths[node] = f"/{_name_test(node.tag)}"
                continue
            if parent not in numbered:
                numbered.add(parent)
                steps.update(_steps(parent))
            paths[node] = f"{paths[parent]}/{steps[node]}"
    return {element: paths[element] for element in elements}


def _steps(parent: Element) -> dict[Element, str]:
    children = [child for child in parent if isinstance(child.tag, str)]
    totals = Counter(child.tag for child in children)
    counts: Counter[str] = Counter()
    steps: dict[Element, str] = {}
    for place, child in enumerate(children, 1):
        counts[child.tag] += 1
        if not _PLAIN_NAME.match(child.tag):
            steps[child] = f"*[{place}]"
        elif totals[child.tag] == 1:
            steps[child] = child.tag
        else:
            steps[child] = f"{child.tag}[{counts[child.tag]}]"
    return steps


def _name_test(tag: str) -> str:
    return tag if _PLAIN_NAME.match(tag) else "*"


def _parse(markup: str) -> tuple[Element | None, bool]:
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", collect_ids=False, default_doctype=False)
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, False
    excessive = any("xcessive depth" in entry.message for entry in parser.error_log)
    return root, excessive


def _is_deep(root: Element) -> bool:
    depth = 0
    for event, _ in _walk(root):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _walk(root: Element) -> Iterator[tuple[str, Element]]:
    from lxml import etree

    walk: Iterator[tuple[str, Element]] = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("start", "end"):
            yield event, element


def _text_nodes(root: Element) -> Iterator[TextNode]:
    """Walk the page once, counting runs and line breaks."""
    run = breaks = 0
    for kind, element, node, text, hidden, preserved in _events(root):
        if kind == "break":
            breaks += 1
        elif kind == "block":
            run, breaks = run + 1, 0
        elif text and not hidden:
            yield TextNode(element, node, text, run, breaks, preserved)
            breaks = 0


def _events(root: Element) -> Iterator[tuple[str, Element, int, str | None, bool, bool]]:
    """Block boundaries, line breaks and text nodes in document order, without recursion."""
    stack: list[tuple[Element, Iterator[Element], int, bool, bool]] = []

    def enter(element: Element, hidden: bool, preserved: bool) -> None:
        hidden = hidden or element.tag in _HIDDEN or element.get("hidden") is not None
        preserved = preserved or element.tag in _PRESERVING
        stack.append((element, iter(element), 0, hidden, preserved))

    enter(root, False, False)
    yield "text", root, 0, root.text, stack[-1][3], stack[-1][4]
    while stack:
        element, children, n_seen, hidden, preserved = stack.pop()
        child = next(children, None)
        if child is None:
            if element.tag not in _INLINE:
                yield "block", element, 0, None, hidden, preserved
            parent = stack[-1] if stack else None
            if parent:
                yield "text", parent[0], parent[2], element.tail, parent[3], parent[4]
            continue
        stack.append((element, children, n_seen + 1, hidden, preserved))
        if not isinstance(child.tag, str):
            yield "text", element, n_seen + 1, child.tail, hidden, preserved
            continue
        if child.tag == "br":
            yield "break", child, 0, None, hidden, preserved
        elif child.tag not in _INLINE:
            yield "block", child, 0, None, hidden, preserved
        enter(child, hidden, preserved)
        yield "text", child, 0, child.text, stack[-1][3], stack[-1][4]
