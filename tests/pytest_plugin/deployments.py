"""Deployments to judge: the mock, as it is or with defects; requests are counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver import create_app
from mockserver.server import ServerThread

KEY = "gi_mock_secret-7f3a"
PROBED = ("PAG-*", "SEC-06", "IMG-05")
"""Globs of clauses that the defects touch, or that are skipped without more keys."""


class Deployment:
    """The mock behind a layer that counts and, if told so, is wrong.

    Its defects: pages tell a limit that is one too high (PAG-01 and others fail), and a
    401 has no WWW-Authenticate (SEC-06 warns).
    """

    def __init__(self, *, faulty: bool = False) -> None:
        self.url = ""
        self.requests = 0
        self._faulty = faulty
        self._mock: ASGIApp = create_app(
            picture="plain", picture_size=64, api_keys={KEY: 1000}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        if scope["type"] != "http":
            await self._mock(scope, receive, send)
            return
        self.requests += 1
        if not self._faulty:
            await self._mock(scope, receive, send)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._mock(scope, receive, keep)
        for message in _spoiled(messages):
            await send(message)


def _spoiled(messages: list[Message]) -> list[Message]:
    start = messages[0]
    content = b"".join(each.get("body", b"") for each in messages[1:])
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    if isinstance(body, dict) and "limit" in body:
        content = json.dumps(body | {"limit": body["limit"] + 1}).encode()
    dropped = (b"www-authenticate", b"content-length", b"transfer-encoding")
    headers = [each for each in start["headers"] if each[0].lower() not in dropped]
    headers.append((b"content-length", str(len(content)).encode()))
    return [
        {**start, "headers": headers},
        {"type": "http.response.body", "body": content},
    ]


@contextmanager
def deployment(*, faulty: bool = False) -> Iterator[Deployment]:
    """Serve a deployment on a free port."""
    served = Deployment(faulty=faulty)
    with ServerThread(served) as server:
        served.url = server.url
        yield served
