"""How a command is run, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proof.suites.conftest import DEFECT, Prove, Suite

ONE = ("--select", DEFECT)


def gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody waits for has."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def comes_true(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_placeholders_are_filled_in_and_other_braces_stay(
    prove: Prove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_USER", "kept")
    told = tmp_path / "told"
    command = (
        "echo {url} {api_key} {second_api_key} {poor_api_key} {revoked_api_key}"
        f" ${{OF_THE_USER}} {{other}} | awk '{{print $1, $2, $6, $7}}' > '{told}'"
    )

    assert prove(command, *ONE).code == 1
    url, *rest = told.read_text().split()
    assert url.startswith("http://127.0.0.1:")
    assert rest == ["gi_mock_good", "kept", "{other}"]


def test_the_environment_tells_the_same(
    prove: Prove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACT_TESTS_API_KEY", "a-key-that-costs-money")
    monkeypatch.setenv("NO_PROXY", "internal.example")
    told = tmp_path / "told"

    prove(f"env > '{told}'", *ONE)
    lines = told.read_text().splitlines()

    assert "CONTRACT_TESTS_API_KEY=gi_mock_good" in lines
    assert "CONTRACT_TESTS_REVOKED_API_KEY=gi_mock_revoked" in lines
    assert "NO_PROXY=internal.example,127.0.0.1,localhost" in lines
    assert any(line.startswith("CONTRACT_TESTS_URL=http://127.") for line in lines)


def test_a_command_runs_in_the_folder_of_the_user_and_reads_nothing(
    prove: Prove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert prove("cat > here", *ONE).code == 1
    assert (tmp_path / "here").read_text() == ""


@pytest.mark.parametrize("command", ["no-such-command-here", "exit 126"])
def test_a_command_that_cannot_start_is_wrong_usage(prove: Prove, command: str) -> None:
    proved = prove(command, *ONE)

    assert proved.code == 2
    told = proved.err.splitlines()[-1]
    assert told.startswith("contract-tests: --command cannot start (exit code 12")
    assert len(proved.err.splitlines()) == 2


def test_a_command_that_hangs_on_the_correct_mock_is_ended(
    prove: Prove, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"

    proved = prove(f"sleep 300 & echo $! > '{pids}'; wait", "--timeout", "0.5")

    assert proved.code == 3
    assert "no end after " in proved.out
    assert "(--timeout)" in proved.out
    assert comes_true(lambda: gone(int(pids.read_text())))


def test_a_suite_that_hangs_on_a_defect_has_noticed_it(
    prove: Prove, limit_suite: Suite
) -> None:
    suite = limit_suite("import time; time.sleep(300)")

    proved = prove(suite, *ONE, "--timeout", "2")

    assert proved.code == 0
    assert f"Noticed, but not by an exit code: timed out: {DEFECT}." in proved.out


def test_who_does_not_heed_is_killed(prove: Prove, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    deaf = f"trap '' TERM; echo $$ > '{pids}'; while :; do sleep 1; done"

    assert prove(deaf, "--timeout", "0.3").code == 3
    assert comes_true(lambda: gone(int(pids.read_text())))


def test_what_a_command_leaves_running_is_ended_and_nobody_else(
    prove: Prove, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    foreign = subprocess.Popen(["sleep", "300"])
    try:
        proved = prove(f"sleep 300 & echo $! >> '{pids}'", *ONE)
        left = [int(pid) for pid in pids.read_text().split()]

        assert proved.code == 1
        assert len(left) == 2
        assert comes_true(lambda: all(map(gone, left)))
        assert foreign.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_a_command_that_writes_without_end_is_ended(prove: Prove) -> None:
    proved = prove("yes 'a line that says little'", *ONE)

    assert proved.code == 3
    assert "FAILS ON THE CORRECT MOCK (wrote more than 256 MiB)" in proved.out
    assert "| a line that says little" in proved.out


def test_an_end_by_a_signal_is_told(prove: Prove) -> None:
    assert "(ended by SIGSEGV)" in prove("kill -SEGV $$").out


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name
)
def test_an_interruption_ends_what_runs_and_resume_goes_on(
    prove: Prove, tmp_path: Path, number: signal.Signals
) -> None:
    runs, results = tmp_path / "runs", tmp_path / "results"
    hanging = tmp_path / "hanging"
    # The fourth run stops the prover, once.
    command = (
        f"echo x >> '{runs}'; [ $(wc -l < '{runs}') -ne 4 ] ||"
        f" {{ echo $$ > '{hanging}'; kill -{number.name[3:]} $PPID; sleep 300; }}"
    )
    options = (
        *("--select", "money", "--sample", "6", "--jobs", "1"),
        *("--resume", str(results)),
    )

    first = prove(command, *options)
    assert first.code == 130
    assert f"what was tried is in {results}" in first.err
    assert comes_true(lambda: gone(int(hanging.read_text())))
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL

    second = prove(command, *options)
    assert "2 results taken from" in second.err
    assert second.last_line == "6 of 6 defects not noticed"
    # Four, then the correct mock again and the four that were left.
    assert len(runs.read_text().split()) == 4 + 1 + 4


def test_an_interruption_of_the_first_run_ends_it(prove: Prove, tmp_path: Path) -> None:
    pids = tmp_path / "pids"

    proved = prove(f"sleep 300 & echo $! > '{pids}'; kill -INT $PPID; wait", *ONE)

    assert proved.code == 130
    assert comes_true(lambda: gone(int(pids.read_text())))


def test_results_of_another_command_are_not_taken_up(
    prove: Prove, tmp_path: Path
) -> None:
    results = str(tmp_path / "results")

    prove("true", *ONE, "--resume", results)
    proved = prove("exit 0", *ONE, "--resume", results)

    assert "1 result in " in proved.err
    assert "are made anew" in proved.err
