"""What a phase of a run works with: it reads, it asks for refusals, it buys.

Every request goes through the wire, every POST through the budget.
"""

from __future__ import annotations

import json
import random
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias
from urllib.parse import quote, urlencode

from contract_tests.bookkeeping import Book, balance_of
from contract_tests.budget import Answer, Budget, Ticket
from contract_tests.contract.document import ACCOUNT, GENERATE, LIST, Contract
from contract_tests.contract.facts import Facts
from contract_tests.settings import Depth, Settings
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Fields,
    Intent,
    Json,
    Role,
)
from contract_tests.tape.ndjson import Recorder
from contract_tests.tape.records import Mode, Note
from contract_tests.wire import Outgoing

# A request that costs nothing is answered at once by a target that is well; so much
# longer than its slowest reply may it take.
_QUICK_SECONDS = 10.0
_QUICK_FACTOR = 10.0
# A POST that was throttled is asked for anew, with a prompt of its own, so often.
_MOST_ATTEMPTS = 3
# A deployment that is being replaced is back after some seconds.
_GATEWAY_PAUSES = (1.0, 3.0)
# Whatever a read takes, it is longer than this only if it hangs.
_READ_SECONDS = 45.0

_NONCE = re.compile(rb"(\[ct:[0-9a-f]+:)[0-9a-f]{6}")

Query: TypeAlias = Mapping[str, str | int]


class Sender(Protocol):
    """What a session sends by: the wire, or what stands in for it."""

    slowest: float

    def send(self, outgoing: Outgoing) -> Exchange:
        """Send a request and return its last exchange."""

    def rest(self, seconds: float) -> None:
        """Wait before the next request."""


