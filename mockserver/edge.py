"""The edge: from ASGI to a request, from an answer back to ASGI.

Also here, because they concern every answer: CORS (Fetch standard, section
"HTTP extensions"), ``X-Request-Id``, and the log line of each request.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from mockserver.messages import Reason, Refused, Request
from mockserver.openapi import Violation
from mockserver.pipeline import Answer

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

_log = logging.getLogger("mockserver.access")
_errors = logging.getLogger("mockserver.edge")

# A request id is echoed into a header and a log line, so only what can do no
# harm there is taken over.
_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")

_EXPOSED = "Retry-After, WWW-Authenticate, Preference-Applied, X-Request-Id"
# Methods that a preflight may ask for: what the document does not declare is
# answered by 405, which a browser shows only if the preflight let it through.
_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
# A browser asks again after this many seconds (two hours is Chromium's most).
_PREFLIGHT_SECONDS = "7200"

# Servers read the rest of a body that nobody wanted up to a bound, then close the
# connection (ours and Go's at 256 KiB). A client that is told does not send its next
# request, which may be a POST, into a connection that is about to end.
_MOST_LEFT_UNREAD = 256 * 1024

_INTERNAL_ERROR = b'{"error":{"message":"The mock server failed; its log tells why."}}'


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


class AsgiRequest:
    """A request over an ASGI scope; the body is read when it is asked for."""

    __slots__ = ("_asked", "_receive", "headers", "method", "path", "query_string")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.path = _raw_path(scope)
        self.query_string: bytes = scope.get("query_string", b"")
        self.headers: Mapping[str, str] = _headers(scope["headers"])
        self._receive = receive
        self._asked = False

    @property
    def leaves_much_unread(self) -> bool:
        """Whether a long body was announced, and the answer did not need it."""
        if self._asked:
            return False
        length = self.headers.get("content-length", "0")
        return length.isdecimal() and int(length) > _MOST_LEFT_UNREAD

    async def body(self, limit: int) -> bytes:
        """Read the body; raise Refused beyond ``limit`` bytes, reading no further."""
        self._asked = True
        length = self.headers.get("content-length")
        if length is not None and length.isdecimal() and int(length) > limit:
            raise _too_large(limit)
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            only: bytes = message.get("body", b"")
            if len(only) > limit:
                raise _too_large(limit)
            return only
        return await self._joined(message, limit)

    async def _joined(self, message: Message, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            if message["type"] == "http.disconnect":
                raise ClientGone
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)
            message = await self._receive()


class Edge:
    """An ASGI application over what answers requests (``Pipeline.respond``)."""

    def __init__(
        self,
        respond: Callable[[Request], Awaitable[Answer]],
        *,
        cors: bool,
        request_ids: Iterator[str],
    ) -> None:
        self._respond = respond
        self._request_ids = request_ids
        self._always: list[tuple[bytes, bytes]] = []
        if cors:
            self._always = [
                (b"access-control-allow-origin", b"*"),
                (b"access-control-expose-headers", _EXPOSED.encode()),
            ]
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        started = time.perf_counter()
        request = AsgiRequest(scope, receive)
        request_id = self._request_id(request.headers)
        try:
            answer = await self._answer(request)
        except ClientGone:
            return
        headers = self._raw_headers(answer, request_id)
        if request.leaves_much_unread:
            headers.append((b"connection", b"close"))
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": headers,
            }
        )
        body = b"" if request.method == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})
        if _log.isEnabledFor(logging.INFO):
            _log_line(request, answer.status, time.perf_counter() - started, request_id)

    async def _answer(self, request: AsgiRequest) -> Answer:
        if self._cors and _is_preflight(request):
            return _preflight(request)
        try:
            return await self._respond(request)
        except ClientGone:
            raise
        except Exception:
            # Whatever it is, it is our bug: the client gets an answer in the
            # document's shape, with the headers that let a browser read it.
            _errors.exception("%s %s failed", request.method, _printable(request.path))
            return Answer(500, _INTERNAL_ERROR, "application/json")

    def _request_id(self, headers: Mapping[str, str]) -> str:
        sent = headers.get("x-request-id")
        if sent is not None and _SANE_REQUEST_ID.fullmatch(sent):
            return sent
        return next(self._request_ids)

    def _raw_headers(
        self, answer: Answer, request_id: str
    ) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"content-length", b"%d" % len(answer.body)),
            (b"x-request-id", request_id.encode("ascii")),
            *self._always,
        ]
        if answer.status == 204:
            # RFC 9110, section 8.6: no Content-Length in a 204.
            del headers[0]
        if answer.media_type is not None:
            headers.append((b"content-type", answer.media_type.encode("latin-1")))
        for name, value in answer.headers:
            headers.append((name.lower().encode("ascii"), value.encode("latin-1")))
        return headers


def request_ids(prefix: str) -> Iterator[str]:
    """Yield request ids that are unique within a server's life."""
    return (f"{prefix}-{number:06x}" for number in count(1))


def _raw_path(scope: Scope) -> str:
    raw = scope.get("raw_path")
    path = scope["path"].encode("utf-8", "surrogateescape") if raw is None else raw
    text: str = path.decode("latin-1").partition("?")[0]
    root: str = scope.get("root_path", "")
    if root and text.startswith(root):
        return text[len(root) :]
    return text


def _headers(fields: list[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name = raw_name.decode("latin-1")
        value = raw_value.decode("latin-1")
        # RFC 9110, section 5.2: repeated fields are one list.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _too_large(limit: int) -> Refused:
    return Refused(
        Reason.TOO_LARGE,
        f"The body is larger than {limit} bytes.",
        details=[Violation("body", f"must have at most {limit} bytes", "too_large")],
        headers=[("Connection", "close")],
    )


def _is_preflight(request: AsgiRequest) -> bool:
    headers = request.headers
    return (
        request.method == "OPTIONS"
        and "origin" in headers
        and "access-control-request-method" in headers
    )


def _preflight(request: AsgiRequest) -> Answer:
    wanted = request.headers.get("access-control-request-headers", "")
    headers = [
        ("Access-Control-Allow-Methods", _METHODS),
        ("Access-Control-Max-Age", _PREFLIGHT_SECONDS),
        (
            "Vary",
            "Access-Control-Request-Headers, Access-Control-Request-Private-Network",
        ),
    ]
    if wanted:
        # A wildcard never covers Authorization, so what is asked for is echoed.
        headers.append(("Access-Control-Allow-Headers", wanted))
    if request.headers.get("access-control-request-private-network") == "true":
        headers.append(("Access-Control-Allow-Private-Network", "true"))
    return Answer(204, b"", headers=headers)


def _log_line(
    request: AsgiRequest, status: int, seconds: float, request_id: str
) -> None:
    fields: dict[str, Any] = {
        "method": request.method,
        "path": _printable(request.path),
        "status": status,
        "ms": round(seconds * 1000),
        "request_id": request_id,
    }
    _log.info(
        "%(method)s %(path)s -> %(status)s %(ms)sms %(request_id)s",
        fields,
        extra={"access": fields},
    )


def _printable(path: str) -> str:
    return "".join(c if "!" <= c <= "~" else f"%{ord(c):02X}" for c in path)
