"""Every option of a run, as one table.

The table makes the command's parser and `--help`, the environment variables
`CONTRACT_TESTS_<OPTION>`, the options of pytest (`--contract-...`) with their ini
twins, and the keyword arguments of `check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from contract_tests.errors import UsageError
from contract_tests.settings import Depth, Settings, base_url


class Kind(Enum):
    """How an option is given."""

    ONE = "one value"
    MANY = "one value each time"
    FLAG = "no value"


@dataclass(frozen=True, slots=True)
class Option:
    """An option; `read` turns a text (a list of them for MANY) into a value.

    `read` raises ValueError with what would be right. `group` is a heading of `--help`;
    `secret` values are never shown.
    """

    name: str
    group: str
    help: str
    read: Callable[[Any], Any]
    kind: Kind = Kind.ONE
    metavar: str | None = None
    secret: bool = False

    @property
    def flag(self) -> str:
        """Return the option as the command knows it (`--max-credits`)."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Return the environment variable of the option."""
        return "CONTRACT_TESTS_" + self.name.upper()


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it must not be empty")
    return text


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text.strip()):
        raise ValueError(f"{text!r} is no whole number of 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("s"))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e7:
        raise ValueError(f"{text!r} is no time in seconds, such as 30")
    return value


def _positive_seconds(text: str) -> float:
    value = _seconds(text)
    if not value:
        raise ValueError("it must be more than 0 seconds")
    return value


def _path(text: str) -> Path:
    return Path(_text(text)).expanduser()


def _depth(text: str) -> Depth:
    try:
        return Depth(text)
    except ValueError:
        valid = ", ".join(Depth)
        raise ValueError(f"{text!r} is no level; valid are {valid}") from None


_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "": 1.0}


def _distance(text: str) -> float:
    match = re.fullmatch(r"(\d+)/(\d*)(s|m|h)", text.strip())
    if not match or not int(match.group(1)):
        raise ValueError(f"{text!r} is no rate; write it as 20/1s or 100/1m")
    return int(match.group(2) or 1) * _UNITS[match.group(3)] / int(match.group(1))


def _globs(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for text in texts for part in text.split(",") if part.strip())


# RFC 9110, sections 5.1 and 5.5.
_FIELD = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e]*)")


def _headers(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for text in texts:
        match = _FIELD.fullmatch(text)
        if not match:
            raise ValueError(
                "a header is 'Name: value' in ASCII (the value is not shown)"
            )
        if match.group(1).lower() == "authorization":
            raise ValueError("Authorization is what the API keys are for")
        found.append((match.group(1), match.group(2)))
    return tuple(found)


def _accepted(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        for line in [text] if "=" in text else _lines(text):
            name, _, reason = line.partition("=")
            if not name.strip() or not reason.strip():
                raise ValueError(f"{line!r}: write CLAUSE=REASON")
            found[name.strip()] = reason.strip()
    return found


def _lines(path: str) -> list[str]:
    try:
        text = Path(path).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{path!r} is neither CLAUSE=REASON nor a file of such lines: {error}"
        ) from None
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


_KEYS, _MONEY, _SCOPE = "keys", "money", "what is looked at"
_HTTP, _RESULT = "HTTP", "result"

OPTIONS: tuple[Option, ...] = (
    Option(
        "api_key",
        _KEYS,
        "the key to test with; prefer the variable, options show in process lists",
        _text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "second_api_key",
        _KEYS,
        "a key of another account, for isolation",
        _text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "poor_api_key",
        _KEYS,
        "a key of an account that cannot pay for every model",
        _text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "revoked_api_key",
        _KEYS,
        "a key that was revoked",
        _text,
        metavar="KEY",
        secret=True,
    ),
    Option(
        "max_credits",
        _MONEY,
        "credits that may be spent on all keys together (0: spend nothing)",
        _whole,
        metavar="N",
    ),
    Option(
        "max_images",
        _MONEY,
        "images that may be bought (10; 40 at level deep)",
        _whole,
        metavar="N",
    ),
    Option(
        "assume_cost",
        _MONEY,
        "what an image costs at most, for an account whose history does not tell",
        _whole,
        metavar="N",
    ),
    Option("read_only", _MONEY, "send GET requests only", bool, Kind.FLAG),
    Option(
        "level",
        _SCOPE,
        "how much is looked at (standard)",
        _depth,
        metavar="smoke|standard|deep",
    ),
    Option(
        "select",
        _SCOPE,
        "judge only the clauses that match (repeatable)",
        _globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "deselect",
        _SCOPE,
        "leave out the clauses that match (repeatable)",
        _globs,
        Kind.MANY,
        metavar="GLOB",
    ),
    Option(
        "accept",
        _SCOPE,
        "a known failure that does not fail the run, or a file of such lines (repeatable)",
        _accepted,
        Kind.MANY,
        metavar="CLAUSE=REASON",
    ),
    Option("strict", _SCOPE, "warnings fail the run", bool, Kind.FLAG),
    Option(
        "document",
        _SCOPE,
        "judge by this OpenAPI document (the packaged openapi.json)",
        _path,
        metavar="FILE",
    ),
    Option(
        "seed", _SCOPE, "draw the same requests again (random)", _whole, metavar="N"
    ),
    Option(
        "timeout",
        _HTTP,
        "seconds that an image may take (180)",
        _positive_seconds,
        metavar="S",
    ),
    Option(
        "max_time",
        _HTTP,
        "seconds that the run may take (no limit)",
        _positive_seconds,
        metavar="S",
    ),
    Option(
        "max_wait",
        _HTTP,
        "seconds that one 429 may be waited for (60)",
        _seconds,
        metavar="S",
    ),
    Option(
        "wait_ready",
        _HTTP,
        "seconds to wait until the target answers (0)",
        _seconds,
        metavar="S",
    ),
    Option(
        "rate_limit",
        _HTTP,
        "requests in a time at most, such as 5/1s (no limit)",
        _distance,
        metavar="N/TIME",
    ),
    Option(
        "header",
        _HTTP,
        "a header for every request (repeatable)",
        _headers,
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
        _path,
        metavar="FILE",
    ),
    Option(
        "state",
        _RESULT,
        "remember what was seen, and see next time that it is still there",
        _path,
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
