"""HTTP/1.1 over one connection: uvicorn's protocols with limits on size and time.

uvicorn reads headers without end, waits for a client without end, and closes on a
client that is still sending. The protocols made here do not; nothing else differs.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Literal

from mockserver.protocol.limits import Limits

__all__ = ["Limits", "Parser", "hardened_protocol"]

Parser = Literal["auto", "httptools", "h11"]


def hardened_protocol(
    limits: Limits, *, parser: Parser = "auto"
) -> type[asyncio.Protocol]:
    """Return a protocol class for uvicorn (its ``http`` setting) that keeps ``limits``.

    ``auto`` takes httptools where it is installed, which is several times faster.
    """
    if parser == "auto":
        parser = "h11" if find_spec("httptools") is None else "httptools"
    # Each parser is imported only when it is used: it may not be installed, and
    # uvicorn with it takes most of the start-up time.
    if parser == "h11":
        from mockserver.protocol.h11_protocol import H11Guarded

        return type("HardenedH11", (H11Guarded,), {"limits": limits})
    from mockserver.protocol.httptools_protocol import HttpToolsGuarded

    return type("HardenedHttpTools", (HttpToolsGuarded,), {"limits": limits})
