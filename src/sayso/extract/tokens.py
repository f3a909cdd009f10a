"""Text becomes words and word pieces with their offsets, cut into the windows that the encoder reads.

Words are the runs that BERT's pre-tokenizer makes (letters and digits together, each punctuation
mark alone); pieces are WordPiece units (Devlin et al., NAACL 2019). Windows follow paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.extract.quotes import QuoteIndex, QuoteRegion, find_quotes

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Pieces a window may hold, the opening [CLS] and a [SEP] after each paragraph included.
WINDOW_PIECES = 256
CLS, SEP, MASK = 101, 102, 103
# A window may end early, where it hurts less, but not before this share of its room is used.
_EARLIEST_CUT_SHARE = 0.6
# Text without a line break is handed to the tokenizer in stretches of about this many characters.
_STRETCH_CHARS = 8_000
# A section of a long text ends with the first paragraph past this many characters.
_SECTION_CHARS = 60_000
# A word of more pieces than this (a data blob, a very long address) keeps only its first ones.
_MAX_PIECES_PER_WORD = 16
_PARAGRAPH = re.compile(r"[^\r\n]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SENTENCE_END = frozenset(".?!\u2026")

N_QUOTE_STATES = 4
N_SHAPES = 5
N_FEATURES = N_QUOTE_STATES * N_SHAPES


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the text.

    Attributes:
        start: First code point.
        end: One past the last.
        pieces: Its word-piece ids.
        paragraph: Number of its paragraph, from 0.
        feature: Quote state and letter shape in one number below ``N_FEATURES``.
        ends_sentence: Whether it is a mark that ends a sentence.
        is_colon: Whether it is a colon.
    """

    start: int
    end: int
    pieces: tuple[int, ...]
    paragraph: int
    feature: int
    ends_sentence: bool
    is_colon: bool


