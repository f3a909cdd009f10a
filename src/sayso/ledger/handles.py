"""How people name what is in a ledger: ``a12`` an attribution, ``n3`` an article (news), ``s5`` a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sayso.errors import UsageError

# More digits than any row's number has, so that what is too large for one is told to be not there.
_HANDLE = re.compile(r"([ans]?)(\d{1,1000})", re.IGNORECASE | re.ASCII)


class Kind(StrEnum):
    """What a number is of."""

    ATTRIBUTION = "a"
    ARTICLE = "n"
    SOURCE = "s"


@dataclass(frozen=True, slots=True)
class Handle:
    """A number with what it is of."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"


def parse_handle(text: str) -> Handle | None:
    """Read what somebody typed; a number alone is an attribution's, anything else is None."""
    found = _HANDLE.fullmatch(text.strip())
    return Handle(Kind(found[1].lower() or "a"), int(found[2])) if found else None


def handle_of(text: str, *kinds: Kind) -> Handle:
    """The same, of one of some kinds.

    Raises:
        UsageError: It is something else.
    """
    found = parse_handle(text)
    if found is None or (kinds and found.kind not in kinds):
        examples = {Kind.ATTRIBUTION: "a12", Kind.ARTICLE: "n3", Kind.SOURCE: "s5"}
        wanted = " or ".join(f"{examples[kind]} ({kind.name.lower()})" for kind in kinds or Kind)
        what = "is of another kind" if found else "names nothing in a ledger"
        raise UsageError(f"{text!r} {what}; give {wanted}")
    return found
