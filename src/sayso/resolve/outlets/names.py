"""Names of outlets are compared: which are short for which, and which is the fullest."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.resolve.outlets.gazetteer import Gazetteer

# *Radar* Online
_BRANCH_WORDS = frozenset({"Online", "online", "Magazine", "magazine"})


def fullest_names(names: list[str], gazetteer: Gazetteer) -> dict[str, str]:
    """For each name without its article the fullest name that the article uses for the same outlet."""
    bare = dict.fromkeys(map(bare_name, names))
    endings, branches, initials = _longer_forms(bare, gazetteer)
    written = {bare_name(name): name for name in reversed(names)}
    fullest = {}
    for name in bare:
        longer = endings.get(name, [])
        spelled = gazetteer.acronyms.get(name)
        if len(longer) == 1:
            full = longer[0]
        elif spelled in bare:
            full = spelled
        else:
            full = (initials.get(name) if name.isupper() else None) or branches.get(name, name)
        fullest[name] = written.get(full, full)
    return fullest


def _longer_forms(
    names: Iterable[str], gazetteer: Gazetteer
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, str]]:
    """Index names by how they end (*Mirror*), by what only a word completes (*NBC* News), by initials."""
    endings: dict[str, list[str]] = {}
    branches: dict[str, str] = {}
    initials: dict[str, str] = {}
    for name in names:
        words = name.split(" ")
        for first in range(1, len(words)):
            endings.setdefault(" ".join(words[first:]), []).append(name)
        if words[-1] in gazetteer.outlet_words or words[-1] in _BRANCH_WORDS or words[-2:-1] == ["Radio"]:
            branches.setdefault(" ".join(words[:-1]), name)
        initials.setdefault(_initials(name), name)
    return endings, branches, initials


def is_initials(short: str, name: str) -> bool:
    """Whether ``short`` is made of the first letters of a name: *NPA* for *Norland Press Agency*."""
    return len(short) > 1 and _initials(name) == short


def _initials(name: str) -> str:
    return "".join(word[0] for word in bare_name(name).split() if word[0].isupper())


def bare_name(name: str) -> str:
    """A name without its article, by which two are compared."""
    return name.removeprefix("The ").removeprefix("the ")
