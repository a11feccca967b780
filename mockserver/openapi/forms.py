"""Forms: ``application/x-www-form-urlencoded`` and ``multipart/form-data``.

A form becomes an object. Its fields are read by the schema of each property and by
``encoding`` of the media type: arrays from fields that repeat (or by their style),
objects from JSON or from ``name[key]`` fields, files as bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.openapi.json_reader import JsonProblem, read_json
from mockserver.openapi.media_types import MediaType, parse_media_type
from mockserver.openapi.percent import EncodingProblem
from mockserver.openapi.shapes import Shape
from mockserver.openapi.styles import (
    SEPARATORS,
    ShapeProblem,
    bracket_steps,
    decode_query,
    from_brackets,
    from_delimited,
)
from mockserver.openapi.violations import Violation, join

_MOST_FIELDS = 10_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form is written (OpenAPI 3.1.1, section 4.8.15)."""

    content_type: str | None = None
    style: str | None = None
    explode: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it was sent; ``is_file`` if it came with a file name."""

    name: str
    content: bytes
    media: MediaType | None = None
    is_file: bool = False


class FormProblem(ValueError):
    """A form that cannot be taken apart."""

    def __init__(
        self, code: str, message: str, steps: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.steps = steps


def urlencoded_fields(body: bytes) -> list[Field]:
    """Take an urlencoded form apart (WHATWG URL, section 5.1).

    Values stay encoded: a style may look for delimiters first.
    """
    fields: list[Field] = []
    for part in body.split(b"&", _MOST_FIELDS):
        if not part:
            continue
        if len(fields) == _MOST_FIELDS:
            raise FormProblem("too_many_fields", f"has more than {_MOST_FIELDS} fields")
        name, _, value = part.partition(b"=")
        try:
            text = decode_query(name.decode("latin-1"))
        except EncodingProblem as error:
            raise FormProblem("invalid_encoding", f"has a name that {error}") from error
        fields.append(Field(text, value))
    return fields


def multipart_fields(body: bytes, media: MediaType) -> list[Field]:
    """Take a multipart form apart (RFC 7578)."""
    # Few documents have multipart bodies, so the start does not pay for it.
    from mockserver.openapi.multipart import MultipartProblem, read_multipart

    if not media.boundary:
        raise FormProblem("invalid_form", "needs a boundary in its Content-Type")
    try:
        parts = read_multipart(body, media.boundary.encode("latin-1", "replace"))
    except MultipartProblem as error:
        raise FormProblem(
            "invalid_form", f"is not a multipart form: {error}"
        ) from error
    return [
        Field(
            part.name,
            part.content,
            parse_media_type(part.content_type) if part.content_type else None,
            part.is_file,
        )
        for part in parts
    ]


class FormReader:
    """Reads the fields of a form into the object that its schema describes."""

    def __init__(self, shape: Shape, encodings: Mapping[str, Encoding]) -> None:
        self._shape = shape
        self._encodings = encodings

    def read(self, fields: list[Field], *, urlencoded: bool) -> dict[str, Any]:
        """Return the object; raises :class:`FormProblem`."""
        result: dict[str, Any] = {}
        names = self._shape.properties
        groups: dict[str, list[Field]] = {}
        bracketed: dict[str, list[tuple[list[str], Field]]] = {}
        for field in fields:
            owner = field.name.partition("[")[0]
            steps = (
                bracket_steps(field.name, owner)
                if field.name not in names and owner in names
                else None
            )
            if steps:
                bracketed.setdefault(owner, []).append((steps, field))
            else:
                groups.setdefault(field.name, []).append(field)
        for name, group in groups.items():
            result[name] = self._checked(name, self._group, name, group, urlencoded)
        for name, entries in bracketed.items():
            result[name] = self._checked(
                name, self._brackets, name, entries, urlencoded
            )
        return result

    def _checked(self, name: str, read: Any, *arguments: Any) -> Any:
        try:
            return read(*arguments)
        except EncodingProblem as error:
            raise FormProblem("invalid_encoding", str(error), (name,)) from error
        except ShapeProblem as error:
            raise FormProblem("style", str(error), (name,)) from error
        except JsonProblem as error:
            steps = (name, *error.steps)
            raise FormProblem(error.code, error.message, steps) from error

    def _brackets(
        self, name: str, entries: list[tuple[list[str], Field]], urlencoded: bool
    ) -> Any:
        shape = self._shape.property_shape(name)
        pairs = [(steps, _text(field, urlencoded)) for steps, field in entries]
        return from_brackets(pairs, shape)

    def _group(self, name: str, group: list[Field], urlencoded: bool) -> Any:
        shape = self._shape.property_shape(name)
        encoding = self._encodings.get(name, Encoding())
        if shape.is_array:
            if encoding.style in SEPARATORS and not (encoding.explode):
                raw = _single(group).content.decode("latin-1")
                separator = SEPARATORS[encoding.style]
                return from_delimited(raw, shape, decode_query, separator)
            if len(group) == 1 and _says_json(group[0], encoding):
                return read_json(_octets(group[0], urlencoded))
            return [_one(field, shape.items, encoding, urlencoded) for field in group]
        return _one(_single(group), shape, encoding, urlencoded)


def _single(group: list[Field]) -> Field:
    if len(group) > 1:
        raise ShapeProblem("must be sent once")
    return group[0]


def _says_json(field: Field, encoding: Encoding) -> bool:
    if field.media is not None:
        return field.media.is_json
    declared = encoding.content_type
    media = parse_media_type(declared) if declared else None
    return media is not None and media.is_json


def _one(field: Field, shape: Shape, encoding: Encoding, urlencoded: bool) -> Any:
    if field.is_file and not _says_json(field, encoding):
        return field.content
    if _says_json(field, encoding) or shape.is_object:
        return read_json(_octets(field, urlencoded))
    if field.media is not None and field.media.is_binary:
        return field.content
    return shape.scalar(_text(field, urlencoded))


def _octets(field: Field, urlencoded: bool) -> bytes:
    return _text(field, True).encode("utf-8") if urlencoded else field.content


def _text(field: Field, urlencoded: bool) -> str:
    if urlencoded:
        return decode_query(field.content.decode("latin-1"))
    try:
        return field.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingProblem("must be UTF-8 (a file needs a file name)") from error


def stand_in(value: Any) -> Any:
    """Return a form for validation: bytes become strings of the same length."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {name: stand_in(item) for name, item in value.items()}
    return [stand_in(item) for item in value] if isinstance(value, list) else value


def as_violation(problem: FormProblem) -> Violation:
    """Return the violation that a problem with a form is."""
    return Violation(join("body", problem.steps), problem.message, problem.code)
