"""Parameters as the document writes them."""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.openapi.media_types import parse_media_type
from mockserver.openapi.parameters import Parameter, Parameters
from mockserver.openapi.reading import Reading, flag_of, text_of
from mockserver.openapi.references import Place
from mockserver.openapi.schemas import Direction
from mockserver.openapi.shapes import default_of

_FIELDS = frozenset(
    {
        "allowEmptyValue",
        "allowReserved",  # changes what a client encodes, not how it is decoded
        "content",
        "deprecated",
        "description",
        "example",
        "examples",
        "explode",
        "in",
        "name",
        "required",
        "schema",
        "style",
    }
)
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})


def read_parameters(
    reading: Reading, path_item: Place, operation: Place, names: frozenset[str]
) -> Parameters:
    """Read the parameters of an operation.

    Those of the path item count unless the operation has one of the same name
    and place. ``names`` are the parameters in the path template.
    """
    found: dict[tuple[str, str], Parameter] = {}
    for owner in (path_item, operation):
        for key, parameter in _owned(reading, owner):
            found[key] = parameter
    return Parameters(list(_fitting(reading, operation, found.values(), names)))


def _owned(
    reading: Reading, owner: Place
) -> Iterable[tuple[tuple[str, str], Parameter]]:
    seen: set[tuple[str, str]] = set()
    for item in reading.items(owner, "parameters", "the list of parameters"):
        place = reading.object_at(item, "a parameter")
        parameter = _read(reading, place)
        if parameter is None:
            continue
        key = (parameter.location, parameter.name)
        if parameter.location == "header":
            key = ("header", parameter.name.lower())
        if key in seen:
            raise item.error(
                f"the {parameter.location} parameter {parameter.name!r} stands twice"
            )
        seen.add(key)
        yield key, parameter


def _fitting(
    reading: Reading,
    operation: Place,
    parameters: Iterable[Parameter],
    names: frozenset[str],
) -> Iterable[Parameter]:
    declared: set[str] = set()
    for parameter in parameters:
        if parameter.location == "path":
            if parameter.name not in names:
                reading.notify(
                    operation,
                    f"the path parameter {parameter.name!r} is not in the path, ignored",
                )
                continue
            declared.add(parameter.name)
        yield parameter
    for name in sorted(names - declared):
        reading.notify(
            operation, f"the path has {{{name}}}, but no such parameter is declared"
        )


def _read(reading: Reading, place: Place) -> Parameter | None:
    reading.check_fields(place, _FIELDS, "a parameter")
    name, location = place.value.get("name"), place.value.get("in")
    if not isinstance(name, str) or not name:
        raise place.error("a parameter has a name")
    if location not in _STYLES:
        known = ", ".join(_STYLES)
        raise place.error(f"'in' must be one of {known}, not {location!r}")
    if location == "header" and name.lower() in _IGNORED_HEADERS:
        reading.notify(
            place,
            f"a parameter called {name} is ignored (OpenAPI 3.1.1, section 4.8.12.2):"
            " media types and security describe that header",
        )
        return None
    content_type, source = _schema_place(reading, place)
    style, explode = _style(place, location)
    contract = reading.contract(source, Direction.REQUEST)
    required = flag_of(place, "required")
    if location == "path" and not required:
        reading.notify(place, "a path parameter must say required: true; read as that")
        required = True
    return Parameter(
        name=name,
        location=location,
        required=required,
        style="header" if location == "header" else style,
        explode=explode,
        allow_empty=flag_of(place, "allowEmptyValue") and location == "query",
        deprecated=flag_of(place, "deprecated"),
        description=text_of(place, "description"),
        pointer=place.address,
        contract=contract,
        shape=reading.shape(contract),
        content_type=content_type,
        default=tuple(default_of(contract.schema, reading.contracts.requests.resolve)),
    )


def _schema_place(reading: Reading, place: Place) -> tuple[str | None, Place]:
    """Return how the text is to be read (None: by style) and its schema's place."""
    value = place.value
    if "content" not in value:
        if "schema" not in value:
            reading.notify(place, "has no schema; any text is accepted")
            return None, Place({"type": "string"}, place.file, place.pointer)
        return None, place.child("schema")
    if "schema" in value:
        raise place.error("a parameter has either schema or content, not both")
    entries = list(reading.members(place, "content", "content"))
    if len(entries) != 1:
        raise place.child("content").error("must have exactly one media type")
    name, source = entries[0]
    source = reading.object_at(source, "a media type")
    media = parse_media_type(name)
    kind = "json" if media is not None and media.is_json else "text"
    if kind == "text":
        reading.notify(source, f"{name} in a parameter is read as text")
    if "schema" in source.value:
        return kind, source.child("schema")
    return kind, Place(True, source.file, source.pointer)


def _style(place: Place, location: str) -> tuple[str, bool]:
    styles = _STYLES[location]
    style = place.value.get("style", styles[0])
    if style not in styles:
        known = ", ".join(styles)
        raise place.child("style").error(
            f"a parameter in {location} has one of the styles {known}, not {style!r}"
        )
    return style, flag_of(place, "explode", default=style == "form")
