from __future__ import annotations

import inspect

import pytest

import mockserver

NAMES = [
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


def test_the_public_names_are_these() -> None:
    assert mockserver.__all__ == NAMES == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(mockserver, name))


@pytest.mark.parametrize("name", ["MockAccount", "MockServer", "Settings"])
def test_every_public_member_is_documented(name: str) -> None:
    members = vars(getattr(mockserver, name))
    for member, value in members.items():
        if not member.startswith("_") and (
            callable(value) or isinstance(value, property)
        ):
            assert inspect.getdoc(value), member


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mockserver.nothing


def test_options_are_the_fields_of_settings() -> None:
    from mockserver.settings import Options, Settings

    assert list(Options.__annotations__) == list(Settings.__dataclass_fields__)
