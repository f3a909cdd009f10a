"""Trained readers become teachers: what they believe of an article, word by word, for a student to learn.

Distillation as in Hinton, Vinyals & Dean (2015): the student sees the teachers' mean probabilities of
cue tags and, for each cue, the marginals of their role CRFs, on annotated and on raw articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from sayso.extract.tokens import WordPieces, cut_windows, lay_out
from training.crf import marginals
from training.data import Example, Lesson, Relation, RoleBelief, Row, log, runs, to_batch
from training.model import Reader

_BATCH = 24


def load_raw(path: Path, pieces: WordPieces) -> list[Example]:
    """Articles without annotation: one object a line with ``text``."""
    with path.open(encoding="utf-8") as file:
        texts = [json.loads(line).get("text") for line in file]
    return [
        Example(f"{path.stem}-{number}", pieces.tokenize(text), [])
        for number, text in enumerate(texts)
        if text
    ]


@torch.no_grad()
def teach(teachers: Sequence[Reader], examples: Sequence[Example], *, threads: int) -> list[Lesson]:
    """Ask the teachers about each article.

    Args:
        teachers: Readers in evaluation mode; their probabilities are averaged.
        examples: Articles. Roles are asked for the cues of every annotator; where there are none, for
            the cues that the teachers find.
        threads: Threads to compute with.

    Returns:
        One lesson for each example, in order.
    """
    torch.set_num_threads(threads)
    lessons = [Lesson(torch.zeros(len(one.tokenized.words), 3, dtype=torch.float16), {}) for one in examples]
    windows = list(_windows(examples))
    windows.sort(key=lambda item: len(item[2].ids))
    for at in range(0, len(windows), _BATCH):
        _teach_batch(teachers, windows[at : at + _BATCH], examples, lessons)
        if at // _BATCH % 50 == 0:
            log(f"teachers: {at} of {len(windows)} windows")
    return lessons


def _windows(examples: Sequence[Example]) -> Iterator[tuple[int, int, Row]]:
    """Number of the example, first word, and the window as a row."""
    for number, example in enumerate(examples):
        words = example.tokenized.words
        for window in cut_windows(words):
            laid = lay_out(words, window.first, window.last)
            row = Row(laid.ids, laid.features, laid.first_piece, laid.paragraphs)
            yield number, window.first, row


def _teach_batch(
    teachers: Sequence[Reader],
    windows: Sequence[tuple[int, int, Row]],
    examples: Sequence[Example],
    lessons: Sequence[Lesson],
) -> None:
    batch = to_batch([row for _, _, row in windows])
    encoded = [one.encode(batch.ids, batch.features, batch.first_piece) for one in teachers]
    tags = torch.stack([scores.softmax(2) for _, scores in encoded]).mean(0)
    asked: list[tuple[int, int, int]] = []
    for index, (number, first, row) in enumerate(windows):
        n_words = len(row.first_piece)
        lessons[number].tags[first : first + n_words] = tags[index, :n_words].half()
        views = examples[number].views
        cues = _gold_cues(views, first, n_words) if views else runs(tags[index, :n_words].argmax(1).tolist())
        asked.extend((index, start, end) for start, end in sorted(cues))
    if not asked:
        return
    window, start, end = torch.tensor(asked).unbind(1)
    present = batch.present[window]
    beliefs: Tensor = torch.stack(
        [
            marginals(*one.roles(words, batch.paragraphs, window, start, end), present)
            for one, (words, _) in zip(teachers, encoded, strict=True)
        ]
    ).mean(0)
    for (index, cue_start, cue_end), belief in zip(asked, beliefs, strict=True):
        number, first, row = windows[index]
        kept = belief[: len(row.first_piece)].half().clone()
        lessons[number].roles[first + cue_start, first + cue_end] = RoleBelief(first, kept)


def _gold_cues(views: Iterable[list[Relation]], first: int, n_words: int) -> set[tuple[int, int]]:
    return {
        (relation.cue[0] - first, relation.cue[1] - first)
        for view in views
        for relation in view
        if first <= relation.cue[0] and relation.cue[1] <= first + n_words
    }


def taught_example(example: Example, lesson: Lesson) -> Example:
    """The example with its lesson; a raw one gets the teachers' cues as its annotation."""
    views = example.views or [[Relation(cue, {}) for cue in sorted(lesson.roles)]]
    return replace(example, views=views, lesson=lesson, raw=not example.views)
