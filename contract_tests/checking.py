"""A run from Python: options as values, a report as the result, nothing printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any

from contract_tests.catalogue import selected
from contract_tests.errors import UsageError
from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import ExitCode, Report
from contract_tests.option_values import Kind, Option
from contract_tests.options import OPTIONS, settings_of
from contract_tests.run import carry_out
from contract_tests.settings import Settings

_TRUTHS = {"true": True, "false": False}
_JOINTS = {"accept": "=", "header": ": "}
"""What stands between name and value where an option is given as a mapping."""


def check(url: str, *, api_key: str, **options: Any) -> Report:
    """Judge a deployment and return the report; by default nothing is spent.

    `options` are those of `contract-tests run`, with underscores: `max_credits=20`,
    `level="smoke"`, `read_only=True`, `select=["PAG-*"]`, `accept={"PAG-04": "known"}`,
    `header={"Name": "value"}`, `tape=Path("run.ndjson")`; None leaves one out. Times
    are in seconds. Environment variables are not read.

    Raises UsageError for an option, a value or a file that cannot be used, before
    anything is sent, and KeyboardInterrupt when the run was interrupted. What
    became of the target is in the report: `kept`, `exit_code`, `cause`, `verdicts`.
    """
    if api_key is None:
        raise UsageError("api_key: None is no key")
    try:
        settings = settings_from(url, {"api_key": api_key, **options})
    except UsageError as error:
        raise UsageError(spelled(str(error), lambda each: each.name)) from None
    tape, contract = carry_out(settings)
    report = judge(tape, contract)
    if report.exit_code is ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return report


def settings_from(url: str, options: Mapping[str, Any]) -> Settings:
    """Return the settings that options make, given as Python values or as texts.

    Raises UsageError that names the option, never the value of a key.
    """
    known = {option.name: option for option in OPTIONS}
    values: dict[str, Any] = {}
    for name, value in options.items():
        if value is None:
            continue
        try:
            values[name] = read(known[name], value) if name in known else value
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from None
    settings = settings_of(url, values)
    selected(settings.select, settings.deselect)
    return settings


def read(option: Option, value: object) -> Any:
    """Return the value of an option; a text is read as the command reads it.

    Raises ValueError with what would be right.
    """
    if option.kind is Kind.FLAG:
        return _truth(value)
    if option.kind is Kind.MANY:
        return option.read(_texts(option, value))
    return option.read(_text(value))


def spelled(
    message: str,
    spell: Callable[[Option], str],
    *,
    options: Sequence[Option] = OPTIONS,
) -> str:
    """Return a message with the command's options as another front end calls them."""
    for option in options:
        pattern = rf"(?<![\w-]){re.escape(option.flag)}(?![\w-])"
        message = re.sub(pattern, spell(option), message)
    return message


def _truth(value: object) -> bool:
    truth = value if isinstance(value, bool) else _TRUTHS.get(str(value).lower())
    if truth is None:
        raise ValueError(f"{value!r} is neither true nor false")
    return truth


def _texts(option: Option, value: object) -> list[str]:
    if isinstance(value, Mapping) and option.name in _JOINTS:
        joint = _JOINTS[option.name]
        return [f"{_text(name)}{joint}{_text(each)}" for name, each in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_text(each) for each in value]
    return [_text(value)]


def _text(value: object) -> str:
    # The value itself may be a key: it is not told.
    if isinstance(value, bool) or not isinstance(value, (str, int, float, PathLike)):
        raise ValueError(f"a value of type {type(value).__name__} is none for it")
    return str(fspath(value) if isinstance(value, PathLike) else value)
