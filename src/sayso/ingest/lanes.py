"""Many waits at once, one at a time for each host: jobs go in, their results come out as they are ready."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")

# Results that wait to be taken before the threads pause; pages are large.
_AHEAD = 16


class Stopped(Exception):
    """Nobody waits for the result any more."""


@dataclass(frozen=True, slots=True)
class _Job(Generic[Result]):
    do: Callable[[], Result]
    give_up: Callable[[Exception], Result]


class Lanes(Generic[Result]):
    """Threads that work on jobs, never on two of one lane at once, and take the lanes in turn.

    Use it in a ``with`` block. The threads do not keep the process alive, and leaving the block does not wait
    for them.

    Args:
        n_threads: Most lanes worked on at once.
    """

    def __init__(self, n_threads: int) -> None:
        self._n_threads = n_threads
        self._change = threading.Condition()
        self._stopped = threading.Event()
        self._jobs: dict[str, deque[_Job[Result]]] = {}
        self._ready: deque[str] = deque()
        self._results: deque[Result] = deque()
        self._n_due = 0
        self._n_idle = 0
        self._n_started = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._change:
            self._stopped.set()
            self._change.notify_all()

    def add(self, lane: str, do: Callable[[], Result], give_up: Callable[[Exception], Result]) -> None:
        """Have a job done after those of its lane that are there.

        Args:
            lane: Whose job it is.
            do: The job.
            give_up: Makes its result when it raises something.
        """
        job = _Job(do, give_up)
        with self._change:
            self._n_due += 1
            if lane in self._jobs:  # at work, or in the queue
                self._jobs[lane].append(job)
                return
            self._jobs[lane] = deque([job])
            self._ready.append(lane)
            self._change.notify_all()
            if not self._n_idle and self._n_started < self._n_threads:
                self._n_started += 1
                threading.Thread(target=self._work, daemon=True).start()

    def sleep(self, seconds: float) -> None:
        """Wait inside a job.

        Raises:
            Stopped: Nobody waits any more.
        """
        if self._stopped.wait(seconds):
            raise Stopped

    def __iter__(self) -> Iterator[Result]:
        """Results as they come, until there are no jobs; more may be added meanwhile."""
        while True:
            with self._change:
                while not self._results and self._n_due:
                    self._change.wait()
                if not self._n_due:
                    return
                result = self._results.popleft()
                self._n_due -= 1
                self._change.notify_all()
            yield result

    def _work(self) -> None:
        while True:
            with self._change:
                self._n_idle += 1
                while not self._stopped.is_set() and not (self._ready and len(self._results) < _AHEAD):
                    self._change.wait()
                self._n_idle -= 1
                if self._stopped.is_set():
                    return
                lane = self._ready.popleft()
                job = self._jobs[lane].popleft()
            try:
                result = job.do()
            except Stopped:
                return
            except Exception as error:
                result = job.give_up(error)
            with self._change:
                self._results.append(result)
                if self._jobs[lane]:
                    self._ready.append(lane)
                else:
                    del self._jobs[lane]
                self._change.notify_all()
