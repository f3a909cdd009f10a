"""English is read, other languages are refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest.language import settle_language

RUMOURS = Path(__file__).parents[2] / ".data" / "rumours" / "dev-articles.jsonl"
FRENCH = (
    "Le président a déclaré lundi que le port resterait fermé tout l'hiver, selon plusieurs responsables "
    "de la ville. Les pêcheurs ont refusé de quitter leurs bateaux et le maire a promis de leur parler "
    "demain matin."
)
GERMAN = (
    "Der Minister sagte am Montag, dass der Hafen im Winter geschlossen bleibe. Die Fischer wollten ihre "
    "Boote nicht verlassen, und der Bürgermeister versprach, am nächsten Morgen mit ihnen zu sprechen."
)
DUTCH = (
    "De minister zei maandag dat de haven in de winter gesloten blijft. De vissers weigerden hun boten te "
    "verlaten en de burgemeester beloofde dat hij morgen met hen zou spreken over wat er moet gebeuren."
)


@pytest.mark.parametrize(("text", "code"), [(FRENCH, "fr"), (GERMAN, "de"), (DUTCH, "nl")])
def test_other_language_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(InputError, match=f"'{code}'") as caught:
        settle_language(text, where="x")
    assert caught.value.code == "language_not_supported"


def test_other_script_is_refused_however_short() -> None:
    with pytest.raises(InputError):
        settle_language("Министр сказал, что порт закрыт.", where="x")


@pytest.mark.parametrize(
    "text",
    [
        "Harbour closed.",
        "“Ja,” said Bo Lund. “Nein,” said Ida Holm.",
        "12 345 678",
        "Holm, Lund, Åse Ødegård, Jürgen Groß and Zoë Nuñez met Nguyễn Văn Thành and José Peña at the Café "
        "Élysée. Holm said to Lund: “Das ist nicht wahr.” Lund said that it was, and Peña said: “No lo sé.”",
    ],
)
def test_english_with_names_and_foreign_quotes_is_english(text: str) -> None:
    assert settle_language(text, where="x") == "en"


@pytest.mark.parametrize("given", ["en", "EN", "en-GB", "en_US", "english"])
def test_given_english_skips_the_check(given: str) -> None:
    assert settle_language(FRENCH, where="x", given=given) == "en"


def test_given_other_language_is_refused() -> None:
    with pytest.raises(InputError, match="'fr'"):
        settle_language("The minister said that it was so.", where="x", given="fr")


@pytest.mark.skipif(not RUMOURS.exists(), reason="needs the rumour articles in .data")
def test_real_english_is_not_refused() -> None:
    articles = [json.loads(line)["text"] for line in RUMOURS.read_text("utf-8").splitlines()]
    refused = []
    for text in articles:
        try:
            settle_language(text, where="x")
        except InputError:
            refused.append(text[:200])
    # A few of the articles are in other languages.
    assert len(refused) <= len(articles) // 100


def test_results_in_figures_are_english() -> None:
    text = (
        "TARN FERRIES LTD 4TH QTR NET\n\nShr 45 cts vs 28 cts\n    Net 1.1 mln vs 829,000\n    Revs 9.7 mln"
        " vs 9.4 mln\n    Avg shrs 2,332,000 vs 1,428,000\n    Year\n    Shr 1.45 dlrs vs 73 cts\n"
        "    Net 3.0 mln vs 1.2 mln\n    Revs 31.9 mln vs 25.7 mln\n"
    )
    assert settle_language(text, where="brief.txt") == "en"
