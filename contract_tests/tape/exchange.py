"""An exchange: one request with what came of it, as it stands on the tape.

Everything here is already masked: no API key is left in any of it, and pictures
are replaced by what was measured of them. The judge sees nothing else, so a
verdict on a live run and one on its tape are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value of JSON, as `json.loads` gives it."""

Fields: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in the order in which they were sent."""


class Role(StrEnum):
    """Whose credentials a request carries."""

    MAIN = "main"
    SECOND = "second"
    POOR = "poor"
    REVOKED = "revoked"
    NOBODY = "nobody"
    """No credentials, credentials of nobody, or good ones in the wrong place."""


class Expects(StrEnum):
    """What the contract lets a request expect."""

    SUCCESS = "success"
    REFUSAL = "refusal"
    NOT_FOUND = "not found"
    UNAUTHORIZED = "unauthorized"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Intent:
    """Why a request is sent.

    `probe` is the id of the clause that it is sent for, `case` says in a few words
    what is special about it, and `subject` names the field that is wrong in it
    (`body.prompt`), so that a refusal for another reason can be told.
    """

    phase: str
    probe: str
    case: str = ""
    expects: Expects = Expects.SUCCESS
    subject: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it went out, with keys replaced by their role."""

    method: str
    target: str
    """Path and query, percent-encoded, without the base URL."""
    headers: Fields
    body: Json = None
    """The JSON value that was sent; None if none was, or if it was no JSON."""
    text: str | None = None
    """The body's text, shortened, if it was no JSON."""
    size: int = 0
    """Bytes of the body."""

    @property
    def query(self) -> dict[str, str]:
        """Return the query parameters, the last of each name."""
        query = urlsplit(self.target).query
        return dict(parse_qsl(query, keep_blank_values=True))

    @property
    def path(self) -> str:
        """Return the path, still percent-encoded."""
        return urlsplit(self.target).path


@dataclass(frozen=True, slots=True)
class Picture:
    """What was measured of the bytes behind a `b64_json`.

    `problem` says why the text is no base64 of RFC 4648, section 4, or why the bytes
    are no complete picture; the rest is then as far as it could be measured.
    """

    characters: int
    size: int = 0
    """Decoded bytes."""
    sha256: str = ""
    media_type: str | None = None
    """The media type that the bytes themselves show."""
    width: int | None = None
    height: int | None = None
    encoding_problem: str | None = None
    picture_problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete HTTP reply.

    `body` is its JSON value (`has_json` tells whether there is one); each picture in it
    is replaced by a short text, and stands in `pictures` under its path
    (`image.b64_json`). `flaws` lists what is wrong with the bytes as JSON text.
    """

    status: int
    headers: Fields
    body: Json = None
    has_json: bool = False
    text: str | None = None
    """The beginning of a body that is no JSON."""
    size: int = 0
    """Bytes of the body, after any content coding was undone."""
    flaws: tuple[str, ...] = ()
    pictures: tuple[tuple[str, Picture], ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first field of this name, whatever its case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)

    @property
    def date(self) -> float | None:
        """Return the target's time, in seconds since 1970, if its Date field tells it."""
        try:
            return parsedate_to_datetime(self.header("date") or "").timestamp()
        except (TypeError, ValueError, OverflowError):
            return None

    @property
    def media_type(self) -> str:
        """Return the media type without parameters, in lower case; '' if none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


class FailureKind(StrEnum):
    """Why no complete reply came."""

    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    DROPPED = "dropped"
    """The connection ended before the reply did."""
    MALFORMED = "malformed"
    """What came is no HTTP."""
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Failure:
    """No complete reply, and why."""

    kind: FailureKind
    message: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its reply or failure.

    `at` is the time when it was sent, in seconds since 1970; `seconds` is how long it
    took until the last byte. `operation` is the id of the operation that path and
    method belong to, if any.
    """

    number: int
    at: float
    seconds: float
    role: Role
    operation: str | None
    intent: Intent
    request: SentRequest
    reply: Reply | None = None
    failure: Failure | None = None

    @property
    def status(self) -> int | None:
        """Return the status of the reply, None if there is no reply."""
        return self.reply.status if self.reply else None

    @property
    def ended(self) -> float:
        """Return the time of the last byte, in seconds since 1970."""
        return self.at + self.seconds

    @property
    def value(self) -> dict[str, Json]:
        """Return the JSON object of the reply; empty if it is not one."""
        body = self.reply.body if self.reply else None
        return body if isinstance(body, dict) else {}

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """Return the pictures of the reply by their path."""
        return dict(self.reply.pictures) if self.reply else {}

    def succeeded(self) -> bool:
        """Tell whether a JSON object came back with status 200."""
        return self.status == 200 and bool(self.value)
