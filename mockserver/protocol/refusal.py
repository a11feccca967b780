"""Replies of the protocol itself, to what never reaches the application."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status and a message for people; the connection closes behind it."""

    status: HTTPStatus
    message: str

    def encode(self, headers: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
        """Return the whole reply (RFC 9112) with ``headers`` in front.

        The body has the shape that the API's own errors have.
        """
        body = json.dumps({"error": {"message": self.message}}).encode()
        fields = [
            *headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        line = f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n".encode()
        head = b"".join(b"%s: %s\r\n" % field for field in fields)
        return line + head + b"\r\n" + body


def bad_request(reason: str) -> Refusal:
    """Refuse a message that breaks the syntax of HTTP; ``reason`` says where."""
    return Refusal(HTTPStatus.BAD_REQUEST, f"not a valid HTTP request: {reason}")


def too_large_head(limit: int) -> Refusal:
    """Refuse a request line and header fields of more than ``limit`` bytes."""
    return Refusal(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        f"the request line and header fields are longer than {limit} bytes",
    )


def too_large_framing(limit: int) -> Refusal:
    """Refuse trailer fields or chunk extensions of more than ``limit`` bytes."""
    return Refusal(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        f"the trailer fields or chunk extensions are longer than {limit} bytes",
    )


def too_many_fields(limit: int, *, kind: str = "header") -> Refusal:
    """Refuse more than ``limit`` fields; ``kind`` is ``header`` or ``trailer``."""
    return Refusal(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        f"the request has more than {limit} {kind} fields",
    )


def too_slow(part: str, seconds: float) -> Refusal:
    """Refuse a request of which ``part`` did not come within ``seconds``."""
    return Refusal(
        HTTPStatus.REQUEST_TIMEOUT, f"{part} did not come within {seconds:g} seconds"
    )


UNKNOWN_METHOD = Refusal(
    HTTPStatus.NOT_IMPLEMENTED, "the server does not know the method of this request"
)
CONNECT = Refusal(
    HTTPStatus.NOT_IMPLEMENTED, "this server is no proxy: CONNECT is not supported"
)
HTTP_VERSION = Refusal(
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
    "this server speaks HTTP/1.1 and HTTP/1.0 only",
)
TRANSFER_CODING = Refusal(
    HTTPStatus.NOT_IMPLEMENTED,
    "the only transfer coding that the server knows is chunked",
)
TLS = bad_request("this looks like TLS, and the port speaks plain HTTP: use http://")
TWO_LENGTHS = bad_request("Transfer-Encoding can't be present with Content-Length")


def other_protocol(first_bytes: bytes) -> Refusal | None:
    """Recognize clients that do not speak HTTP/1 by what they send first."""
    if first_bytes.startswith(b"\x16\x03"):  # RFC 8446, section 5.1
        return TLS
    if first_bytes.startswith(b"PRI * HTTP/2"):  # RFC 9113, section 3.4
        return HTTP_VERSION
    return None
