"""Interview transcripts become attributions: ``TARN: We will see.`` says who says what without a verb.

The reader model sees too few transcripts to learn them; their form is plain enough for a rule. A turn
is a paragraph that opens with a name in capitals and a colon. Two names with two turns each make a
transcript; ``PHOTOS:`` three times over does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sayso.extract.spans import Draft, Pair

TURN = "transcript turn"
# All 14 turns of this form in PolNeAR's train and dev parts are annotated as attributions; by Laplace's
# rule of succession the next one is right with this probability.
TURN_SCORE = 15 / 16

_MIN_NAMES = 2
_MIN_TURNS_OF_EACH = 2
# A turn may run over some paragraphs, but prose that only follows it is not its own.
_MAX_PARAGRAPHS = 4
_NAME = r"(?:(?:[A-Z][A-Z.'\u2019-]+|[A-Z]\.)(?: (?:[A-Z][A-Z.'\u2019-]+|[A-Z]\.)){0,4})"
_OPENING = re.compile(
    rf"^[\"\u201c]?(?P<name>{_NAME})(?: ?\([^)\n]{{1,40}}\)|, [A-Z][^:\n]{{1,40}})?"
    r"(?P<colon>:)[ \t\u00a0]+(?=\S)",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"\S[^\r\n]*")


def find_turns(text: str) -> list[Draft]:
    """Find the turns of a transcript.

    Args:
        text: The article's text.

    Returns:
        One draft a turn, in text order; none when the text holds no transcript.
    """
    openings = list(_OPENING.finditer(text))
    times = Counter(opening["name"] for opening in openings)
    names = {name for name, n_turns in times.items() if n_turns >= _MIN_TURNS_OF_EACH}
    if len(names) < _MIN_NAMES:
        return []
    turns = [opening for opening in openings if opening["name"] in names]
    ends = [later.start() for _, later in pairwise(turns)] + [len(text)]
    return [
        Draft(
            source=(opening.span("name"),),
            cue=(opening.span("colon"),),
            content=_content(text, opening.end(), end, is_last=opening is turns[-1]),
            rules=(TURN,),
        )
        for opening, end in zip(turns, ends, strict=True)
    ]


def _content(text: str, start: int, end: int, *, is_last: bool) -> tuple[Pair, ...]:
    """The words of a turn: its paragraph, and those up to the next turn if they are few."""
    paragraphs = [
        (match.start(), match.start() + len(match[0].rstrip()))
        for match in _PARAGRAPH.finditer(text, start, end)
    ]
    follow = is_last or len(paragraphs) > _MAX_PARAGRAPHS
    return tuple(paragraphs[:1] if follow else paragraphs)


def prefer_turns(scored: Sequence[tuple[Draft, float]], turns: Sequence[Draft]) -> list[tuple[Draft, float]]:
    """Add the turns, and leave out what the model made of the same cue or the same name.

    Args:
        scored: Drafts of the model with their scores.
        turns: What :func:`find_turns` found.
    """
    taken = {
        position
        for turn in turns
        for start, end in (*turn.source, *turn.cue)
        for position in range(start, end)
    }
    kept = [
        (draft, score)
        for draft, score in scored
        if not any(
            position in taken for start, end in (*draft.source, *draft.cue) for position in range(start, end)
        )
    ]
    return [*kept, *((turn, TURN_SCORE) for turn in turns)]
