"""Violations: one way in which a message breaks the document, each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PLAIN_NAME = re.compile(r"[^\W\d][\w$-]*")
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Violation:
    """One problem of a message.

    ``path`` says where (``body.items[2].name``, ``query.limit``), ``message``
    what was expected there, and ``code`` is the keyword of JSON Schema that was
    broken, or a name such as ``invalid_json``.
    """

    path: str
    message: str
    code: str


def join(root: str, steps: Iterable[str | int]) -> str:
    """Return a path: ``join("body", ["a", 2, "b c"])`` is ``body.a[2]["b c"]``."""
    parts = [root]
    for step in steps:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_NAME.fullmatch(step):
            parts.append(f".{step}")
        else:
            parts.append(f"[{json.dumps(step, ensure_ascii=False)}]")
    return "".join(parts)


def shown(value: Any) -> str:
    """Return a value for a message: JSON with single quotes, cut when long."""
    if isinstance(value, str):
        # Cut before quoting: a body may hold a string of megabytes.
        text = repr(value[: _LONGEST_VALUE + 1])
    else:
        text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."


def listed(values: Iterable[Any], *, last: str = "or", most: int = 12) -> str:
    """Return values as people list them: ``'a', 'b' or 'c'``."""
    texts = [shown(value) for value in values]
    if len(texts) > most:
        return ", ".join(texts[:most]) + f" and {len(texts) - most} more"
    if len(texts) <= 1:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"
