"""What pytest was told of the contract tests: options, ini values, variables.

All are made from the table of the command's options; an option beats its ini value,
which beats its variable. Nothing heavy is imported before something was told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from contract_tests.cli.parser import RUN_ONLY, check_names
from contract_tests.errors import UsageError
from contract_tests.option_values import Kind, Option
from contract_tests.options import OPTIONS

if TYPE_CHECKING:
    from contract_tests.judgement.clause import Clause
    from contract_tests.settings import Settings

REPORT = next(each for each in RUN_ONLY if each.name == "report")
TOLD = (*OPTIONS, REPORT)
_SELECTING = [each for each in OPTIONS if each.name in ("select", "deselect")]
_URL_HELP = (
    "judge this deployment (pytest --pyargs contract_tests); one run sends what the"
    " options ask for, whatever -k and -m leave to be judged (CONTRACT_TESTS_URL)"
)
_PACKAGE = "contract_tests"


def add_options(parser: pytest.Parser) -> None:
    """Add the twins of the command's options to pytest."""
    group = parser.getgroup("contract-tests", "contract tests of the Get Images API")
    group.addoption("--contract-url", metavar="URL", help=_URL_HELP)
    parser.addini("contract_url", _URL_HELP, default=None)
    for option in TOLD:
        _add(group, option)
        _add_ini(parser, option)


def _add(group: Any, option: Option) -> None:
    if option.kind is Kind.FLAG:
        form: dict[str, Any] = {"action": "store_true"}
    else:
        action = "append" if option.kind is Kind.MANY else "store"
        form = {"action": action, "metavar": option.metavar}
    group.addoption(
        flag(option), dest=ini_name(option), default=None, help=option.help, **form
    )


def _add_ini(parser: pytest.Parser, option: Option) -> None:
    # `string` for numbers too: pytest's `int` would tell of a wrong one with a traceback.
    kind: Literal["linelist", "string"] = "string"
    if option.kind is Kind.MANY:
        kind = "linelist"
    parser.addini(ini_name(option), option.help, type=kind, default=None)


def flag(option: Option) -> str:
    """Return the option as pytest knows it (`--contract-max-credits`)."""
    return "--contract-" + option.flag.removeprefix("--")


def ini_name(option: Option) -> str:
    """Return the ini option (`contract_max_credits`)."""
    return "contract_" + option.name


def is_asked_for(config: pytest.Config) -> bool:
    """Tell whether the command line speaks of the contract tests at all."""
    told = any(
        config.getoption(name, None) is not None
        for name in ("contract_url", *map(ini_name, TOLD))
    )
    by_name = config.getoption("pyargs", False) and any(
        argument.partition("::")[0].split(".")[0] == _PACKAGE
        for argument in config.args
    )
    return told or bool(by_name)


def url(config: pytest.Config) -> str | None:
    """Return the URL that was told; raises UsageError for an empty option."""
    told: str | None = config.getoption("contract_url", None)
    if told is not None and not told.strip():
        raise UsageError(
            "--contract-url is empty: name the deployment, or leave it out"
        )
    return told or config.getini("contract_url") or os.environ.get("CONTRACT_TESTS_URL")


def texts(config: pytest.Config) -> dict[str, Any]:
    """Return the settings that were told, by name: texts, lists of texts, or True."""
    return {
        option.name: value for option, value, _ in _told(config) if option is not REPORT
    }


def reports(config: pytest.Config) -> list[str]:
    """Return where reports are to go, each as `FORMAT=FILE`."""
    return [
        each for option, value, _ in _told(config) if option is REPORT for each in value
    ]


def check(config: pytest.Config) -> Settings | None:
    """Return the settings of the run; None if no URL was told.

    Raises UsageError that names an option, an ini value or a variable as it was given.
    """
    from contract_tests.checking import read, settings_from
    from contract_tests.reports.writers import destination, prepare

    check_names(os.environ)
    for option, value, source in _told(config):
        try:
            read(option, value)
        except ValueError as error:
            raise UsageError(f"{source}: {error}") from None
    target = url(config)
    try:
        settings = None if target is None else settings_from(target, texts(config))
        if settings is not None:
            _read_files(settings)
        for each in map(destination, reports(config)):
            prepare(each)
    except UsageError as error:
        raise UsageError(spelled(str(error))) from None
    return settings


def _read_files(settings: Settings) -> None:
    from contract_tests.contract.document import load
    from contract_tests.memory import Memory

    load(settings.document)
    if settings.state is not None:
        Memory.open(settings.state)


def clauses(config: pytest.Config) -> tuple[Clause, ...]:
    """Return the clauses that were selected; raises UsageError."""
    from contract_tests.catalogue import selected
    from contract_tests.checking import read

    told = texts(config)
    globs = {each.name: read(each, told.get(each.name, [])) for each in _SELECTING}
    return selected(**globs)


def spelled(message: str) -> str:
    """Return a message with the command's options as pytest knows them."""
    from contract_tests.checking import spelled as spelled_by

    return spelled_by(message, flag, options=TOLD)


def _told(config: pytest.Config) -> Iterator[tuple[Option, Any, str]]:
    """Yield each option that was given, as what, and where."""
    for option in TOLD:
        name = ini_name(option)
        found = (
            (config.getoption(name, None), flag(option)),
            (_ini_value(config, option), f"{name} (ini)"),
            (_variable(option), option.variable),
        )
        value, source = next(
            (each for each in found if each[0] is not None), (None, "")
        )
        if value is not None:
            yield option, value, source


def _ini_value(config: pytest.Config, option: Option) -> Any:
    value = config.getini(ini_name(option)) or None
    if value is None or option.metavar != "FILE":
        return value
    folder = config.inipath.parent if config.inipath else config.invocation_params.dir
    return str(folder / Path(value).expanduser())


def _variable(option: Option) -> str | list[str] | None:
    text = os.environ.get(option.variable) or None
    if text is None or option.kind is not Kind.MANY:
        return text
    return [part for part in text.split(",") if part]
