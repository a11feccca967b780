"""The run of a pytest session: made once, and judged from its tape by who asks."""

from __future__ import annotations

import logging
import secrets
import traceback
import warnings
from collections.abc import Mapping
from typing import Any

from contract_tests.checking import settings_from
from contract_tests.errors import ContractTestsError
from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import ExitCode, Report
from contract_tests.progress import Silent
from contract_tests.pytest_plugin.given import spelled
from contract_tests.pytest_plugin.shared_folder import Finished, SharedFolder
from contract_tests.reports.thumbnails import Thumbnails
from contract_tests.reports.watchers import Together
from contract_tests.run import carry_out
from contract_tests.settings import Settings

_LOG = logging.getLogger("contract_tests")
_HALF_DONE = (
    "the process that made the run ended before the run did: what it spent is not known,"
    " so nothing is sent a second time"
)


class NoRun(Exception):
    """Say why there is no run to judge."""


def report_of_session(
    folder: SharedFolder, url: str, options: Mapping[str, Any]
) -> Report:
    """Return the report of the session's one run; the first who asks makes it.

    Raises NoRun, the same for each who asks, and KeyboardInterrupt for a run that was
    interrupted.
    """
    # The warnings of libraries are none of the target, and pytest may make them errors.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        finished = _finished(folder, url, options)
        report = judge(finished.tape, finished.contract)
    if report.exit_code is ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return report


def _finished(folder: SharedFolder, url: str, options: Mapping[str, Any]) -> Finished:
    with folder.locked():
        problem = folder.problem()
        finished = None if problem else folder.finished()
        if finished is None and problem is None:
            if folder.claim("run", secrets.token_hex(8)):
                finished, problem = _made(folder, url, options)
            else:
                problem = _HALF_DONE
    if finished is None:
        raise NoRun(problem)
    return finished


def _made(
    folder: SharedFolder, url: str, options: Mapping[str, Any]
) -> tuple[Finished | None, str | None]:
    """Make the run; return what it left behind, or why there was none."""
    settings = None
    try:
        settings = settings_from(url, options)
        finished = _run(settings)
    except ContractTestsError as error:
        problem = spelled(str(error))
    except Exception:
        told = traceback.format_exc()
        problem = "contract-tests itself has failed:\n" + _without_keys(told, settings)
    else:
        folder.keep(finished)
        return finished, None
    folder.keep_problem(problem)
    return None, problem


def _run(settings: Settings) -> Finished:
    thumbnails = Thumbnails()
    watcher = Together(thumbnails, _Logged())
    tape, contract = carry_out(settings, watcher=watcher)
    return Finished(tape, contract, thumbnails.made)


def _without_keys(text: str, settings: Settings | None) -> str:
    for role, key in settings.keys.items() if settings else ():
        text = text.replace(key, f"[key:{role.value}]")
    return text


class _Logged(Silent):
    """A watcher that logs what the run does (`pytest --log-cli-level=INFO`)."""

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Log that a phase begins."""
        _LOG.info("phase %d of %d: %s", number, of, name)

    def waiting(self, seconds: float, reason: str) -> None:
        """Log that the run waits."""
        _LOG.info("waiting %.1f s: %s", seconds, reason)
