"""Request bodies: by media type from bytes to a value, decoded and validated."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from mockserver.openapi.contracts import SchemaContract
from mockserver.openapi.forms import (
    FormProblem,
    FormReader,
    as_violation,
    multipart_fields,
    stand_in,
    urlencoded_fields,
)
from mockserver.openapi.json_reader import JsonProblem, read_json
from mockserver.openapi.media_types import MediaRanges, MediaType, parse_media_type
from mockserver.openapi.shapes import Shape
from mockserver.openapi.violations import Violation, join, listed

_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# No charsets, and slow on long input, some of them.
_CODECS_OF_PYTHON = frozenset(
    {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
)
_CONTENT_TYPE = "header.Content-Type"


class DecodedBody(NamedTuple):
    """The body of a request.

    ``value`` is JSON for JSON, an object for forms (files in it are bytes), a
    string for text, and bytes for everything else; it is None if there is no
    body (then ``present`` is false) or if it could not be read.
    """

    value: Any
    present: bool
    violations: tuple[Violation, ...] = ()


_ABSENT = DecodedBody(None, present=False)


@dataclass(frozen=True, slots=True)
class BodyMedia:
    """One media type of a request body; without a schema anything goes."""

    name: str
    pointer: str
    contract: SchemaContract | None
    shape: Shape | None
    form: FormReader | None
    examples: tuple[Any, ...] = ()

    @property
    def schema(self) -> Any:
        """The schema, rewritten as requests read it; ``True`` if there is none."""
        return True if self.contract is None else self.contract.schema


class RequestBody:
    """The request body of one operation."""

    def __init__(
        self,
        media_types: Mapping[str, BodyMedia],
        *,
        required: bool,
        description: str,
        pointer: str,
    ) -> None:
        self.media_types = media_types
        self.required = required
        self.description = description
        self.pointer = pointer
        self._ranges = MediaRanges(media_types)

    def decode(self, content_type: str | None, body: bytes) -> DecodedBody:
        """Decode and validate a body; never raises.

        A body without a ``Content-Type`` is refused as ``unsupported_media_type``:
        RFC 9110 (section 8.3) lets a recipient guess, but a server that is
        deployed may not, so a client should not learn to rely on it.
        """
        if not body:
            if not self.required:
                return _ABSENT
            missing = Violation("body", "is required", "required")
            return DecodedBody(None, present=False, violations=(missing,))
        if content_type is None:
            return self._unsupported("is required beside a body")
        media = parse_media_type(content_type)
        name = None if media is None else self._ranges.find(media)
        if media is None or name is None:
            return self._unsupported("is not supported here")
        return _decode(media, self.media_types[name], body)

    def _unsupported(self, problem: str) -> DecodedBody:
        names = listed(self.media_types)
        message = f"{problem}; must be {names}" if names else problem
        return _refused(Violation(_CONTENT_TYPE, message, "unsupported_media_type"))


def _refused(*violations: Violation) -> DecodedBody:
    return DecodedBody(None, present=True, violations=violations)


def _decode(media: MediaType, declared: BodyMedia, body: bytes) -> DecodedBody:
    # The type that was sent decides how to read, since the declared one may be a
    # range.
    if media.is_json:
        return _json(media, declared, body)
    if media.is_form:
        return _form(media, declared, body)
    if media.is_text:
        return _text(media, declared, body)
    if media.is_binary:
        return _binary(declared, body)
    return DecodedBody(body, present=True)


def _wrong_charset(media: MediaType) -> DecodedBody | None:
    if media.charset is None or media.charset in _UTF_8:
        return None
    message = f"must have the charset utf-8 (got {media.charset[:40]!r})"
    return _refused(Violation(_CONTENT_TYPE, message, "invalid_encoding"))


def _json(media: MediaType, declared: BodyMedia, body: bytes) -> DecodedBody:
    refused = _wrong_charset(media)
    if refused is not None:
        return refused
    try:
        value = read_json(body)
    except JsonProblem as error:
        path = join("body", error.steps)
        return _refused(Violation(path, error.message, error.code))
    return _validated(declared, value, value)


def _validated(declared: BodyMedia, value: Any, checked: Any) -> DecodedBody:
    contract = declared.contract
    if contract is None or contract.is_valid(checked):
        return DecodedBody(value, present=True)
    violations = contract.violations(checked, root="body")
    return DecodedBody(value, present=True, violations=violations)


def _form(media: MediaType, declared: BodyMedia, body: bytes) -> DecodedBody:
    is_urlencoded = media.subtype == "x-www-form-urlencoded"
    try:
        fields = (
            urlencoded_fields(body) if is_urlencoded else multipart_fields(body, media)
        )
        if declared.form is None:
            return DecodedBody(body, present=True)
        value = declared.form.read(fields, urlencoded=is_urlencoded)
    except FormProblem as error:
        return _refused(as_violation(error))
    return _validated(declared, value, stand_in(value))


def _text(media: MediaType, declared: BodyMedia, body: bytes) -> DecodedBody:
    charset = media.charset or "utf-8"
    try:
        if codecs.lookup(charset).name in _CODECS_OF_PYTHON:
            raise LookupError
        text = body.decode(charset)
        text.encode("utf-8")
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeError):
            message = f"must be text in {charset[:40]}"
            return _refused(Violation("body", message, "invalid_encoding"))
        message = f"names a charset that is not known ({charset[:40]!r})"
        return _refused(Violation(_CONTENT_TYPE, message, "invalid_encoding"))
    value = text if declared.shape is None else declared.shape.scalar(text)
    return _validated(declared, value, value)


def _binary(declared: BodyMedia, body: bytes) -> DecodedBody:
    limits: tuple[tuple[str, str, Callable[[int, int], bool]], ...] = (
        ("maxLength", "at most", int.__gt__),
        ("minLength", "at least", int.__lt__),
    )
    schema = declared.shape.schema if declared.shape is not None else True
    for keyword, lead, breaks in limits:
        limit = schema.get(keyword) if isinstance(schema, dict) else None
        if limit is not None and breaks(len(body), limit):
            message = f"must have {lead} {limit} bytes (got {len(body)})"
            problem = Violation("body", message, keyword)
            return DecodedBody(body, present=True, violations=(problem,))
    return DecodedBody(body, present=True)
