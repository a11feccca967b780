"""A run without a target: what would be sent, and what it would cost at most.

The phases are carried out against answers that a deployment which keeps the contract
would give, so the forecast counts what a run really sends. Every image costs as much
as the dearest one that the account has seen.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from contract_tests.contract.document import ACCOUNT, GENERATE, GET, LIST, USAGE
from contract_tests.contract.facts import Facts
from contract_tests.session import Session
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Json,
    Reply,
    Role,
    SentRequest,
)
from contract_tests.wire import Outgoing

_STATUS = {
    Expects.SUCCESS: 200,
    Expects.REFUSAL: 400,
    Expects.NOT_FOUND: 404,
    Expects.UNAUTHORIZED: 401,
    Expects.ANYTHING: 404,
}
_RICH = 10**9
# At the end a run asks again until everything is consistent; so often at most, with
# so many requests each time.
_ROUNDS = 7
_EACH_ROUND = 8


@dataclass(frozen=True, slots=True)
class Line:
    """What one phase takes at most."""

    phase: str
    requests: int
    images: int
    credits: int


@dataclass(slots=True)
class Rehearsal:
    """Answers requests in the place of the wire, and counts them.

    `totals` are those of the account's lists, `price` what an image costs.
    """

    facts: Facts
    price: int
    totals: dict[str, int]
    slowest: float = 0.0
    requests: Counter[str] = field(default_factory=Counter)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _spent: Counter[Role] = field(default_factory=Counter)

    def send(self, outgoing: Outgoing) -> Exchange:
        """Return the exchange that the request would become."""
        number = next(self._numbers)
        self.requests[outgoing.intent.phase] += 1
        request = SentRequest(outgoing.method, outgoing.target, ())
        operation = self._operation(request)
        status = _STATUS[outgoing.intent.expects]
        body = self._body(operation, outgoing, request) if status == 200 else {}
        reply = Reply(status, (), body=body, has_json=True)
        return Exchange(
            number=number,
            at=float(number),
            seconds=0.0,
            role=outgoing.role,
            operation=operation,
            intent=outgoing.intent,
            request=request,
            reply=reply,
        )

    def rest(self, seconds: float) -> None:
        """Wait for nothing: no deployment is being replaced here."""

    def _operation(self, request: SentRequest) -> str:
        if request.method == "POST":
            return GENERATE
        last = request.path.rpartition("/")[2]
        return {"account": ACCOUNT, "usage": USAGE, "images": LIST}.get(last, GET)

    def _body(
        self, operation: str, outgoing: Outgoing, request: SentRequest
    ) -> dict[str, Json]:
        answers: dict[str, Callable[[], dict[str, Json]]] = {
            ACCOUNT: lambda: self._account(outgoing.role),
            LIST: lambda: self._page(LIST, "images", request),
            USAGE: lambda: self._page(USAGE, "transactions", request),
            GET: lambda: {"image": {"id": request.path.rpartition("/")[2]}},
            GENERATE: lambda: self._image(outgoing),
        }
        return answers[operation]()

    def _account(self, role: Role) -> dict[str, Json]:
        balance = 0 if role is Role.POOR else _RICH - self._spent[role]
        return {"userId": role.value, "creditBalance": balance}

    def _page(self, operation: str, name: str, request: SentRequest) -> dict[str, Json]:
        page, query = self.facts.pages[operation], request.query
        limit = int(query.get("limit", page.default_limit))
        offset = int(query.get("offset", page.default_offset))
        total = self.totals[operation]
        rows: list[Json] = [
            {
                "id": _identity(operation, total - place),
                "referenceId": _identity(LIST, total - place),
            }
            for place in range(offset, min(offset + limit, total))
        ]
        return {name: rows, "total": total, "limit": limit, "offset": offset}

    def _image(self, outgoing: Outgoing) -> dict[str, Json]:
        self.totals[LIST] += 1
        self.totals[USAGE] += 1
        self._spent[outgoing.role] += self.price
        body = json.loads(outgoing.body or b"{}")
        return {
            "image": {
                "id": _identity(LIST, self.totals[LIST]),
                "modelId": body.get("modelId"),
            },
            "credits": {
                "charged": self.price,
                "remaining": _RICH - self._spent[outgoing.role],
            },
        }


def _identity(operation: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{operation}:{number}"))


def lines(
    session: Session, rehearsal: Rehearsal, run: Callable[[], None], phase: str
) -> Line:
    """Carry out one phase in rehearsal, and return what it takes."""
    before = session.budget.spending()
    run()
    after = session.budget.spending()
    more = _ROUNDS * _EACH_ROUND if phase == "settling" and after.images else 0
    return Line(
        phase,
        rehearsal.requests[phase] + more,
        after.images - before.images,
        after.credits - before.credits,
    )
