"""The guarded protocol over httptools (llhttp), uvicorn's fast one.

llhttp limits neither a head nor the fields of a trailer, leaves the connection of an
``Upgrade`` that nobody does in the middle of a body, and takes HTTP/0.9 and 2.0.
"""

from __future__ import annotations

import re
from typing import Any

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from mockserver.protocol import refusal
from mockserver.protocol.guard import GuardedProtocol, Reading
from mockserver.protocol.refusal import Refusal

# A method (RFC 9110, section 5.6.2) that llhttp does not know, rather than noise.
_METHOD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ ")

# Bytes of chunk framing that one byte of a body may cost: a chunk of one byte has
# five, and some clients add a short extension.
_FRAMING_PER_BYTE = 16


class _Refused(Exception):
    """Stops the parser inside a callback; the refusal stands in the protocol."""


class HttpToolsGuarded(GuardedProtocol, HttpToolsProtocol):
    """One connection, parsed by httptools."""

    def __init__(self, **uvicorn_arguments: Any) -> None:
        super().__init__(**uvicorn_arguments)
        self._in_message = False
        self._in_head = False
        # A message that begins where a piece does is charged for all of the piece.
        self._at_start = False
        self._began = False
        self._behind = False
        self._spare = 0
        self._hosts = 0
        self._coding_is_known = True
        self._verdict: Refusal | None = None
        self._upgrading = False
        self._replaying: list[tuple[bytes, bytes]] | None = None

    def reading(self) -> Reading:
        """Tell where in a message the parser is."""
        if self._in_head:
            return Reading.HEAD
        return Reading.BODY if self._in_message else Reading.NOTHING

    def data_received(self, data: bytes) -> None:
        """Parse what came, or discard it once the connection is to be closed."""
        if self._deaf or self.guarded.lingering:
            self.guarded.discard(len(data))
            return
        self._at_start = not self._in_message
        self._began = self._behind = False
        spare = self.limits.head_bytes if self._at_start else self._spare
        self._spare = spare - len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as stop:
            self._go_on_without_upgrade(data[stop.args[0] :])
        except httptools.HttpParserError as error:
            self._refuse_broken(error, data)
        else:
            if self._in_message and not self.guarded.is_closing():
                self._check_unfinished()

    def _check_unfinished(self) -> None:
        limits = self.limits
        if self._spare < 0:
            too_large = (
                refusal.too_large_head if self._in_head else refusal.too_large_framing
            )
            self.refuse(too_large(limits.head_bytes))
        elif self._in_head and len(self.headers) > limits.fields:
            self.refuse(refusal.too_many_fields(limits.fields))
        else:
            self.unfinished(first=self._began)

    def _refuse_broken(self, error: httptools.HttpParserError, data: bytes) -> None:
        if self._verdict is not None:
            self.refuse(self._verdict)
        elif self.guarded.is_closing() or self._deaf:
            return
        elif self._in_head and (other := refusal.other_protocol(data)):
            self.refuse(other)
        elif (
            isinstance(error, httptools.HttpParserInvalidMethodError)
            and not self._behind  # where in the piece it begins is not known
            and _METHOD.match(data)
        ):
            self.refuse(refusal.UNKNOWN_METHOD)
        else:
            self.refuse(refusal.bad_request(str(error)))

    def _stop_with(self, verdict: Refusal) -> _Refused:
        """Note what a callback refuses; the caller raises the result."""
        self._verdict = verdict
        return _Refused()

    # Callbacks of the parser

    def on_message_begin(self) -> None:
        """Start a request."""
        if self._deaf:
            raise _Refused  # no more is taken on this connection
        self._in_message = self._in_head = self._began = True
        if self._at_start:
            self._at_start = False
        else:
            # Begun behind another message in one piece: charged from the next one on.
            self._behind = True
            self._spare = self.limits.head_bytes
        self._hosts = 0
        self._drained = 0
        self._coding_is_known = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field, in lower case."""
        name = name.lower()
        if name == b"host":
            self._hosts += 1
        elif name == b"expect":
            self.expect_100_continue = value.lower() == b"100-continue"
        elif name == b"transfer-encoding":
            self._coding_is_known = value.strip().lower() == b"chunked"
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Hand the request to the application, or refuse it."""
        if (
            self._hosts != 1
            or self._spare < 0
            or len(self.headers) > self.limits.fields
            or not self._coding_is_known
            or self.parser.get_http_version() != "1.1"
        ):
            self._check_head()
        if self.parser.should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                raise self._stop_with(refusal.CONNECT)
            self._upgrading = True
            return
        asterisk = self.url[:1] != b"/" and self._rewrite_target()
        if self._replaying is not None:
            # What the application sees is what the client has sent.
            self.headers[:] = self._replaying
        self._in_head = False
        super().on_headers_complete()
        if asterisk:
            self.scope["path"] = "*"
            self.scope["raw_path"] = b"*"
        if self.expect_100_continue:
            self._expect_body()
        # Trailer fields are not header fields (RFC 9110, section 6.5.1).
        self.headers = []
        if len(self.pipeline) >= self.limits.pipelined:
            self._end_after(self.cycle)
            self.guarded.client_may_send = True
            self._deaf = True

    def _check_head(self) -> None:
        """Look closer at a head that has something unusual."""
        limits = self.limits
        if len(self.headers) > limits.fields:
            raise self._stop_with(refusal.too_many_fields(limits.fields))
        # The piece that ends the head may hold a body, too: only now count exactly.
        if self._spare < 0 and self._head_size() > limits.head_bytes:
            raise self._stop_with(refusal.too_large_head(limits.head_bytes))
        version = self.parser.get_http_version()
        if version == "1.1":
            if self._hosts != 1:
                # RFC 9112, section 3.2
                reason = f"HTTP/1.1 needs one Host field, here are {self._hosts}"
                raise self._stop_with(refusal.bad_request(reason))
        elif version != "1.0":
            raise self._stop_with(refusal.HTTP_VERSION)
        if not self._coding_is_known:
            raise self._stop_with(refusal.TRANSFER_CODING)

    def _head_size(self) -> int:
        line = len(self.parser.get_method()) + len(self.url) + len("  HTTP/1.1\r\n")
        fields = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return line + fields + 2

    def _rewrite_target(self) -> bool:
        """Make an origin-form of the other forms (RFC 9112, section 3.2).

        Return whether it is the asterisk, which has no path.
        """
        if self.url == b"*":
            if self.parser.get_method() != b"OPTIONS":
                reason = "the target * belongs to OPTIONS only"
                raise self._stop_with(refusal.bad_request(reason))
            self.url = b"/"
            return True
        parsed = httptools.parse_url(self.url)
        # Either part is None, whatever the stubs say, where the URL ends before it.
        path: bytes | None = parsed.path
        query: bytes | None = parsed.query
        self.url = (path or b"/") + (b"?" + query if query else b"")
        return False

    def on_body(self, body: bytes) -> None:
        """Hand on a piece of the body, or count it when nobody wants it any more."""
        size = len(body)
        refund = self._spare + size * (1 + _FRAMING_PER_BYTE)
        self._spare = min(refund, self.limits.head_bytes)
        if self.cycle.response_complete:
            self.drain(size)
            return
        if self.expect_100_continue:
            self._client_goes_on()
        super().on_body(body)

    def _client_goes_on(self) -> None:
        self.expect_100_continue = False
        self._body_came(keep_alive=self.parser.should_keep_alive())

    def on_message_complete(self) -> None:
        """End a request; the next one may begin in the same piece."""
        if self._upgrading:
            return
        if len(self.headers) > self.limits.fields:
            limit = self.limits.fields
            raise self._stop_with(refusal.too_many_fields(limit, kind="trailer"))
        self._in_message = False
        self.guarded.client_may_send = False
        if self.expect_100_continue:
            self._client_goes_on()
        # uvicorn leaves a body of which it has answered the request "to come" for ever.
        cycle = self.cycle
        cycle.more_body = False
        if not cycle.response_complete:
            cycle.message_event.set()

    # Upgrades

    def _go_on_without_upgrade(self, rest: bytes) -> None:
        """Read an upgrade request as the plain request that it also is.

        A server may ignore Upgrade (RFC 9110, section 7.8), but llhttp skips the body
        of such a request: a fresh parser is given the head again, less the upgrade.
        Java's HTTP client offers h2c with every first request.
        """
        self._upgrading = False
        method, url, sent = self.parser.get_method(), self.url, self.headers
        kept = [f for f in sent if f[0] not in (b"upgrade", b"connection")]
        tokens = _connection_options(sent)
        if tokens:
            kept.append((b"connection", b", ".join(tokens)))
        version = self.parser.get_http_version().encode()
        head = b"%s %s HTTP/%s\r\n" % (method, url, version)
        head += b"".join(b"%s: %s\r\n" % field for field in kept)
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self._in_message = self._in_head = False
        self._replaying = sent
        try:
            self.data_received(head + b"\r\n")
        finally:
            self._replaying = None
        if rest and not self.guarded.is_closing():
            self.data_received(rest)

    # Replies

    def _start_asgi_task(
        self, cycle: RequestResponseCycle, app: ASGI3Application
    ) -> None:
        self._running = cycle
        task = self.loop.create_task(cycle.run_asgi(app))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def on_response_complete(self) -> None:
        """Start the next request, or wait for it."""
        self.server_state.total_requests += 1
        if self.guarded.is_closing():
            return
        self._served = True
        self._since = self.loop.time()
        if self.pipeline:
            # uvicorn reads on here already, so a client that pipelines for ever would
            # fill the memory.
            self._start_asgi_task(*self.pipeline.pop())
            return
        self.flow.resume_reading()
        if self._refusal is not None:
            self._send_refusal(self._refusal)
        elif self._in_message and not self._in_head:
            self.drain(0)
            self._within(self.limits.linger_seconds)

    def _forget_queued(self, cycle: RequestResponseCycle) -> None:
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: the request is answered as the plain one that it is."""


def _connection_options(headers: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Return the options of all Connection fields but those of an upgrade."""
    options = [
        option.strip()
        for name, value in headers
        if name == b"connection"
        for option in value.split(b",")
    ]
    upgrades = (b"", b"upgrade", b"http2-settings")
    return [option for option in options if option.lower() not in upgrades]
