"""Serve a deployment over loopback, in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from types import TracebackType

import uvicorn
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.adversary.call import Call, Reply
from tests.adversary.deployment import Deployment
from tests.adversary.front import Front


def application(deployment: Deployment) -> ASGIApp:
    """Make the ASGI application of a deployment.

    It has no routes: a path may hold anything, line ends included, and the
    deployment answers for all of them.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        call = Call(
            request.method,
            scope["path"],
            list(request.query_params.multi_items()),
            {key.lower(): value for key, value in request.headers.items()},
            await request.body(),
        )
        response = _response(await deployment.handle(call))
        await response(scope, receive, send)

    return answer


def _response(reply: Reply) -> Response:
    headers = dict(reply.headers)
    if reply.media is not None:
        headers["content-type"] = reply.media
    data = reply.encoded()
    if reply.chunk is None:
        return Response(data, reply.status, headers)

    def pieces(size: int = reply.chunk) -> Iterator[bytes]:
        for start in range(0, len(data), size):
            yield data[start : start + size]

    return StreamingResponse(pieces(), reply.status, headers)


def _listener(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


class Serving:
    """Serve a deployment; the listening socket is open before the thread starts."""

    def __init__(self, deployment: Deployment, *, port: int = 0) -> None:
        self._deployment = deployment
        self._socket = _listener(port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            application(deployment),
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="off",
            ws="none",
            loop="asyncio",
            date_header=False,
            server_header=False,
            timeout_keep_alive=75,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Serving:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)

    def wait(self) -> None:
        """Wait until the thread ends."""
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        deployment = self._deployment
        tasks = [
            asyncio.ensure_future(chore(deployment)) for chore in deployment.chores
        ]
        behind = self._socket
        front = None
        if deployment.wire is not None:
            behind = _listener(0)
            relay = Front(deployment.wire, behind.getsockname()[1])
            front = await asyncio.start_server(
                relay.serve, sock=self._socket, limit=1 << 24
            )
        await self._server.serve(sockets=[behind])
        if front is not None:
            front.close()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
