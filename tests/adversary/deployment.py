"""A correct deployment of the Get Images API, with a seam wherever it could go wrong.

A defect or a variant changes a deployment before it opens: it wraps one of the
methods (`around`), or adds to one of the lists of edits. Whatever nobody wraps
follows the document.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.adversary import checking
from tests.adversary.api import (
    ACCOUNT,
    GENERATE,
    GET,
    GOOD_KEY,
    LIST,
    POOR_KEY,
    PRICES,
    SECOND_KEY,
    USAGE,
)
from tests.adversary.call import Call, Json, Problem, Refusal, Reply
from tests.adversary.front import Wire
from tests.adversary.rendering import shown_image, shown_row
from tests.adversary.world import (
    Account,
    Image,
    Row,
    Settings,
    build_account,
    media_of,
    picture_of,
    utc_now,
)

Rendered = dict[str, Json]
PATHS = {
    "/api/v1/images/generate": ("POST", GENERATE),
    "/api/v1/images": ("GET", LIST),
    "/api/v1/account": ("GET", ACCOUNT),
    "/api/v1/usage": ("GET", USAGE),
}


class Deployment:
    """Answer calls from state in memory; one call at a time touches the state."""

    good: Account
    second: Account
    poor: Account

    def __init__(self) -> None:
        self.settings = Settings()
        self.seconds_to_draw = 0.002
        self.requests = 0
        self.errors = 0
        self.generated = 0
        self.memory: dict[Any, Any] = {}
        self.wire: Wire | None = None
        self.openers: list[Callable[[Deployment], object]] = []
        self.starts: list[Callable[[Call], object]] = []
        self.image_edits: list[Callable[[Call, Image, Rendered], object]] = []
        self.row_edits: list[Callable[[Call, Row, Rendered], object]] = []
        self.edits: list[Callable[[Call, Reply], object]] = []
        self.chores: list[Callable[[Deployment], Awaitable[None]]] = []

    def around(self, name: str, wrapper: Callable[..., Any]) -> None:
        """Replace a method by `wrapper(inner, *arguments)`."""
        setattr(self, name, functools.partial(wrapper, getattr(self, name)))

    def open(self) -> None:
        """Make the accounts; the edits of a defect are in place by now."""
        now, wish = self.now(), self.settings
        self.good = build_account(
            "good",
            images=wish.history,
            failures=wish.failures,
            balance=wish.balance,
            now=now,
        )
        self.second = build_account(
            "second",
            images=wish.second_history,
            failures=0,
            balance=wish.second_balance,
            now=now,
        )
        self.poor = build_account(
            "poor", images=0, failures=0, balance=wish.poor_balance, now=now
        )
        self.keys = {
            GOOD_KEY: self.good,
            SECOND_KEY: self.second,
            POOR_KEY: self.poor,
        }
        for opener in self.openers:
            opener(self)

    # The way of a call

    async def handle(self, call: Call) -> Reply:
        """Answer one call."""
        self.requests += 1
        call.number = self.requests
        call.errors, call.generated = self.errors, self.generated
        call.operation = self.route(call)
        await asyncio.sleep(self.delay(call))
        try:
            for start in self.starts:
                start(call)
            reply = await self.answer(call)
        except Refusal as refusal:
            reply = self.refuse(call, refusal)
        reply.headers.setdefault("date", format_datetime(self.now(), usegmt=True))
        for edit in self.edits:
            edit(call, reply)
        if reply.status >= 400:
            self.errors += 1
        return reply

    def route(self, call: Call) -> str:
        """Tell the operation id of a call, or nothing."""
        method, operation = PATHS.get(call.path, ("GET", GET))
        if operation == GET and not call.path.startswith("/api/v1/images/"):
            return ""
        if operation == GET and "/" in call.path.removeprefix("/api/v1/images/"):
            return ""
        allowed = {"GET", "HEAD"} if method == "GET" else {method}
        return operation if call.method in allowed else "405"

    def delay(self, call: Call) -> float:
        """Tell how long to wait before answering, in seconds."""
        return 0.0

    async def answer(self, call: Call) -> Reply:
        """Authenticate, then perform the operation."""
        if call.operation == "":
            raise Refusal(404, "There is no such path")
        if call.operation == "405":
            raise Refusal(405, "The path does not know this method")
        call.account = self.authenticate(call)
        if call.operation == GENERATE:
            return await self.generate(call)
        return {
            LIST: self.list_images,
            GET: self.get_image,
            ACCOUNT: self.get_account,
            USAGE: self.list_usage,
        }[call.operation](call)

    def refuse(self, call: Call, refusal: Refusal) -> Reply:
        """Turn a refusal into an error reply."""
        call.problems = refusal.problems
        error: Rendered = {"message": refusal.message}
        if refusal.problems:
            error["details"] = [
                {k: v for k, v in asdict(problem).items() if k != "value"}
                for problem in refusal.problems
            ]
        headers = {"www-authenticate": "Bearer"} if refusal.status == 401 else {}
        return Reply(refusal.status, {"error": error}, headers)

    # Authentication

    def authenticate(self, call: Call) -> Account:
        """Find the account of the key, or refuse with 401."""
        scheme, _, key = call.headers.get("authorization", "").partition(" ")
        account = self.keys.get(key.strip())
        if scheme.lower() != "bearer" or account is None:
            raise Refusal(401, "Missing, invalid or revoked API key")
        return account

    # Generation

    async def generate(self, call: Call) -> Reply:
        """Charge, draw, store, and answer with bytes."""
        payload = self.read_body(call)
        call.payload = payload
        price = self.price(call, payload)
        self.afford(call, price)
        image = self.make(call, payload, price)
        call.image = image
        self.generated += 1
        self.charge(call, image)
        credit = {"charged": image.cost, "remaining": self.remaining(call)}
        self.generate_or_fail(call, image)
        await asyncio.sleep(self.seconds_to_draw)
        self.store(call, image)
        body = {"image": self.render_image(call, image), "credits": credit}
        return Reply(200, body)

    def read_body(self, call: Call) -> Rendered:
        """Parse and validate the body; give it back with every field present."""
        payload = self.parse_body(call)
        problems = tuple(self.body_problems(call, payload))
        if problems:
            raise Refusal(400, "The request is not valid", problems)
        return self.defaults(checking.coerce(payload))

    def parse_body(self, call: Call) -> Json:
        """Parse the body as JSON."""
        return checking.parse_body(call)

    def body_problems(self, call: Call, payload: Json) -> list[Problem]:
        """Validate the parsed body."""
        return list(checking.body_problems(payload))

    def defaults(self, payload: Rendered) -> Rendered:
        """Change the accepted request before it is drawn and stored."""
        return payload

    def price(self, call: Call, payload: Rendered) -> int:
        """Tell the price in credits."""
        return PRICES[payload["modelId"]]

    def afford(self, call: Call, price: int) -> None:
        """Refuse when the balance does not reach."""
        if call.caller.balance < price:
            problem = Problem("body.modelId", "insufficient_credits", "Too few credits")
            raise Refusal(400, "Not enough credits", (problem,))

    def make(self, call: Call, payload: Rendered, price: int) -> Image:
        """Make the image of a request."""
        call.caller.bought += 1
        return Image(
            self.new_id(call),
            payload["prompt"],
            payload["modelId"],
            payload["aspectRatio"],
            payload["style"],
            payload["thinkingLevel"],
            price,
            self.now(),
            len(call.caller.images) + 1,
            media=media_of(payload["modelId"]),
        )

    def new_id(self, call: Call) -> str:
        """Make the id of a new image."""
        return str(uuid.uuid4())

    def charge(self, call: Call, image: Image) -> None:
        """Take the price from the caller and write the ledger row."""
        self.take(call.caller, image.cost)
        self.enter(call.caller, -image.cost, "deduction", image.id, image.model)

    def take(self, account: Account, amount: int) -> None:
        """Lower a balance."""
        account.balance -= amount

    def enter(
        self,
        account: Account,
        amount: int,
        kind: str,
        reference: str | None,
        description: str | None,
    ) -> None:
        """Write a ledger row."""
        row = Row(str(uuid.uuid4()), amount, kind, description, reference, self.now())
        account.rows.append(row)

    def generate_or_fail(self, call: Call, image: Image) -> None:
        """Raise a refusal where the upstream fails; the base never does."""

    def give_back(self, call: Call, image: Image) -> None:
        """Refund a charge."""
        self.take(call.caller, -image.cost)
        self.enter(call.caller, image.cost, "refund", image.id, "Failed generation")

    def store(self, call: Call, image: Image) -> None:
        """Keep the image."""
        call.caller.images.append(image)

    def remaining(self, call: Call) -> int:
        """Tell `credits.remaining`."""
        return call.caller.balance

    # Reads

    def list_images(self, call: Call) -> Reply:
        """Answer a page of images."""
        items = self.visible_images(call)
        return self.paged(call, "images", items, self.render_image)

    def list_usage(self, call: Call) -> Reply:
        """Answer a page of ledger rows."""
        items = self.visible_rows(call)
        return self.paged(call, "transactions", items, self.render_row)

    def paged(
        self, call: Call, name: str, items: list[Any], render: Callable[..., Json]
    ) -> Reply:
        """Cut a page and render it."""
        problems = tuple(self.page_problems(call))
        if problems:
            raise Refusal(400, "The query is not valid", problems)
        limit = min(100, max(1, call.whole("limit", 20)))
        offset = max(0, call.whole("offset", 0))
        page = self.page(call, items, limit, offset)
        body = {
            name: [render(call, item) for item in page],
            "total": self.total(call, items),
            "limit": limit,
            "offset": offset,
        }
        return Reply(200, body)

    def page_problems(self, call: Call) -> list[Problem]:
        """Validate `limit` and `offset`."""
        return list(checking.page_problems(call))

    def page(self, call: Call, items: list[Any], limit: int, offset: int) -> list[Any]:
        """Cut a page."""
        return items[offset : offset + limit]

    def total(self, call: Call, items: list[Any]) -> int:
        """Count the items of all pages."""
        return len(items)

    def visible_images(self, call: Call) -> list[Image]:
        """List the caller's images, newest first."""
        return call.caller.images[::-1]

    def visible_rows(self, call: Call) -> list[Row]:
        """List the caller's ledger rows, newest first."""
        return call.caller.rows[::-1]

    def get_image(self, call: Call) -> Reply:
        """Answer one image."""
        if not checking.UUID.fullmatch(call.path_id):
            raise Refusal(404, "There is no such image: the id is not a UUID")
        if call.values("format") not in ([], ["metadata"]):
            raise Refusal(404, "There is no such format")
        image = self.find(call, call.path_id.lower())
        if image is None:
            raise Refusal(404, "There is no such image")
        call.image = image
        return Reply(200, {"image": self.render_image(call, image)})

    def find(self, call: Call, identity: str) -> Image | None:
        """Find an image of the caller."""
        for image in call.caller.images:
            if image.id.lower() == identity:
                return image
        return None

    def get_account(self, call: Call) -> Reply:
        """Answer the account."""
        return Reply(200, self.render_account(call, call.caller))

    # Rendering

    def render_image(self, call: Call, image: Image) -> Rendered:
        """Render an image in the form of the call."""
        shown = shown_image(image)
        if call.form in {"generate", "get"}:
            data = self.picture(call, image)
            shown["b64_json"] = base64.b64encode(data).decode()
        for edit in self.image_edits:
            edit(call, image, shown)
        return shown

    def picture(self, call: Call, image: Image) -> bytes:
        """Draw the picture."""
        return picture_of(image)

    def render_row(self, call: Call, row: Row) -> Rendered:
        """Render a ledger row."""
        shown = shown_row(row)
        for edit in self.row_edits:
            edit(call, row, shown)
        return shown

    def render_account(self, call: Call, account: Account) -> Rendered:
        """Render an account."""
        return {
            "userId": account.user_id,
            "email": account.email,
            "creditBalance": account.balance,
        }

    def now(self) -> datetime:
        """Tell the time."""
        return utc_now()
