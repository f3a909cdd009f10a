"""Sources become names that can be compared: the headline's with the body's."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.assess.headline.words import words_of
from sayso.records import Attribution, Entity, EntityId, Identity

_PRONOUNS = frozenset({
    "he", "she", "they", "it", "who", "i", "we", "him", "her", "them", "his", "their", "its", "that",
    "which", "you", "himself", "herself", "one",
})  # fmt: skip
# A source longer than this many words is a description.
_MOST_NAME_WORDS = 12


def holder_name(attribution: Attribution, entities: Mapping[EntityId, Entity]) -> str | None:
    """Whose words an attribution is: the entity's name, else the source as written, unless a pronoun."""
    entity = entities.get(attribution.holder) if attribution.holder else None
    if entity is not None:
        return entity.name
    written = " ".join(" ".join(span.exact for span in attribution.source).split()).strip(" ,;:")
    if not written or written.lower() in _PRONOUNS:
        return None
    return written


def is_vague(attribution: Attribution, vague: frozenset[str]) -> bool:
    """Whether nobody holds it, or somebody of whom the text says no more than *sources* or *an insider*."""
    if attribution.identity is Identity.NONE or not attribution.source:
        return True
    return any(word.form in vague for word in words_of(attribution.source[0].exact))


def name_words(source: str) -> set[str]:
    """The stems of the words that could be a name: those with a capital, without titles' small words."""
    return {
        word.stem for word in words_of(source) if source[word.start].isupper() and word.form not in _PRONOUNS
    }


def names_differ(headline_source: str, holder: str, passage: str) -> bool:
    """Whether a source in a headline is plainly somebody else than a holder in the body.

    Only proper names can differ plainly: *ex-spy chief* may well be Sir Alistair. So both need words
    with a capital beside small ones or nothing else, share none of them, and the headline's must not
    turn up in the passage, where it may be the channel.
    """
    ours, theirs = name_words(headline_source), name_words(holder)
    if not ours or not theirs or len(holder.split()) > _MOST_NAME_WORDS:
        return False
    if not _all_capital(headline_source) or not _all_capital(holder):
        return False
    here = {word.stem for word in words_of(passage)}
    initials = {"".join(word.form[0] for word in words_of(holder))}
    return not (ours & theirs) and not (ours & here) and not (ours & initials)


def _all_capital(source: str) -> bool:
    return all(source[word.start].isupper() for word in words_of(source) if len(word.form) > 3)
