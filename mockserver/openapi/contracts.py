"""A schema at one place of the document, with its compiled validator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import jsonschema_rs

from mockserver.openapi.references import Place
from mockserver.openapi.schemas import Direction, SchemaLibrary, SchemaSet
from mockserver.openapi.surroundings import Schema
from mockserver.openapi.violations import Violation

# The validator collects all errors before it gives the first, at some 20
# microseconds each: a body of a megabyte could take half a minute.
_MOST_PARTS = 10_000


class SchemaContract:
    """What a schema of the document says about values.

    ``is_valid(value)`` is the method of the compiled validator itself, since it
    stands on the path of every reply. Values are JSON: dicts with string keys,
    lists, strings without lone surrogates, numbers, booleans, None.
    """

    __slots__ = ("_schemas", "_validator", "is_valid", "place", "schema")

    is_valid: Callable[[Any], bool]

    def __init__(self, place: Place, schema: Schema, schemas: SchemaSet) -> None:
        self.place = place
        self.schema = schema
        self._schemas = schemas

    def compile(self) -> None:
        """Compile the validator, once all schemas of the document are known.

        Raises :class:`~mockserver.errors.DocumentError` if the validator
        refuses the schema.
        """
        try:
            self._validator = self._schemas.validator(self.schema)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            reason = str(error).partition("\n")[0]
            raise self.place.error(f"cannot be compiled: {reason}") from error
        self.is_valid = self._validator.is_valid

    def violations(self, value: Any, *, root: str) -> tuple[Violation, ...]:
        """Return every way in which a value breaks the schema (at most 100).

        Of a value with more than 10,000 parts only the first problem is told.
        """
        # The wording of problems is loaded with the first problem: a start, and
        # most requests, have none.
        from mockserver.openapi.explanation import explain

        return explain(
            self._errors(value),
            root=root,
            instance=value,
            schema=self.schema,
            resolve=self._schemas.resolve,
        )

    def _errors(self, value: Any) -> Iterable[Any]:
        if _is_small(value):
            return self._validator.iter_errors(value)
        try:
            self._validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            return [error]
        return []


def _is_small(value: Any) -> bool:
    """Tell whether a value has few enough parts to find all errors in it."""
    pending = [value]
    count = 0
    while pending:
        part = pending.pop()
        if isinstance(part, (dict, list)):
            count += len(part)
            if count > _MOST_PARTS:
                return False
            pending.extend(part.values() if isinstance(part, dict) else part)
    return True


class Contracts:
    """Makes the contracts of a document, and compiles them all at the end."""

    def __init__(self, library: SchemaLibrary) -> None:
        self._library = library
        self._made: list[SchemaContract] = []
        self.requests = SchemaSet(library, Direction.REQUEST)
        self.replies = SchemaSet(library, Direction.REPLY)

    def make(self, place: Place, direction: Direction) -> SchemaContract:
        """Return the contract of the schema at a place, not compiled yet."""
        schemas = self.requests if direction is Direction.REQUEST else self.replies
        rewritten = self._library.add(place)
        # What is required by direction may be found only in a later schema, but
        # everything that this one refers to has been read now.
        contract = SchemaContract(place, schemas.schema(rewritten), schemas)
        self._made.append(contract)
        return contract

    def compile_all(self) -> None:
        """Compile every contract that was made."""
        for contract in self._made:
            contract.compile()
