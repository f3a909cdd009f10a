"""Descriptions that are names all the same: *the Holm campaign*, *an Orel University poll*."""

from __future__ import annotations

import re

from sayso.resolve.mentions import Mention
from sayso.resolve.names.kinds import DEMONYM
from sayso.resolve.people import DOCUMENT, listed, words

# A campaign, government and so on that belongs to a named person or state is itself named.
_NAMED_BY_OWNER = listed("named_by_owner")


def named_by_owner(mention: Mention) -> bool:
    """Whether a description names an organisation by whose it is: *Holm's campaign*."""
    if mention.head not in _NAMED_BY_OWNER and not (mention.noun and mention.noun.word in _NAMED_BY_OWNER):
        return False
    if mention.noun is not None and mention.noun.plural:
        return False
    inner = [name for name in mention.inner if name.end <= mention.start + len(mention.text) + 4]
    return bool(inner) or any(word in words().demonyms for word in mention.modifiers)


_WHEN = re.compile(
    r"\s+(?:(?:released|published|conducted|taken|issued|posted|out|from)\s+)?(?:this|last|on|in|earlier|late|early)?\s*"
    r"(?:(?:this|last)\s+(?:week|month|year)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b.*$",
    re.DOTALL,
)


def is_named_document(mention: Mention) -> bool:
    """Whether a document goes by a name in front of its noun or by who made it: *an Orel University poll*."""
    if mention.noun is None or mention.noun.kind != DOCUMENT or mention.noun.plural:
        return False
    if mention.qualifier is not None:
        return mention.qualifier.kind != DEMONYM
    return mention.noun.word in ("poll", "survey") and " by " in mention.text and bool(mention.inner)


def named_document(mention: Mention) -> str:
    """The name of such a document: without its article, *latest* and the time it came out."""
    words_left = _WHEN.sub("", mention.text).split()
    while len(words_left) > 1 and words_left[0].lower() in ("a", "an", "the", "new", "latest", "recent"):
        words_left.pop(0)
    return " ".join(words_left)
