"""From the text of an option or variable to its value.

Each function raises ValueError with a message that says what would be right;
the caller names the option. Keys are secrets: no message quotes one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mockserver.rate_limit import RateLimit

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s)?")


def text(value: str) -> str:
    """Take a text that is not empty."""
    if not value:
        raise ValueError("must not be empty")
    return value


def path(value: str) -> Path:
    """Take a path; ``~`` is the home folder."""
    return Path(text(value)).expanduser()


def whole(value: str) -> int:
    """Read a whole number, 0 or more."""
    if not re.fullmatch(r"[0-9]{1,30}", value, re.ASCII):
        raise ValueError(f"must be a whole number, 0 or more, not {value!r}")
    return int(value)


def port(value: str) -> int:
    """Read a TCP port."""
    number = whole(value)
    if number > 65535:
        raise ValueError(f"must be a port, 0 to 65535, not {number}")
    return number


def boolean(value: str) -> bool:
    """Read true or false."""
    if value.lower() not in ("true", "false"):
        raise ValueError(f"must be true or false, not {value!r}")
    return value.lower() == "true"


def api_keys(items: Sequence[str]) -> Mapping[str, int | None]:
    """Read ``KEY`` or ``KEY=CREDITS``, split at the last ``=`` before digits only."""
    keys: dict[str, int | None] = {}
    for position, item in enumerate(items, start=1):
        key, equals, credits = item.rpartition("=")
        has_credits = bool(equals) and credits.isascii() and credits.isdigit()
        name = key if has_credits else item
        if not name:
            raise ValueError(f"key {position} is empty; write KEY or KEY=CREDITS")
        if name in keys:
            raise ValueError(f"key {position} is given twice")
        keys[name] = int(credits) if has_credits else None
    return keys


def prices(items: Sequence[str]) -> Mapping[str, int]:
    """Read ``MODEL=CREDITS``."""
    table: dict[str, int] = {}
    for item in items:
        model_id, equals, credits = item.rpartition("=")
        if not (equals and model_id and credits.isascii() and credits.isdigit()):
            raise ValueError(f"must be MODEL=CREDITS, not {item!r}")
        if model_id in table:
            raise ValueError(f"{model_id} is given twice")
        table[model_id] = int(credits)
    return table


def price_file(value: str) -> Mapping[str, int]:
    """Read a JSON file with an object of credits by model."""
    try:
        table: Any = json.loads(path(value).read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"cannot be read: {value}: {error.strerror}") from None
    except ValueError as error:
        raise ValueError(f"is not JSON: {value}: {error}") from None
    if not isinstance(table, dict) or not all(map(_is_price, table.values())):
        raise ValueError(f'{value} must hold an object such as {{"a-model": 4}}')
    return table


def _is_price(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def rate_limit(value: str) -> RateLimit:
    """Read ``20/1s``."""
    return RateLimit.parse(value)


def latency(value: str) -> tuple[float, float]:
    """Read a time, or two with a hyphen between; milliseconds without a unit."""
    low, hyphen, high = value.partition("-")
    seconds = _seconds(low)
    bounds = (seconds, _seconds(high) if hyphen else seconds)
    if bounds[0] > bounds[1]:
        raise ValueError(f"must name the shorter time first, not {value!r}")
    return bounds


def _seconds(value: str) -> float:
    found = _DURATION.fullmatch(value.strip())
    if found is None:
        raise ValueError(
            f"must be milliseconds such as 200, 1.5s, or 100-300, not {value!r}"
        )
    return float(found[1]) * (1 if found[2] == "s" else 0.001)


def log_level(value: str) -> str:
    """Take the name of a level."""
    return _one_of(value, "debug", "info", "warning", "error", "critical")


def log_format(value: str) -> str:
    """Take the name of a format."""
    return _one_of(value, "text", "json")


def _one_of(value: str, *names: str) -> str:
    if value not in names:
        raise ValueError(f"must be one of {', '.join(names)}, not {value!r}")
    return value