@dataclass(slots=True)
class Session:
    """The state of a run that its phases share.

    `bought` are the exchanges that brought an image that was asked for; `phase` is the
    name of the phase at work.
    """

    settings: Settings
    contract: Contract
    facts: Facts
    wire: Sender
    budget: Budget
    recorder: Recorder
    seed: int
    nonce: str
    random: random.Random
    phase: str = ""
    bought: list[Exchange] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    skipped: set[str] = field(default_factory=set)
    failed: set[Role] = field(default_factory=set)
    """Accounts for which a generation failed, so that a refund may come."""
    tried: set[Role] = field(default_factory=set)
    """Accounts that an image was asked for with."""

    @property
    def deep(self) -> bool:
        """Tell whether the run goes on beyond the standard level."""
        return self.settings.level is Depth.DEEP

    @property
    def smoke(self) -> bool:
        """Tell whether the run looks at the most telling things only."""
        return self.settings.level is Depth.SMOKE

    @property
    def paid(self) -> bool:
        """Tell whether the run may buy images."""
        return self.settings.mode is Mode.PAID

    def has(self, role: Role) -> bool:
        """Tell whether a key for this role was given and is of an account of its own."""
        return role in self.settings.keys and role.value not in self.skipped

    def note(self, probe: str, reason: str) -> None:
        """Put on the tape that a probe was left out, and why."""
        self.recorder.add(Note(probe, reason))

    def prompt(self, text: str = "a plain grey square") -> str:
        """Return a benign prompt that no other request of any run has."""
        return f"{text} [ct:{self.nonce}:{self.random.randrange(16**6):06x}]"

    def read(
        self,
        operation: str,
        *,
        probe: str,
        case: str = "",
        role: Role = Role.MAIN,
        query: Query | None = None,
        image: str = "",
        expects: Expects = Expects.SUCCESS,
        subject: str = "",
        headers: Fields | None = None,
    ) -> Exchange:
        """Send one of the free operations and return its exchange.

        `image` takes the place of `{id}`, percent-encoded as it is; `headers` replace
        those that carry the role's key.
        """
        described = self.contract.operations[operation]
        target = described.path.replace("{id}", image)
        if query:
            target += "?" + urlencode(query, quote_via=quote)
        intent = Intent(self.phase, probe, case, expects, subject)
        return self.get(target, intent=intent, role=role, headers=headers)

    def get(
        self,
        target: str,
        *,
        intent: Intent,
        role: Role = Role.MAIN,
        headers: Fields | None = None,
    ) -> Exchange:
        """Send a GET to a target as it is."""
        fields = self.credentials(role) if headers is None else headers
        hangs = intent.expects is not Expects.SUCCESS
        seconds = self._quick if hangs else min(self.settings.timeout, _READ_SECONDS)
        exchange = self.wire.send(
            Outgoing("GET", target, role, intent, seconds, fields)
        )
        self.book.saw(exchange)
        if exchange.operation == ACCOUNT and self.book.is_as_expected(exchange):
            self.book.looked(role, exchange)
            self._settled()
        return exchange

    def credentials(self, role: Role) -> Fields:
        """Return the header fields that carry a role's key; none for nobody."""
        key = self.settings.keys.get(role)
        return (("Authorization", f"Bearer {key}"),) if key else ()

    @property
    def _quick(self) -> float:
        longer = _QUICK_SECONDS + _QUICK_FACTOR * self.wire.slowest
        return min(self.settings.timeout, longer)

    def refuse(
        self,
        body: Json | bytes,
        *,
        probe: str,
        case: str,
        subject: str = "",
        role: Role = Role.MAIN,
        expects: Expects = Expects.REFUSAL,
        headers: Fields | None = None,
        media_type: str | None = "application/json",
    ) -> Exchange | None:
        """Ask for an image with a request that must be refused.

        Returns None if nothing may be sent: the run is read-only, or the budget says
        no. An exchange that was throttled is followed by another request.
        """
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            ticket = self._admission(probe, expects)
            if ticket is None:
                return None
            content = body if isinstance(body, bytes) else encode(body)
            self.book.sent(content)
            if attempt > 1:
                content = self._renewed(content)
            intent = Intent(self.phase, probe, case, expects, subject, attempt)
            fields = self.credentials(role) if headers is None else headers
            if media_type is not None:
                fields = (*fields, ("Content-Type", media_type))
            exchange = self._post(content, role, intent, self._quick, fields)
            self._settle(ticket, exchange, role)
            if ticket.purchase or not self._asks_again(exchange, attempt):
                break
        return exchange

    def _settle(self, ticket: Ticket, exchange: Exchange, role: Role) -> None:
        """Enter in the books what became of a request for an image."""
        status = exchange.status
        if status is not None and 200 <= status < 300:
            credits = self._charge(exchange, ticket)
            self.budget.charged(ticket, credits)
            self.book.charged(role, exchange)
            if role not in self.book.expected or status != 200:
                # Whom it was charged to will show, and is not to count again then.
                owner = role if role in self.book.expected else Role.MAIN
                self.book.uncertain(owner, credits)
        elif status is None or status >= 500 or status < 400:
            self.budget.unknown(ticket)
            if ticket.purchase:
                self.book.uncertain(role, ticket.reserved)
        else:
            self.budget.free(ticket)
        agrees = status == 200 and self.book.agrees(role, exchange)
        if agrees:
            self._settled()
        else:
            self.book.asked(role)

    def _asks_again(self, exchange: Exchange, attempt: int) -> bool:
        """Tell whether another request is worth it, and wait until it is."""
        limited = (
            exchange.status == 401
            and exchange.role in (Role.MAIN, Role.SECOND)
            and exchange.intent.expects is not Expects.UNAUTHORIZED
        )
        down = exchange.status in (502, 503, 504)
        if (down or limited) and attempt < _MOST_ATTEMPTS:
            self.wire.rest(_GATEWAY_PAUSES[attempt - 1])
            return True
        return exchange.status == 429

    def _admission(self, probe: str, expects: Expects) -> Ticket | None:
        """Admit a request that must be refused, or one that may lawfully be charged."""
        if expects is Expects.ANYTHING:
            if not self.paid:
                return None
            ticket = self.budget.admit_purchase()
            if ticket is None:
                self.note(probe, "the budget is used up")
            return ticket
        return self.budget.admit_refusal() if self._may_refuse(probe) else None

    def _may_refuse(self, probe: str) -> bool:
        if self.settings.read_only:
            return False
        answer = self.budget.ask_refusal()
        if answer is Answer.LOOK_FIRST:
            self.look()
            answer = self.budget.ask_refusal()
        if answer is not Answer.GO:
            charged = "requests that must be refused were charged: no more are sent"
            unread = "the balance cannot be read, so nothing is sent that could cost"
            self.note(probe, charged if answer is Answer.NO else unread)
            return False
        return True

    def look(self) -> None:
        """Look at the balances of all that asked for something since the last look.

        Where a balance cannot be read, what was asked for stays at risk.
        """
        for role in self.book.unsettled():
            account = self.read(
                ACCOUNT, probe="LED-05", case="after refusals", role=role
            )
            if balance_of(account) is None:
                return
            missing = self.book.missing(role, account)
            if missing:
                self._explain(role)
                missing = self.book.missing(role, account)
            self.book.looked(role, account)
            self.budget.looked(missing)
        self.budget.looked(0)

    def _explain(self, role: Role) -> None:
        """Read both ends of the list: another client's images may be what was spent for."""
        first = self.read(LIST, probe="LED-05", case="who spent it", role=role)
        total = first.value.get("total")
        limit = self.facts.pages[LIST].default_limit
        if role not in self.book.shared and isinstance(total, int) and total > limit:
            query = {"offset": total - limit, "limit": limit}
            self.read(LIST, probe="LED-05", case="who spent it", role=role, query=query)

    def buy(
        self,
        body: dict[str, Json],
        *,
        probe: str,
        case: str,
        role: Role = Role.MAIN,
    ) -> Exchange | None:
        """Buy an image; return None if the budget does not allow it.

        Nothing that may have been charged is ever repeated; a request that was
        throttled is followed by a new one.
        """
        if not self.paid:
            return None
        if not self.can_pay(role):
            self.note(probe, f"the balance of the {role} account does not suffice")
            return None
        self.tried.add(role)
        model = str(body["modelId"])
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            if self.budget.ask_purchase(model) is Answer.LOOK_FIRST:
                self.look()
            ticket = self.budget.admit_purchase(model)
            if ticket is None:
                self.note(probe, "the budget is used up")
                return None
            intent = Intent(self.phase, probe, case, Expects.SUCCESS, "", attempt)
            fields = (*self.credentials(role), ("Content-Type", "application/json"))
            content = encode(body) if attempt == 1 else self._renewed(encode(body))
            self.book.sent(content)
            exchange = self._post(content, role, intent, self.settings.timeout, fields)
            self._settle(ticket, exchange, role)
            if exchange.status == 200:
                self.budget.paid(model, self._charge(exchange, ticket))
                if exchange.succeeded():
                    self.bought.append(exchange)
            elif exchange.failure or (exchange.status or 0) >= 500:
                self.failed.add(role)
                self.look()
            if exchange.failure or (exchange.status or 0) >= 500:
                break
            if not self._asks_again(exchange, attempt):
                break
        return exchange

    def _settled(self) -> None:
        """Take nothing for at risk any more once every balance is the expected one."""
        if self.book.settled:
            self.budget.looked(0)

    def can_pay(self, role: Role) -> bool:
        """Tell whether an account has the credits for the dearest image that was seen.

        Each account is asked once whatever its balance: the balance itself may be wrong.
        """
        balance = self.book.expected.get(role)
        enough = balance is None or balance >= (self.budget.estimate or 0)
        return enough or role not in self.tried

    def _renewed(self, content: bytes) -> bytes:
        """Return a body with another nonce: no request is ever sent twice."""
        fresh = f"{self.random.randrange(16**6):06x}".encode()
        return _NONCE.sub(lambda found: found.group(1) + fresh, content)

    def _post(
        self, body: bytes, role: Role, intent: Intent, seconds: float, headers: Fields
    ) -> Exchange:
        target = self.contract.operations[GENERATE].path
        sent = Outgoing("POST", target, role, intent, seconds, headers, body)
        return self.wire.send(sent)

    def _charge(self, exchange: Exchange, ticket: Ticket) -> int:
        """Return what an image was charged, or the most that it may have been."""
        credits = exchange.value.get("credits")
        charged = credits.get("charged") if isinstance(credits, dict) else None
        if isinstance(charged, int) and not isinstance(charged, bool) and charged >= 0:
            return charged
        return max(ticket.reserved, self.budget.estimate or 0)


def image_of(exchange: Exchange) -> str | None:
    """Return the id of the image that an exchange brought, if it can stand in a path."""
    image = exchange.value.get("image")
    identity = image.get("id") if isinstance(image, dict) else None
    if not isinstance(identity, str) or not identity or set(identity) & set("/?#%"):
        return None
    return identity if identity.isascii() and identity.isprintable() else None


def encode(value: Json) -> bytes:
    """Return a value as compact JSON; text stays as it is, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def new_nonce() -> str:
    """Return a nonce that no other run has."""
    return secrets.token_hex(4)
