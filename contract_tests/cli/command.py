"""The command: which part of the package does what was asked for.

Imports stand where they are needed: `--help` has to answer at once, and the
libraries behind a run take most of a second to load.
"""

from __future__ import annotations

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from contract_tests.cli.parser import parse, values
from contract_tests.errors import ContractTestsError, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    parsed = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return _COMMANDS["version" if parsed.version else parsed.verb](parsed)
    except UsageError as error:
        _complain(str(error))
        return 2
    except ContractTestsError as error:
        _complain(str(error))
        return 3
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except OSError as error:
        _complain(f"cannot write or read: {error}")
        return 2
    except Exception as error:
        # Exit code 1 says that the contract is breached; this must not say so.
        traceback.print_exc()
        _complain(f"a failure of contract-tests itself, please report it: {error!r}")
        return 3


def _complain(message: str) -> None:
    sys.stderr.write(f"contract-tests: {message}\n")


def _version(parsed: Namespace) -> int:
    from contract_tests.run import tool_version

    sys.stdout.write(f"contract-tests {tool_version()}\n")
    return 0


def _run(parsed: Namespace) -> int:
    from contract_tests.cli.running import run

    url = parsed.url or os.environ.get("CONTRACT_TESTS_URL")
    if not url:
        raise UsageError(
            "no BASE_URL: name the deployment, such as https://getimages.dev"
        )
    return run(url, values(parsed, os.environ), os.environ)


def _judge(parsed: Namespace) -> int:
    from contract_tests.cli.judging import judge_again

    return judge_again(
        parsed.tape, values(parsed, os.environ), os.environ, shrink=parsed.shrink
    )


def _clauses(parsed: Namespace) -> int:
    from contract_tests.cli.listing import print_clauses

    return print_clauses(parsed.glob, as_json=parsed.json)


def _lint(parsed: Namespace) -> int:
    from contract_tests.cli.listing import print_lint

    return print_lint(parsed.document, as_json=parsed.json, strict=parsed.strict)


def _compare(parsed: Namespace) -> int:
    from contract_tests.cli.comparing import compare

    key = parsed.right_api_key or os.environ.get("CONTRACT_TESTS_RIGHT_API_KEY")
    given: dict[str, Any] = values(parsed, os.environ)
    return compare(
        parsed.left, parsed.right, given, right_api_key=key, as_json=parsed.json
    )


def _prove(parsed: Namespace) -> int:
    from contract_tests.cli.proving import prove

    typed = {each.name for each in parsed.options if getattr(parsed, each.name)}
    return prove(values(parsed, os.environ), os.environ, typed)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "version": _version,
    "run": _run,
    "judge": _judge,
    "clauses": _clauses,
    "lint": _lint,
    "compare": _compare,
    "prove": _prove,
}
