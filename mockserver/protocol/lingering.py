"""A transport that closes such that the client can still read its reply.

A socket that is closed while bytes of the client are unread, or arrive later, is
reset by the kernel, and the reset makes the client's kernel throw away a reply that
it has already received. So a connection whose client may still be sending is half
closed first, and what comes is discarded until the client closes or a bound is
reached (RFC 9112, section 9.6).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from mockserver.protocol.limits import Limits

# Copying more than this to save a system call would cost more than the call.
_JOINED_BYTES = 64 * 1024


class LingeringTransport(asyncio.Transport):
    """Wraps a transport; safe to call in any order and after the end."""

    def __init__(
        self,
        raw: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        limits: Limits,
    ) -> None:
        super().__init__()
        self._raw = raw
        self._loop = loop
        self._limits = limits
        self._timer: asyncio.TimerHandle | None = None
        self._allowance = limits.linger_bytes
        self._unsent = 0
        self._writable = True
        self._held = b""
        self.client_may_send = False
        """Whether :meth:`close` must expect more from the client; the protocol sets it."""
        self.client_is_done = False
        """Whether the client has closed its sending side."""
        self.lingering = False
        """Whether what arrives is only to be discarded, by :meth:`discard`."""

    def write(self, data: Any) -> None:
        """Write, unless the end of the reply has been sent or the client is gone.

        The head of a reply and its body are written one after the other. A system
        call is a quarter of what a small reply costs, so a first part is held
        back until the next, or until the event loop comes round.
        """
        if not self._writable:
            return
        if self._held:
            held, self._held = self._held, b""
            if len(data) < _JOINED_BYTES:
                self._raw.write(held + data)
                return
            self._raw.write(held)
        elif len(data) < _JOINED_BYTES:
            self._held = bytes(data)
            self._loop.call_soon(self._flush)
            return
        self._raw.write(data)

    def _flush(self) -> None:
        """Write what is held back, if it has not gone with what followed it."""
        if self._held:
            held, self._held = self._held, b""
            self._raw.write(held)

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        """Write each item as :meth:`write` does."""
        self.write(b"".join(list_of_data))

    def close(self) -> None:
        """Close after what was written is sent, giving the client time to read it."""
        if self.lingering or self._raw.is_closing():
            return
        self._flush()
        if not self.client_may_send or self.client_is_done:
            self.finish()
            return
        self.lingering = True
        self._writable = False
        try:
            self._raw.write_eof()
        except (OSError, RuntimeError):
            # The peer has reset the connection: nobody is left to read the reply.
            self._raw.abort()
            return
        self._raw.resume_reading()
        self._timer = self._loop.call_later(self._limits.linger_seconds, self.finish)

    def discard(self, amount: int) -> None:
        """Count bytes that came after the reply, and close when it is too many."""
        if not self.lingering:
            return  # an earlier reply is still to be sent
        self._allowance -= amount
        if self._allowance < 0:
            self.finish()

    def finish(self) -> None:
        """Close without waiting for the client, once what was written is sent."""
        self._disarm()
        if not self._raw.is_closing():
            self._flush()
        self._raw.close()
        if self._raw.get_write_buffer_size():
            self._unsent = self._raw.get_write_buffer_size()
            self._timer = self._loop.call_later(
                self._limits.write_seconds, self._abort_if_stuck
            )

    def _abort_if_stuck(self) -> None:
        unsent = self._raw.get_write_buffer_size()
        if unsent >= self._unsent:
            self._raw.abort()
            return
        self._unsent = unsent
        self._timer = self._loop.call_later(
            self._limits.write_seconds, self._abort_if_stuck
        )

    def lost(self) -> None:
        """Drop the timer and what is still written; the connection is gone."""
        self._writable = False
        self._held = b""
        self._disarm()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def abort(self) -> None:
        """Close at once; what was written and not sent is lost."""
        self._held = b""
        self._disarm()
        self._raw.abort()

    def is_closing(self) -> bool:
        """Tell whether the end of the reply has been sent, or is about to be."""
        return self.lingering or self._raw.is_closing()

    def pause_reading(self) -> None:
        """Stop reading, unless there is nothing to read or all is discarded."""
        if not self.client_is_done and not self.is_closing():
            self._raw.pause_reading()

    def resume_reading(self) -> None:
        """Read on, unless the client has sent its end."""
        if not self.client_is_done and not self._raw.is_closing():
            self._raw.resume_reading()

    def get_write_buffer_size(self) -> int:
        """Return the number of bytes that the kernel has not taken yet."""
        return len(self._held) + self._raw.get_write_buffer_size()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the wrapped transport knows under ``name``."""
        return self._raw.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the wrapped transport to another protocol."""
        self._raw.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Return the protocol of the wrapped transport."""
        return self._raw.get_protocol()
