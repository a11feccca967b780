"""Responses: what an operation may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.openapi.contracts import SchemaContract
from mockserver.openapi.media_types import MediaRanges, parse_media_type
from mockserver.openapi.violations import Violation


@dataclass(frozen=True, slots=True)
class MediaContract:
    """One media type of a response.

    ``schema`` is rewritten as replies read it; it is ``True`` if the document
    has none. ``examples`` are the values of ``example`` and ``examples``.
    """

    name: str
    contract: SchemaContract | None
    examples: tuple[Any, ...]
    pointer: str

    @property
    def schema(self) -> Any:
        """The schema of the body."""
        return True if self.contract is None else self.contract.schema


@dataclass(frozen=True, slots=True)
class HeaderContract:
    """A header of a response; ``schema`` is ``True`` if the document has none."""

    name: str
    required: bool
    contract: SchemaContract | None
    description: str
    pointer: str

    @property
    def schema(self) -> Any:
        """The schema of the header's value."""
        return True if self.contract is None else self.contract.schema


@dataclass(frozen=True, slots=True)
class ResponseContract:
    """A response by its key: ``200``, a range such as ``4XX``, or ``default``.

    ``headers`` maps names to schemas, as replies read them.
    """

    status_key: str
    description: str
    media_types: Mapping[str, MediaContract]
    headers: Mapping[str, Any]
    header_contracts: Mapping[str, HeaderContract]
    pointer: str
    ranges: MediaRanges = field(repr=False, compare=False)

    def media(self, media_type: str) -> MediaContract | None:
        """Return the contract of a media type (parameters are ignored), or None."""
        found = self.media_types.get(media_type)
        if found is not None:
            return found
        media = parse_media_type(media_type)
        name = None if media is None else self.ranges.find(media)
        return None if name is None else self.media_types[name]

    def is_valid(self, media_type: str, value: Any) -> bool:
        """Tell whether a body fits; one of an undeclared media type does not."""
        media = self.media(media_type)
        if media is None:
            return False
        return media.contract is None or media.contract.is_valid(value)

    def violations(self, media_type: str, value: Any) -> tuple[Violation, ...]:
        """Return every way in which a body breaks the contract (at most 100)."""
        media = self.media(media_type)
        if media is None:
            message = f"the document declares no {media_type} for {self.status_key}"
            return (Violation("body", message, "unsupported_media_type"),)
        if media.contract is None:
            return ()
        return media.contract.violations(value, root="body")


class Responses:
    """All responses of one operation, in the order of the document."""

    def __init__(self, responses: tuple[ResponseContract, ...]) -> None:
        self.all = responses
        self._by_key = {response.status_key.upper(): response for response in responses}

    def find(self, status: int) -> ResponseContract | None:
        """Return the response for a status: exact, then its range, then default."""
        return (
            self._by_key.get(str(status))
            or self._by_key.get(f"{status // 100}XX")
            or self._by_key.get("DEFAULT")
        )
