"""The order in which a text is walked through: who speaks is met before what is quoted."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sayso.records import Attribution, AttributionId, Mode
from sayso.resolve.names.tokens import Token

# Tokens of a quotation over which its source is brought forward; longer ones are read as they stand.
_LONGEST_QUOTATION = 120


def innermost_contents(
    tokens: Sequence[Token], attributions: Sequence[Attribution]
) -> list[Attribution | None]:
    """For each token, the attribution whose content is the innermost around it."""
    parts = sorted(
        ((span.start, -span.end, number) for number, item in enumerate(attributions) for span in item.content)
    )
    around: list[Attribution | None] = []
    opened: list[tuple[int, int]] = []
    turn, soonest, innermost = 0, 0, None
    for token in tokens:
        if (opened and soonest <= token.start) or (turn < len(parts) and parts[turn][0] <= token.start):
            while turn < len(parts) and parts[turn][0] <= token.start:
                opened.append((-parts[turn][1], turn))
                turn += 1
            opened = [part for part in opened if part[0] > token.start]
            # Of two that end together, the one that begins later lies inside the other.
            first = min(opened, key=lambda part: (part[0], -part[1]), default=None)
            soonest = first[0] if first else 0
            innermost = attributions[parts[first[1]][2]] if first else None
        around.append(innermost)
    return around


def reading_order(
    tokens: Sequence[Token],
    attributions: Sequence[Attribution],
    sources: Mapping[AttributionId, tuple[int, int]],
) -> Iterator[tuple[int, bool]]:
    """The tokens in the order of the walk, each source before the quotation in front of it.

    Args:
        tokens: The words of the text.
        attributions: Its attributions.
        sources: First and one past the last token of each source.

    Yields:
        Index of a token, and whether it is one that was met already: the end of a source at its own place.
    """
    forward = _brought_forward(tokens, attributions, sources)
    met: set[int] = set()
    for at in range(len(tokens)):
        for first, stop in forward.get(at, ()):
            for early in range(first, stop):
                if early not in met:
                    met.add(early)
                    yield early, False
        if at not in met:
            yield at, False
        elif at + 1 >= len(tokens) or at + 1 not in met:
            yield at, True


def _brought_forward(
    tokens: Sequence[Token],
    attributions: Sequence[Attribution],
    sources: Mapping[AttributionId, tuple[int, int]],
) -> dict[int, list[tuple[int, int]]]:
    """The sources to be met before each token."""
    starts = [token.start for token in tokens]
    forward: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for item in attributions:
        if item.mode is Mode.INDIRECT or item.id not in sources:
            continue
        first, stop = sources[item.id]
        begin = bisect_left(starts, item.content[0].start)
        end = bisect_left(starts, item.content[0].end)
        if end <= first < begin + _LONGEST_QUOTATION and stop > first:
            forward[begin].append((first, stop))
    return forward
