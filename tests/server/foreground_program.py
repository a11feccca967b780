"""A program for the tests of the foreground: serves one of the test applications."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from mockserver.server import serve
from mockserver.server.lifespan import AsgiApp
from tests.server.apps import Message, Receive, Send, Waiting, echo


async def blocking(scope: Message, receive: Receive, send: Send) -> None:
    """Block the event loop; nothing may be done like this."""
    if scope["type"] == "http":
        sys.stderr.write("blocking\n")
        sys.stderr.flush()
        time.sleep(60)
    await echo(scope, receive, send)


async def refusing(scope: Message, receive: Receive, send: Send) -> None:
    """Refuse to start."""
    raise LookupError("no such document")


APPS: dict[str, AsgiApp] = {
    "echo": echo,
    "waiting": Waiting(),
    "blocking": blocking,
    "refusing": refusing,
}


def main() -> int:
    """Serve as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("app", choices=APPS)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--uds", type=Path)
    parser.add_argument("--port-file", type=Path)
    options = parser.parse_args()
    return serve(
        APPS[options.app],
        host=options.host,
        port=options.port,
        uds=options.uds,
        port_file=options.port_file,
    )


if __name__ == "__main__":
    sys.exit(main())
