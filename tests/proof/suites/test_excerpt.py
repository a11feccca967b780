"""Which lines of a suite are shown."""

from __future__ import annotations

from contract_tests.proof.suites.excerpt import barred, excerpt
from contract_tests.proof.suites.shell import Ending, Run

TAP = """\
TAP version 13
ok 1 - a page has rows
not ok 2 - an image is charged
  ---
  error: 'wrong'
  ...
1..2
# fail 1
"""


def run(output: str) -> Run:
    return Run(Ending.EXITED, 1, 0.1, output, len(output))


def test_what_failed_is_named() -> None:
    assert excerpt(run(TAP), lines=4) == ["not ok 2 - an image is charged"]


def test_the_last_lines_follow_if_wanted() -> None:
    assert excerpt(run(TAP), lines=4, ends=2) == [
        "not ok 2 - an image is charged",
        "...",
        "1..2",
        "# fail 1",
    ]


def test_a_suite_that_marks_nothing_is_shown_by_its_last_lines() -> None:
    assert excerpt(run("one\n\ntwo\nthree\n"), lines=2) == ["two", "three"]


def test_nothing_written_is_told() -> None:
    assert barred(excerpt(run(""), lines=3, ends=3)) == "  (it wrote nothing)"
