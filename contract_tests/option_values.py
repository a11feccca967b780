"""An option, and how its texts are read.

Readers raise ValueError with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from contract_tests.settings import Depth


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


def read_text(text: str) -> str:
    """Take a text that is not empty."""
    if not text.strip():
        raise ValueError("it must not be empty")
    return text


def read_whole(text: str) -> int:
    """Read a whole number of 0 or more."""
    if not re.fullmatch(r"[0-9]{1,12}", text.strip()):
        raise ValueError(f"{text!r} is no whole number of 0 or more")
    return int(text)


def read_positive_whole(text: str) -> int:
    """Read a whole number of 1 or more."""
    value = read_whole(text)
    if not value:
        raise ValueError("it must be 1 or more")
    return value


def read_seconds(text: str) -> float:
    """Read a time in seconds, 0 or more."""
    try:
        value = float(text.strip().removesuffix("s"))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e7:
        raise ValueError(f"{text!r} is no time in seconds, such as 30")
    return value


def read_positive_seconds(text: str) -> float:
    """Read a time in seconds above 0."""
    value = read_seconds(text)
    if not value:
        raise ValueError("it must be more than 0 seconds")
    return value


def read_path(text: str) -> Path:
    """Read a path; `~` is the home folder."""
    return Path(read_text(text)).expanduser()


def read_depth(text: str) -> Depth:
    """Read a level."""
    try:
        return Depth(text)
    except ValueError:
        valid = ", ".join(Depth)
        raise ValueError(f"{text!r} is no level; valid are {valid}") from None


_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "": 1.0}


def read_distance(text: str) -> float:
    """Read a rate such as 20/1s; return the seconds between two requests."""
    match = re.fullmatch(r"(\d+)/(\d*)(s|m|h)", text.strip())
    if not match or not int(match.group(1)):
        raise ValueError(f"{text!r} is no rate; write it as 20/1s or 100/1m")
    return int(match.group(2) or 1) * _UNITS[match.group(3)] / int(match.group(1))


def read_globs(texts: Sequence[str]) -> tuple[str, ...]:
    """Take globs apart at commas."""
    return tuple(part for text in texts for part in text.split(",") if part.strip())


# RFC 9110, sections 5.1 and 5.5.
_FIELD = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e]*)")


def read_headers(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Read headers, each 'Name: value'."""
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


def read_accepted(texts: Sequence[str]) -> dict[str, str]:
    """Read CLAUSE=REASON, or files of such lines, by clause."""
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