@dataclass(frozen=True, slots=True)
class Tokenized:
    """The words of one text, with its quotation regions."""

    text: str
    words: tuple[Word, ...]
    quotes: tuple[QuoteRegion, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that the encoder reads at once.

    Attributes:
        first: Index of its first word.
        last: One past its last word.
    """

    first: int
    last: int


class WordPieces:
    """The tokenizer of the reader model.

    Args:
        path: A ``tokenizer.json`` of the tokenizers library; also kept as an attribute.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def tokenize(self, text: str) -> Tokenized:
        """Cut a text into words; what the tokenizer drops (control characters) belongs to no word."""
        quotes = find_quotes(text)
        sections = self.sections(text, QuoteIndex(quotes))
        return Tokenized(text, tuple(word for section in sections for word in section), quotes)

    def sections(self, text: str, quotes: QuoteIndex) -> Iterator[list[Word]]:
        """The words of a text in sections of whole paragraphs, so that a long text needs little memory."""
        words: list[Word] = []
        section_start = 0
        for number, (start, stretch) in enumerate(_stretches(text)):
            if words and start - section_start > _SECTION_CHARS:
                yield words
                words, section_start = [], start
            words.extend(self._words_of(stretch, start, number, quotes))
        if words:
            yield words

    def _words_of(self, stretch: str, offset: int, paragraph: int, quotes: QuoteIndex) -> Iterator[Word]:
        encoding = self._tokenizer.encode(_SURROGATES.sub("\ufffd", stretch), add_special_tokens=False)
        pieces: list[int] = []
        current, start, end = None, 0, 0
        for piece, word, (left, right) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            if word != current and pieces:
                yield _make_word(stretch, start, end, pieces, offset, paragraph, quotes)
                pieces = []
            if not pieces:
                start = left
            current, end = word, right
            if len(pieces) < _MAX_PIECES_PER_WORD:
                pieces.append(piece)
        if pieces:
            yield _make_word(stretch, start, end, pieces, offset, paragraph, quotes)


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with their offsets; very long ones in parts, cut at white space where there is some."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > _STRETCH_CHARS:
            cut = text.rfind(" ", start + _STRETCH_CHARS // 2, start + _STRETCH_CHARS)
            cut = start + _STRETCH_CHARS if cut < 0 else cut + 1
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]


def _make_word(
    stretch: str, start: int, end: int, pieces: list[int], offset: int, paragraph: int, quotes: QuoteIndex
) -> Word:
    exact = stretch[start:end]
    feature = _quote_state(offset + start, quotes) * N_SHAPES + _shape(exact)
    return Word(
        start=offset + start,
        end=offset + max(end, start + 1),
        pieces=tuple(pieces),
        paragraph=paragraph,
        feature=feature,
        ends_sentence=exact in _SENTENCE_END,
        is_colon=exact == ":",
    )


def _quote_state(position: int, quotes: QuoteIndex) -> int:
    """0 outside, 1 on a mark, 2 inside double quotation marks, 3 inside single ones."""
    region = quotes.at(position)
    if region is None:
        return 0
    if not region.inner_start <= position < region.inner_end:
        return 1
    return 3 if region.single else 2


def _shape(word: str) -> int:
    """0 lower case, 1 capitalised, 2 all capitals, 3 with a digit, 4 no letter or digit."""
    if word.isalpha():
        if word.islower():
            return 0
        return 2 if len(word) > 1 and word.isupper() else 1
    if any(char.isdigit() for char in word):
        return 3
    return 1 if any(char.isalnum() for char in word) else 4


def cut_windows(words: Sequence[Word], *, window_pieces: int = WINDOW_PIECES) -> list[Window]:
    """Pack whole paragraphs into windows; one that is too long is cut, at a sentence end if it has one.

    A window rather ends a little early than between a colon and what it introduces, or before a
    paragraph that opens with a quotation mark.

    Args:
        words: The words of a text, in order.
        window_pieces: Pieces a window may hold, special ones included.

    Returns:
        Windows in order; their words together are all words, none twice.
    """
    blocks = list(_blocks(words, window_pieces))
    windows: list[Window] = []
    first = 0
    while first < len(blocks):
        last, used = first, 1
        fits: list[tuple[int, int]] = []
        while last < len(blocks):
            used += _n_pieces(words, blocks[last]) + 1
            if used > window_pieces and last > first:
                break
            last += 1
            if last == len(blocks) or used >= _EARLIEST_CUT_SHARE * window_pieces or not fits:
                fits.append((_cut_cost(words, blocks, last), last))
        last = min(fits, key=lambda cut: (cut[0], -cut[1]))[1]
        windows.append(Window(blocks[first][0], blocks[last - 1][1]))
        first = last
    return windows


def _cut_cost(words: Sequence[Word], blocks: Sequence[tuple[int, int]], at: int) -> int:
    """How bad it is to end a window before the block ``at``."""
    if at == len(blocks):
        return 0
    before, after = words[blocks[at][0] - 1], words[blocks[at][0]]
    return 2 * before.is_colon + (after.feature // N_SHAPES == 1)


def _n_pieces(words: Sequence[Word], block: tuple[int, int]) -> int:
    return sum(len(words[index].pieces) for index in range(*block))


def _blocks(words: Sequence[Word], window_pieces: int) -> Iterator[tuple[int, int]]:
    """Paragraphs as word ranges, each of at most a window's pieces."""
    room = window_pieces - 2
    first = 0
    while first < len(words):
        last, used, sentence = first, 0, first
        while last < len(words) and words[last].paragraph == words[first].paragraph:
            used += len(words[last].pieces)
            if used > room:
                break
            last += 1
            if words[last - 1].ends_sentence:
                sentence = last
        if last < len(words) and words[last].paragraph == words[first].paragraph and sentence > first:
            last = sentence
        last = max(last, first + 1)
        yield first, last
        first = last


@dataclass(frozen=True, slots=True)
class Pieces:
    """One window as the encoder takes it.

    Attributes:
        ids: Piece ids, [CLS] first, a [SEP] after each paragraph. Length: ``n_pieces``.
        features: Feature of each piece's word plus one; 0 for special pieces. Length: ``n_pieces``.
        first_piece: For each word of the window, the index of its first piece. Length: ``n_words``.
        paragraphs: For each word of the window, the number of its paragraph. Length: ``n_words``.
    """

    ids: list[int]
    features: list[int]
    first_piece: list[int]
    paragraphs: list[int]


def lay_out(words: Sequence[Word], first: int, last: int) -> Pieces:
    """Lay out the words ``[first, last)`` as pieces, with a [SEP] wherever a paragraph ends."""
    pieces = Pieces([CLS], [0], [], [])
    for index in range(first, last):
        word = words[index]
        pieces.first_piece.append(len(pieces.ids))
        pieces.paragraphs.append(word.paragraph)
        pieces.ids.extend(word.pieces)
        pieces.features.extend([word.feature + 1] * len(word.pieces))
        if index + 1 == last or words[index + 1].paragraph != word.paragraph:
            pieces.ids.append(SEP)
            pieces.features.append(0)
    return pieces
