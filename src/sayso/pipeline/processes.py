"""A function is applied by several processes: to a stream of inputs, in order, or to one when somebody asks.

Inputs of a stream are taken, and results kept, only as far ahead as the processes need. Whatever ends it
early (Ctrl-C, an error, a reader that closes it) ends the processes at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Self, TypeVar

from sayso.errors import UsageError

Input = TypeVar("Input")
Result = TypeVar("Result")

# What there is to say of an input whose process died.
DIED = "the process that read it ended without a word, perhaps for want of memory"
# Inputs handed out per process ahead of the one being waited for: enough that a long article
# does not leave the other processes idle, few enough that memory stays flat.
_AHEAD_PER_JOB = 8
# How long the pool's own thread may take to notice that its processes have ended.
_MANAGER_SECONDS = 5.0


def map_in_processes(
    function: Callable[[Input], Result],
    inputs: Iterable[Input],
    *,
    jobs: int,
    give_up: Callable[[Input], Result],
) -> Iterator[Result]:
    """Apply a function to each input.

    A process that dies takes the pool with it, and nobody can say which input it held. So all
    inputs that were handed out are tried again, one at a time, before a new pool goes on.

    Args:
        function: Must be known by name in a module, as the processes import it.
        inputs: None of them None.
        jobs: Number of processes.
        give_up: Makes the result of an input whose process died when it held nothing else.

    Yields:
        One result for each input, in the order of the inputs.

    Raises:
        UsageError: No process can be started (``no_processes``).
        Exception: Whatever the function raises.
    """
    waiting: deque[tuple[Input, Future[Result]]] = deque()
    upcoming = iter(inputs)
    pool = _start_pool(jobs)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD_PER_JOB and (item := next(upcoming, None)) is not None:
                waiting.append((item, _submit(pool, function, item)))
            if not waiting:
                return
            item, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                _stop_pool(pool)
                yield from _map_one_by_one(function, [item, *(later for later, _ in waiting)], give_up)
                waiting.clear()
                pool = _start_pool(jobs)
            else:
                yield result
    finally:
        _stop_pool(pool)


class Processes:
    """Processes that apply functions whenever they are asked to, by any thread.

    Use it in a ``with`` block; leaving it ends the processes at once.

    Args:
        jobs: Number of processes; they start when there is something to do.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._has_ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._has_ended = True
            pool, self._pool = self._pool, None
        if pool is not None:
            _stop_pool(pool)

    def apply(
        self, function: Callable[[Input], Result], item: Input, *, give_up: Callable[[Input], Result]
    ) -> Result:
        """Have a function applied and wait for its result.

        Args:
            function: Must be known by name in a module, as the processes import it.
            item: What to.
            give_up: Makes the result of an input whose process died when it held nothing else.

        Raises:
            CancelledError: The block was left meanwhile.
            UsageError: No process can be started (``no_processes``).
            Exception: Whatever the function raises.
        """
        with self._lock:
            if self._has_ended:
                raise CancelledError
            pool = self._pool = self._pool or _start_pool(self._jobs)
            future = _submit(pool, function, item)
        try:
            return future.result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
                    _stop_pool(pool)
                if self._has_ended:
                    raise CancelledError from None
        (result,) = _map_one_by_one(function, [item], give_up)
        return result


def _map_one_by_one(
    function: Callable[[Input], Result], items: Iterable[Input], give_up: Callable[[Input], Result]
) -> Iterator[Result]:
    """Apply the function to one input at a time, in a process that each may take down."""
    pool = _start_pool(1)
    try:
        _check_that_it_lives(pool)
        for item in items:
            try:
                result = _submit(pool, function, item).result()
            except BrokenProcessPool:
                result = give_up(item)
                _stop_pool(pool)
                pool = _start_pool(1)
            yield result
    finally:
        _stop_pool(pool)


def _check_that_it_lives(pool: ProcessPoolExecutor) -> None:
    try:
        _submit(pool, _do_nothing, None).result()
    except BrokenProcessPool as error:
        message = (
            "no second process can be started; in a script, call read_many below"
            ' `if __name__ == "__main__":`, or leave out jobs'
        )
        raise UsageError(message, code="no_processes") from error


def _do_nothing(item: None) -> None:
    """Shows that a process is there."""


def _submit(pool: ProcessPoolExecutor, function: Callable[[Input], Result], item: Input) -> Future[Result]:
    with _interrupts_blocked():  # a process inherits the mask, so Ctrl-C reaches this one alone
        try:
            return pool.submit(function, item)
        except BrokenProcessPool as error:
            failed: Future[Result] = Future()
            failed.set_exception(error)
            return failed


def _start_pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_follow_parent)


def _stop_pool(pool: ProcessPoolExecutor) -> None:
    """End the processes at once; whatever they were working on is lost."""
    processes = list((pool._processes or {}).values())
    manager: threading.Thread | None = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
    if manager is not None:
        # An interpreter that ends while this thread closes its pipe complains of a bad descriptor.
        manager.join(_MANAGER_SECONDS)


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
