"""An operation: method and path with everything that the document says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.openapi.bodies import DecodedBody, RequestBody
from mockserver.openapi.media_types import MediaRanges, parse_media_type
from mockserver.openapi.parameters import Decoded, Parameter, Parameters
from mockserver.openapi.responses import ResponseContract, Responses
from mockserver.openapi.security import Credentials, Requirement, Security

_ABSENT = DecodedBody(None, present=False)


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of the document, compiled; nothing in it ever changes.

    ``id`` is its ``operationId``, or ``"GET /path"`` if it has none. ``method``
    is in upper case; ``path`` is the template as the document writes it.
    """

    id: str
    method: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: bool
    pointer: str
    body: RequestBody | None
    _parameters: Parameters = field(repr=False)
    _responses: Responses = field(repr=False)
    _security: Security = field(repr=False)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, those of the path item with them."""
        return self._parameters.all

    @property
    def responses(self) -> tuple[ResponseContract, ...]:
        """The responses, in the order of the document."""
        return self._responses.all

    @property
    def security(self) -> tuple[Requirement, ...]:
        """The alternatives, one of which must be met; empty if none is needed.

        An alternative without schemes makes credentials optional.
        """
        return self._security.requirements

    @property
    def challenge(self) -> str:
        """The value of ``WWW-Authenticate`` for a 401; empty if nothing is asked."""
        return self._security.challenge

    def decode(
        self,
        path_values: Mapping[str, str],
        query_string: bytes,
        headers: Mapping[str, str],
    ) -> Decoded:
        """Decode and validate the parameters of a request; never raises.

        ``path_values`` are raw segments (see ``Document.match``), ``headers`` has
        names in lower case.
        """
        return self._parameters.decode(path_values, query_string, headers)

    def decode_body(self, content_type: str | None, body: bytes) -> DecodedBody:
        """Decode and validate the body of a request; never raises.

        An operation without a request body ignores what is sent, as HTTP lets
        it (RFC 9110, section 9.3.1).
        """
        if self.body is None:
            return _ABSENT
        return self.body.decode(content_type, body)

    def body_schema(self, media_type: str = "application/json") -> Any:
        """Return the schema of the request body, or None if there is none."""
        if self.body is None:
            return None
        media = self.body.media_types.get(media_type)
        if media is None:
            parsed = parse_media_type(media_type)
            ranges = MediaRanges(self.body.media_types)
            name = None if parsed is None else ranges.find(parsed)
            if name is None:
                return None
            media = self.body.media_types[name]
        return media.schema

    def response(self, status: int) -> ResponseContract | None:
        """Return the response for a status: exact, then its range, then default."""
        return self._responses.find(status)

    def documents(self, status: int) -> bool:
        """Tell whether the document has a response for a status."""
        return self._responses.find(status) is not None

    def credentials(
        self, headers: Mapping[str, str], query_string: bytes
    ) -> Credentials:
        """Return the credentials that a request carries; never raises."""
        return self._security.credentials(headers, query_string)
