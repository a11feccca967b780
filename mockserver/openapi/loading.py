"""Bytes to values: a document is read from JSON or YAML, strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mockserver.errors import DocumentError


def read_file(path: Path, *, name: str) -> Any:
    """Return the content of a JSON or YAML file.

    Raises :class:`DocumentError`, whose ``source`` is ``name``.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("", "there is no such file", source=name) from error
    except IsADirectoryError as error:
        reason = "this is a directory; name the file in it"
        raise DocumentError("", reason, source=name) from error
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise DocumentError("", reason, source=name) from error
    return read_text(raw, name=name, suffix=path.suffix.lower())


def read_text(raw: bytes, *, name: str, suffix: str = "") -> Any:
    """Return the content of a JSON or YAML text.

    A text that starts with ``{`` or ``[`` is read as JSON unless ``suffix``
    says YAML; everything else is YAML. Raises :class:`DocumentError`.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start + 1}: {error.reason})"
        raise DocumentError("", reason, source=name) from error
    if not text.strip():
        raise DocumentError("", "the file is empty", source=name)
    looks_like_json = text.lstrip().startswith(("{", "["))
    is_json = suffix == ".json" or (looks_like_json and suffix not in {".yaml", ".yml"})
    try:
        return _json(text, name) if is_json else _yaml(text, name)
    except RecursionError as error:
        raise DocumentError("", "is nested too deeply", source=name) from error


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        reason = f"is not JSON: {error.msg} ({place})"
        raise DocumentError("", reason, source=name) from error
    except ValueError as error:
        raise DocumentError("", f"is not usable JSON: {error}", source=name) from error


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            others = ", ".join(repr(name) for name in list(members)[:4])
            raise ValueError(
                f"the key {key!r} stands twice in one object (that of {others})"
            )
        seen.add(key)
    raise AssertionError(pairs)


def _yaml(text: str, name: str) -> Any:
    # PyYAML costs more start-up time than a small document in JSON does.
    from mockserver.openapi.yaml_reader import YamlProblem, read_yaml

    try:
        return read_yaml(text)
    except YamlProblem as error:
        raise DocumentError("", f"is not YAML: {error}", source=name) from error
