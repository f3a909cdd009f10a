"""A text's language: English is read, anything else is refused by name.

Common English words settle most texts at once; py3langid (Lui & Baldwin, ACL 2012) is asked only about
the rest, since loading it takes a second.
"""

from __future__ import annotations

import re

from sayso.errors import InputError

# Characters of the text looked at.
_SAMPLE_CHARS = 20_000
_CLASSIFIER_CHARS = 6_000
# A text with fewer words than this gets the benefit of the doubt, unless its script rules English out.
_FEW_WORDS = 20
# Share of words that are common English ones. News in English has 0.25 to 0.45, Dutch below 0.08 and
# French, German or Spanish below 0.04.
_SURELY_ENGLISH = 0.16
_MAYBE_ENGLISH = 0.08
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    _WORD.findall(
        """the of and to that for with is was by he she said it from his her has have be at are they this who
        not but had were which would will their been its about than when what there we you after could"""
    )
)
_ENGLISH = frozenset({"en", "eng", "english"})
# What the classifier makes of English in headline style, such as a company's results in figures: Nigerian
# Pidgin, or no language at all.
_TERSE_ENGLISH = frozenset({"pcm", "zxx", "und"})


def settle_language(text: str, *, where: str, given: str | None = None) -> str:
    """Say which language a text is in, which has to be English.

    Args:
        text: The stored text; only its beginning is looked at.
        where: How messages name the input.
        given: Language named by the caller. ``en`` (or ``en-GB`` and so on) skips the check.

    Returns:
        ``en``.

    Raises:
        InputError: ``language_not_supported``; the message names the language found.
    """
    if given is not None:
        if re.split(r"[-_]", given.strip().lower())[0] in _ENGLISH:
            return "en"
        raise _refusal(where, f"is said to be in {given!r}")
    words = _WORD.findall(text[:_SAMPLE_CHARS].lower())
    share = sum(word in _COMMON for word in words) / len(words) if words else 1.0
    if share >= _SURELY_ENGLISH or (len(words) < _FEW_WORDS and _mostly_latin(words)):
        return "en"
    found = _classify(text[:_CLASSIFIER_CHARS])
    maybe = share >= _MAYBE_ENGLISH or found in _TERSE_ENGLISH
    if found == "en" or (maybe and _mostly_latin(words)):
        return "en"
    raise _refusal(where, f"seems to be in {_name(found)}")


def _mostly_latin(words: list[str]) -> bool:
    letters = "".join(words)
    # Latin letters, their accents and extensions end at U+024F; U+1E00 to U+1EFF holds some more.
    n_latin = sum(char <= "\u024f" or "\u1e00" <= char <= "\u1eff" for char in letters)
    return 2 * n_latin >= len(letters)


def _classify(text: str) -> str:
    import py3langid

    label: str = py3langid.classify(text)[0]
    return label


def _name(code: str) -> str:
    return "no language that can be told" if code in {"zxx", "und"} else f"language {code!r}"


def _refusal(where: str, found: str) -> InputError:
    return InputError(
        f"{where}: {found}; Sayso reads English. If it is English after all, pass language en",
        code="language_not_supported",
    )
