"""Every option of a run, as one table.

The table makes the command's parser and `--help`, the environment variables
`CONTRACT_TESTS_<OPTION>`, the options of pytest (`--contract-...`) with their ini
twins, and the keyword arguments of `check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.errors import UsageError
from contract_tests.option_values import (
    Kind,
    Option,
    read_accepted,
    read_depth,
    read_distance,
    read_globs,
    read_headers,
    read_path,
    read_positive_seconds,
    read_seconds,
    read_text,
    read_whole,
)
from contract_tests.settings import Settings, base_url

_KEYS, _MONEY, _SCOPE = "keys", "money", "what is looked at"
_HTTP, _RESULT = "HTTP", "result"

OPTIONS: tuple[Option, ...] = (
    Option(
        "api_key",
        _KEYS,
        "the key to test with; prefer the variable, options show in process lists",
        read_text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "second_api_key",
        _KEYS,
        "a key of another account, for isolation",
        read_text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "poor_api_key",
        _KEYS,
        "a key of an account that cannot pay for every model",
        read_text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "revoked_api_key",
        _KEYS,
        "a key that was revoked",
        read_text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "max_credits",
        _MONEY,
        "credits that may be spent on all keys together (0: spend nothing)",
        read_whole,
        metavar="N",
    ),
    Option(
        "max_images",
        _MONEY,
        "images that may be bought (10; 40 at level deep)",
        read_whole,
        metavar="N",
    ),
    Option(
        "assume_cost",
        _MONEY,
        "what an image costs at most, for an account whose history does not tell",
        read_whole,
        metavar="N",
    ),
    Option("read_only", _MONEY, "send GET requests only", bool, Kind.FLAG),
    Option(
        "level",
        _SCOPE,
        "how much is looked at (standard)",
        read_depth,
        metavar="smoke|standard|deep",
    ),
    Option(
        "select",
        _SCOPE,
        "judge only the clauses that match (repeatable)",
        read_globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "deselect",
        _SCOPE,
        "leave out the clauses that match (repeatable)",
        read_globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "accept",
        _SCOPE,
        "a known failure that does not fail the run, or a file of such lines (repeatable)",
        read_accepted,
        Kind.MANY,
        metavar="CLAUSE=REASON",
    ),
    Option("strict", _SCOPE, "warnings fail the run", bool, Kind.FLAG),
    Option(
        "document",
        _SCOPE,
        "judge by this OpenAPI document (the packaged openapi.json)",
        read_path,
        metavar="FILE",
    ),
    Option(
        "seed", _SCOPE, "draw the same requests again (random)", read_whole, metavar="N"
    ),
    Option(
        "timeout",
        _HTTP,
        "seconds that an image may take (180)",
        read_positive_seconds,
        metavar="S",
    ),
    Option(
        "max_time",
        _HTTP,
        "seconds that the run may take (no limit)",
        read_positive_seconds,
        metavar="S",
    ),
    Option(
        "max_wait",
        _HTTP,
        "seconds that one 429 may be waited for (60)",
        read_seconds,
        metavar="S",
    ),
    Option(
        "wait_ready",
        _HTTP,
        "seconds to wait until the target answers (0)",
        read_seconds,
        metavar="S",
    ),
    Option(
        "rate_limit",
        _HTTP,
        "requests in a time at most, such as 5/1s (no limit)",
        read_distance,
        metavar="N/TIME",
    ),
    Option(
        "header",
        _HTTP,
        "a header for every request (repeatable)",
        read_headers,
        Kind.MANY,
        metavar="'Name: value'",
    ),
    Option(
        "insecure", _HTTP, "do not verify the target's certificate", bool, Kind.FLAG
    ),
    Option(
        "tape",
        _RESULT,
        "write every exchange to this file (NDJSON, without keys)",
        read_path,
        metavar="FILE",
    ),
    Option(
        "state",
        _RESULT,
        "remember what was seen, and see next time that it is still there",
        read_path,
        metavar="FILE",
    ),
)

_FIELDS = {"rate_limit": "distance", "header": "headers"}


def settings_of(url: str, values: Mapping[str, Any]) -> Settings:
    """Return the settings that options make, given by name and read already.

    Raises UsageError for a URL or a combination that cannot be meant.
    """
    known = {option.name for option in OPTIONS}
    unknown = sorted(set(values) - known)
    if unknown:
        raise UsageError(
            f"no option {unknown[0]!r}; valid are {', '.join(sorted(known))}"
        )
    fields = {
        _FIELDS.get(name, name): value
        for name, value in values.items()
        if value is not None
    }
    fields.setdefault("api_key", "")
    return Settings(url=base_url(url), **fields)
