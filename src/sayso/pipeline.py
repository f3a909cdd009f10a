"""Any input becomes a reading: this module alone knows the order of the stages.

:func:`read` reads one input, :func:`read_many` a stream of them, in this process or in several.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sayso.errors import InputError, SaysoError, UsageError
from sayso.records import Article, Failure, Reading

Source = str | Path | bytes
ReadOne = Callable[[Source], Reading]

# Inputs handed out per process ahead of the one being waited for: enough that a long article
# does not leave the other processes idle, few enough that memory stays flat.
_AHEAD_PER_JOB = 8


def read(
    source: Source,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    allow_private: bool = False,
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

    Returns:
        The reading, with every span an exact slice of ``reading.article.text``.

    Raises:
        InputError: The input cannot be read; ``code`` says why.
        ModelError: The reader model is missing or changed.
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
        )
    )


def read_article(article: Article) -> Reading:
    """Read an article that is already loaded.

    Raises:
        ModelError: The reader model is missing or changed.
    """
    from sayso.extract.attributions import find_attributions, reader_info

    return Reading(article=article, attributions=find_attributions(article), reader=reader_info())


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
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    allow_private: bool = False,
) -> Iterator[Reading | Failure]:
    """Read many articles: one result for each source, in the order of the sources.

    Sources are taken and results kept only as far ahead as the processes need, so memory stays
    flat however many there are. Closing the iterator, or Ctrl-C, stops the processes.

    Args:
        sources: Each as for :func:`read`.
        jobs: Number of processes. With 1 everything happens in this one; with more, each loads
            the model once, and a script that calls this needs ``if __name__ == "__main__":``.
        title: Overrides the title of every article; the same for ``outlet``, ``published``, ``url``
            and ``language``.
        outlet: Who published them.
        published: ISO 8601 date.
        url: Canonical address.
        language: ISO 639-1 code.
        allow_private: Lets an address lead to a private, loopback or link-local host.

    Yields:
        A reading, or a failure in its place. An error that nobody foresaw is a failure too, with
        code ``internal``.

    Raises:
        UsageError: ``jobs`` is below 1.
        ModelError: The reader model is missing or changed, so that nothing can be read.
    """
    if jobs < 1:
        raise UsageError(f"jobs is {jobs}; give the number of processes, 1 or more")
    read_one = partial(
        read,
        title=title,
        outlet=outlet,
        published=published,
        url=url,
        language=language,
        allow_private=allow_private,
    )
    return _read_in_order(read_one, sources, jobs)


def _read_in_order(read_one: ReadOne, sources: Iterable[Source], jobs: int) -> Iterator[Reading | Failure]:
    """Apply ``read_one`` to each source, in ``jobs`` processes; results in the order of the sources."""
    if jobs == 1:
        return (_attempt(read_one, source) for source in sources)
    return _read_in_processes(read_one, iter(sources), jobs)


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
    return "<text>" if "\n" in name or len(name) > 4096 else name


def _read_in_processes(
    read_one: ReadOne, sources: Iterator[Source], jobs: int
) -> Iterator[Reading | Failure]:
    """Keep a bounded window of sources in work and yield the results in order.

    A process that dies takes the pool with it, and nobody can say which source it held. So the
    sources of the window are then read one at a time until the culprit has failed again.
    """
    waiting: deque[tuple[Source, Future[Reading | Failure]]] = deque()
    pool = _start_pool(jobs)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD_PER_JOB and (source := next(sources, None)) is not None:
                waiting.append((source, _submit(pool, read_one, source)))
            if not waiting:
                return
            source, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                _stop_pool(pool)
                result = _read_alone(read_one, source)
                pool = _start_pool(jobs)
                waiting = deque((source, _submit(pool, read_one, source)) for source, _ in waiting)
            yield result
    finally:
        _stop_pool(pool)


def _read_alone(read_one: ReadOne, source: Source) -> Reading | Failure:
    """Read one source in a process of its own, which it may take down.

    Raises:
        UsageError: Not even an idle process can be started.
    """
    pool = _start_pool(1)
    try:
        _submit(pool, _no_reading, b"").result()
    except BrokenProcessPool as error:
        _stop_pool(pool)
        message = (
            "no second process can be started; in a script, call read_many below"
            ' `if __name__ == "__main__":`, or leave out jobs'
        )
        raise UsageError(message, code="no_processes") from error
    try:
        return _submit(pool, read_one, source).result()
    except BrokenProcessPool:
        message = "the process that read it ended without a word, perhaps for want of memory"
        return Failure(source_name(source), "process_died", message)
    finally:
        _stop_pool(pool)


def _no_reading(source: Source) -> Reading:
    raise InputError("nothing to read", code="empty")


def _submit(pool: ProcessPoolExecutor, read_one: ReadOne, source: Source) -> Future[Reading | Failure]:
    with _interrupts_blocked():  # a process inherits the mask, so Ctrl-C reaches this one alone
        try:
            return pool.submit(_attempt, read_one, source)
        except BrokenProcessPool as error:
            failed: Future[Reading | Failure] = Future()
            failed.set_exception(error)
            return failed


def _start_pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_follow_parent)


def _stop_pool(pool: ProcessPoolExecutor) -> None:
    """End the processes at once; whatever they were reading is lost."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


def _follow_parent() -> None:
    """Make this process end when its parent does, even if the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Hold back Ctrl-C from this thread and from processes started meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
