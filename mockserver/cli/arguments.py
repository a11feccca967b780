"""Reads the command line and the environment; an option beats its variable."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from mockserver.cli.options import OPTIONS, Kind, Option
from mockserver.errors import SettingsError
from mockserver.settings import Options, Settings

_DESCRIPTION = """\
Serve a mock of the Get Images REST API: state, credits and real pictures, offline.
Any other OpenAPI 3.0 or 3.1 document is answered with its examples or with
generated values.
"""

_EPILOG = """\
Every option has an environment variable MOCKSERVER_<OPTION>, such as
MOCKSERVER_PICTURE_SIZE (true or false for options without a value, commas
between repeated ones; empty is unset). An option beats its variable; a bare PORT
is honoured too.

exit codes: 0 ended by SIGINT or SIGTERM, 1 failure, 2 wrong usage
"""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command was told."""

    document: Path | None
    settings: Settings
    host: str = "127.0.0.1"
    port: int = 4010
    port_file: Path | None = None
    uds: Path | None = None
    log_level: str = "info"
    log_format: str = "text"


class UsageError(Exception):
    """Wrong usage: an option, variable or value that cannot be taken."""


def read_arguments(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> Arguments:
    """Return what the command line and the environment say.

    Raises UsageError; ``--help`` and ``--version`` raise SystemExit(0) after printing.
    """
    parsed = vars(_parser().parse_args(arguments))
    found: dict[str, Any] = {}
    _check_names(environment)
    for option in OPTIONS:
        value = _value(option, parsed[option.field], environment)
        if value is not None:
            found[option.field] = value
    if "uds" in found and "port_file" in found:
        raise UsageError("--port-file names a port, and --uds has none: leave one out")
    return Arguments(
        document=_document(parsed["document"], environment),
        settings=_settings(found),
        **{name: found[name] for name in _OWN_FIELDS if name in found},
    )


_OWN_FIELDS = ("host", "port", "port_file", "uds", "log_level", "log_format")


def _document(given: str | None, environment: Mapping[str, str]) -> Path | None:
    if given == "":
        # A variable of the shell that was not set, and not a wish for the default.
        raise UsageError(
            "DOCUMENT must not be empty; leave it out for the packaged one"
        )
    document = given or environment.get("MOCKSERVER_DOCUMENT")
    return Path(document).expanduser() if document else None


def _settings(found: Mapping[str, Any]) -> Settings:
    options = {name: found[name] for name in Options.__annotations__ if name in found}
    if "no_magic" in found:
        options["magic"] = not found["no_magic"]
    if "price_file" in found:
        options["prices"] = {**found["price_file"], **found.get("prices", {})}
    try:
        settings = Settings(**options)
        if settings.defects or settings.variants:
            # Late: it loads every defect, and few want one.
            from mockserver.defects import chosen

            chosen(settings.defects, settings.variants)
    except SettingsError as error:
        raise UsageError(_as_option(error)) from None
    return settings


def _as_option(error: SettingsError) -> str:
    """Name a setting as the option and the variable that the user knows."""
    field = {"magic": "no_magic"}.get(error.field, error.field)
    for option in OPTIONS:
        if option.field == field:
            message = str(error).removeprefix(f"{error.field} ")
            place = "" if option.by_hand else f" ({option.variable})"
            return f"{option.name}{place}: {message}"
    return str(error)


def _value(option: Option, given: Any, environment: Mapping[str, str]) -> Any:
    if option.kind in (Kind.FLAG, Kind.SWITCH) and given is not None:
        return given
    source = option.name
    if given is None:
        given, source = (
            (None, "") if option.by_hand else _from_environment(option, environment)
        )
    if given is None:
        return None
    try:
        return option.read(given)
    except ValueError as error:
        raise UsageError(f"{source}: {error}") from None


def _check_names(environment: Mapping[str, str]) -> None:
    """Refuse a variable that is nearly one of ours: it would be without effect."""
    by_hand = {option.variable: option.name for option in OPTIONS if option.by_hand}
    known = ["MOCKSERVER_DOCUMENT", *(option.variable for option in OPTIONS)]
    for name in environment:
        if name in by_hand:
            raise UsageError(
                f"{name}: the environment turns no defect or variant on; give"
                f" {by_hand[name]} NAME"
            )
        if name.startswith("MOCKSERVER_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            if near:
                raise UsageError(f"{name} is no variable (did you mean {near[0]}?)")


def _from_environment(
    option: Option, environment: Mapping[str, str]
) -> tuple[Any, str]:
    names = [option.variable]
    if option.field == "port":
        names.append("PORT")
    for name in names:
        text = environment.get(name)
        if text is not None and text != "":
            return (text.split(",") if option.kind is Kind.MANY else text), name
    return None, option.variable


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="mockserver",
        usage="mockserver [DOCUMENT] [options]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "document",
        nargs="?",
        metavar="DOCUMENT",
        help="OpenAPI document, JSON or YAML (the packaged openapi.json)",
    )
    parser.add_argument(
        "--version", action=_ShowVersion, nargs=0, help="show the version"
    )
    for kind in ("defects", "variants"):
        parser.add_argument(
            f"--list-{kind}", action=_List, nargs=0, help=f"list the {kind}, by tabs"
        )
    groups: dict[str, Any] = {}
    for option in OPTIONS:
        if option.group not in groups:
            groups[option.group] = parser.add_argument_group(option.group)
        _add(groups[option.group], option)
    return parser


def _add(group: Any, option: Option) -> None:
    if option.kind is Kind.SWITCH:
        action: Any = argparse.BooleanOptionalAction
        group.add_argument(
            *option.flags,
            dest=option.field,
            action=action,
            default=None,
            help=option.help,
        )
    elif option.kind is Kind.FLAG:
        group.add_argument(
            *option.flags,
            dest=option.field,
            action="store_true",
            default=None,
            help=option.help,
        )
    else:
        group.add_argument(
            *option.flags,
            dest=option.field,
            metavar=option.metavar,
            action="append" if option.kind is Kind.MANY else "store",
            help=option.help,
        )


class _ShowVersion(argparse.Action):
    """Prints the version, which is looked up only now: that costs 10 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *ignored: Any) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"mockserver {version('getimages-toolkit')}\n")
        parser.exit()


class _List(argparse.Action):
    """Prints all defects, or all variants: one line each, tab-separated."""

    def __call__(self, parser: argparse.ArgumentParser, *ignored: Any) -> NoReturn:
        from mockserver.defects import DEFECTS, VARIANTS

        for defect in DEFECTS if self.dest == "list_defects" else ():
            kind = "subtle" if defect.subtle else "plain"
            fields = (defect.name, defect.family, defect.breaks, defect.clause, kind)
            sys.stdout.write("\t".join(fields) + "\n")
        for variant in VARIANTS if self.dest == "list_variants" else ():
            sys.stdout.write(f"{variant.name}\t{variant.differs}\n")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Raises UsageError, and names the nearest option for one that is unknown."""

    def error(self, message: str) -> NoReturn:
        prefix = "unrecognized arguments: "
        if message.startswith(prefix):
            raise UsageError(f"{message}{self._nearest(message[len(prefix) :])}")
        raise UsageError(message)

    def _nearest(self, unknown: str) -> str:
        name = unknown.split()[0].partition("=")[0]
        known = list(self._option_string_actions)
        found = difflib.get_close_matches(name, known, n=1)
        return (
            f" (did you mean {found[0]}?)" if found else " (--help lists the options)"
        )
