"""What the caller says about an article; it wins over whatever is found in the article itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from sayso.errors import UsageError

GIVEN = "given"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class GivenFields(TypedDict, total=False):
    """Keyword arguments that carry metadata given by the caller."""

    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata given by the caller, each None where the article should speak for itself.

    Raises:
        UsageError: ``published`` is not an ISO date.
    """

    path: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None and iso_date(self.published) != self.published:
            raise UsageError(f'published: "{self.published}" is not a date; write it as YYYY-MM-DD')

    @property
    def where(self) -> str:
        """How messages name this input."""
        return self.path or self.url or "the text given"

    def over(self, found: Mapping[str, tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
        """Lay what is given over what was found.

        Args:
            found: For each field its value and where it was found.

        Returns:
            The values, and for each where it comes from.
        """
        merged = dict(found)
        for name in ("title", "outlet", "published", "url"):
            value = getattr(self, name)
            if value:
                merged[name] = (value, GIVEN)
        return (
            {name: value for name, (value, _) in merged.items()},
            {name: origin for name, (_, origin) in merged.items()},
        )


def iso_date(value: str) -> str | None:
    """``value`` when it is a real date in the form ``YYYY-MM-DD``, else None."""
    if not _ISO_DATE.match(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None
