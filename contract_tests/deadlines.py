"""Connections of which no wait outlasts the request that it is for.

The timeouts of an HTTP client start anew with each byte, so a target that sends a
byte of a header every few seconds could hold a run for days. Here all waits of a
request end at one instant.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class Deadlines(httpcore.NetworkBackend):
    """Opens connections whose waits end at the deadline of the thread's request."""

    def __init__(self) -> None:
        """Begin without a deadline."""
        self._inner = httpcore.SyncBackend()
        self._of_thread = threading.local()

    def set(self, instant: float) -> None:
        """Set the deadline of what this thread sends next, as `perf_counter` counts."""
        self._of_thread.instant = instant

    def rest(
        self, timeout: float | None, late: type[Exception] = httpcore.ReadTimeout
    ) -> float:
        """Return the seconds that may be waited; raises `late` if none are left."""
        rest: float = self._of_thread.instant - time.perf_counter()
        if rest <= 0:
            raise late("the time for the whole reply is over")
        return rest if timeout is None else min(rest, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host."""
        rest = self.rest(timeout, httpcore.ConnectTimeout)
        stream = self._inner.connect_tcp(
            host, port, rest, local_address, socket_options
        )
        return _Stream(stream, self)

    def sleep(self, seconds: float) -> None:
        """Sleep, which the retries of a connection do; none are asked for."""
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection whose waits end at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadlines: Deadlines) -> None:
        self._inner = inner
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, or wait for it."""
        return self._inner.read(max_bytes, self._deadlines.rest(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        rest = self._deadlines.rest(timeout, httpcore.WriteTimeout)
        self._inner.write(buffer, rest)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS over it."""
        rest = self._deadlines.rest(timeout, httpcore.ConnectTimeout)
        stream = self._inner.start_tls(ssl_context, server_hostname, rest)
        return _Stream(stream, self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection says of itself."""
        return self._inner.get_extra_info(info)
