"""A mock of the Get Images REST API, driven by its OpenAPI document.

::

    from mockserver import MockServer

    with MockServer(credits=5) as mock:
        ...  # send requests to mock.url with the key mock.api_key

Names are loaded when they are used: importing this package loads nothing, so
that the pytest plugin costs nothing where it is not used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.app import create_app
    from mockserver.clock import ManualClock, SystemClock
    from mockserver.errors import (
        DocumentError,
        MockServerError,
        ServerError,
        SettingsError,
        StateFileError,
        StorageError,
    )
    from mockserver.getimages.generations import GenerationFailed, GenerationRequest
    from mockserver.mock_server import MockAccount, MockServer
    from mockserver.rate_limit import RateLimit
    from mockserver.settings import Settings

__all__ = [
    "DocumentError",
    "GenerationFailed",
    "GenerationRequest",
    "ManualClock",
    "MockAccount",
    "MockServer",
    "MockServerError",
    "RateLimit",
    "ServerError",
    "Settings",
    "SettingsError",
    "StateFileError",
    "StorageError",
    "SystemClock",
    "create_app",
]

_HOMES = {
    "DocumentError": "mockserver.errors",
    "GenerationFailed": "mockserver.getimages.generations",
    "GenerationRequest": "mockserver.getimages.generations",
    "ManualClock": "mockserver.clock",
    "MockAccount": "mockserver.mock_server",
    "MockServer": "mockserver.mock_server",
    "MockServerError": "mockserver.errors",
    "RateLimit": "mockserver.rate_limit",
    "ServerError": "mockserver.errors",
    "Settings": "mockserver.settings",
    "SettingsError": "mockserver.errors",
    "StateFileError": "mockserver.errors",
    "StorageError": "mockserver.errors",
    "SystemClock": "mockserver.clock",
    "create_app": "mockserver.app",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mockserver' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
