"""Probes of header fields and of how replies are sent."""

from __future__ import annotations

import socket
from collections.abc import Mapping

import httpx

from tests.defects.api import Api, Probe

READ = "GET /api/v1/images HTTP/1.1\nAuthorization: Bearer gi_mock_good"


def content_type(api: Api) -> str:
    return api.account().headers["Content-Type"]


def head(api: Api) -> bytes:
    return api.raw(READ).partition(b"\r\n\r\n")[0].lower()


def coded(coding: str) -> Probe:
    def probe(api: Api) -> bool:
        told = api.images(limit=5), api.raw(READ)
        return (
            told[0].headers.get("Content-Encoding") == coding
            and len(told[0].rows) == 5
            and b"content-encoding" not in told[1].lower()
        )

    return probe


def chunked(api: Api) -> bool:
    return b"transfer-encoding: chunked" in head(api) and len(api.images().rows) == 20


def in_pieces(api: Api) -> bool:
    """Tell whether what comes first is less than the whole reply."""
    whole = len(api.raw(READ))
    return any(len(first_part(api)) < whole - 1000 for _ in range(10))


def first_part(api: Api) -> bytes:
    host, _, port = api.url.removeprefix("http://").partition(":")
    fields = [*READ.split("\n"), f"Host: {host}", "", ""]
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall("\r\n".join(fields).encode())
        return connection.recv(65536)


def cut_once(api: Api) -> bool:
    ends = []
    for _ in range(9):
        try:
            ends.append(api.images().ok)
        except httpx.RemoteProtocolError:
            ends.append(False)
    return ends == [True] * 6 + [False, True, True]


def more_headers(api: Api) -> bool:
    fields = api.account().headers
    return {"set-cookie", "etag", "cache-control", "via"} <= set(fields)


def challenge(api: Api) -> str | None:
    told: str | None = api.account(key=None).headers.get("WWW-Authenticate")
    return told


PROBES: Mapping[str, Probe] = {
    "charset-utf-8": lambda api: content_type(api) == "application/json; charset=utf-8",
    "media-type-in-capitals": lambda api: (
        content_type(api) == 'Application/JSON;charset="UTF-8"'
    ),
    "many-more-headers": more_headers,
    "no-cors": lambda api: "Access-Control-Allow-Origin" not in api.account().headers,
    "no-request-id": lambda api: "X-Request-Id" not in api.account().headers,
    "challenge-long": lambda api: "invalid_token" in (challenge(api) or ""),
    "challenge-absent": lambda api: challenge(api) is None,
    "gzip": coded("gzip"),
    "deflate": coded("deflate"),
    "chunked": chunked,
    "body-in-pieces": in_pieces,
    "connection-closed-each-time": lambda api: (
        api.account().headers.get("Connection") == "close"
    ),
    "one-read-cut-off": cut_once,
}
