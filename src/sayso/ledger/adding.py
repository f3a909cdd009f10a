"""Inputs become rows: many processes read, this one writes, an article at a time.

What was taken in before is told by a digest of its bytes and passed over; what looks new but has a known
text is not read again either. An article is one transaction, with the note that it was taken in, so that
whoever is stopped loses at most the one in hand, and goes on there the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from sayso import __version__
from sayso.errors import LedgerError
from sayso.ingest.parts import BadPart, Part, ReadyPart
from sayso.ledger import schema
from sayso.ledger.attempts import attempt, process_died
from sayso.ledger.candidates import STANDARD_INPUT, Candidate, Input, all_candidates
from sayso.ledger.clock import stamp
from sayso.ledger.dialects import insert_or_update
from sayso.ledger.engine import address_of, reading_from, write_once, writing_to
from sayso.ledger.failures import FailedInput, open_failures, record_failure, resolve_failure
from sayso.ledger.store import OF_THE_ARTICLE, Added, known_of, write_reading
from sayso.records import Failure, Reading

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger

# What is wrong with an input for good: as long as it and the release are the same, trying again is no use.
_FOR_GOOD = frozenset({"empty", "binary", "undecodable", "no_article", "language_not_supported"})
_WHAT_ODD_READINGS_RAISE = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a candidate.

    Attributes:
        candidate: Which one.
        outcome: What the ledger did, or why it could not be read.
    """

    candidate: Candidate
    outcome: Added | Failure


@dataclass(frozen=True, slots=True)
class Manner:
    """How articles are read.

    Attributes:
        jobs: Number of processes; with 1 everything happens in this one.
        allow_private: Lets an address lead to a private, loopback or link-local host.
        lens: Scale that gives words of probability their numbers, as for :func:`sayso.read`.
        retries: Tries again even what was wrong for good.
    """

    jobs: int = 1
    allow_private: bool = False
    lens: str | None = None
    retries: bool = False


def add_all(
    ledger: Ledger, inputs: Iterable[Input], report: Callable[[Tried], None], manner: Manner | None = None
) -> None:
    """Add all articles of all inputs; those that cannot be read become rows of the table of failures.

    Args:
        ledger: Where to.
        inputs: What there is; taken only as far ahead as the processes need.
        report: Called after each article, when it is in the ledger.
        manner: How to read.

    Raises:
        LedgerError: The database cannot be written; what was reported before is in it.
        ModelError: The reader model is missing or changed.
    """
    _Run(ledger, report, manner or Manner()).go(inputs)


def failed_inputs(ledger: Ledger) -> list[Input]:
    """What could not be read so far and can be tried again, which leaves out standard input."""
    with reading_from(ledger.engine) as connection:
        failed = open_failures(connection)
    places: dict[tuple[str, tuple[tuple[str, str], ...]], set[str]] = {}
    for one in failed:
        if one.origin != STANDARD_INPUT:
            places.setdefault((one.origin, tuple(sorted(one.given.items()))), set()).add(one.record)
    return [
        Input(origin, _source(origin), dict(given), None if "" in wanted else frozenset(wanted))
        for (origin, given), wanted in places.items()
    ]


def _source(origin: str) -> Path | str | Failure:
    if origin.startswith(("http://", "https://")):
        return origin
    if Path(origin).is_file():
        return Path(origin)
    return Failure(origin, "missing_file", f"{origin}: is not there any more; put it back, or let it be")


