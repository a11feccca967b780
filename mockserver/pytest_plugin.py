"""pytest fixtures: a mock for the whole run, and an account for each test.

pytest loads this module in every run of every project that has the package
installed, so it imports nothing but pytest before a fixture is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.mock_server import MockAccount, MockServer
    from mockserver.settings import Options

_MARKER = "mockserver(credits=N): the credits that the test's account opens with"
_ARGUMENTS = ("credits",)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, which ``--strict-markers`` asks for."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def mock_server_options() -> Options:
    """Return the options of ``mock_server``; override it to change them.

    Pictures are plain and small by default, as most tests only decode them.
    """
    return {"picture": "plain", "picture_size": 64}


@pytest.fixture(scope="session")
def mock_server(mock_server_options: Options) -> Iterator[MockServer]:
    """Serve one mock for the whole run (one for each worker of pytest-xdist)."""
    from mockserver.mock_server import MockServer  # see the module's docstring

    with MockServer(**mock_server_options) as server:
        yield server


@pytest.fixture
def mock(request: pytest.FixtureRequest, mock_server: MockServer) -> MockAccount:
    """Open an account of the test's own on the mock, with a key of its own."""
    return mock_server.create_account(credits=_credits(request))


def _credits(request: pytest.FixtureRequest) -> int | None:
    marker = request.node.get_closest_marker("mockserver")
    if marker is None:
        return None
    unknown = [name for name in marker.kwargs if name not in _ARGUMENTS]
    if marker.args or unknown:
        given = ", ".join([*map(repr, marker.args), *unknown])
        raise pytest.UsageError(
            f"{request.node.nodeid}: @pytest.mark.mockserver takes credits=N, not {given}"
        )
    credits: int | None = marker.kwargs.get("credits")
    if credits is not None and not _is_whole(credits):
        raise pytest.UsageError(
            f"{request.node.nodeid}: credits must be an integer, 0 or more, not {credits!r}"
        )
    return credits


def _is_whole(value: object) -> bool:
    """Tell whether a value counts something; True is an int to Python."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
