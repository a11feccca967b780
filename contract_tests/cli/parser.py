"""Reads the command line and the environment; an option beats its variable."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from contract_tests.cli.proof_options import PROOF_OPTIONS
from contract_tests.errors import UsageError
from contract_tests.option_values import Kind, Option
from contract_tests.options import OPTIONS

_DESCRIPTION = """\
Judge a deployment of the Get Images REST API by its OpenAPI document.
"""

_EXIT_CODES = """\
exit codes: 0 the contract is kept, 1 it is breached, 2 wrong usage, 3 it could not be
judged, 4 stopped by the spend guard, 130 interrupted
"""

_RUN = """\
By default a run spends nothing: --max-credits 0. Every option has an environment
variable CONTRACT_TESTS_<OPTION>, such as CONTRACT_TESTS_API_KEY (true or false for
options without a value, commas between repeated ones); an option beats its variable.

"""

# What is said of a run but is none of its settings.
RUN_ONLY: tuple[Option, ...] = (
    Option(
        "report",
        "result",
        "write a report (repeatable): json, junit, html, markdown, sarif or badge",
        list,
        Kind.MANY,
        metavar="FORMAT=FILE",
    ),
    Option(
        "dry_run",
        "money",
        "say how many requests and credits the run would take, and stop",
        bool,
        Kind.FLAG,
    ),
    Option("quiet", "result", "print the verdict alone", bool, Kind.FLAG),
    Option("no_color", "result", "print without colours", bool, Kind.FLAG),
)
ALL = (*OPTIONS, *RUN_ONLY)


class Parser(argparse.ArgumentParser):
    """A parser that ends with one clear line and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and the way out."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the command line says; it exits for `--help` and wrong usage."""
    parser = Parser(
        prog="contract-tests",
        description=_DESCRIPTION,
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version")
    commands = parser.add_subparsers(
        dest="verb", metavar="COMMAND", parser_class=Parser
    )
    _add_run(commands)
    _add_judge(commands)
    _add_clauses(commands)
    _add_lint(commands)
    _add_compare(commands)
    _add_prove(commands)
    parsed = parser.parse_args(arguments)
    if not parsed.version and parsed.verb is None:
        parser.print_help(sys.stderr)
        parser.exit(2)
    return parsed


def _command(commands: Any, name: str, summary: str, epilog: str = _EXIT_CODES) -> Any:
    return commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_run(commands: Any) -> None:
    parser = _command(commands, "run", "judge a deployment", _RUN + _EXIT_CODES)
    parser.add_argument(
        "url",
        nargs="?",
        metavar="BASE_URL",
        help="such as https://getimages.dev (CONTRACT_TESTS_URL)",
    )
    _add_options(parser, ALL)


def _add_judge(commands: Any) -> None:
    parser = _command(commands, "judge", "judge a tape again, offline")
    parser.add_argument("tape", metavar="TAPE", help="what `run --tape` wrote")
    parser.add_argument(
        "--shrink",
        action="store_true",
        help="name the fewest exchanges that still show each failure",
    )
    names = (
        "select",
        "deselect",
        "accept",
        "strict",
        "document",
        "report",
        "quiet",
        "no_color",
    )
    _add_options(parser, [each for each in ALL if each.name in names])


def _add_clauses(commands: Any) -> None:
    parser = _command(commands, "clauses", "print the catalogue", "")
    parser.add_argument(
        "glob", nargs="*", metavar="GLOB", help="only the clauses that match"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_lint(commands: Any) -> None:
    parser = _command(
        commands,
        "lint",
        "find the defects of an OpenAPI document",
        "exit codes: 0 no errors, 1 errors (with --strict: warnings too), 2 wrong usage\n",
    )
    parser.add_argument(
        "document",
        nargs="?",
        metavar="DOCUMENT",
        help="JSON or YAML (the packaged openapi.json)",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--strict", action="store_true", help="warnings fail too")


def _add_compare(commands: Any) -> None:
    parser = _command(
        commands,
        "compare",
        "tell what two deployments answer differently",
        "exit codes: 0 alike, 1 different, 2 wrong usage, 3 could not be compared\n",
    )
    parser.add_argument("left", metavar="URL")
    parser.add_argument("right", metavar="URL")
    parser.add_argument(
        "--right-api-key",
        metavar="KEY",
        help="the key for the second URL, if it is another (CONTRACT_TESTS_RIGHT_API_KEY)",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    names = (
        "api_key",
        "max_credits",
        "timeout",
        "header",
        "insecure",
        "document",
        "max_wait",
        "rate_limit",
        "seed",
    )
    _add_options(parser, [each for each in OPTIONS if each.name in names])


_PROVE = """\
Without --command the clauses are tried: each defect must be caught by the clause that
is named for it, and no lawful variant may be failed. With --command a suite of your
own is tried: it is run by `sh -c` once for each deployment. {url}, {api_key},
{second_api_key}, {poor_api_key} and {revoked_api_key} in it are filled in, and stand
in the environment as CONTRACT_TESTS_URL, CONTRACT_TESTS_API_KEY and so on. It must
end with 0 on the correct mock and on the variants, and with another code on a defect.

exit codes: 0 everything is as it should be, 1 something is out of order (a defect was
not noticed), 2 wrong usage, 3 the suite fails on the correct mock or on a lawful
variant, 130 interrupted
"""


def _add_prove(commands: Any) -> None:
    parser = _command(
        commands,
        "prove",
        "show which defects the clauses catch, or a suite of your own",
        _PROVE,
    )
    _add_options(parser, PROOF_OPTIONS)


def _add_options(parser: Any, options: Sequence[Option]) -> None:
    parser.set_defaults(options=tuple(options))
    groups: dict[str, Any] = {}
    for option in options:
        group = groups.setdefault(option.group, None) or parser.add_argument_group(
            option.group
        )
        groups[option.group] = group
        if option.kind is Kind.FLAG:
            group.add_argument(
                option.flag,
                dest=option.name,
                action="store_true",
                default=None,
                help=option.help,
            )
        else:
            action = "append" if option.kind is Kind.MANY else "store"
            group.add_argument(
                option.flag,
                dest=option.name,
                action=action,
                metavar=option.metavar,
                help=option.help,
            )


def values(
    parsed: argparse.Namespace, environment: Mapping[str, str]
) -> dict[str, Any]:
    """Return the values of all options that were given, by name.

    Raises UsageError that names the option or the variable.
    """
    check_names(environment)
    found: dict[str, Any] = {}
    for option in parsed.options:
        given, source = getattr(parsed, option.name), option.flag
        if given is None:
            given, source = _from_environment(option, environment)
        if given is None:
            continue
        try:
            found[option.name] = option.read(given)
        except ValueError as error:
            raise UsageError(f"{source}: {error}") from None
    return found


def _from_environment(
    option: Option, environment: Mapping[str, str]
) -> tuple[Any, str]:
    text = environment.get(option.variable)
    if text is None or text == "":
        return None, option.variable
    if option.kind is Kind.FLAG:
        if text.lower() not in ("true", "false"):
            raise UsageError(f"{option.variable}: {text!r} is neither true nor false")
        return text.lower() == "true" or None, option.variable
    if option.kind is Kind.MANY:
        return [part for part in text.split(",") if part], option.variable
    return text, option.variable


def check_names(environment: Mapping[str, str]) -> None:
    """Raise UsageError for a variable that is nearly ours: it would have no effect."""
    known = [
        "CONTRACT_TESTS_URL",
        "CONTRACT_TESTS_RIGHT_API_KEY",
        *(option.variable for option in (*ALL, *PROOF_OPTIONS)),
    ]
    for name in environment:
        if name.startswith("CONTRACT_TESTS_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            if near:
                raise UsageError(f"{name} is no variable (did you mean {near[0]}?)")
