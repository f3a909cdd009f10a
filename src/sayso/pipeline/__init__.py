"""Any input becomes a reading: the front door.

:func:`read` reads one input, :func:`read_many` a stream of them, in this process or in several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import InputError, SaysoError, UsageError
from sayso.pipeline.stages import read_article
from sayso.records import Failure, Reading

if TYPE_CHECKING:
    from typing import Unpack

    from sayso.ingest.given import GivenFields

Source = str | Path | bytes
ReadOne = Callable[[Source], Reading]

# Code points; no path is longer, so a longer source is a text.
_LONGEST_NAME = 4096


def read(
    source: Source,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    allow_private: bool = False,
    lens: str | None = None,
) -> Reading:
    """Read one article.

    Args:
        source: A path, an http(s) address, the text itself, or the bytes of a file.
        title: Overrides the title found; the same for ``outlet``, ``published``, ``url`` and ``language``.
        outlet: Who published it.
        published: ISO 8601 date.
        url: Canonical address.
        language: ISO 639-1 code.
        allow_private: Lets an address lead to a private, loopback or link-local host.
        lens: Scale that gives words of probability their numbers: ``icd203``, ``survey`` or ``phia``. Without
            one the words are kept and have no numbers.

    Returns:
        The reading, with every span an exact slice of ``reading.article.text``.

    Raises:
        InputError: The input cannot be read; ``code`` says why.
        ModelError: The reader model is missing or changed.
        UsageError: A date or a lens is none.
    """
    from sayso.ingest.load import load_article

    return read_article(
        load_article(
            source,
            title=title,
            outlet=outlet,
            published=published,
            url=url,
            language=language,
            allow_private=allow_private,
        ),
        lens=lens,
    )


def read_text(text: str, *, path: str | None = None, language: str | None = None) -> Reading:
    """Read a text from memory, whatever it looks like: never as a path or an address.

    Args:
        text: The article's text; it is stored unchanged.
        path: What to call the input.
        language: ISO 639-1 code, where known.

    Raises:
        InputError: The text is empty or not in a language that the reader knows.
        ModelError: The reader model is missing or changed.
    """
    from sayso.ingest.text import article_from_text

    return read_article(article_from_text(text, path=path, language=language))


def read_many(
    sources: Iterable[Source],
    *,
    jobs: int = 1,
    allow_private: bool = False,
    lens: str | None = None,
    **given: Unpack[GivenFields],
) -> Iterator[Reading | Failure]:
    """Read many articles: one result for each source, in the order of the sources.

    Sources are taken and results kept only as far ahead as the processes need, so memory stays
    flat however many there are. Closing the iterator, or Ctrl-C, stops the processes.

    Args:
        sources: Each as for :func:`read`.
        jobs: Number of processes. With 1 everything happens in this one; with more, each loads
            the model once, and a script that calls this needs ``if __name__ == "__main__":``.
        allow_private: Lets an address lead to a private, loopback or link-local host.
        lens: Scale that gives words of probability their numbers, as for :func:`read`.
        given: ``title``, ``outlet``, ``published``, ``url`` and ``language`` of every article, as for
            :func:`read`.

    Yields:
        A reading, or a failure in its place. An error that nobody foresaw is a failure too, with
        code ``internal``.

    Raises:
        UsageError: ``jobs`` is below 1.
        ModelError: The reader model is missing or changed, so that nothing can be read.
    """
    if jobs < 1:
        raise UsageError(f"jobs is {jobs}; give the number of processes, 1 or more")
    read_one = partial(read, allow_private=allow_private, lens=lens, **given)
    return _read_in_order(read_one, sources, jobs)


def _read_in_order(read_one: ReadOne, sources: Iterable[Source], jobs: int) -> Iterator[Reading | Failure]:
    """Apply ``read_one`` to each source, in ``jobs`` processes; results in the order of the sources."""
    attempt = partial(_attempt, read_one)
    if jobs == 1:
        return map(attempt, sources)
    from sayso.pipeline.processes import DIED, map_in_processes

    def give_up(source: Source) -> Failure:
        return Failure(source_name(source), "process_died", DIED)

    return map_in_processes(attempt, sources, jobs=jobs, give_up=give_up)


def _attempt(read_one: ReadOne, source: Source) -> Reading | Failure:
    """Read one source; what is wrong with it becomes a failure, what is wrong with the set-up raises."""
    try:
        return read_one(source)
    except InputError as error:
        return Failure(source_name(source), error.code, error.message)
    except SaysoError:
        raise
    except Exception as error:
        return Failure(source_name(source), "internal", f"{type(error).__name__}: {error}")


def source_name(source: Source) -> str:
    """What to call a source in a message: its path or address, or a word for text and bytes in memory."""
    if isinstance(source, bytes):
        return "<bytes>"
    name = str(source)
    return "<text>" if "\n" in name or len(name) > _LONGEST_NAME else name
