"""What a figure is, and whether it is named."""

from __future__ import annotations

import pytest

from sayso.records import HolderType, Identity
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.identity import identity_of, type_of
from sayso.resolve.people import noun


@pytest.mark.parametrize(
    ("figure", "identity", "kind"),
    [
        (Figure(0, kind="person"), Identity.NAMED, HolderType.PERSON),
        (Figure(0, kind="unknown"), Identity.NAMED, HolderType.PERSON),
        (Figure(0, key=("glimmer",), kind="unknown"), Identity.NAMED, HolderType.ORGANISATION),
        (Figure(0, key=("glimmer",), kind="unknown", gender="she"), Identity.NAMED, HolderType.PERSON),
        (Figure(0, kind="person", description="every doctor"), Identity.UNNAMED, HolderType.GROUP),
        (Figure(0, kind="unknown", description="nearly 40 percent"), Identity.UNNAMED, HolderType.GROUP),
        (Figure(0, kind="unknown", description="one in five"), Identity.UNNAMED, HolderType.GROUP),
        (Figure(0, kind="place"), Identity.NAMED, HolderType.ORGANISATION),
        (Figure(0, kind="group", plural=True, description="officials"), Identity.UNNAMED, HolderType.GROUP),
        (Figure(0, kind="unknown", plural=True, description="wags"), Identity.UNNAMED, HolderType.GROUP),
        (Figure(0, kind="document", description="a memo"), Identity.UNNAMED, HolderType.DOCUMENT),
    ],
)
def test_identity_and_type(figure: Figure, identity: Identity, kind: HolderType) -> None:
    assert (identity_of(figure), type_of(figure)) == (identity, kind)


@pytest.mark.parametrize(
    ("word", "kind", "plural"),
    [
        ("officials", "group", True),
        ("spokeswomen", "group", True),
        ("companies", "organisation", True),
        ("newspaper", "outlet", False),
        ("polls", "document", True),
    ],
)
def test_nouns_are_known_in_both_numbers(word: str, kind: str, plural: bool) -> None:
    found = noun(word)
    assert found is not None
    assert (found.kind, found.plural) == (kind, plural)


def test_an_unknown_noun_is_nothing() -> None:
    assert noun("glimmering") is None
