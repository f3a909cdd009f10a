"""Bytes become text under a named encoding, or are refused; nothing is ever replaced.

The order is that of the WHATWG Encoding Standard where it speaks: byte-order mark, then what the
transport or the page declares, then UTF-8. Only then are older encodings guessed, and a guess has to
look like writing before it is believed.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from sayso.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (or an office document or e-book)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "Ogg media"),
    (b"ID3", "MP3 audio"),
)
# Bytes looked at when telling text from binary data; enough to be sure, little enough to be quick.
_SAMPLE_BYTES = 65536
# Share of control bytes above which data is not writing. Random bytes have 0.11, text close to 0.
_MAX_CONTROL_SHARE = 0.05
_FEW_CONTROLS = 3
# Share of the letters beyond ASCII that must stand as writing has them for a guess to be believed.
_MIN_PLAUSIBLE = 0.8
# What Python calls encodings though no page is in them; scripts that go wrong declare "undefined".
_NOT_FOR_PAGES = frozenset(
    {"undefined", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = frozenset("“”‘’„‚–—…•·€£¥§©®™°«»¡¿´¨½¼¾×÷±²³¹ºªµ¶†‡‰‹›\xa0\xad¢")


class Decoded(NamedTuple):
    """A text and the encoding its bytes were in."""

    text: str
    encoding: str


def decode(data: bytes, *, where: str, declared: str | None = None) -> Decoded:
    """Decode a file's bytes strictly.

    Args:
        data: The whole file.
        where: How messages name the file.
        declared: Encoding named by the transport or the page, tried after a byte-order mark.

    Returns:
        The text without its byte-order mark, and the encoding's Python name.

    Raises:
        InputError: ``empty``, ``binary`` (an image, a PDF and so on) or ``undecodable``.
    """
    if not data.strip():
        raise InputError(f"{where}: holds no text ({len(data)} bytes); check the file", code="empty")
    by_bom = _decode_by_bom(data, where=where)
    if by_bom:
        return by_bom
    _refuse_magic(data, where=where)
    wide = _wide_encoding(data)
    if wide is None:
        _refuse_controls(data, where=where)
    for name in filter(None, (wide, _known(declared), "utf-8")):
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    _refuse_broken_utf8(data, where=where)
    return _guess(data, where=where)


def _decode_by_bom(data: bytes, *, where: str) -> Decoded | None:
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(name), name)
            except UnicodeDecodeError as error:
                raise _undecodable(
                    where, f"starts with the byte-order mark of {name}, but {_at(error)}"
                ) from error
    return None


def _refuse_magic(data: bytes, *, where: str) -> None:
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if data[4:8] == b"ftyp":
        found = "MPEG-4 media"
    elif data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        found = "a WebP image" if data[8:12] == b"WEBP" else "RIFF media"
    if found:
        raise InputError(
            f"{where}: is {found}, not text; save the article as plain text or HTML first", code="binary"
        )


def _refuse_controls(data: bytes, *, where: str) -> None:
    sample = data[:_SAMPLE_BYTES]
    n_controls = len(_CONTROL.findall(sample))
    if n_controls > _FEW_CONTROLS and n_controls > _MAX_CONTROL_SHARE * len(sample):
        raise InputError(
            f"{where}: is binary data ({n_controls} control bytes in the first {len(sample)}), not text; "
            "save the article as plain text or HTML first",
            code="binary",
        )


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark shows as NULs in every second byte of mostly ASCII text."""
    sample = data[: _SAMPLE_BYTES - _SAMPLE_BYTES % 2]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _known(name: str | None) -> str | None:
    """The Python name of a declared encoding, or None when Python knows no such text encoding."""
    try:
        codec = codecs.lookup(name.strip().strip("\"'")) if name else None
    except (LookupError, ValueError):
        return None
    if codec is None or not getattr(codec, "_is_text_encoding", True) or codec.name in _NOT_FOR_PAGES:
        return None
    # Pages that declare Latin-1 or ASCII mean Windows-1252 (WHATWG Encoding Standard, section 4.2).
    return "cp1252" if codec.name in {"iso8859-1", "ascii"} else codec.name


def _refuse_broken_utf8(data: bytes, *, where: str) -> None:
    """UTF-8 with a few bad bytes is damaged UTF-8, and would read as garbage in any other encoding."""
    text = data.decode("utf-8", "surrogateescape")
    n_bad = len(_ESCAPED_BYTE.findall(text))
    if len(_BEYOND_ASCII.findall(text)) - n_bad > n_bad:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _undecodable(where, f"looks like UTF-8, but {_at(error)}") from error


def _guess(data: bytes, *, where: str) -> Decoded:
    guesses: list[tuple[float, Decoded]] = []
    for name in ("cp1252", "mac_roman"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        guesses.append((_plausibility(text), Decoded(text, name)))
    best = max(guesses, key=lambda guess: guess[0], default=None)
    if best and best[0] >= _MIN_PLAUSIBLE:
        return best[1]
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE_BYTES]).best()
    if match is not None:
        try:
            text = data.decode(match.encoding)
        except UnicodeDecodeError:
            text = ""
        if text and _plausibility(text) >= _MIN_PLAUSIBLE:
            return Decoded(text, match.encoding)
    raise _undecodable(where, "is in no encoding that gives readable text")


def _plausibility(text: str) -> float:
    """Share of the characters beyond ASCII that stand as writing has them, 0 to 1.

    A letter belongs to a word of its own kind: lower case inside or after lower case, upper case at
    the head of a word or among capitals. Quotation marks decoded wrongly break just that.
    """
    n_good = n_all = 0
    for match in _BEYOND_ASCII.finditer(text):
        n_all += 1
        char, start = match[0], match.start()
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        if char in _PUNCTUATION or (char.isspace() and char != "\x85"):
            n_good += 1
        elif char.isupper():
            n_good += (not before.isalpha() or before.isupper()) and after.isalpha()
        elif char.isalpha():
            n_good += before.isalpha() or after.isalpha()
        if n_all >= 5000:
            break
    return n_good / n_all if n_all else 1.0


def _at(error: UnicodeDecodeError) -> str:
    byte = error.object[error.start : error.start + 1].hex()
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"byte 0x{byte} at offset {error.start} (line {line}) doesn't fit"


def _undecodable(where: str, found: str) -> InputError:
    return InputError(f"{where}: {found}; save it as UTF-8 and try again", code="undecodable")
