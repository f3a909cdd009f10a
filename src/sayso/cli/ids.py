"""What people call attributions in commands, ``a12`` or just ``12``, becomes their numbers in a ledger."""

from __future__ import annotations

import re

from sayso.errors import UsageError

_ATTRIBUTION = re.compile(r"a?(0*[1-9][0-9]{0,17})", re.IGNORECASE | re.ASCII)


def attribution_number(name: str) -> int:
    """The number of an attribution.

    Raises:
        UsageError: It is not called like that.
    """
    match = _ATTRIBUTION.fullmatch(name.strip())
    if match is None:
        raise UsageError(f"{name!r} is no attribution; they are called a12, and `sayso search` lists them")
    return int(match[1])
