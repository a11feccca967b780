"""What is said while a proof goes on."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from contract_tests.proof.progress import watching


def test_plain_lines_count_and_tell_surprises(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with watching(Console(file=io.StringIO()), 51, "deployments tried") as ended:
        for number in range(51):
            ended(f"trial-{number}", "survivor" if number == 30 else "")

    assert capsys.readouterr().err.splitlines() == [
        "25 of 51 deployments tried",
        "trial-30: survivor",
        "50 of 51 deployments tried",
        "51 of 51 deployments tried",
    ]


def test_a_terminal_has_a_bar_and_keeps_surprises() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, highlight=False)
    with watching(console, 2, "deployments tried") as ended:
        ended("first", "")
        ended("[b]second", "survivor")

    assert "[b]second: survivor" in screen.getvalue()
    assert "2/2" in screen.getvalue()


def test_nothing_is_shown_where_nobody_looks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with watching(None, 1, "deployments tried") as ended:
        ended("first", "survivor")

    assert capsys.readouterr() == ("", "")
