"""One dialect: every schema is rewritten into JSON Schema 2020-12, once.

What OpenAPI 3.0 and earlier drafts say in their own way (``nullable``, boolean
``exclusiveMinimum``, lists of ``items``, ``format: byte``) is said in the way of
2020-12 afterwards. References become absolute. What cannot be honoured is an
error; what is probably a mistake of the author becomes a notice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.openapi.assertions import (
    bound_rule,
    encoding_rule,
    format_rule,
    with_null,
)
from mockserver.openapi.keywords import KINDS, Kind, misuse, nearest_keyword
from mockserver.openapi.pointers import to_fragment
from mockserver.openapi.references import Place
from mockserver.openapi.surroundings import Schema, Surroundings

_KNOWN_DIALECTS = (
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/schema",
)
_RESOURCE = frozenset({"$id", "$defs", "$dynamicAnchor"})
_COUNTS = frozenset(
    f"{side}{noun}"
    for side in ("min", "max")
    for noun in ("Contains", "Items", "Length", "Properties")
)


def check_dialect(place: Place) -> None:
    """Refuse a ``$schema`` or ``jsonSchemaDialect`` that is not understood."""
    uri = place.value
    if not isinstance(uri, str) or not uri.startswith(_KNOWN_DIALECTS):
        raise place.error(
            f"the dialect {uri!r} is not known; known are OpenAPI 3.1's own and JSON"
            " Schema 2020-12, 2019-09, draft 7, 6 and 4"
        )


def rewrite(place: Place, around: Surroundings) -> Schema:
    """Return the schema at a place, rewritten; sub-schemas with it.

    Raises :class:`~mockserver.errors.DocumentError`.
    """
    source = place.value
    if isinstance(source, bool):
        return source
    if not isinstance(source, dict):
        raise place.error(f"a schema is an object, not {_shown(source)}")
    if "$ref" in source and around.is_3_0 and isinstance(source["$ref"], str):
        return _reference_of_3_0(place, around)
    schema: dict[str, Any] = {}
    for keyword, value in source.items():
        kind = KINDS.get(keyword)
        if kind is None:
            _unknown(place, keyword, around)
            continue
        problem = misuse(keyword, value)
        if problem is not None and not _is_forgiven(place, keyword, value, around):
            raise place.child(keyword).error(problem)
        handler = _HANDLERS.get(kind)
        if handler is not None:
            handler(place, keyword, schema, around)
    for keyword, finish in _LATER.items():
        if keyword in source:
            finish(place, schema, around)
    if not _RESOURCE.isdisjoint(source) and around.keeps_resources(place):
        _resource(place, schema, around)
    if "required" in schema:
        around.note_required(place, schema)
    if source.get("nullable") is True:
        if not around.is_3_0:
            message = "nullable is OpenAPI 3.0; read as there"
            around.notify(place.child("nullable"), message)
        return with_null(schema)
    return schema


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _unknown(place: Place, keyword: str, around: Surroundings) -> None:
    if keyword.startswith("x-"):
        return
    near = nearest_keyword(keyword)
    hint = f"; did you mean {near!r}?" if near else ""
    around.notify(
        place.child(keyword), f"{keyword!r} is not a keyword of schemas, ignored{hint}"
    )


def _is_forgiven(place: Place, keyword: str, value: Any, around: Surroundings) -> bool:
    """Tell whether a misused keyword is a common mistake that does no harm."""
    if keyword == "required" and isinstance(value, bool):
        message = "required lists names beside 'properties'; true or false is ignored"
        around.notify(place.child(keyword), message)
        return True
    if value is None and keyword in {"nullable", "deprecated", "readOnly", "writeOnly"}:
        around.notify(place.child(keyword), "has no value, ignored")
        return True
    return False


def _reference_of_3_0(place: Place, around: Surroundings) -> Schema:
    """Rewrite a reference whose siblings mean nothing (3.0.4, section 4.7.23)."""
    ignored = sorted(
        name
        for name in place.value
        if name not in {"$ref", "description", "summary", "title"}
        and not name.startswith("x-")
    )
    if ignored:
        around.notify(
            place,
            f"{', '.join(ignored)} beside $ref is ignored in OpenAPI 3.0; use allOf",
        )
    return {"$ref": around.reference(place, place.value["$ref"])}


def _schema(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    schema[keyword] = rewrite(place.child(keyword), around)


def _schemas(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    schema[keyword] = [
        rewrite(item, around) for _, item in place.child(keyword).children()
    ]


def _schema_map(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    members = dict(place.child(keyword).children())
    if keyword == "patternProperties":
        for name in [name for name in members if not around.compiles(name)]:
            raise members[name].error(
                f"the pattern {name!r} cannot be compiled; rewrite it without"
                " what regular expressions of ECMA-262 do not have"
            )
    schema[keyword] = {name: rewrite(item, around) for name, item in members.items()}


def _copied(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    value = place.value[keyword]
    if keyword == "examples" and not isinstance(value, list):
        around.notify(place.child(keyword), "the examples of a schema are a list")
        return
    if keyword == "enum" and not value:
        around.notify(place.child(keyword), "an empty enum accepts no value at all")
    if keyword in _COUNTS:
        value = int(value)
    schema[keyword] = value


def _type(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    value = place.value[keyword]
    schema[keyword] = list(dict.fromkeys(value)) if isinstance(value, list) else value


def _items(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    items = place.child(keyword)
    if not isinstance(items.value, list):
        schema["items"] = rewrite(items, around)
        return
    # A list of schemas is how drafts before 2020-12 wrote prefixItems.
    if items.value:
        schema["prefixItems"] = [rewrite(item, around) for _, item in items.children()]
    if "additionalItems" in place.value:
        schema["items"] = rewrite(place.child("additionalItems"), around)


def _pattern(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    pattern = place.value[keyword]
    if around.compiles(pattern):
        schema[keyword] = pattern
    else:
        message = f"the pattern {_shown(pattern)} cannot be compiled; it is not checked"
        around.notify(place.child(keyword), message)


def _required(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    value = place.value[keyword]
    if isinstance(value, list):
        schema[keyword] = list(dict.fromkeys(value))


def _discriminator(
    place: Place, keyword: str, schema: dict[str, Any], around: Surroundings
) -> None:
    """Keep a discriminator; the targets of its mapping become references."""
    source = place.child(keyword)
    value = source.value
    if not isinstance(value, dict) or not isinstance(value.get("propertyName"), str):
        around.notify(source, "a discriminator names its propertyName; ignored")
        return
    result: dict[str, Any] = {"propertyName": value["propertyName"]}
    mapping = value.get("mapping")
    if isinstance(mapping, dict):
        result["mapping"] = {
            name: _mapped(source, target, around)
            for name, target in mapping.items()
            if isinstance(target, str)
        }
    schema[keyword] = result


def _mapped(source: Place, target: str, around: Surroundings) -> str:
    is_name = not any(mark in target for mark in "#/") and not target.endswith(
        (".json", ".yaml", ".yml")
    )
    return around.reference(
        source, f"#/components/schemas/{target}" if is_name else target
    )


def _ref(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    reference = around.reference(place, place.value["$ref"])
    # References first: errors then come in the order in which they are read.
    rest = dict(schema)
    schema.clear()
    schema["$ref"] = reference
    schema.update(rest)


def _dynamic_ref(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    schema.update(around.dynamic(place))


def _resource(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    """Keep what a dynamic reference may look for."""
    source = place.value
    if isinstance(source.get("$id"), str):
        schema["$id"] = around.resource_uri(place)
    if isinstance(source.get("$dynamicAnchor"), str):
        schema["$dynamicAnchor"] = source["$dynamicAnchor"]
    if isinstance(source.get("$defs"), dict):
        _schema_map(place, "$defs", schema, around)


def _recursive_ref(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    """Read ``$recursiveRef`` of draft 2019-09 as a reference to what encloses it."""
    source = place.child("$recursiveRef")
    pointer = around.enclosing(place, "$recursiveAnchor")
    if source.value != "#" or pointer is None:
        raise source.error(
            "must be '#' in a schema with $recursiveAnchor: true (draft 2019-09);"
            " use $ref or $dynamicRef"
        )
    message = f"is of draft 2019-09; read as a reference to {pointer}"
    around.notify(source, message)
    schema["$ref"] = around.reference(place, f"#{to_fragment(pointer)}")


def _dialect(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    check_dialect(place.child("$schema"))


def _dependencies(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    """Split ``dependencies`` of draft 7 into its two successors."""
    source = place.child("dependencies")
    if not isinstance(source.value, dict):
        raise source.error("must map names to schemas or lists of names")
    for name, item in source.children():
        if isinstance(item.value, list):
            schema.setdefault("dependentRequired", {})[name] = item.value
        else:
            schema.setdefault("dependentSchemas", {})[name] = rewrite(item, around)


def _additional_items(
    place: Place, schema: dict[str, Any], around: Surroundings
) -> None:
    if not isinstance(place.value.get("items"), list):
        message = "means nothing without a list of items (draft 7); ignored"
        around.notify(place.child("additionalItems"), message)


_HANDLERS: dict[Kind, Callable[[Place, str, dict[str, Any], Surroundings], None]] = {
    Kind.SCHEMA: _schema,
    Kind.SCHEMAS: _schemas,
    Kind.SCHEMA_MAP: _schema_map,
    Kind.COPIED: _copied,
    Kind.TYPE: _type,
    Kind.ITEMS: _items,
    Kind.PATTERN: _pattern,
    Kind.REQUIRED: _required,
    Kind.DISCRIMINATOR: _discriminator,
}

# In this order: a format's bounds need the bounds that are written out.
_LATER: dict[str, Callable[[Place, dict[str, Any], Surroundings], None]] = {
    "$schema": _dialect,
    "$recursiveRef": _recursive_ref,
    "additionalItems": _additional_items,
    "dependencies": _dependencies,
    "minimum": bound_rule("minimum", "exclusiveMinimum"),
    "exclusiveMinimum": bound_rule("minimum", "exclusiveMinimum"),
    "maximum": bound_rule("maximum", "exclusiveMaximum"),
    "exclusiveMaximum": bound_rule("maximum", "exclusiveMaximum"),
    "format": format_rule,
    "contentEncoding": encoding_rule,
    "$dynamicRef": _dynamic_ref,
    "$ref": _ref,
}
