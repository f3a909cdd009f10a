"""The way of a statement becomes a line of links: publisher ← relay ← channel ← holder."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.export.pointers import Pointers
from sayso.export.visible import as_html, shorten
from sayso.resolve.chain import Link, LinkKind

_NAME_MAX = 60
_ARROW = ' <span class="arrow"><span aria-hidden="true">←</span><span class="aloud">from</span></span> '

Way = tuple[tuple[LinkKind, str | None], ...]


def way_of(chain: Sequence[Link]) -> Way:
    """What two chains have in common that lead the same way, wherever they were read from."""
    return tuple((link.kind, link.name) for link in chain)


def chain_html(chain: Sequence[Link], pointers: Pointers) -> str:
    """Write a chain, the publisher first and the holder last; each link leads to where it was read from."""
    links = [_link(link, pointers) for link in chain]
    if chain[0].kind is not LinkKind.PUBLISHER:
        links.insert(0, "<span>this article</span>")
    return f'<p class="chain">{_ARROW.join(links)}</p>'


def _link(link: Link, pointers: Pointers) -> str:
    said = f"<bdi>{as_html(shorten(link.name, _NAME_MAX))}</bdi>" if link.name else "nobody named"
    if link.kind is LinkKind.HOLDER:
        return f"<b>{said}</b>"
    place = pointers.to(link.span) if link.span else None
    return f'<a href="#{place}">{said}</a>' if place else f"<span>{said}</span>"
