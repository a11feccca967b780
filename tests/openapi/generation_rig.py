"""A generator over schemas that stand alone, judged by jsonschema-rs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jsonschema_rs

from mockserver.openapi.generation import Generator, Schema

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_BASE = "urn:schemas"


class Judge:
    """Validates values against schemas whose references point to components."""

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self._components = components
        resource = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": {"schemas": _absolute(components)},
        }
        self._registry = jsonschema_rs.Registry([(_BASE, resource)])
        self._validators: dict[int, tuple[Schema, Any]] = {}

    def resolve(self, reference: str) -> Schema:
        return self._components[reference.rpartition("/")[2]]

    def is_valid(self, schema: Schema, value: Any) -> bool:
        if id(schema) not in self._validators:
            validator = jsonschema_rs.Draft202012Validator(
                _absolute(schema), validate_formats=True, registry=self._registry
            )
            self._validators[id(schema)] = (schema, validator)
        verdict: bool = self._validators[id(schema)][1].is_valid(value)
        return verdict


def _absolute(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_absolute(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: _BASE + value
        if key == "$ref" and isinstance(value, str)
        else _absolute(value)
        for key, value in schema.items()
    }


def generator(components: Mapping[str, Schema] | None = None) -> Generator:
    """Return a generator whose clock stands still at NOW."""
    judge = Judge(components or {})
    return Generator(resolve=judge.resolve, is_valid=judge.is_valid, now=lambda: NOW)


def is_valid(
    schema: Schema, value: Any, components: Mapping[str, Schema] | None = None
) -> bool:
    """Tell whether a value is valid, with formats."""
    return Judge(components or {}).is_valid(schema, value)
