"""Readings and failures become JSON text, schema ``sayso/1``, that any UTF-8 file can hold."""

from __future__ import annotations

import json
import re
from typing import Any

from sayso.records import Failure, Reading

# Lone surrogates have no UTF-8 form. The others are line ends to some tools, though not to JSON:
# next line, line separator, paragraph separator.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def to_json_line(item: Reading | Failure) -> str:
    """Write one reading or failure as one line of JSON, without a line end.

    Characters stand as they are, but for lone surrogates and odd line ends, which are written as
    ``\\uXXXX``: the line always encodes as UTF-8 and is one line to every tool. A high surrogate that
    a low one follows as a separate code point comes back joined, since JSON has no way to keep
    them apart; ingest never stores such a pair.

    Args:
        item: What to write.

    Returns:
        The line; ``json.loads`` gives ``item.to_dict()`` back.
    """
    return json_line(item.to_dict())


def json_line(data: Any) -> str:
    """Write any data as one line of JSON, in the same manner."""
    line = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
