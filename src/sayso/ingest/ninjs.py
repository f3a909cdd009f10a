"""News in JSON (ninjs, IPTC, versions 1 to 3) becomes the fields of an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_DATES = ("contentcreated", "firstcreated", "versioncreated")


def is_ninjs(data: Mapping[str, Any]) -> bool:
    """Whether an object is a news item: it has an ``uri`` and a body."""
    return "uri" in data and ("bodies" in data or any(name.startswith("body_") for name in data))


def fields_of_ninjs(data: Mapping[str, Any]) -> dict[str, Any]:
    """What there is of the article, under the names of :mod:`sayso.ingest.jsonlines`."""
    uri = data.get("canonicalurl") or data["uri"]
    fields = {
        "title": data.get("headline") or _first(data.get("headlines"), roles=("main", "")),
        "published": next((data[name] for name in _DATES if data.get(name)), None),
        "url": uri if str(uri).startswith(("http://", "https://")) else None,
        "outlet": data.get("copyrightholder"),
        "language": data.get("language"),
        "text": data.get("body_text"),
        "html": None,
    }
    bodies = list(_bodies(data))
    for name in ("text", "html"):
        fields[name] = fields[name] or next((value for kind, value in bodies if kind == name), None)
    if fields["text"]:
        fields["html"] = None
    elif fields["html"]:
        fields["html"] = _as_page(fields["html"], fields["title"])
    return fields


def _bodies(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Each body with what it is: ``text`` or ``html``."""
    for body in data.get("bodies") or ():
        kind = str(body.get("contenttype", ""))
        yield ("text" if kind.startswith("text/plain") or not kind else "html"), body.get("value")
    for name, value in data.items():
        if name.startswith("body_") and name != "body_text":
            yield ("html" if "html" in name else "text"), value


def _first(items: Any, *, roles: tuple[str, ...]) -> str | None:
    """The value of the first of several variants whose role is among these; else of the first."""
    items = list(items or ())
    chosen = next((one for one in items if one.get("role", "") in roles), items[0] if items else None)
    return chosen["value"] if chosen else None


def _as_page(body: str, title: Any) -> str:
    """A fragment of a page as a page, its headline on top."""
    from html import escape

    if "<html" in body[:2000].lower():
        return body
    heading = f"<h1>{escape(title)}</h1>" if isinstance(title, str) else ""
    return f"<html><body><article>{heading}{body}</article></body></html>"
