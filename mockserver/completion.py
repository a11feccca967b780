"""Required fields that a behaviour does not know are filled by generation.

A document may require a property that did not exist when the behaviour was
written. What is filled in derives from the object's own id where it has one,
so an image shows the same value in every reply.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from mockserver.openapi import Document
from mockserver.values import NoValueError, Values


class Completer:
    """Fills what a reply lacks; a reply that lacks nothing never comes here."""

    def __init__(self, document: Document, values: Values, seed: bytes) -> None:
        self._document = document
        self._values = values
        self._seed = seed

    def complete(self, schema: Any, value: Any) -> Any:
        """Return ``value`` with every missing required property generated."""
        return self._filled(schema, value, "")

    def _filled(self, schema: Any, value: Any, place: str) -> Any:
        schema = self._document.resolve(schema)
        if not isinstance(schema, Mapping):
            return value
        for part in schema.get("allOf", ()):
            value = self._filled(part, value, place)
        for keyword in ("oneOf", "anyOf"):
            value = self._first_branch(schema.get(keyword, ()), value, place)
        if isinstance(value, dict):
            return self._filled_object(schema, value, place)
        if isinstance(value, list) and "items" in schema:
            items = schema["items"]
            return [self._filled(items, item, f"{place}[]") for item in value]
        return value

    def _first_branch(self, branches: Any, value: Any, place: str) -> Any:
        for branch in branches:
            candidate = self._filled(branch, value, place)
            if self._document.is_valid_reply(branch, candidate):
                return candidate
        return value

    def _filled_object(
        self, schema: Mapping[str, Any], value: dict[str, Any], place: str
    ) -> dict[str, Any]:
        place = str(value.get("id", place))
        properties = schema.get("properties", {})
        filled = {
            name: self._filled(properties[name], member, f"{place}.{name}")
            if name in properties
            else member
            for name, member in value.items()
        }
        for name in schema.get("required", ()):
            if name not in filled:
                filled[name] = self._made(properties.get(name, True), name, place)
        return filled

    def _made(self, schema: Any, name: str, place: str) -> Any:
        seed = hashlib.blake2b(f"{place}.{name}".encode(), key=self._seed).digest()
        try:
            return self._values.make(schema, seed=seed, name=name)
        except NoValueError:
            # The reply stays incomplete, which the check that follows reports.
            return None
