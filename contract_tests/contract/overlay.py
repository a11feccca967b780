"""Amendments as data: the part of OpenAPI Overlay 1.0 that they need.

A target is a path of names (`$.paths['/x'].get`), as the actions here need no
filters. `x-when` holds an action back unless the target is what it amends.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from contract_tests.errors import DocumentError

_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\['([^']*)'\]")


def apply(document: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of the document with the actions that fit it applied.

    An action whose target is not there is left out: the document is then another
    one, and needs no such amendment. Raises DocumentError for a target that is no
    path of names.
    """
    amended = copy.deepcopy(dict(document))
    for action in overlay["actions"]:
        _perform(amended, action)
    return amended


def _perform(document: dict[str, Any], action: Mapping[str, Any]) -> None:
    *way, last = _steps(action["target"])
    parent: Any = document
    for step in way:
        parent = parent.get(step) if isinstance(parent, dict) else None
    if not isinstance(parent, dict) or last not in parent:
        return
    if "x-when" in action and parent[last] != action["x-when"]:
        return
    if action.get("remove"):
        del parent[last]
    else:
        parent[last] = _merged(parent[last], action["update"])


def _steps(target: str) -> list[str]:
    rest = target.removeprefix("$")
    if _STEP.sub("", rest) or not rest:
        raise DocumentError(f"the overlay's target {target!r} is no path of names")
    return [name or key for name, key in _STEP.findall(rest)]


def _merged(value: Any, update: Any) -> Any:
    if isinstance(value, dict) and isinstance(update, dict):
        return value | {
            key: _merged(value.get(key), new) for key, new in update.items()
        }
    return copy.deepcopy(update)
