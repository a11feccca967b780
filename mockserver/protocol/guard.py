"""What both HTTP parsers have in common: time limits, refusals and the end.

A connection has one timer. It is armed when the connection is made, looks when it
fires how long the connection has been waiting for the client, and is armed again for
the rest; only an unfinished request or a client that does not read brings it forward.
A request that arrives in one piece therefore costs a timestamp and no timer.
"""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, cast

from uvicorn.protocols.http.flow_control import CLOSE_HEADER

from mockserver.protocol.limits import Limits
from mockserver.protocol.lingering import LingeringTransport
from mockserver.protocol.refusal import Refusal, too_slow

if TYPE_CHECKING:
    # The mixin reads attributes that uvicorn's two protocols share; one of them stands
    # for both, as uvicorn names no type for what they share.
    from uvicorn.protocols.http.httptools_impl import (
        HttpToolsProtocol as UvicornProtocol,
    )
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
else:
    UvicornProtocol = object

_log = logging.getLogger("mockserver.protocol")

# Stands in for the logger of a request that is cut off, so that its cancellation is
# not reported as an error of the application.
_silent = logging.Logger("mockserver.protocol.cut", level=logging.CRITICAL + 1)

# Timers may fire a little early; waiting less than this is not worth a second one.
_TICK = 0.001


class Reading(Enum):
    """Where in a message the bytes read so far end."""

    NOTHING = "between two messages"
    HEAD = "in a head"
    BODY = "in a body"


