"""A client for probes: a few lines that show a defect directly."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

MODELS = (
    "openai:gpt-image-1.5",
    "openai:gpt-image-2",
    "google:gemini-2.5-flash-image",
    "google:gemini-3.1-flash-image-preview",
    "google:gemini-3-pro-image-preview",
)
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply; ``body`` is its JSON value, None where it is no JSON."""

    status: int
    headers: httpx.Headers
    content: bytes
    body: Any

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def image(self) -> dict[str, Any]:
        image: dict[str, Any] = self.body["image"]
        return image

    @property
    def rows(self) -> list[dict[str, Any]]:
        name = "images" if "images" in self.body else "transactions"
        rows: list[dict[str, Any]] = self.body[name]
        return rows


class Api:
    """The five operations of one mock, with the good key unless another is given.

    ``key`` is the name of a well-known key (good, second, poor, revoked), any other
    text as it stands, or None for no Authorization.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        key: str | None = "good",
        headers: Mapping[str, str] | None = None,
        **sent: Any,
    ) -> Answer:
        """Send a request; ``sent`` are the arguments of httpx (json, content, params)."""
        known = ("good", "second", "poor", "revoked")
        token = f"gi_mock_{key}" if key in known else key
        fields = {} if token is None else {"Authorization": f"Bearer {token}"}
        reply = self._client.request(
            method, path, headers={**fields, **(headers or {})}, **sent
        )
        try:
            body = reply.json()
        except ValueError:
            body = None
        return Answer(reply.status_code, reply.headers, reply.content, body)

    def generate(self, prompt: Any = "a cat", **fields: Any) -> Answer:
        """Ask for an image; ``key``, ``headers`` and the fields of the body."""
        sending = {
            name: fields.pop(name) for name in ("key", "headers") if name in fields
        }
        body = {"prompt": prompt, "modelId": MODELS[0], **fields}
        return self.post(body, **sending)

    def post(self, body: Any, **sending: Any) -> Answer:
        """Send any JSON value to generateImage."""
        return self.request("POST", "/api/v1/images/generate", json=body, **sending)

    def images(self, *, key: str | None = "good", **query: Any) -> Answer:
        return self.request("GET", "/api/v1/images", key=key, params=query)

    def image(self, image_id: str, *, key: str | None = "good", **query: Any) -> Answer:
        return self.request("GET", f"/api/v1/images/{image_id}", key=key, params=query)

    def account(self, *, key: str | None = "good", **sending: Any) -> Answer:
        return self.request("GET", "/api/v1/account", key=key, **sending)

    def usage(self, *, key: str | None = "good", **query: Any) -> Answer:
        return self.request("GET", "/api/v1/usage", key=key, params=query)

    def balance(self, *, key: str = "good") -> int:
        balance: int = self.account(key=key).body["creditBalance"]
        return balance

    def at_once(self, *calls: Callable[[], Answer]) -> list[Answer]:
        """Make calls at the same time; the replies come in the order of the calls."""
        with ThreadPoolExecutor(len(calls)) as pool:
            return [each.result() for each in [pool.submit(call) for call in calls]]

    def raw(self, head: str, body: bytes = b"") -> bytes:
        """Send bytes and return all that comes back until the connection ends.

        ``head`` is the request line with fields, by line feeds; Host and
        ``Connection: close`` are added.
        """
        host, _, port = self.url.removeprefix("http://").partition(":")
        lines = [*head.strip().split("\n"), f"Host: {host}", "Connection: close"]
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)


Probe = Callable[[Api], bool]
"""Tells whether a mock shows what a defect or variant does."""
