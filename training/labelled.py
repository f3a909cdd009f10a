"""Labels that stand apart from their texts meet them again.

A label file is JSON Lines: the SHA-256 of an article, and its attributions with all words as offsets, so
that no text of others is in it. The articles are found in what the reader of this has: JSON Lines with
``text``, or PolNeAR's folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.evaluate.gold import load_gold

Span = Sequence[int]


def documents(labels: Path, texts: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Articles of a label file in the form of a gold file, as far as their texts are there.

    Args:
        labels: JSON Lines with ``article`` and ``attributions``.
        texts: Where the articles are.

    Raises:
        InputError: None of the articles is there.
    """
    wanted = {item["article"]: item["attributions"] for item in read_lines(labels)}
    n_labelled = len(wanted)
    for text in texts_of(texts):
        if not wanted:
            return
        digest = text_digest(text)
        if attributions := wanted.pop(digest, None):
            yield {
                "id": digest[:12],
                "text": text,
                "attributions": [_in_words(item, text) for item in attributions],
            }
    if len(wanted) == n_labelled:
        searched = ", ".join(map(str, texts)) or "no file"
        message = (
            f"{labels}: the texts of its {n_labelled} articles are nowhere (searched: {searched}); "
            "name files that hold them with --texts"
        )
        raise InputError(message, code="missing_texts")


def annotated(path: Path, texts: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Articles of a gold file, which has its texts, or of a label file, whose texts are elsewhere."""
    first = next(read_lines(path), {})
    yield from documents(path, texts) if "article" in first else read_lines(path)


def to_labels(document: Mapping[str, Any]) -> dict[str, Any]:
    """An annotated article as a line of a label file: holder, channels and due time become offsets.

    A holder or channel that the article does not spell like that is left out: ``holder`` is then missing.
    """
    text = document["text"]
    kept = [_in_offsets(item, text) for item in document["attributions"] if not item.get("bad_spans")]
    return {"article": text_digest(text), "attributions": kept}


def text_digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def texts_of(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of JSON Lines files and of PolNeAR's training articles."""
    for path in paths:
        if path.is_dir():
            yield from (document.text for document in load_gold(path, split="train").documents)
        else:
            yield from (document["text"] for document in read_lines(path) if document.get("text"))


def _in_words(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    words = dict(item)
    for name in ("holder", "due"):
        if item.get(name):
            words[name] = _cut(item[name], text)
    if words.get("identity") == "unnamed" and words.get("holder"):
        words["holder"] = words["holder"].lower()
    if "via" in item:
        words["via"] = [_cut(span, text) for span in item["via"]]
    return words


def _in_offsets(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    kept = {role: [list(span) for span in item[role]] for role in ("source", "cue", "content")}
    near = kept["cue"][0][0] if kept["cue"] else kept["content"][0][0]
    judged = ("identity", "type", "stance", "certainty", "polarity", "kind")
    kept |= {name: item[name] for name in judged}
    if item["holder"] is None:
        kept["holder"] = None
    elif holder := _find(item["holder"], text, near):
        kept["holder"] = holder
    kept["via"] = [span for name in item["via"] if (span := _find(name, text, near))]
    kept["due"] = _find(item["due"], text, near) if item["due"] else None
    return kept


def _cut(span: Span, text: str) -> str:
    return text[span[0] : span[1]]


def _find(words: str, text: str, near: int) -> list[int] | None:
    """Where the words stand, nearest to a place; in any case of letters if not as they are."""
    for haystack, needle in ((text, words), (text.lower(), words.lower())):
        if len(haystack) != len(text):  # some letters grow when they are lowered
            continue
        places = []
        at = haystack.find(needle)
        while at >= 0:
            places.append(at)
            at = haystack.find(needle, at + 1)
        if places:
            start = min(places, key=lambda place: abs(place - near))
            return [start, start + len(needle)]
    return None