@dataclass(frozen=True, slots=True)
class _Task:
    candidate: Candidate
    digest: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Under which its failure is kept."""
        return (self.candidate.input.origin, self.candidate.place)


class _Run:
    """One call of :func:`add_all`."""

    def __init__(self, ledger: Ledger, report: Callable[[Tried], None], manner: Manner) -> None:
        from sayso.extract.attributions import reader_info

        self.ledger = ledger
        self.report = report
        self.manner = manner
        self.reader_digest = reader_info().digest
        with reading_from(ledger.engine) as connection:
            self.failed = {(one.origin, one.record): one for one in open_failures(connection)}

    def go(self, inputs: Iterable[Input]) -> None:
        """Add everything."""
        for task, outcome in self._outcomes(self._tasks(inputs)):
            self._keep(task, outcome)

    def _tasks(self, inputs: Iterable[Input]) -> Iterator[_Task]:
        """Candidates that have to be read; all others are dealt with on the way."""
        for candidate in all_candidates(inputs):
            content = candidate.content
            if isinstance(content, BadPart):
                self._keep(_Task(candidate), _failure(candidate, content))
            elif isinstance(content, ReadyPart):
                article = content.reading.article
                named = replace(article, path=article.path or candidate.name)
                self._keep(_Task(candidate), replace(content.reading, article=named))
            else:
                task = _Task(candidate, candidate.digest())
                settled = self._settled(task)
                if settled is None:
                    yield task
                else:
                    self.report(Tried(candidate, settled))

    def _outcomes(self, tasks: Iterator[_Task]) -> Iterator[tuple[_Task, Reading | Added | Failure]]:
        manner = self.manner
        if manner.jobs == 1:
            for task in tasks:
                yield task, _attempt(self.ledger, manner, task)
            return
        from sayso.pipeline.processes import map_in_processes

        read_one = partial(_attempt_elsewhere, address_of(self.ledger.engine.url), manner)
        yield from map_in_processes(read_one, tasks, jobs=manner.jobs, give_up=_give_up)

    def _settled(self, task: _Task) -> Added | Failure | None:
        """What is known of a candidate without so much as loading it; None for nothing."""
        if task.digest is None:
            return None
        failed = self.failed.get(task.key)
        if failed and failed.digest == _of_this_release(task.digest) and not self.manner.retries:
            return Failure(task.candidate.name, failed.code, failed.message)
        with reading_from(self.ledger.engine) as connection:
            known = find_taken(connection, task.digest, self.reader_digest)
        if known and failed:
            with writing_to(self.ledger.engine) as connection:
                resolve_failure(connection, task.key, now=stamp())
            del self.failed[task.key]
        return known

    def _keep(self, task: _Task, outcome: Reading | Added | Failure) -> None:
        """Write what became of a candidate, in one transaction, and tell."""
        name = task.candidate.name
        if isinstance(outcome, Failure):
            written: Added | Failure = self._keep_failure(task, outcome)
        else:
            try:
                written = write_once(self.ledger.engine, partial(self._write, task=task, outcome=outcome))
                self.failed.pop(task.key, None)
            except LedgerError as error:
                if error.code not in OF_THE_ARTICLE:
                    raise
                written = self._keep_failure(task, Failure(name, error.code, error.message))
            except _WHAT_ODD_READINGS_RAISE as error:
                if not isinstance(task.candidate.content, ReadyPart):
                    raise
                reason = f"{name}: cannot be understood ({type(error).__name__}: {error})"
                written = self._keep_failure(task, Failure(name, "bad_readings", reason))
        self.report(Tried(task.candidate, written))

    def _keep_failure(self, task: _Task, failure: Failure) -> Failure:
        failed = _failed(task, failure)
        write_once(self.ledger.engine, lambda connection: record_failure(connection, failed))
        self.failed[task.key] = failed
        return failure

    def _write(self, connection: Connection, task: _Task, outcome: Reading | Added) -> Added:
        if isinstance(outcome, Reading):
            outcome = write_reading(connection, outcome, now=stamp())
        if task.digest:
            row = {"digest": task.digest, "version_id": outcome.version_id}
            insert_or_update(connection, schema.intake, row, key=["digest"])
        if task.key in self.failed:
            resolve_failure(connection, task.key, now=stamp())
        return outcome


def _failure(candidate: Candidate, part: BadPart) -> Failure:
    """The failure of a part, under the name of its container, which some messages have already."""
    is_named = part.message.startswith(candidate.input.name)
    return Failure(
        candidate.name, part.code, part.message if is_named else f"{candidate.name}: {part.message}"
    )


def _failed(task: _Task, failure: Failure) -> FailedInput:
    digest = _of_this_release(task.digest) if task.digest and failure.code in _FOR_GOOD else None
    given = task.candidate.input.given
    return FailedInput(*task.key, given, failure.code, failure.message, 1, stamp(), digest)


def _of_this_release(digest: str) -> str:
    return f"{digest} {__version__}"


def find_taken(connection: Connection, digest: str, reader_digest: str) -> Added | None:
    """What became of what was taken in before, if it stands and this reader read it in this release."""
    taken = select(schema.intake.c.version_id).where(schema.intake.c.digest == digest).scalar_subquery()
    return known_of(connection, schema.version.c.id == taken, reader_digest)


def _attempt(ledger: Ledger, manner: Manner, task: _Task) -> Reading | Added | Failure:
    """Read one article, unless the ledger knows its text; what is wrong with it becomes a failure."""
    return attempt(task.candidate.name, lambda: _read(ledger, manner, task.candidate))


def _read(ledger: Ledger, manner: Manner, candidate: Candidate) -> Reading | Added:
    from sayso.extract.attributions import reader_info
    from sayso.ingest.load import load_article
    from sayso.pipeline.stages import read_article

    content, given = candidate.content, candidate.input.given
    if isinstance(content, (str, Path)):
        article = load_article(content, allow_private=manner.allow_private, **given)
    elif isinstance(content, Part):
        article = content.load(path=candidate.name, **given)
    else:
        raise TypeError(f"{candidate.name}: is not there to be read")
    article = replace(article, path=candidate.name, anchors=())  # the ledger does not keep anchors
    return ledger.find_known(article, reader_info().digest) or read_article(article, lens=manner.lens)


def _attempt_elsewhere(address: str, manner: Manner, task: _Task) -> tuple[_Task, Reading | Added | Failure]:
    """The same in another process; the task comes back without the bytes that were read."""
    return _light(task), _attempt(_opened(address), manner, task)


def _light(task: _Task) -> _Task:
    """A task that takes little to send."""
    input, content = task.candidate.input, task.candidate.content
    if isinstance(input.source, bytes):
        input = replace(input, source=b"")
    if isinstance(content, Part):
        content = replace(content, data=b"")
    return replace(task, candidate=Candidate(input, content))


@lru_cache(maxsize=1)
def _opened(address: str) -> Ledger:
    """The ledger, for as long as this process lives; it was checked when it was opened first."""
    from sayso.ledger.engine import connect, to_url
    from sayso.ledger.ledger import Ledger

    return Ledger(connect(to_url(address)))


def _give_up(task: _Task) -> tuple[_Task, Failure]:
    return task, process_died(task.candidate.name)
