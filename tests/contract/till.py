"""A deployment that knows to the credit what it took, and takes it as it likes."""

from __future__ import annotations

import base64
import json
import random
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from PIL import Image

from contract_tests.contract.document import load
from contract_tests.contract.facts import facts

CONTRACT = load()
FACTS = facts(CONTRACT)
REQUEST = "/components/schemas/GenerateImageRequest"
KEY, SECOND_KEY, POOR_KEY = "gi_till_main_1", "gi_till_second_2", "gi_till_poor_3"


@cache
def _picture() -> str:
    content = BytesIO()
    Image.new("RGB", (16, 16)).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


@dataclass(frozen=True, slots=True)
class Habits:
    """How a deployment takes money; all chances are from 0 to 1."""

    prices: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(FACTS.models, 4)
    )
    history: bool = True
    """Older images tell the price of each model."""
    dropped: float = 0.0
    """The connection is dropped after the charge."""
    failed: float = 0.0
    """500 after the charge."""
    refunded: bool = True
    charged_refusal: float = 0.0
    """A refusal is charged."""
    served_refusal: float = 0.0
    """What must be refused is made, and charged."""


@dataclass(slots=True)
class Account:
    name: str
    balance: int
    images: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    taken: int = 0


@dataclass(slots=True)
class Till:
    """The state, and what was asked of it."""

    habits: Habits
    random: random.Random
    accounts: dict[str, Account] = field(default_factory=dict)
    methods: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""
    now_is: datetime | None = None

    @property
    def now(self) -> datetime:
        return self.now_is or datetime.now(UTC)

    def __post_init__(self) -> None:
        self.now_is = datetime.now(UTC) - timedelta(days=40)
        for key, balance in ((KEY, 1000), (SECOND_KEY, 500), (POOR_KEY, 1)):
            account = Account(key.split("_")[2], balance)
            self.accounts[key] = account
            if self.habits.history and key != POOR_KEY:
                for model, price in self.habits.prices.items():
                    self._make(account, {"prompt": "older", "modelId": model}, price)
            account.taken = 0
        self.now_is = None

    @property
    def taken(self) -> int:
        """Return the credits that were taken from all accounts since the start."""
        return sum(each.taken for each in self.accounts.values())

    @property
    def dearest(self) -> int:
        return max(self.habits.prices.values())

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def generate(self, account: Account | None, body: Any) -> tuple[int, Any] | None:
        """Return status and body; None drops the connection."""
        habits = self.habits
        price = self._price(body)
        wrong = account is None or bool(CONTRACT.violations(REQUEST, body))
        payer = account or self.accounts[KEY]
        if wrong and not self.chance(habits.served_refusal):
            if self.chance(habits.charged_refusal):
                self._take(payer, price, None)
            return (400 if account else 401), _error("refused")
        if payer.balance < price:
            return 400, _error("too few credits")
        if self.chance(habits.failed):
            self._take(payer, price, None)
            if habits.refunded:
                self._take(payer, -price, None)
            return 500, _error("failed")
        image = self._make(payer, body if isinstance(body, dict) else {}, price)
        if self.chance(habits.dropped):
            return None
        credits = {"charged": price, "remaining": payer.balance}
        return 200, {"image": image | {"b64_json": _picture()}, "credits": credits}

    def _price(self, body: Any) -> int:
        model = body.get("modelId") if isinstance(body, dict) else None
        known = isinstance(model, str) and model in self.habits.prices
        return self.habits.prices[str(model)] if known else self.dearest

    def _make(
        self, account: Account, body: dict[str, Any], price: int
    ) -> dict[str, Any]:
        model = str(body.get("modelId") or FACTS.models[0])
        image = {
            "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            "prompt": body.get("prompt", ""),
            "style": body.get("style"),
            "modelId": model,
            "providerId": model.partition(":")[0],
            "aspectRatio": body.get("aspectRatio", FACTS.default_ratio),
            "thinkingLevel": body.get("thinkingLevel"),
            "mediaType": "image/png",
            "createdAt": self.now.isoformat(),
            "creditCost": price,
        }
        account.images.insert(0, image)
        self._take(account, price, image["id"])
        return image

    def _take(self, account: Account, price: int, reference: str | None) -> None:
        account.balance -= price
        account.taken += price
        row = {
            "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            "type": "refund" if price < 0 else "deduction",
            "amount": -price,
            "description": None,
            "referenceId": reference,
            "createdAt": self.now.isoformat(),
        }
        account.rows.insert(0, row)

    def read(self, account: Account | None, target: str) -> tuple[int, Any]:
        parts = urlsplit(target)
        if account is None:
            return 401, _error("no key")
        if parts.path == "/api/v1/account":
            email = f"{account.name}@till.example"
            return 200, {
                "userId": account.name,
                "email": email,
                "creditBalance": account.balance,
            }
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if parts.path == "/api/v1/images":
            return _page(account.images, "images", query)
        if parts.path == "/api/v1/usage":
            return _page(account.rows, "transactions", query)
        wanted = parts.path.rpartition("/")[2].lower()
        for image in account.images:
            if image["id"] == wanted:
                if query.get("format") == "metadata":
                    return 200, {"image": image}
                return 200, {"image": image | {"b64_json": _picture()}}
        return 404, _error("not found")


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message}}


def _page(
    rows: list[dict[str, Any]], name: str, query: dict[str, str]
) -> tuple[int, Any]:
    limit, offset = query.get("limit", "20"), query.get("offset", "0")
    if not limit.isdecimal() or not offset.isdecimal() or not 1 <= int(limit) <= 100:
        return 400, _error("limit or offset")
    start, size = int(offset), int(limit)
    shown = rows[start : start + size]
    return 200, {name: shown, "total": len(rows), "limit": size, "offset": start}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    till: Till


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        till = self.server.till
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with till.lock:
            till.methods.append(self.command)
            answer = self._answer(till, content)
        self.close_connection = True
        if answer is not None:
            self._reply(*answer)

    def _answer(self, till: Till, content: bytes) -> tuple[int, Any] | None:
        scheme, _, key = (self.headers.get("Authorization") or "").partition(" ")
        account = till.accounts.get(key) if scheme == "Bearer" else None
        if self.command == "GET":
            return till.read(account, self.path)
        try:
            body = json.loads(content)
            json.dumps(body, ensure_ascii=False).encode()  # no lone surrogates
        except (ValueError, RecursionError):
            body = None
        return till.generate(account, body)

    def _reply(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        head = (
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        self.wfile.write(head.encode() + content)


@contextmanager
def open_till(habits: Habits | None = None, *, seed: int = 0) -> Iterator[Till]:
    """Serve a deployment on loopback."""
    till = Till(habits or Habits(), random.Random(seed))
    server = _Server(("127.0.0.1", 0), _Handler)
    server.till = till
    till.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield till
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
