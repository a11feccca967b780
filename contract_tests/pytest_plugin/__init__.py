"""The contract tests as a plugin of pytest: options, markers, fixtures, reports.

pytest loads this module in every run of every project that has the package
installed, so nothing heavy is imported before the contract tests are asked for.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from contract_tests.errors import UsageError
from contract_tests.pytest_plugin import given

if TYPE_CHECKING:
    from contract_tests.judgement.report import Report
    from contract_tests.pytest_plugin.shared_folder import SharedFolder
    from contract_tests.settings import Settings

_MARKERS = (
    "contract(level, cost): a clause of the contract; level is must, derived, should or"
    " info, cost is paid or free",
    "must: a clause that the document states",
    "derived: a clause that follows from what the document states",
    "should: a clause that an RFC or plain sense states; a breach warns",
    "info: a clause that is worth knowing and never fails",
    "paid: a clause that is judged with a credit budget only",
    "free: a clause that is judged without a credit budget",
)
_FOLDER = "contract_tests_folder"
_PATH = pytest.StashKey[Path | None]()
_COMPLAINTS = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the ini values."""
    given.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers; refuse wrong options before anything is collected."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    config.stash[_PATH] = _path(config)
    if _is_worker(config) or not given.is_asked_for(config):
        return
    try:
        given.check(config)
    except UsageError as error:
        raise pytest.UsageError(f"contract tests: {error}") from None


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Tell the target and what may be spent there."""
    if given.url(config) is None:
        return []
    try:
        settings = given.check(config)
    except UsageError as error:
        return [f"contract tests: not to be run, {error}"]
    return [] if settings is None else [_header(settings)]


def _header(settings: Settings) -> str:
    from contract_tests.contract.document import load

    contract = load(settings.document)
    target = urlsplit(settings.url)
    return (
        f"contract tests: {target.scheme}://{target.netloc}, {contract.path} sha256"
        f" {contract.sha256[:12]}, level {settings.level.value}, {settings.mode.value},"
        f" at most {settings.max_credits} credits"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the session's run is shared."""
    if node.gateway.spec.popen:  # the others may be on another machine
        node.workerinput[_FOLDER] = str(node.config.stash[_PATH])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports, once for all workers."""
    config = session.config
    places = given.reports(config)
    if not places or not _has_run(config):
        return
    from contract_tests.pytest_plugin.publishing import publish

    complaints = publish(folder_of(config), places)
    config.stash[_COMPLAINTS] = complaints
    if complaints and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell what the run cost, and the seed that repeats it."""
    if not _has_run(config):
        return
    from contract_tests.pytest_plugin.publishing import summary_lines

    lines = [*summary_lines(folder_of(config)), *config.stash.get(_COMPLAINTS, [])]
    if lines:
        terminalreporter.section("contract tests")
    for line in lines:
        terminalreporter.line(line)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away what the workers shared."""
    path = config.stash.get(_PATH, None)
    if path is not None and not _is_worker(config):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def contract_url(pytestconfig: pytest.Config) -> str | None:
    """Return the base URL of the deployment; override it to start one."""
    return given.url(pytestconfig)


@pytest.fixture(scope="session")
def contract_options(pytestconfig: pytest.Config) -> dict[str, Any]:
    """Return the options of the run as `contract_tests.check` takes them."""
    return given.texts(pytestconfig)


@pytest.fixture(scope="session")
def contract_report(
    pytestconfig: pytest.Config,
    contract_url: str | None,
    contract_options: dict[str, Any],
) -> Report:
    """Make the run, once for the whole session and all workers; return its report."""
    if not contract_url:
        pytest.skip("no --contract-url: it names the deployment to judge")
    from contract_tests.pytest_plugin.running import NoRun, report_of_session

    try:
        return report_of_session(
            folder_of(pytestconfig), contract_url, contract_options
        )
    except NoRun as error:
        problem = str(error)
    pytest.fail(f"contract tests: {problem}", pytrace=False)


def folder_of(config: pytest.Config) -> SharedFolder:
    """Return the folder that the processes of a session share."""
    from contract_tests.pytest_plugin.shared_folder import SharedFolder

    path = config.stash[_PATH]
    if path is None:
        pytest.fail(
            "contract tests: workers of pytest-xdist share one run and its budget, so"
            " they must be processes of one machine",
            pytrace=False,
        )
    return SharedFolder(path)


def _path(config: pytest.Config) -> Path | None:
    if _is_worker(config):
        told = config.workerinput.get(_FOLDER)  # type: ignore[attr-defined]
        return None if told is None else Path(told)
    return Path(tempfile.gettempdir()) / f"contract-tests-{secrets.token_hex(8)}"


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _has_run(config: pytest.Config) -> bool:
    """Tell whether this process is the one that reports, and there may be something."""
    path = config.stash[_PATH]
    return not _is_worker(config) and path is not None and path.exists()
