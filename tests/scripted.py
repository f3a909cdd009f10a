"""A scripted reader: ``NAME said WORDS.`` is an attribution, and some words make it misbehave.

It stands in for the model, in this process by the fixture ``scripted_reader``, and as a program
(``python -m tests.scripted ARGUMENTS``) for the command line with all its processes.
"""

from __future__ import annotations

import os
import re
import time
from typing import Any

from sayso.records import Article, Attribution, AttributionId, Mode, ReaderInfo, Span

READER = ReaderInfo("sayso-scripted", "1", "sha256:" + "1" * 64)
CRASH = "a wrench in the works"
DIE = "the last straw"
WAIT = "a long wait"
UNSURE = "perhaps"
WAIT_SECONDS = 0.2

_SAID = re.compile(r"(?P<source>[A-Z]\w+(?: [A-Z]\w+)*) (?P<cue>said) (?P<content>[^.\n]+)\.")


def find_attributions(article: Article) -> tuple[Attribution, ...]:
    """Follow the script; every part is an exact slice of the text."""
    if CRASH in article.text:
        raise ZeroDivisionError("the script says so")
    if DIE in article.text:
        os._exit(9)
    if WAIT in article.text:
        time.sleep(WAIT_SECONDS)
    return tuple(
        Attribution(
            id=AttributionId(f"a{number}"),
            source=(Span.of(article.text, *match.span("source")),),
            cue=(Span.of(article.text, *match.span("cue")),),
            content=(Span.of(article.text, *match.span("content")),),
            mode=Mode.INDIRECT,
            score=0.3 if UNSURE in match["content"] else 0.9,
        )
        for number, match in enumerate(_SAID.finditer(article.text), start=1)
    )


def find_pooled(article: Article, *, project: Any = None) -> Any:
    """The same for the judgements, which get no vectors and go by the words."""
    from sayso.extract.attributions import Found

    return Found(find_attributions(article), {})


def reader_info() -> ReaderInfo:
    """Which reader this is."""
    return READER


def encoder_digest() -> str:
    """The encoder that ships, which the judgement heads go with."""
    from sayso.inference import default_model_directory, read_card

    return str(read_card(default_model_directory())["files"]["encoder.onnx"])


STAND_INS = (find_attributions, find_pooled, reader_info, encoder_digest)


def install() -> None:
    """Put the script in the place of the model for the rest of this process."""
    import sayso.extract.attributions

    for stand_in in STAND_INS:
        setattr(sayso.extract.attributions, stand_in.__name__, stand_in)


if __name__ in ("__main__", "__mp_main__"):  # the latter in the processes of --jobs
    install()

if __name__ == "__main__":
    from sayso.cli import main

    main()
