"""The properties of the object schemas of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.dialect import NULL_ALLOWED
from contract_tests.lint.lenient import mapping, sequence, strings, text, types
from contract_tests.lint.survey import Site, Survey


@dataclass(frozen=True, slots=True)
class Property:
    """A property: `schema` is what its `$ref` leads to, `own` what stands in place."""

    name: str
    pointer: str
    own: Mapping[str, Any]
    schema: Mapping[str, Any]
    is_required: bool

    @property
    def description(self) -> str:
        """Return what is said of it, in place or behind its reference."""
        return text(self.own.get("description")) or text(self.schema.get("description"))

    @property
    def types(self) -> frozenset[str]:
        """Return the names of its types."""
        return types(self.schema)

    @property
    def admits_null(self) -> bool:
        """Tell whether it says that it may be null, by its type or an alternative."""
        branches = (
            *sequence(self.schema.get("anyOf")),
            *sequence(self.schema.get("oneOf")),
        )
        if (
            "null" in self.types
            or NULL_ALLOWED in self.schema
            or NULL_ALLOWED in self.own
        ):
            return True
        return any("null" in types(mapping(each)) for each in branches)

    @property
    def is_free_text(self) -> bool:
        """Tell whether any text will do."""
        bounds = ("enum", "const", "pattern", "format", "contentEncoding", "oneOf")
        return "string" in self.types and not any(
            each in self.schema for each in (*bounds, "anyOf", "allOf")
        )


def properties(survey: Survey, site: Site) -> Iterator[Property]:
    """Yield the properties that a schema itself declares."""
    required = set(strings(site.schema.get("required")))
    for name, own in mapping(site.schema.get("properties")).items():
        pointer = site.pointer + join("properties", name)
        if isinstance(own, Mapping):
            target = survey.schema(pointer)
            schema = mapping(target[1]) if target else {}
            yield Property(str(name), pointer, own, schema, name in required)
