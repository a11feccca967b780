"""How much, and how long, one connection may ask of the server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one connection; sizes are in bytes, times in seconds."""

    # Browsers send all cookies of "localhost", whatever the port, so a real head can
    # reach the 8 KiB at which many servers stop; none comes near eight times that.
    head_bytes: int = 64 * 1024

    # Clients send 10 to 30 fields, proxies add a few; each one costs far more memory
    # than its bytes. Holds for a request's fields and for its trailer fields.
    fields: int = 256

    # A reader of one connection takes requests in turn, so queued ones only cost
    # memory (about 2 KiB each). Load generators pipeline some tens.
    pipelined: int = 1024

    # A head is one packet, or a few; a person who types it has tools for that.
    head_seconds: float = 10.0

    # Between two bytes of a body that the application waits for.
    body_seconds: float = 30.0

    # Without the client taking a single byte of its reply.
    write_seconds: float = 60.0

    # Longer than the pools of common clients keep an idle connection (Go 90 s, load
    # balancers and .NET 60 s, Java 30 s), so the client closes first and never writes
    # a POST into a connection that the server is just closing.
    keep_alive_seconds: float = 95.0

    # After the client has closed its sending side (``printf ... | nc``) while its
    # reply is under way; a client that is gone altogether looks the same.
    half_closed_seconds: float = 10.0

    # A request whose body was not read is read to its end up to here, so that the
    # connection can be kept (the amount that Go's server takes).
    drain_bytes: int = 256 * 1024

    # Before closing on a client that still sends, so that it can read its reply; many
    # clients read only after they have sent everything. Costs no memory.
    linger_bytes: int = 64 * 1024 * 1024
    linger_seconds: float = 5.0
