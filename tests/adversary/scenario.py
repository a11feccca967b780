"""A fixed session of a client, to see what a defect changes.

The session stays inside what a contract test may do: eight images, about two
hundred requests, four keys. Ids and clocks are made repeatable for its length,
so two runs of one deployment give the same transcript.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.adversary.api import (
    FLASH,
    FLASH_31,
    GOOD_KEY,
    GPT_2,
    GPT_15,
    POOR_KEY,
    PRO,
    REVOKED_KEY,
    SECOND_KEY,
)
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment

Body = dict[str, Any]
Headers = dict[str, str]
ODD = (
    ' Line one\nsays "it\'s" <b>&amp;</b> \\ e\u0301 \u00c5\ufb01 '
    "\u202b\u05e9\u05dc\u05d5\u05dd\u202c \U0001f469\u200d\U0001f3a8  "
)
ORDERS: tuple[Body, ...] = (
    {"prompt": "a red kite over dunes", "modelId": FLASH},
    {"prompt": "x", "modelId": GPT_15, "aspectRatio": "3:2", "style": "oil"},
    {
        "prompt": "a" * 1999 + "b",
        "modelId": FLASH_31,
        "aspectRatio": "2:3",
        "thinkingLevel": "deep",
    },
    {"prompt": "😀" * 2000, "modelId": PRO, "aspectRatio": "16:9"},
    {
        "prompt": ODD,
        "modelId": GPT_2,
        "aspectRatio": "9:16",
        "style": "Línea é Å 線画 ofﬁcial",
    },
    {
        "prompt": "a boat",
        "modelId": PRO,
        "aspectRatio": "4:3",
        "thinkingLevel": "default",
    },
    {
        "prompt": "a boat",
        "modelId": PRO,
        "aspectRatio": "3:4",
        "thinkingLevel": "deep",
    },
    {"prompt": "a long quay", "modelId": FLASH_31, "aspectRatio": "21:9"},
)
VALID: Body = {"prompt": "never bought", "modelId": "google:gemini-2.5-flash-image"}
TYPES: tuple[Any, ...] = (None, 5, True, [], {}, "")
THINKS: Body = {**VALID, "modelId": PRO}
WRONG: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("prompt", (*TYPES, "a" * 2001, "a" * 2040, "😀" * 2001, "b" * 9000)),
    ("modelId", (*TYPES, "dall-e-3", PRO.upper(), PRO + " ", PRO[7:], PRO[:-3])),
    ("modelId", (PRO + "-2",)),
    ("aspectRatio", (*TYPES, "5:4", "16x9", "1:1 ")),
    ("style", TYPES[:-1]),
    ("thinkingLevel", (*TYPES, "max", "Deep")),
    ("n", (1,)),
    ("creditCost", (1,)),
    ("id", ("x",)),
    ("createdAt", ("x",)),
    ("providerId", ("x",)),
    ("userId", ("x",)),
    ("seed", (None,)),
)
BAD: tuple[Any, ...] = (
    *({**THINKS, name: value} for name, values in WRONG for value in values),
    {"prompt": "x", "modelId": PRO, "extra": 1, "aspectRatio": "no"},
    {"modelId": PRO},
    {"prompt": "x"},
    {},
    [],
    "text",
    5,
    None,
    True,
)
RAW = (b"", b'{"prompt": "x", "modelId"', b"prompt=x", b'{"prompt": "\xff"}')
LIMITS = ("0", "-1", "101", "150", "1000", "99999999999", "abc", "1.5", "10abc")
OFFSETS = ("-1", "-7", "abc", "1.5", "5abc")
PAGES = (
    "",
    "?limit=1",
    "?limit=7",
    "?limit=20&offset=20",
    "?limit=30&offset=25",
    "?limit=50&offset=50",
    "?limit=7&offset=3",
    "?limit=100",
    "?limit=100&offset=1",
    "?offset=5",
    "?offset=1000",
    "?limit=1&offset=2",
    "?limit=10",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as a client sees it."""

    what: str
    status: int
    media: str | None
    data: bytes
    headers: tuple[tuple[str, str], ...]


