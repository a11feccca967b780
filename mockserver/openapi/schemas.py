"""The schemas of a document: rewritten, collected, compiled.

The *library* rewrites each schema once and gives every target of a reference a
canonical name. A *schema set* is the library as one direction reads it:
requests (where ``readOnly`` properties are not required) or replies (where
``writeOnly`` ones are not).

In rewritten schemas a ``$ref`` is always an absolute URI:
``urn:document#/components/schemas/NAME`` for a schema of the components of the
document's first file, ``urn:document#/$defs/NAME`` for any other target (its
NAME is made from the last part of its pointer), and, in files that use
``$dynamicRef``, the absolute ``$id`` of a schema that has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from mockserver.openapi.access import Required, required_by_direction
from mockserver.openapi.dialect import rewrite
from mockserver.openapi.formats import STRING_FORMATS
from mockserver.openapi.notices import Notify
from mockserver.openapi.pointers import child, to_fragment, tokens
from mockserver.openapi.references import Files, Place
from mockserver.openapi.surroundings import Schema

DOCUMENT_URI = "urn:document"
# Enough for the parts of one large reply; more would only hold memory.
_MOST_PASSING = 2048


class Direction(Enum):
    """Which way a message goes."""

    REQUEST = "request"
    REPLY = "reply"


class SchemaLibrary:
    """All schemas of a document that are used, rewritten (see :mod:`.dialect`)."""

    def __init__(self, files: Files, *, is_3_0: bool, notify: Notify) -> None:
        self.is_3_0 = is_3_0
        self._files = files
        self._notify = notify
        self._schemas: dict[tuple[int, str], Schema] = {}
        self._names: dict[tuple[int, str], str] = {}
        self._taken: set[str] = set()
        self._pending: list[Place] = []
        self._patterns: dict[str, bool] = {}
        self.targets: dict[str, Schema] = {}
        self.required: dict[int, Required] = {}

    def add(self, place: Place) -> Schema:
        """Return the schema at a place, rewritten, with all that it refers to.

        Raises :class:`~mockserver.errors.DocumentError` on what is wrong in
        them.
        """
        schema = self._rewritten(place)
        while self._pending:
            target = self._pending.pop()
            name = self._names[_key(target)]
            self.targets[name] = self._rewritten(target)
        return schema

    def _rewritten(self, place: Place) -> Schema:
        key = _key(place)
        schema = self._schemas.get(key)
        if schema is None:
            schema = self._schemas[key] = rewrite(place, self)
        return schema

    def notify(self, place: Place, message: str) -> None:
        """Pass on a notice about a place."""
        self._notify(place.address, message)

    def reference(self, place: Place, reference: str) -> str:
        """Return the canonical reference, and take its target in."""
        target = self._files.resolve(place, reference)
        key = _key(target)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._name(target)
            self._pending.append(target)
        return name

    def dynamic(self, place: Place) -> dict[str, Any]:
        """Return a ``$dynamicRef`` as the validator shall see it.

        Without a ``$id`` around it the file is one resource, in which the
        dynamic scope cannot change what the reference means.
        """
        reference = place.value["$dynamicRef"]
        if self._files.base_uri(place):
            return {"$dynamicRef": reference}
        return {"$ref": self.reference(place, reference)}

    def enclosing(self, place: Place, keyword: str) -> str | None:
        """Return the pointer of the nearest value around that has a true keyword."""
        pointer = place.pointer
        while True:
            found = self._files.at(place.file, pointer)
            value = None if found is None else found.value
            if isinstance(value, dict) and value.get(keyword) is True:
                return pointer
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]

    def compiles(self, pattern: str) -> bool:
        """Tell whether the validator can compile a pattern."""
        known = self._patterns.get(pattern)
        if known is None:
            try:
                jsonschema_rs.Draft202012Validator({"pattern": pattern})
            except jsonschema_rs.ValidationError:
                known = False
            else:
                known = True
            self._patterns[pattern] = known
        return known

    def note_required(self, place: Place, schema: dict[str, Any]) -> None:
        """Remember what a schema requires if that differs by direction."""
        required = required_by_direction(place, self._files)
        if required is not None:
            self.required[id(schema)] = required

    def keeps_resources(self, place: Place) -> bool:
        """Tell whether ``$id``, ``$defs`` and dynamic anchors matter at a place."""
        return self._files.is_dynamic(place)

    def resource_uri(self, place: Place) -> str:
        """Return the ``$id`` of the schema at a place, made absolute."""
        return absolute_id(self._files.base_uri(place))

    def _name(self, target: Place) -> str:
        value = target.value
        if (
            isinstance(value, dict)
            and isinstance(value.get("$id"), str)
            and self._files.is_dynamic(target)
        ):
            return self.resource_uri(target)
        parts = tokens(target.pointer)
        is_component = target.file.is_root and parts[:2] == ["components", "schemas"]
        if is_component and len(parts) == 3:
            pointer = target.pointer
        else:
            last = parts[-1] if parts else PurePosixPath(target.file.name).stem
            pointer = child("/$defs", last or "schema")
        name, number = f"{DOCUMENT_URI}#{to_fragment(pointer)}", 1
        while name in self._taken:
            number += 1
            name = f"{DOCUMENT_URI}#{to_fragment(f'{pointer}_{number}')}"
        self._taken.add(name)
        return name


def absolute_id(uri: str) -> str:
    """Return a ``$id`` as an absolute URI, as a registry wants it."""
    return uri if ":" in uri else f"{DOCUMENT_URI}:{uri}"


class SchemaSet:
    """The schemas of a document as one direction reads them.

    Complete when loading is; then it can be used from any thread. A validator
    is compiled when it is first asked for.
    """

    def __init__(self, library: SchemaLibrary, direction: Direction) -> None:
        self.direction = direction
        self._library = library
        self._read: dict[int, Schema] = {}
        self._targets: dict[str, Schema] = {}
        self._registry: jsonschema_rs.Registry | None = None
        self._passing: dict[int, tuple[Schema, jsonschema_rs.Draft202012Validator]] = {}
        # The schema is kept beside its validator: an id is unique only as
        # long as its object lives.
        self._validators: dict[
            int | str, tuple[Schema, jsonschema_rs.Draft202012Validator]
        ] = {}

    def schema(self, rewritten: Schema) -> Schema:
        """Return a schema of the library as this direction reads it."""
        return self._specialised(rewritten) if self._library.required else rewritten

    def resolve(self, reference: str) -> Schema:
        """Return the schema that a ``$ref`` of this set means.

        Raises :class:`KeyError` for a reference that is not in the document.
        """
        schema = self._targets.get(reference)
        if schema is None:
            schema = self.schema(self._library.targets[reference])
            self._targets[reference] = schema
        return schema

    def follow(self, schema: Schema) -> Schema:
        """Return the schema itself, or what its ``$ref`` leads to in the end."""
        seen: set[str] = set()
        while isinstance(schema, dict) and "$ref" in schema:
            reference = schema["$ref"]
            if reference in seen:
                return schema
            seen.add(reference)
            schema = self.resolve(reference)
        return schema

    def is_valid(self, schema: Schema, value: Any) -> bool:
        """Tell whether a value is valid under any schema in the form of this set.

        The schema may be one that was put together from parts of others; it
        must not be changed afterwards.
        """
        known = self._validators.get(_cache_key(schema)) or self._passing.get(
            id(schema)
        )
        if known is None:
            if len(self._passing) >= _MOST_PASSING:
                self._passing.clear()
            known = self._passing[id(schema)] = (schema, self._compile(schema))
        return known[1].is_valid(value)

    def validator(self, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        """Return the compiled validator of a schema of this set."""
        key = _cache_key(schema)
        known = self._validators.get(key)
        if known is None:
            known = self._validators[key] = (schema, self._compile(schema))
        return known[1]

    def _compile(self, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        registry = self._registry
        if registry is None:
            registry = self._registry = _registry(self._library.targets, self.resolve)
        return jsonschema_rs.Draft202012Validator(
            schema,
            registry=registry,
            validate_formats=True,
            formats=STRING_FORMATS,
            offline=True,
        )

    def _specialised(self, schema: Schema) -> Schema:
        if isinstance(schema, bool):
            return schema
        known = self._read.get(id(schema))
        if known is None:
            known = self._read[id(schema)] = self._specialise(schema)
        return known

    def _specialise(self, schema: dict[str, Any]) -> Schema:
        """Copy a schema where a ``required`` in it differs, share it where not."""
        changed: dict[str, Any] = {}
        for keyword, value in schema.items():
            new = self._specialise_keyword(keyword, value)
            if new is not value:
                changed[keyword] = new
        required = self._library.required.get(id(schema))
        if required is not None:
            changed["required"] = list(
                required.request
                if self.direction is Direction.REQUEST
                else required.reply
            )
        return {**schema, **changed} if changed else schema

    def _specialise_keyword(self, keyword: str, value: Any) -> Any:
        if keyword in _MAPS_OF_SCHEMAS:
            members = {name: self._specialised(item) for name, item in value.items()}
            same = all(members[name] is item for name, item in value.items())
            return value if same else members
        if keyword in _LISTS_OF_SCHEMAS:
            items = [self._specialised(item) for item in value]
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else items
        if keyword in _SCHEMAS:
            return self._specialised(value)
        return value


def _cache_key(schema: Schema) -> int | str:
    if isinstance(schema, dict) and len(schema) == 1 and "$ref" in schema:
        reference: str = schema["$ref"]
        return reference
    return id(schema)


def _key(place: Place) -> tuple[int, str]:
    return id(place.file), place.pointer


def _registry(
    targets: Mapping[str, Schema], resolve: Callable[[str], Schema]
) -> jsonschema_rs.Registry:
    """Put all targets of references where their canonical names lead."""
    tree: dict[str, Any] = {}
    resources: list[tuple[str, Any]] = [(DOCUMENT_URI, tree)]
    for name in list(targets):
        uri, _, fragment = name.partition("#")
        if uri != DOCUMENT_URI:
            resources.append((name, resolve(name)))
            continue
        *above, last = tokens(unquote(fragment))
        node = tree
        for token in above:
            node = node.setdefault(token, {})
        node[last] = resolve(name)
    return jsonschema_rs.Registry(resources)


_MAPS_OF_SCHEMAS = frozenset(
    {"$defs", "dependentSchemas", "patternProperties", "properties"}
)
_LISTS_OF_SCHEMAS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SCHEMAS = frozenset(
    {
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
