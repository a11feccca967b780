"""A document as the rules look at it: schemas, operations, references, use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from contract_tests.contract.pointers import resolve
from contract_tests.errors import DocumentError
from contract_tests.lint.dialect import modern
from contract_tests.lint.lenient import mapping
from contract_tests.lint.operations import Operation, operations
from contract_tests.lint.reasoning.feasibility import Feasibility
from contract_tests.lint.reasoning.witness import Witnesses
from contract_tests.lint.schema_walk import (
    Located,
    carried,
    document_schemas,
    nested,
    subschemas,
)
from contract_tests.lint.validity import Validity


class Use(Flag):
    """What a schema describes: requests, replies, both, or nothing that is sent."""

    NOTHING = 0
    REQUEST = auto()
    REPLY = auto()


@dataclass(frozen=True, slots=True)
class Site:
    """A schema, the pointer of its place, and what it describes."""

    pointer: str
    schema: Mapping[str, Any]
    use: Use

    @property
    def in_request(self) -> bool:
        """Tell whether a request holds a value of this schema."""
        return Use.REQUEST in self.use

    @property
    def in_reply(self) -> bool:
        """Tell whether a reply holds a value of this schema."""
        return Use.REPLY in self.use


class Survey:
    """A document, looked at from every side that a rule needs; nothing is changed.

    `document` is as it is given, `modern` in the keywords of OpenAPI 3.1; pointers
    are the same in both.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.modern = modern(document)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations, in the order of the document."""
        return tuple(operations(self.document, self.follow))

    @cached_property
    def schemas(self) -> Mapping[str, Site]:
        """Every schema of the document by its pointer, in the keywords of 3.1."""
        return {
            pointer: Site(pointer, schema, self._uses.get(pointer, Use.NOTHING))
            for start, root in document_schemas(self.modern)
            for pointer, schema in nested(start, root)
        }

    def as_written(self, pointer: str) -> Mapping[str, Any]:
        """Return a schema in the keywords of the document itself."""
        return mapping(resolve(self.document, pointer))

    @cached_property
    def validity(self) -> Validity:
        """What values are valid, as a validator of JSON Schema says it."""
        return Validity(self.modern)

    @cached_property
    def feasibility(self) -> Feasibility:
        """What can be proved of schemas without any value."""
        return Feasibility(self._target)

    @cached_property
    def witnesses(self) -> Witnesses:
        """Values made from schemas."""
        return Witnesses(self.feasibility)

    def follow(self, pointer: str, value: Any) -> Located | None:
        """Return a place, or where its `$ref` leads in the end; None for nowhere."""
        return self._follow(self.document, pointer, value)

    def schema(self, pointer: str) -> Located | None:
        """Return the schema at a place, or where its `$ref` leads, in those of 3.1."""
        try:
            value = resolve(self.modern, pointer)
        except DocumentError:
            return None
        return self._follow(self.modern, pointer, value)

    def _follow(
        self, document: Mapping[str, Any], pointer: str, value: Any
    ) -> Located | None:
        seen: set[str] = set()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            target = local_pointer(value["$ref"])
            if target is None or target in seen:
                return None
            seen.add(target)
            try:
                pointer, value = target, resolve(document, target)
            except DocumentError:
                return None
        return pointer, value

    def _target(self, reference: str) -> Any:
        pointer = local_pointer(reference)
        if pointer is None:
            return True
        try:
            return resolve(self.modern, pointer)
        except DocumentError:
            return True

    @cached_property
    def _uses(self) -> Mapping[str, Use]:
        uses: dict[str, Use] = {}
        for use, roots in (
            (Use.REQUEST, self._request_roots()),
            (Use.REPLY, self._reply_roots()),
        ):
            for pointer in self._reachable(roots):
                uses[pointer] = uses.get(pointer, Use.NOTHING) | use
        return uses

    def _request_roots(self) -> Iterator[Located]:
        for operation in self.operations:
            for parameter in operation.parameters:
                yield from carried(*parameter)
            if operation.body is not None:
                yield from carried(*operation.body)

    def _reply_roots(self) -> Iterator[Located]:
        for operation in self.operations:
            for response in operation.responses.values():
                yield from carried(*response)

    def _reachable(self, roots: Iterator[Located]) -> Iterator[str]:
        rest = [pointer for pointer, _ in roots]
        seen: set[str] = set()
        while rest:
            pointer = rest.pop()
            if pointer in seen:
                continue
            seen.add(pointer)
            yield pointer
            try:
                schema = mapping(resolve(self.modern, pointer))
            except DocumentError:
                continue
            reference = schema.get("$ref")
            target = local_pointer(reference) if isinstance(reference, str) else None
            if target is not None:
                rest.append(target)
            rest.extend(place for place, _ in subschemas(pointer, schema))


def local_pointer(reference: str) -> str | None:
    """Return the pointer that a reference into the document itself names."""
    if reference == "#":
        return ""
    return unquote(reference[1:]) if reference.startswith("#/") else None
