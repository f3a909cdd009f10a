"""Processes do what threads ask of them, survive what kills one of them, and end with their block."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from sayso.errors import InputError
from sayso.pipeline.processes import Processes


def double(number: int) -> int:
    """Twice a number, but not everybody survives 13, and nobody likes 5."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        raise InputError("five", code="odd")
    return 2 * number


def lost(number: int) -> int:
    return -number


def test_threads_get_their_own_results() -> None:
    with Processes(2) as processes, ThreadPoolExecutor(4) as threads:
        results = threads.map(lambda number: processes.apply(double, number, give_up=lost), (1, 2, 3, 4))
        assert list(results) == [2, 4, 6, 8]
    assert multiprocessing.active_children() == []


def test_what_a_function_raises_comes_back_and_the_next_one_works() -> None:
    with Processes(1) as processes:
        with pytest.raises(InputError, match="five"):
            processes.apply(double, 5, give_up=lost)
        assert processes.apply(double, 6, give_up=lost) == 12


def test_an_input_that_kills_its_process_is_given_up_and_the_others_are_not() -> None:
    numbers = [1, 2, 13, 4, 6]
    with Processes(2) as processes, ThreadPoolExecutor(len(numbers)) as threads:
        results = threads.map(lambda number: processes.apply(double, number, give_up=lost), numbers)
        assert list(results) == [2, 4, -13, 8, 12]
    assert multiprocessing.active_children() == []


def test_nothing_is_done_after_the_block() -> None:
    with Processes(1) as processes:
        assert processes.apply(double, 1, give_up=lost) == 2
    with pytest.raises(CancelledError):
        processes.apply(double, 2, give_up=lost)
