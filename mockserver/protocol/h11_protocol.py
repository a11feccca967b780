"""The guarded protocol over h11, where httptools is not installed.

h11 limits the bytes of a head and of a trailer itself; what it does not limit is
checked on its events, before uvicorn sees them.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from mockserver.protocol import refusal
from mockserver.protocol.guard import GuardedProtocol, Reading
from mockserver.protocol.limits import Limits
from mockserver.protocol.refusal import Refusal


class _Refused(Exception):
    """Ends the checking of an event."""

    def __init__(self, verdict: Refusal) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


class _CheckedConnection(h11.Connection):
    """h11's state machine with a limit on fields, and one form of target."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, limits.head_bytes)
        self._limits = limits
        self.in_body = False
        self.verdict: Refusal | None = None

    def next_event(self) -> Any:
        """Return the next event.

        What is broken or refused stands in ``verdict``, and looks like a pause to
        uvicorn, which would log a warning of it.
        """
        try:
            return self._next_checked()
        except _Refused as refused:
            self.verdict = refused.verdict
        except h11.RemoteProtocolError as error:
            self.verdict = self._judged(error)
        return h11.PAUSED

    def _next_checked(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request):
            event = self._checked(event)
            self.in_body = True
        elif isinstance(event, h11.EndOfMessage):
            limit = self._limits.fields
            if len(event.headers) > limit:
                raise _Refused(refusal.too_many_fields(limit, kind="trailer"))
            self.in_body = False
        return event

    def _judged(self, error: h11.RemoteProtocolError) -> Refusal:
        hint = error.error_status_hint
        if hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            limit = self._limits.head_bytes
            if self.in_body:
                return refusal.too_large_framing(limit)
            return refusal.too_large_head(limit)
        if hint == HTTPStatus.NOT_IMPLEMENTED:
            return refusal.TRANSFER_CODING
        # Some messages go on with the line at fault, which may hold a key.
        return refusal.bad_request(str(error).partition(": bytearray(")[0])

    def _checked(self, request: h11.Request) -> h11.Request:
        names = set()
        size = len(request.method) + len(request.target) + len("  HTTP/1.1\r\n\r\n")
        for name, value in request.headers:
            names.add(name)
            size += len(name) + len(value) + len(": \r\n")
        limits = self._limits
        if size > limits.head_bytes:
            # h11 has a limit while a head is unfinished, none when it comes whole.
            raise _Refused(refusal.too_large_head(limits.head_bytes))
        if len(request.headers) > limits.fields:
            raise _Refused(refusal.too_many_fields(limits.fields))
        if request.http_version not in (b"1.1", b"1.0"):
            raise _Refused(refusal.HTTP_VERSION)
        if b"transfer-encoding" in names and b"content-length" in names:
            # h11 takes the first of them (RFC 9112, section 6.1 allows both ways);
            # whoever takes the other sees another request behind it.
            raise _Refused(refusal.TWO_LENGTHS)
        if request.method == b"CONNECT":
            raise _Refused(refusal.CONNECT)
        if request.target[:1] == b"/" and b"#" not in request.target:
            return request
        return h11.Request(
            method=request.method,
            headers=request.headers,
            target=_path_of(request),
            http_version=request.http_version,
        )


def _path_of(request: h11.Request) -> bytes:
    """Return the target in origin-form, or the asterisk (RFC 9112, section 3.2)."""
    if request.target == b"*":
        if request.method != b"OPTIONS":
            reason = "the target * belongs to OPTIONS only"
            raise _Refused(refusal.bad_request(reason))
        return b"*"
    try:
        # The fragment is the client's own affair, and is dropped.
        parts = urlsplit(request.target)
    except ValueError as error:
        raise _Refused(refusal.bad_request(f"invalid URL, {error}")) from error
    is_path = request.target[:1] == b"/"
    if not is_path and not (parts.scheme and parts.netloc):
        raise _Refused(refusal.bad_request("the target is neither a path nor a URL"))
    query = b"?" + parts.query if parts.query else b""
    return (parts.path or b"/") + query


class H11Guarded(GuardedProtocol, H11Protocol):  # type: ignore[misc]  # the mixin is typed after uvicorn's other protocol
    """One connection, parsed by h11."""

    conn: _CheckedConnection

    def __init__(self, **uvicorn_arguments: Any) -> None:
        super().__init__(**uvicorn_arguments)
        self.conn = _CheckedConnection(self.limits)
        self._expecting = False

    def reading(self) -> Reading:
        """Tell where in a message the parser is."""
        if self.conn.in_body:
            return Reading.BODY
        waiting = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        return Reading.HEAD if waiting else Reading.NOTHING

    def data_received(self, data: bytes) -> None:
        """Parse what came, or discard it once the connection is to be closed."""
        if self._deaf or self.guarded.lingering:
            self.guarded.discard(len(data))
            return
        before = self.reading()
        if before is Reading.NOTHING:
            if other := refusal.other_protocol(data):
                self.refuse(other)
                return
            # RFC 9112, section 2.2: some clients end a body with an empty line.
            data = data.lstrip(b"\r\n")
            if not data:
                return  # h11 takes nothing for the end of the connection
        self.conn.receive_data(data)
        self.handle_events()
        if self.guarded.is_closing() or self._refusal is not None:
            return
        where = self.reading()
        if where is Reading.NOTHING:
            self.guarded.client_may_send = False
            return
        if where is Reading.BODY and self.cycle.response_complete:
            self.drain(len(data))
        self.unfinished(first=before is not Reading.HEAD)

    def handle_events(self) -> None:
        """Hand on what the parser has found."""
        super().handle_events()
        self._follow()
        if self.conn.verdict is not None and not self._deaf:
            self.refuse(self.conn.verdict)

    def _follow(self) -> None:
        """Note the request that the application was given, and its expectation."""
        cycle = self.cycle
        if cycle is None:
            return
        if cycle is not self._running:
            self._running = cycle
            self._drained = 0
            if cycle.waiting_for_100_continue and self.conn.in_body:
                self._expecting = True
                self._expect_body()
        elif self._expecting:
            self._expecting = False
            self._body_came(keep_alive=True)

    def on_response_complete(self) -> None:
        """Start the next request, or wait for it."""
        self.server_state.total_requests += 1
        if self.guarded.is_closing():
            return
        self._served = True
        self._since = self.loop.time()
        self.flow.resume_reading()
        if self.conn.our_state is h11.DONE and self.conn.their_state is h11.DONE:
            self.conn.start_next_cycle()
            self.handle_events()
            if self.reading() is not Reading.NOTHING and not self._deaf:
                self.unfinished(first=True)
        elif self.conn.in_body:
            self._within(self.limits.linger_seconds)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: the request is answered as the plain one that it is."""
