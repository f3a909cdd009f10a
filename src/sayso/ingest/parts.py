"""What a container (a web archive, a file of JSON lines, a NewsML message) is made of, one article each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Unpack

from sayso.ingest.given import GivenFields
from sayso.records import Article, Reading


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a container, as it was found there.

    Attributes:
        place: Where in the container: a line number, a byte offset; empty when it is all there is.
        data: Its page or text.
        is_html: Whether it is a page; None leaves it to what it looks like.
        position: Bytes of the container used up so far.
        address: Where it was fetched.
        charset: Encoding that the server named.
        fetched: Day on which it was fetched, ISO 8601; stands for the date where there is no other.
        fields: What the container says of it: ``title``, ``outlet``, ``published``, ``url``, ``language``.
    """

    place: str
    data: bytes | str
    is_html: bool | None = None
    position: int = 0
    address: str | None = None
    charset: str | None = None
    fetched: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def load(self, *, path: str | None, **given: Unpack[GivenFields]) -> Article:
        """Make the article.

        Args:
            path: What to call it.
            given: What the user says of it, which wins over what the container says.

        Raises:
            InputError: It cannot be read; ``code`` says why.
        """
        said: GivenFields = {**self.fields, **{name: value for name, value in given.items() if value}}  # type: ignore[typeddict-item]
        article = self._load(path, said)
        if self.fetched is None or article.published is not None:
            return article
        found = {**article.found, "published": "day of the crawl"}
        return replace(article, published=self.fetched, published_range=None, found=found)

    def _load(self, path: str | None, said: GivenFields) -> Article:
        if self.is_html:
            from sayso.ingest.html import article_from_html

            return article_from_html(
                self.data, path=path, address=self.address, declared=self.charset, **said
            )
        if isinstance(self.data, str) and self.is_html is False:
            from sayso.ingest.text import article_from_text

            return article_from_text(self.data, path=path, **said)
        from sayso.ingest.load import load_article

        return replace(load_article(_as_bytes(self.data), **said), path=path)

    def digest(self, given: Mapping[str, str | None]) -> str:
        """Tells this part, with what is said of it, from all others; where it was found does not count."""
        about = [self.is_html, self.address, self.charset, self.fetched, {**self.fields, **given}]
        digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
        digest.update(_as_bytes(self.data))
        return digest.hexdigest()


def _as_bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


@dataclass(frozen=True, slots=True)
class ReadyPart:
    """A reading that somebody made before, as it stands in a file of readings."""

    place: str
    reading: Reading
    position: int = 0


@dataclass(frozen=True, slots=True)
class BadPart:
    """A part that cannot be read.

    Attributes:
        place: Where in the container; empty when the container itself is broken.
        code: Why, as in :class:`sayso.errors.InputError`.
        message: The same for people, without the container's name.
        position: Bytes of the container used up so far.
    """

    place: str
    code: str
    message: str
    position: int = 0


Parts = Iterator[Part | ReadyPart | BadPart]
