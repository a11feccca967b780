from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.pytest_plugin.deployments import KEY, Deployment, deployment

Run = Callable[..., pytest.RunResult]


@pytest.fixture(scope="session")
def good() -> Iterator[Deployment]:
    with deployment() as served:
        yield served


@pytest.fixture(scope="session")
def faulty() -> Iterator[Deployment]:
    with deployment(faulty=True) as served:
        yield served


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest with this plugin alone, at the level smoke and with a good key."""
    for name in os.environ:
        if name.startswith(("CONTRACT_TESTS_", "PYTEST_ADDOPTS")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("CONTRACT_TESTS_API_KEY", KEY)
    monkeypatch.setenv("CONTRACT_TESTS_LEVEL", "smoke")
    monkeypatch.delenv("CI", raising=False)

    def run(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess(
            "-p", "contract_tests.pytest_plugin", *arguments
        )

    return run


@pytest.fixture
def judge(run: Run) -> Run:
    """Run the clauses that the defects touch against a deployment."""

    def judge(target: Deployment, *arguments: str) -> pytest.RunResult:
        return run(
            *("--pyargs", "contract_tests", "--contract-url", target.url),
            *("--contract-select", "PAG-*,SEC-05,SEC-06"),
            *arguments,
        )

    return judge
