"""Which branch of an ``anyOf`` or ``oneOf`` was meant when none holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from mockserver.openapi.schema_paths import keyword_of

_CHOICES = frozenset({"enum", "const"})


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch with the errors that the validator found under it."""

    index: int
    errors: Sequence[Any]
    name: str

    def types(self, path: tuple[str | int, ...]) -> list[str]:
        """Return the types that the branch wants of the value at ``path``."""
        for error in self.errors:
            if error.kind.name == "type" and tuple(error.instance_path) == path:
                return list(error.kind.types)
        return []

    def mismatch(self, path: tuple[str | int, ...]) -> bool:
        """Tell whether the branch is for values of another type."""
        return bool(self.types(path))


@dataclass(frozen=True, slots=True)
class Choice:
    """The branch that comes nearest.

    ``wrong_name`` is set when a discriminator names no branch: its property, and
    the values that it may have.
    """

    branch: Branch
    is_certain: bool
    wrong_name: tuple[str, list[Any]] | None = None


def name_of(index: int, schemas: Sequence[Any]) -> str:
    """Return how a branch is called: by its reference, title or number."""
    schema = schemas[index] if index < len(schemas) else None
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            return repr(_last(schema["$ref"]))
        if isinstance(schema.get("title"), str):
            return repr(schema["title"])
    return f"number {index + 1}"


def merged_choice(
    branches: Sequence[Branch], path: tuple[str | int, ...]
) -> list[Any] | None:
    """Return all options if every branch just lists values, else None."""
    options: list[Any] = []
    for branch in branches:
        own = [
            error
            for error in branch.errors
            if tuple(error.instance_path) == path and error.kind.name in _CHOICES
        ]
        if not own or len(own) != len(branch.errors):
            return None
        for error in own:
            listed = getattr(error.kind, "options", None)
            options.extend(
                listed if listed is not None else [error.kind.expected_value]
            )
    return options or None


def nearest(branches: Sequence[Branch], holder: dict[str, Any], value: Any) -> Choice:
    """Return the branch that was meant.

    It is certain if a discriminator names it, or if it is the only one that
    neither wants another type nor another value of an ``enum`` or ``const``.
    """
    named = _by_discriminator(branches, holder, value)
    if named is not None:
        return named
    plain = [branch for branch in branches if not _differs_in_choice(branch)]
    best = min(plain or branches, key=_distance)
    return Choice(best, is_certain=len(plain or branches) == 1)


def _distance(branch: Branch) -> tuple[int, int]:
    unlike = sum(error.kind.name in {"type", "required"} for error in branch.errors)
    return unlike + len(branch.errors), branch.index


def _differs_in_choice(branch: Branch) -> bool:
    return any(keyword_of(e.evaluation_path) in _CHOICES for e in branch.errors)


def _by_discriminator(
    branches: Sequence[Branch], holder: dict[str, Any], value: Any
) -> Choice | None:
    discriminator = holder.get("discriminator")
    if discriminator is None or not isinstance(value, dict):
        return None
    name = discriminator["propertyName"]
    given = value.get(name)
    if not isinstance(given, str):
        return None
    schemas = holder.get("oneOf") or holder.get("anyOf") or []
    mapping: dict[str, str] = discriminator.get("mapping", {})
    references = [
        schema.get("$ref", "") if isinstance(schema, dict) else "" for schema in schemas
    ]
    for branch in branches:
        reference = references[branch.index] if branch.index < len(references) else ""
        if reference and reference == mapping.get(given):
            return Choice(branch, is_certain=True)
    if given not in mapping:
        for branch in branches:
            reference = references[branch.index]
            if reference and _last(reference) == given:
                return Choice(branch, is_certain=True)
    options = list(mapping) or [_last(item) for item in references if item]
    if not options or given in options:
        return None
    return Choice(branches[0], is_certain=False, wrong_name=(name, options))


def _last(reference: str) -> str:
    return unquote(reference.rpartition("/")[2]).replace("~1", "/").replace("~0", "~")
