"""What a validator of JSON Schema says of a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from jsonschema.exceptions import UnknownType, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from contract_tests.contract.formats import checker
from contract_tests.lint.dialect import NULL_ALLOWED

_URI = "urn:document"
_COMPOSITIONS = ("allOf", "anyOf", "oneOf")


def _or_null(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    """Return the check of a keyword that null passes where the schema says so."""
    check = Draft202012Validator.VALIDATORS[keyword]

    def checked(
        validator: object, value: object, instance: object, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        if instance is not None or schema.get(NULL_ALLOWED) is not True:
            yield from check(validator, value, instance, schema) or ()

    return checked


_Validator = extend(Draft202012Validator, {x: _or_null(x) for x in _COMPOSITIONS})  # type: ignore[no-untyped-call]  # so in its stubs


class Validity:
    """Validate values against the schemas of one document of OpenAPI 3.1."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        resource = Resource.from_contents(
            dict(document), default_specification=DRAFT202012
        )
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._validators: dict[tuple[str, ...], Any] = {}

    def errors(self, value: object, *pointers: str) -> list[ValidationError] | None:
        """Return how a value breaks any of the schemas at these pointers.

        Returns None where that cannot be told: a reference leads nowhere, a pattern
        is of another dialect than Python's, or the schemas have no end.
        """
        try:
            return list(self._errors(value, pointers))
        except (Unresolvable, re.error, RecursionError, UnknownType):
            return None
        except (TypeError, AttributeError, ValueError):
            # A keyword's value is of a wrong type, which the validator does not expect.
            return None

    def holds(self, value: object, *pointers: str) -> bool:
        """Tell whether a value is surely valid against all schemas at the pointers."""
        return self.errors(value, *pointers) == []

    def _errors(
        self, value: object, pointers: tuple[str, ...]
    ) -> Iterator[ValidationError]:
        validator = self._validators.get(pointers)
        if validator is None:
            references = [
                {"$ref": f"{_URI}#{quote(each, safe='/~')}"} for each in pointers
            ]
            validator = _Validator(
                {"allOf": references},
                registry=self._registry,
                format_checker=checker(),
            )
            self._validators[pointers] = validator
        yield from validator.iter_errors(value)
