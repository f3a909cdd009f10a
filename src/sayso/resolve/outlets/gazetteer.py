"""The lists of outlets that ship with the package become an index of names.

The names are those of the outlets that Media Bias/Fact Check's browser extension knows; see NOTICE.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "resources" / "outlets"


class OutletKind(StrEnum):
    """What a channel is."""

    OUTLET = "outlet"
    AGENCY = "agency"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the lists.

    Attributes:
        name: As articles write it, without ``The``.
        kind: What it is.
        sure: Whether the name in running text is hardly ever anything else.
        needs_article: Whether it counts only behind *the*.
    """

    name: str
    kind: OutletKind
    sure: bool
    needs_article: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of outlets, and what an outlet's name looks like.

    Attributes:
        outlet_words: Words that hardly any name but an outlet's ends in.
        weak_outlet_words: Words that outlets' names end in, and others' too.
        first_words: Words that outlets' names open with.
        not_outlets: Acronyms that are no outlet's.
        not_a_start: Words with a capital that stand before a name but are no part of it.
        own_spellings: Names as hardly anybody but the outlet itself writes them: *told POLITICO*.
        short_for_own: Short names that stand alone, without the full one, in the outlet itself only.
        acronyms: From an acronym to the name that it stands for.
        shape: Finds runs of capitals that end, or begin, as an outlet's name does.
    """

    outlet_words: frozenset[str]
    weak_outlet_words: frozenset[str]
    first_words: frozenset[str]
    not_outlets: frozenset[str]
    not_a_start: frozenset[str]
    own_spellings: frozenset[str]
    short_for_own: frozenset[str]
    acronyms: Mapping[str, str]
    shape: re.Pattern[str]
    _rows: Mapping[str, list[str]]
    _chosen: Mapping[str, list[Entry]]
    _entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def starting_with(self, word: str) -> tuple[Entry, ...]:
        """The names whose first word this is, the longest first; names chosen by hand win."""
        if word not in self._rows and word not in self._chosen:
            return ()
        if word not in self._entries:
            by_name = {entry.name: entry for entry in map(_entry, self._rows.get(word, ()))}
            by_name.update({entry.name: entry for entry in self._chosen.get(word, ())})
            self._entries[word] = tuple(sorted(by_name.values(), key=lambda one: (-len(one.name), one.name)))
        return self._entries[word]


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Read the lists, once."""
    words = json.loads((_FOLDER / "words.json").read_text(encoding="utf-8"))
    return Gazetteer(
        outlet_words=frozenset(words["outlet_words"]),
        weak_outlet_words=frozenset((*words["weak_outlet_words"], *words["needs_article"])),
        first_words=frozenset(words["first_words"]),
        not_outlets=frozenset(words["not_outlets"]),
        not_a_start=frozenset(words["not_a_start"]),
        own_spellings=frozenset(words["own_spellings"]),
        short_for_own=frozenset(words["short_for_own"]),
        acronyms=words["acronyms"],
        shape=_shape(words),
        _rows=_rows_by_first_word(),
        _chosen=_chosen_by_first_word(words),
    )


def _rows_by_first_word() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for line in gzip.decompress((_FOLDER / "names.tsv.gz").read_bytes()).decode("utf-8").splitlines():
        first, _, row = line.partition("\t")
        rows.setdefault(first, []).append(row)
    return rows


def _entry(row: str) -> Entry:
    name, _, mark = row.split("\t")
    return Entry(name, OutletKind.OUTLET, not mark)


def _chosen(words: Mapping[str, list[str]]) -> Iterable[Entry]:
    """Names chosen by hand; they win over the list's."""
    ordinary = frozenset(words["ordinary"])
    for group, kind in (
        ("papers", OutletKind.OUTLET),
        ("broadcasters", OutletKind.OUTLET),
        ("programmes", OutletKind.OUTLET),
        ("agencies", OutletKind.AGENCY),
        ("platforms", OutletKind.PLATFORM),
    ):
        for name in words[group]:
            yield Entry(name.removeprefix("The "), kind, name not in ordinary)
    for name in words["needs_article"]:
        yield Entry(name, OutletKind.OUTLET, sure=False, needs_article=True)


def _chosen_by_first_word(words: Mapping[str, list[str]]) -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for entry in _chosen(words):
        first = re.match(r"\w+", entry.name)
        if first:
            index.setdefault(first[0], []).append(entry)
    return index


def _shape(words: Mapping[str, list[str]]) -> re.Pattern[str]:
    cap = r"(?:[^\W\d_a-z][\w’'&-]{0,30}|(?:[A-Z]\.){1,4}|St\.)"
    last = "|".join(map(re.escape, (*words["outlet_words"], *words["weak_outlet_words"])))
    first = "|".join(words["first_words"])
    run = rf"(?:{cap} (?:of |and |& |the )?){{1,4}}(?:[A-Z]\w{{1,20}}-)?(?:{last})(?!\w)"
    return re.compile(rf"(?<![\w@#/.])(?:{run}|(?:{first}) (?:{cap}|\d{{1,3}}[A-Z]{{0,3}})(?!\w))")
