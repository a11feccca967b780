"""Request bodies and responses as the document writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockserver.openapi.bodies import BodyMedia, RequestBody
from mockserver.openapi.contracts import SchemaContract
from mockserver.openapi.forms import Encoding, FormReader
from mockserver.openapi.media_types import MediaRanges, parse_media_type
from mockserver.openapi.reading import Reading, flag_of, text_of
from mockserver.openapi.references import Place
from mockserver.openapi.responses import (
    HeaderContract,
    MediaContract,
    ResponseContract,
    Responses,
)
from mockserver.openapi.schemas import Direction

_BODY_FIELDS = frozenset({"content", "description", "required"})
_MEDIA_FIELDS = frozenset({"encoding", "example", "examples", "schema"})
_RESPONSE_FIELDS = frozenset({"content", "description", "headers", "links"})
_HEADER_FIELDS = frozenset(
    {
        "allowEmptyValue",
        "content",
        "deprecated",
        "description",
        "example",
        "examples",
        "explode",
        "required",
        "schema",
        "style",
    }
)
_ENCODING_FIELDS = frozenset(
    {"allowReserved", "contentType", "explode", "headers", "style"}
)
_STATUS = re.compile(r"[1-5](?:[0-9][0-9]|XX)|default", re.IGNORECASE)


def read_body(reading: Reading, operation: Place) -> RequestBody | None:
    """Read the request body of an operation, if it has one."""
    if operation.value.get("requestBody") is None:
        return None
    place = reading.object_at(operation.child("requestBody"), "a request body")
    reading.check_fields(place, _BODY_FIELDS, "a request body")
    media_types = {
        name: _body_media(reading, name, source)
        for name, source in reading.members(place, "content", "content")
    }
    if not media_types:
        reading.notify(place, "has no content, so any body is refused")
    return RequestBody(
        media_types,
        required=flag_of(place, "required"),
        description=text_of(place, "description"),
        pointer=place.address,
    )


def _schema_of(
    reading: Reading, place: Place, direction: Direction
) -> SchemaContract | None:
    if place.value.get("schema") is None:
        return None
    return reading.contract(place.child("schema"), direction)


def _body_media(reading: Reading, name: str, source: Place) -> BodyMedia:
    place = _media_place(reading, name, source)
    contract = _schema_of(reading, place, Direction.REQUEST)
    media = parse_media_type(name)
    shape = None if contract is None else reading.shape(contract)
    is_range = "*" in name
    form = None
    if shape is not None and (is_range or (media is not None and media.is_form)):
        form = FormReader(shape, _encodings(reading, place))
    elif "encoding" in place.value:
        reading.notify(place.child("encoding"), f"means nothing for {name}, ignored")
    if media is not None and not (
        is_range or media.is_json or media.is_text or media.is_form or media.is_binary
    ):
        reading.notify(place, f"bodies in {name} are accepted unread and unchecked")
    return BodyMedia(
        name, place.address, contract, shape, form, _examples(reading, place)
    )


def _media_place(reading: Reading, name: str, source: Place) -> Place:
    if parse_media_type(name) is None:
        raise source.error(f"{name!r} is not a media type such as application/json")
    place = reading.object_at(source, "a media type")
    reading.check_fields(place, _MEDIA_FIELDS, "a media type")
    return place


def _encodings(reading: Reading, place: Place) -> Mapping[str, Encoding]:
    encodings: dict[str, Encoding] = {}
    for name, source in reading.members(place, "encoding", "encoding"):
        found = reading.object_at(source, "an encoding")
        reading.check_fields(found, _ENCODING_FIELDS, "an encoding")
        style = found.value.get("style")
        if "headers" in found.value:
            reading.notify(found.child("headers"), "headers of parts are not checked")
        encodings[name] = Encoding(
            content_type=text_of(found, "contentType") or None,
            style=style,
            explode=flag_of(found, "explode", default=style in (None, "form")),
        )
    return encodings


def _examples(reading: Reading, place: Place) -> tuple[Any, ...]:
    """Return the values of ``example`` and ``examples``, in this order."""
    values: list[Any] = []
    if "example" in place.value:
        values.append(place.value["example"])
    examples = place.value.get("examples")
    if isinstance(examples, list):
        reading.notify(
            place.child("examples"), "maps names to examples here; read as values"
        )
        return (*values, *examples)
    for _, source in reading.members(place, "examples", "examples"):
        example = reading.object_at(source, "an example")
        if "value" in example.value:
            values.append(example.value["value"])
        elif "externalValue" in example.value:
            reading.notify(
                example.child("externalValue"), "is not fetched, so it is not used"
            )
        else:
            reading.notify(example, "an example has a value")
    return tuple(values)


def read_responses(reading: Reading, operation: Place) -> Responses:
    """Read the responses of an operation."""
    responses = []
    for key, source in reading.members(operation, "responses", "responses"):
        if key.startswith("x-"):
            continue
        if not _STATUS.fullmatch(key):
            raise source.error(
                f"{key!r} is no status: expected 200, a range such as 4XX, or default"
            )
        responses.append(_response(reading, key, source))
    if not responses:
        reading.notify(operation, "documents no response at all")
    return Responses(tuple(responses))


def _response(reading: Reading, key: str, source: Place) -> ResponseContract:
    place = reading.object_at(source, "a response")
    reading.check_fields(place, _RESPONSE_FIELDS, "a response")
    media_types: dict[str, MediaContract] = {}
    for name, inner in reading.members(place, "content", "content"):
        media = _media_place(reading, name, inner)
        contract = _schema_of(reading, media, Direction.REPLY)
        examples = _examples(reading, media)
        media_types[name] = MediaContract(name, contract, examples, media.address)
    headers = {
        name: _header(reading, name, inner)
        for name, inner in reading.members(place, "headers", "headers")
        # Content-Type is described by content (OpenAPI 3.1.1, section 4.8.17).
        if name.lower() != "content-type"
    }
    return ResponseContract(
        status_key=key,
        description=text_of(place, "description"),
        media_types=media_types,
        headers={name: header.schema for name, header in headers.items()},
        header_contracts=headers,
        pointer=place.address,
        ranges=MediaRanges(media_types),
    )


def _header(reading: Reading, name: str, source: Place) -> HeaderContract:
    place = reading.object_at(source, "a header")
    reading.check_fields(place, _HEADER_FIELDS, "a header")
    contract = _schema_of(reading, place, Direction.REPLY)
    for _, inner in reading.members(place, "content", "content"):
        media = reading.object_at(inner, "a media type")
        contract = _schema_of(reading, media, Direction.REPLY)
    return HeaderContract(
        name=name,
        required=flag_of(place, "required"),
        contract=contract,
        description=text_of(place, "description"),
        pointer=place.address,
    )