class GuardedProtocol(UvicornProtocol):
    """Mixed in before a protocol of uvicorn; a subclass tells where its parser is."""

    limits: ClassVar[Limits]
    guarded: LingeringTransport

    def __init__(self, **uvicorn_arguments: Any) -> None:
        super().__init__(**uvicorn_arguments)
        # uvicorn would log each request wherever any handler is installed.
        self.access_log = False
        self._timer: asyncio.TimerHandle | None = None
        self._since = 0.0
        self._unsent = 0
        self._write_since = 0.0
        self._eof_since = 0.0
        self._drained = 0
        self._served = False
        self._deaf = False
        self._refusal: Refusal | None = None
        self._running: RequestResponseCycle | None = None

    @abstractmethod
    def reading(self) -> Reading:
        """Tell where in a message the parser is."""

    # The life of a connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock of a new connection."""
        # uvloop's transports have the methods of asyncio's, not the class.
        raw = cast(asyncio.Transport, transport)
        self.guarded = LingeringTransport(raw, self.loop, self.limits)
        super().connection_made(self.guarded)
        self._since = self.loop.time()
        self._arm(self._since + self._shortest)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock, and tell every unanswered request that its client is gone."""
        self._disarm()
        self.guarded.lost()
        for cycle in self._unanswered():
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def eof_received(self) -> bool | None:  # type: ignore[override]  # uvicorn's returns None, asyncio's also True
        """Let a request that is complete be answered, close otherwise."""
        self.guarded.client_is_done = True
        if self.guarded.lingering or self.reading() is not Reading.NOTHING:
            return False
        if not self._busy():
            return False
        self._end_after(self.cycle)
        self._eof_since = self.loop.time()
        self._within(self.limits.half_closed_seconds)
        return True

    def shutdown(self) -> None:
        """Close an idle connection; a busy one closes behind its last reply."""
        if self._busy():
            self._end_after(self.cycle)
        else:
            self.guarded.finish()

    def cut(self) -> None:
        """Close at once, whatever is under way."""
        for cycle in self._unanswered():
            cycle.logger = _silent
            cycle.disconnected = True
            cycle.message_event.set()
        self.guarded.abort()

    # Replies of the server itself

    def refuse(self, refusal: Refusal) -> None:
        """Answer the message that is being read, behind earlier replies, and close."""
        self._deaf = True
        _log.info("refused a request: %s", refusal.message)
        if self.reading() is Reading.BODY and not self._give_up(self.cycle):
            return
        if self._busy():
            self._refusal = refusal
        else:
            self._send_refusal(refusal)

    def _give_up(self, cycle: RequestResponseCycle) -> bool:
        """Take the request away from the application; tell if it can still be refused."""
        if cycle.response_complete:
            self._close_on_sender()
            return False
        cycle.disconnected = True
        cycle.message_event.set()
        self._forget_queued(cycle)
        if cycle.response_started:
            self.guarded.abort()
            return False
        return True

    def _send_refusal(self, refusal: Refusal) -> None:
        self.guarded.write(refusal.encode(self.server_state.default_headers))
        self._close_on_sender()

    def _close_on_sender(self) -> None:
        self._deaf = True
        self.guarded.client_may_send = True
        self.guarded.close()

    # Requests and their replies

    def _busy(self) -> bool:
        """Tell whether the application owes a reply."""
        running = self._running
        return (
            running is not None
            and not running.response_complete
            and not running.disconnected
        )

    def _unanswered(self) -> list[RequestResponseCycle]:
        """Return the cycles, running and queued, whose reply is not complete."""
        cycles = [self._running, self.cycle]
        return [c for c in cycles if c is not None and not c.response_complete]

    def _forget_queued(self, cycle: RequestResponseCycle) -> None:
        """Drop a cycle that has not been started; a parser without a queue has none."""

    def _end_after(self, cycle: RequestResponseCycle) -> None:
        """Let the connection close behind the reply of ``cycle``, and say so in it."""
        cycle.keep_alive = False
        if cycle.response_started:
            return
        if CLOSE_HEADER not in cycle.default_headers:
            cycle.default_headers = [*cycle.default_headers, CLOSE_HEADER]

    def _expect_body(self) -> None:
        """Close behind a final reply to ``Expect: 100-continue`` without a body.

        Whether the client sends the body then is its choice (RFC 9110, section
        10.1.1), so what follows on the connection could not be told apart.
        """
        self._end_after(self.cycle)

    def _body_came(self, *, keep_alive: bool) -> None:
        """Undo :meth:`_expect_body`, now that the client sends its body."""
        cycle = self.cycle
        if keep_alive and not cycle.response_started:
            cycle.keep_alive = True
            cycle.default_headers = self.server_state.default_headers

    # The clock

    @property
    def _shortest(self) -> float:
        """The shorter of the times for which nothing brings the timer forward."""
        return min(self.limits.head_seconds, self.limits.keep_alive_seconds)

    def unfinished(self, *, first: bool) -> None:
        """Start the clock of a head or body of which more is to come.

        ``first`` tells that these are the first bytes of a head; what follows does
        not prolong its time, while each piece of a body does.
        """
        if self.reading() is Reading.HEAD:
            if first:
                self._since = self.loop.time()
            self._within(self.limits.head_seconds)
            return
        self.guarded.client_may_send = True
        self._since = self.loop.time()
        self._within(self.limits.body_seconds)

    def drain(self, amount: int) -> None:
        """Count bytes of a body whose reply is complete; close when it is too many."""
        self._drained += amount
        if self._drained > self.limits.drain_bytes:
            self._close_on_sender()

    def pause_writing(self) -> None:
        """Start the clock of a client that does not read."""
        super().pause_writing()
        self._write_since = self.loop.time()
        self._unsent = self.guarded.get_write_buffer_size()
        self._within(self.limits.write_seconds)

    def resume_writing(self) -> None:
        """Stop the clock of :meth:`pause_writing`."""
        super().resume_writing()
        self._unsent = 0

    def _within(self, seconds: float) -> None:
        """See that the timer fires in ``seconds`` at the latest."""
        at = self.loop.time() + seconds
        if self._timer is None or self._timer.when() > at:
            self._disarm()
            self._arm(at)

    def _arm(self, at: float) -> None:
        self._timer = self.loop.call_at(at, self._on_timer)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        if self.guarded.is_closing():
            return  # the transport has a clock of its own for its end
        now = self.loop.time()
        if self.guarded.get_write_buffer_size():
            left = self._left_to_write(now)
        else:
            left = self._left_to_read(now)
        if left is not None:
            self._arm(now + max(left, _TICK))

    def _left_to_write(self, now: float) -> float | None:
        unsent = self.guarded.get_write_buffer_size()
        if not 0 < self._unsent <= unsent:
            self._write_since = now
        self._unsent = unsent
        left = self._write_since + self.limits.write_seconds - now
        if left > 0:
            return left
        _log.info("closed a connection: the client does not read its reply")
        self.guarded.abort()
        return None

    def _left_to_read(self, now: float) -> float | None:
        reading = self.reading()
        if reading is Reading.BODY:
            return self._left_for_body(now)
        if self._busy():
            return self._left_for_reply(now)
        limits = self.limits
        if reading is Reading.HEAD:
            limit = limits.head_seconds
        elif self._served:
            limit = limits.keep_alive_seconds
        else:
            limit = limits.head_seconds
        left = self._since + limit - now
        if left > 0:
            return left
        if reading is Reading.HEAD:
            self.refuse(too_slow("the whole request head", limit))
        else:
            self.guarded.finish()
        return None

    def _left_for_body(self, now: float) -> float | None:
        cycle, limits = self.cycle, self.limits
        if cycle.response_complete:
            left = self._since + limits.linger_seconds - now
            if left <= 0:
                self._close_on_sender()
                return None
            return left
        if self._application_is_at_work(cycle):
            self._since = now
        left = self._since + limits.body_seconds - now
        if left > 0:
            return left
        self.refuse(too_slow("more of the request body", limits.body_seconds))
        return None

    def _application_is_at_work(self, cycle: RequestResponseCycle) -> bool:
        """Tell whether the application, rather than the client, is what takes time."""
        return (
            cycle is not self._running
            or self.flow.read_paused
            or cycle.waiting_for_100_continue
            or cycle.response_started
            or bool(cycle.body)
        )

    def _left_for_reply(self, now: float) -> float | None:
        self._since = now
        if not self.guarded.client_is_done:
            return self._shortest
        left = self._eof_since + self.limits.half_closed_seconds - now
        if left <= 0:
            self.guarded.finish()
            return None
        return left
