"""Overlays: changes to a document as data (OpenAPI Overlay 1.0.0).

Each action has a ``target`` (a JSONPath, RFC 9535, of child steps only, such as
``$.paths['/pets'].get.responses['200']``) and either ``update``, merged into
the target, or ``remove: true``. One extension: with ``x-when`` an action is
applied only if the target equals that value, so that an amendment never
changes a text that it was not written for. ``x-when`` decides alone then: a
target that is not there is no error.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.errors import DocumentError
from mockserver.openapi.notices import Notify
from mockserver.openapi.pointers import child

_STEP = re.compile(
    r"""\.(?P<name>[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*)
      | \[\s*'(?P<single>(?:[^'\\]|\\.)*)'\s*\]
      | \[\s*"(?P<double>(?:[^"\\]|\\.)*)"\s*\]
      | \[\s*(?P<index>-?(?:0|[1-9][0-9]*))\s*\]""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ACTION_KEYS = frozenset({"target", "description", "update", "remove", "x-when"})
_MISSING = object()


def apply_overlays(
    document: Any, overlays: Sequence[Mapping[str, Any]], *, notify: Notify
) -> Any:
    """Return the document with all overlays applied, in order.

    The document given is left as it was. An action whose ``x-when`` does not
    hold, or whose target is not there, becomes a notice. Raises
    :class:`DocumentError`, with a pointer into the overlay, on an overlay that
    is not understood.
    """
    if not overlays:
        return document
    amended = copy.deepcopy(document)
    for overlay in overlays:
        title = _title(overlay)
        for index, action in enumerate(_actions(overlay, title)):
            pointer = f"/actions/{index}"
            _check(action, pointer, title)
            _apply(amended, action, pointer, title, notify)
    return amended


def _title(overlay: Mapping[str, Any]) -> str:
    info = overlay.get("info")
    name = info.get("title") if isinstance(info, Mapping) else None
    return f"overlay {name!r}" if name else "overlay"


def _actions(overlay: Mapping[str, Any], title: str) -> Sequence[Any]:
    version = overlay.get("overlay")
    if not isinstance(version, str) or not version.startswith("1."):
        reason = f"an overlay states its version, such as 1.0.0, not {version!r}"
        raise DocumentError("/overlay", reason, source=title)
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        reason = "an overlay has a list of at least one action"
        raise DocumentError("/actions", reason, source=title)
    return actions


def _check(action: Any, pointer: str, title: str) -> None:
    if not isinstance(action, Mapping):
        raise DocumentError(pointer, "an action is an object", source=title)
    unknown = [
        key
        for key in action
        if key not in _ACTION_KEYS and not str(key).startswith("x-")
    ]
    if unknown:
        reason = f"is not a field of an action; expected {sorted(_ACTION_KEYS)}"
        raise DocumentError(child(pointer, unknown[0]), reason, source=title)
    if not isinstance(action.get("target"), str):
        reason = "an action has a target, which is a JSONPath"
        raise DocumentError(pointer, reason, source=title)
    remove = action.get("remove", False)
    if not isinstance(remove, bool):
        reason = f"remove is true or false, not {remove!r}"
        raise DocumentError(child(pointer, "remove"), reason, source=title)
    if ("update" in action) == remove:
        reason = "an action has either update or remove: true"
        raise DocumentError(pointer, reason, source=title)


def _apply(
    document: Any,
    action: Mapping[str, Any],
    pointer: str,
    title: str,
    notify: Notify,
) -> None:
    target = action["target"]
    steps = parse_path(
        target,
        fail=lambda reason: DocumentError(
            child(pointer, "target"), reason, source=title
        ),
    )
    parent, value = _find(document, steps)
    if "x-when" in action and not _equal(value, action["x-when"]):
        notify("", f"{title}: not applied, since {target} is not what it amends")
    elif value is _MISSING:
        notify("", f"{title}: not applied, since there is no {target}")
    elif action.get("remove", False):
        if not steps:
            reason = "the whole document cannot be removed"
            raise DocumentError(pointer, reason, source=title)
        del parent[steps[-1]]
    else:
        _update(parent, steps, value, action["update"], pointer, title)


def _update(
    parent: Any,
    steps: Sequence[str | int],
    value: Any,
    update: Any,
    pointer: str,
    title: str,
) -> None:
    if isinstance(value, dict) and isinstance(update, Mapping):
        _merge(value, update)
    elif isinstance(value, list):
        value.append(copy.deepcopy(update))
    elif steps and not isinstance(value, dict):
        parent[steps[-1]] = copy.deepcopy(update)
    else:
        reason = "an object is updated with an object"
        raise DocumentError(child(pointer, "update"), reason, source=title)


def _merge(target: dict[str, Any], update: Mapping[str, Any]) -> None:
    """Merge as Overlay 1.0.0 says: objects by member, arrays joined, else replaced."""
    for key, new in update.items():
        old = target.get(key)
        if isinstance(old, dict) and isinstance(new, Mapping):
            _merge(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            old.extend(copy.deepcopy(new))
        else:
            target[key] = copy.deepcopy(new)


def _find(document: Any, steps: Sequence[str | int]) -> tuple[Any, Any]:
    parent, value = None, document
    for step in steps:
        parent = value
        if isinstance(step, str):
            value = parent.get(step, _MISSING) if isinstance(parent, dict) else _MISSING
        elif isinstance(parent, list) and -len(parent) <= step < len(parent):
            value = parent[step]
        else:
            value = _MISSING
        if value is _MISSING:
            return None, _MISSING
    return parent, value


def _equal(left: Any, right: Any) -> bool:
    """Compare as JSON: True is not 1, and the order of members means nothing."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            _equal(value, right[key]) for key, value in left.items()
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_equal, left, right))
    return bool(left == right)


def parse_path(
    path: str, *, fail: Callable[[str], Exception] = ValueError
) -> tuple[str | int, ...]:
    """Take a JSONPath of child steps apart (RFC 9535, section 2).

    Wildcards, filters, slices and descendants are refused with what ``fail``
    makes of the reason.
    """
    if not path.startswith("$"):
        raise fail(f"the JSONPath {path!r} does not start with $")
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            raise fail(
                f"the JSONPath {path!r} is not understood from {path[position:]!r} on;"
                " only child steps are (.name, ['name'], [0])"
            )
        kind = match.lastgroup
        assert kind is not None  # each branch of the pattern is a named group
        text = match[kind]
        steps.append(int(text) if kind == "index" else _unescape(text))
        position = match.end()
    return tuple(steps)


def _unescape(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] is not None:
            return chr(int(match[1], 16))
        return _SIMPLE_ESCAPES.get(match[2], match[2])

    return _ESCAPE.sub(replace, text)