class Client:
    """Send calls straight to a deployment, and keep every answer."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.seen: list[Seen] = []

    async def send(
        self,
        method: str,
        target: str,
        key: str | None = GOOD_KEY,
        data: bytes = b"",
        headers: Headers | None = None,
    ) -> Any:
        """Send one call; give the decoded body back, or nothing."""
        sent = dict(headers or {})
        if key is not None:
            sent["authorization"] = f"Bearer {key}"
        if method == "POST":
            sent["content-type"] = "application/json"
        path, _, query = target.partition("?")
        pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
        call = Call(method, path, [(a, b) for a, b in pairs], sent, data)
        reply = await self.deployment.handle(call)
        encoded = reply.encoded()
        kept = tuple(sorted(reply.headers.items()))
        what = f"{method} {target[:100]} {str(key)[:6]} {data[:50]!r}"
        self.seen.append(Seen(what, reply.status, reply.media, encoded, kept))
        try:
            return json.loads(encoded)
        except ValueError:
            return None

    async def get(
        self, target: str, key: str | None = GOOD_KEY, headers: Headers | None = None
    ) -> Any:
        """Send a GET below `/api/v1`."""
        return await self.send("GET", f"/api/v1{target}", key, headers=headers)

    async def post(
        self, data: bytes, key: str | None = GOOD_KEY, headers: Headers | None = None
    ) -> Any:
        """Send a body to generateImage."""
        return await self.send("POST", "/api/v1/images/generate", key, data, headers)

    async def snapshot(self, key: str = GOOD_KEY) -> None:
        """Read the account and the head of both lists."""
        await self.get("/account", key)
        await self.get("/usage?limit=5", key)
        await self.get("/images?limit=5", key)


def _id_of(answer: Any) -> str:
    try:
        return str(answer["image"]["id"])
    except (KeyError, TypeError, IndexError):
        return "00000000-0000-4000-8000-000000000000"


async def _refusals(client: Client) -> None:
    for wrong in BAD:
        await client.post(json.dumps(wrong).encode())
    for raw in RAW:
        await client.post(raw)
    for path in ("/images", "/usage"):
        for limit in LIMITS:
            await client.get(f"{path}?limit={limit}")
        for offset in OFFSETS:
            await client.get(f"{path}?offset={offset}")


async def _keys(client: Client, identity: str) -> None:
    valid = json.dumps(VALID).encode()
    basic = base64.b64encode(f"{GOOD_KEY}:".encode()).decode()
    wrong: tuple[dict[str, str], ...] = (
        {},
        {"authorization": "Bearer gi_nobody_has_this_key_1"},
        {"authorization": f"Bearer {REVOKED_KEY}"},
        {"authorization": f"Basic {basic}"},
        {"authorization": GOOD_KEY},
        {"authorization": "Bearer"},
        {"x-api-key": GOOD_KEY},
        {"authorization": f"Token {GOOD_KEY}"},
        {"authorization": f"Bearer {GOOD_KEY[:-4]}"},
        {"authorization": f"Bearer {GOOD_KEY}x"},
        {"authorization": f"Bearer {GOOD_KEY.swapcase()}"},
    )
    for headers in wrong:
        for path in ("/account", "/usage", "/images?limit=2", f"/images/{identity}"):
            await client.get(path, None, headers)
        await client.get(f"/images/{identity}?format=metadata", None, headers)
        await client.post(valid, None, headers)
    await client.get(f"/account?api_key={GOOD_KEY}", None)
    await client.get(f"/usage?api_key={GOOD_KEY}", None)


async def _purchases(client: Client) -> list[str]:
    bought = []
    for order in ORDERS:
        identity = _id_of(await client.post(json.dumps(order).encode()))
        bought.append(identity)
        await client.snapshot()
        await client.get(f"/images/{identity}")
        await client.get(f"/images/{identity}?format=metadata")
    for identity in bought:
        await client.get(f"/images/{identity}")
        await client.get(f"/images/{identity}?format=metadata")
    return bought


async def _others(client: Client, bought: list[str], old: list[str]) -> None:
    for identity in (bought[0], bought[-1], old[0]):
        await client.get(f"/images/{identity}", SECOND_KEY)
        await client.get(f"/images/{identity}?format=metadata", SECOND_KEY)
    await client.snapshot(SECOND_KEY)
    for path in ("/images", "/usage"):
        for page in ("?limit=1", "?limit=100", "?limit=2&offset=2", ""):
            await client.get(path + page, SECOND_KEY)
    for item in client.deployment.second.images[-1:]:
        await client.get(f"/images/{item.id}", SECOND_KEY)
    await client.get("/images/8d4b6a52-5f0e-4a7e-9b1d-2c3d4e5f6a7b", SECOND_KEY)
    dear = {**VALID, "modelId": PRO}
    await client.snapshot(POOR_KEY)
    await client.post(json.dumps(dear).encode(), POOR_KEY)
    await client.snapshot(POOR_KEY)


async def session(client: Client) -> None:
    """Play the whole session."""
    old = [item.id for item in client.deployment.good.images]
    known = [i for i in (old[-1:] + old[:1] + old[2:12] + old[-30:-20]) if i]
    known = known or ["8d4b6a52-5f0e-4a7e-9b1d-2c3d4e5f6a7b"]
    for _ in range(2):
        await client.get("/account")
        for path in ("/images", "/usage"):
            for page in PAGES:
                await client.get(path + page)
    for identity in known:
        await client.get(f"/images/{identity}")
        await client.get(f"/images/{identity}?format=metadata")
    for identity in ("not-a-uuid", "a" * 200, "8d4b6a52-5f0e-4a7e-9b1d-2c3d4e5f6a7b"):
        await client.get(f"/images/{identity}")
        await client.get(f"/images/{identity}?format=metadata")
    await client.get(f"/images/{known[0]}?format=full")
    await _refusals(client)
    await client.snapshot()
    bought = await _purchases(client)
    await _keys(client, bought[0])
    both = [client.post(json.dumps(ORDERS[n]).encode()) for n in (0, 7)]
    await asyncio.gather(*both)
    await client.post(b"{}")
    for path in ("/images", "/usage"):
        for page in PAGES:
            await client.get(path + page)
    for identity in (*bought, *known[:2]):
        await client.get(f"/images/{identity}")
    await client.snapshot()
    await _others(client, bought, known)
    await client.snapshot()


@contextmanager
def repeatable(deployment: Deployment) -> Iterator[None]:
    """Make ids and the clock of a deployment repeatable."""
    dice = random.Random(5)
    start = datetime(2026, 5, 4, 12, tzinfo=UTC)
    ticks = iter(range(10**9))
    real = uuid.uuid4

    def fake() -> uuid.UUID:
        return uuid.UUID(int=dice.getrandbits(128), version=4)

    def now() -> datetime:
        return start + timedelta(milliseconds=7 * next(ticks))

    setattr(deployment, "now", now)  # noqa: B010
    uuid.uuid4 = fake
    try:
        yield
    finally:
        uuid.uuid4 = real


def transcript(deployment: Deployment) -> list[Seen]:
    """Play the session against a deployment that is not yet open."""
    with repeatable(deployment):
        deployment.open()
        client = Client(deployment)
        asyncio.run(session(client))
    return client.seen
