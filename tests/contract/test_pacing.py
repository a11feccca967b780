"""How long is waited, and how the distance between requests grows and shrinks."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.pacing import Pace, seconds_of
from tests.contract.sending import StoppedTime

NOW = 1_800_000_000.0


def pace(time: StoppedTime, *, distance: float = 0.0) -> Pace:
    return Pace(distance=distance, clock=time.clock, sleep=time.sleep)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 3 ", 3.0),
        ("0", 0.0),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW - 30, usegmt=True), 0.0),
        ("Friday, 15-Jan-27 08:00:10 GMT", 10.0),
        ("Fri Jan 15 08:00:10 2027", 10.0),
        ("Fri, 15 Jan 2027 08:00:10 -0000", 10.0),
        (None, None),
        ("", None),
        ("1.5", None),
        ("-1", None),
        ("\u0663", None),
        ("in a minute", None),
        ("Fri, 99 Jan 2027 99:00:00 GMT", None),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", None),
    ],
)
def test_what_a_retry_after_means(text: str | None, seconds: float | None) -> None:
    assert seconds_of(text, now=NOW) == seconds


@given(st.text())
def test_no_retry_after_breaks_the_run(text: str) -> None:
    seconds = seconds_of(text, now=NOW)

    assert seconds is None or seconds >= 0


def test_nothing_is_waited_for_without_a_limit() -> None:
    time = StoppedTime()
    calm = pace(time)
    for _ in range(100):
        calm.wait()
        calm.answered()

    assert time.slept == []


def test_requests_keep_the_distance_that_was_asked_for() -> None:
    time = StoppedTime()
    slow = pace(time, distance=0.5)
    for _ in range(5):
        slow.wait()
        slow.answered()

    assert time.slept == [0.5] * 4


def test_waits_without_a_retry_after_grow() -> None:
    time = StoppedTime()
    throttled = pace(time)
    for _ in range(4):
        throttled.throttled(None, now=NOW)
        throttled.wait()

    assert time.slept == sorted(time.slept)
    assert time.slept[0] == 1.0
    assert time.slept[-1] > 4


def test_the_distance_grows_with_each_429_and_shrinks_in_calm() -> None:
    time = StoppedTime()
    throttled = pace(time)

    def distance() -> float:
        throttled.wait()
        before = time.now
        throttled.wait()
        return time.now - before

    throttled.throttled("0", now=NOW)
    once = distance()
    throttled.throttled("0", now=NOW)
    twice = distance()
    for _ in range(1000):
        throttled.answered()

    assert 0 < once < twice
    assert distance() < once


def test_a_wait_beyond_the_longest_is_refused_and_capped() -> None:
    time = StoppedTime()
    told: list[float] = []
    impatient = Pace(
        longest_wait=5,
        clock=time.clock,
        sleep=time.sleep,
        told=lambda seconds, reason: told.append(seconds),
    )

    assert impatient.throttled("5", now=NOW)
    assert not impatient.throttled("9" * 400, now=NOW)
    impatient.wait()
    assert time.slept == [5.0]
    assert told == [5.0, 5.0]
