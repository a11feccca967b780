"""The ASGI face of wire and budget, for what Schemathesis sends.

Schemathesis believes that it talks to an application in its own process. Each of
its calls is sent on by the session, so it passes the same budget and stands on the
same tape as everything else; what it gets back is what stands on the tape.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from contract_tests.tape.exchange import Exchange, Fields

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Forward: TypeAlias = Callable[[str, Fields, bytes], Exchange | None]

HELD_BACK = "x-contract-tests-held-back"
"""Marks a reply that never left the process: the budget said no."""
_OF_THE_BODY = {"content-length", "content-encoding", "transfer-encoding", "connection"}


class Gateway:
    """Answers each call with the exchange that `forward` makes of it.

    `forward` is given the target (path and query as they are encoded), the header fields
    and the body. Until it is set every call is held back.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        """Serve a document at `/openapi.json`, and send everything else on."""
        self._document = json.dumps(document).encode()
        self.forward: Forward = lambda target, headers, body: None
        self.last: Exchange | None = None
        """The exchange that the last call became, None if it was held back."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call; source: the ASGI specification, version 3."""
        if scope["type"] != "http":
            return
        body = await _body(receive)
        if scope["path"] == "/openapi.json":
            await _reply(
                send, 200, (("content-type", "application/json"),), self._document
            )
            return
        exchange = self.forward(_target(scope), _fields(scope), body)
        self.last = exchange
        if exchange is None or exchange.reply is None:
            await _reply(send, 599, ((HELD_BACK, "1"),), b"")
            return
        reply = exchange.reply
        content = (
            json.dumps(reply.body).encode()
            if reply.has_json
            else (reply.text or "").encode()
        )
        kept = tuple(
            each for each in reply.headers if each[0].lower() not in _OF_THE_BODY
        )
        await _reply(send, reply.status, kept, content)


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _reply(send: Send, status: int, headers: Fields, body: bytes) -> None:
    fields = [
        (name.encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in headers
    ]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


def _target(scope: Scope) -> str:
    raw = scope.get("raw_path") or scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0]
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path


def _fields(scope: Scope) -> Fields:
    left_out = {*_OF_THE_BODY, "host", "user-agent", "accept-encoding", "accept"}
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in scope["headers"]
        if name.decode("latin-1").lower() not in left_out
        # Its number of a case differs from run to run, and is nothing to the target.
        and not name.lower().startswith(b"x-schemathesis")
    )
