"""The guarded protocol over h11, where httptools is not installed.

h11 limits the bytes of a head and of a trailer itself; what it does not limit is
checked on its events, before uvicorn sees them.
"""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from mockserver.protocol import refusal
from mockserver.protocol.guard import GuardedProtocol, Reading
from mockserver.protocol.limits import Limits
from mockserver.protocol.refusal import Refusal

# What h11's next_event may return besides an event.
_NOT_EVENTS = (h11.NEED_DATA, h11.PAUSED)


class _Refused(h11.RemoteProtocolError):
    """Passes a refusal through uvicorn's handling of broken requests."""

    def __init__(self, verdict: Refusal) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


class _CheckedConnection(h11.Connection):
    """h11's state machine with a limit on fields, and one form of target."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, limits.head_bytes)
        self._limits = limits
        self.in_body = False

    def next_event(self) -> Any:
        """Return the next event; raise h11.RemoteProtocolError when it is refused."""
        event = super().next_event()
        if event in _NOT_EVENTS:
            return event
        if isinstance(event, h11.Request):
            event = self._checked(event)
            self.in_body = True
        elif isinstance(event, h11.EndOfMessage):
            limit = self._limits.fields
            if len(event.headers) > limit:
                raise _Refused(refusal.too_many_fields(limit, kind="trailer"))
            self.in_body = False
        return event

    def _checked(self, request: h11.Request) -> h11.Request:
        limit = self._limits.fields
        if len(request.headers) > limit:
            raise _Refused(refusal.too_many_fields(limit))
        if request.method == b"CONNECT":
            raise _Refused(refusal.CONNECT)
        if request.target[:1] == b"/":
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
        parts = urlsplit(request.target)
    except ValueError as error:
        raise _Refused(refusal.bad_request(f"invalid URL, {error}")) from error
    if not parts.scheme or not parts.netloc:
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
        if self._deaf:
            if self.guarded.lingering:
                self.guarded.discard(len(data))
            return
        was_in_head = self.reading() is Reading.HEAD
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
        self.unfinished(first=not was_in_head)

    def handle_events(self) -> None:
        """Hand on what the parser has found."""
        super().handle_events()
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

    def send_400_response(self, msg: str) -> None:
        """Refuse what h11 or the checks of its events have found to be broken."""
        error = sys.exc_info()[1]  # uvicorn calls this from its except clause
        if isinstance(error, _Refused):
            self.refuse(error.verdict)
            return
        if not isinstance(error, h11.RemoteProtocolError):
            self.refuse(refusal.bad_request(msg))
        elif error.error_status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            limit = self.limits.head_bytes
            in_body = self.reading() is Reading.BODY
            too_large = refusal.too_large_framing if in_body else refusal.too_large_head
            self.refuse(too_large(limit))
        elif error.error_status_hint == HTTPStatus.NOT_IMPLEMENTED:
            self.refuse(refusal.TRANSFER_CODING)
        else:
            self.refuse(refusal.bad_request(str(error)))

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
