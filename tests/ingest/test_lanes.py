"""Jobs of one lane follow each other, those of several run beside each other, and nothing is lost."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from tests.site import wait_until

from sayso.ingest.lanes import Lanes, Stopped


def failed(error: Exception) -> str:
    return f"failed: {error}"


def test_every_job_has_one_result_and_new_jobs_may_come_of_it() -> None:
    results = []
    with Lanes[int](3) as lanes:
        for number in range(100):
            lanes.add(str(number % 7), partial(int, number), lambda error: -1)
        for result in lanes:
            results.append(result)
            if result < 20:
                lanes.add("more", partial(int, result + 1000), lambda error: -1)
    assert sorted(results) == [*range(100), *range(1000, 1020)]


def test_jobs_of_a_lane_come_in_order() -> None:
    with Lanes[int](4) as lanes:
        for number in range(50):
            lanes.add("one", partial(int, number), lambda error: -1)
        assert list(lanes) == list(range(50))


def test_lanes_run_beside_each_other_and_a_lane_never_beside_itself() -> None:
    meeting = threading.Barrier(2, timeout=10)
    at_work: list[str] = []
    twice: list[str] = []

    def work(lane: str) -> str:
        if lane in at_work:
            twice.append(lane)
        at_work.append(lane)
        meeting.wait()
        at_work.remove(lane)
        return lane

    with Lanes[str](8) as lanes:
        for lane in ("a", "b") * 3:
            lanes.add(lane, partial(work, lane), failed)
        assert sorted(lanes) == ["a", "a", "a", "b", "b", "b"]
    assert twice == []


def test_a_job_that_raises_has_the_result_that_it_was_given_for_that() -> None:
    with Lanes[str](2) as lanes:
        lanes.add("a", lambda: str(1 // 0), failed)
        lanes.add("a", lambda: "fine", failed)
        assert list(lanes) == ["failed: integer division or modulo by zero", "fine"]


def test_leaving_wakes_those_who_wait() -> None:
    begun, ended = threading.Event(), threading.Event()

    def wait() -> str:
        begun.set()
        try:
            lanes.sleep(1000)
        except Stopped:
            ended.set()
            raise
        return "waited"

    with Lanes[str](2) as lanes:
        lanes.add("a", wait, failed)
        wait_until(begun.is_set)
    wait_until(ended.is_set)


def test_results_that_nobody_takes_hold_the_threads_back() -> None:
    n_done = 0

    def work() -> int:
        nonlocal n_done
        n_done += 1
        return n_done

    with Lanes[int](1) as lanes:
        for _ in range(200):
            lanes.add("a", work, lambda error: -1)
        wait_until(lambda: n_done >= 10)
        first = next(iter(lanes))
        assert first == 1
        assert n_done < 100
        assert len(list(lanes)) == 199


def test_there_is_nothing_to_wait_for_without_jobs() -> None:
    with Lanes[int](1) as lanes:
        assert list(lanes) == []
        with pytest.raises(StopIteration):
            next(iter(lanes))
