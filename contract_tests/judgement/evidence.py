"""What a tape shows, sorted the way that clauses ask for it.

Nothing is judged here; a value that is not what it should be is left out, and the
clause for its schema tells so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from contract_tests.contract.document import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    USAGE,
    Contract,
)
from contract_tests.contract.facts import Facts, facts
from contract_tests.contract.formats import parse_date_time
from contract_tests.tape.exchange import Exchange, Expects, Json, Picture, Role
from contract_tests.tape.ndjson import Tape
from contract_tests.tape.records import Ending

PICTURE = "image.b64_json"
"""Where a reply that brings one image has its bytes."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An image or a transaction as one exchange showed it.

    `position` is its place in the whole list, None outside lists.
    """

    exchange: Exchange
    value: dict[str, Json]
    position: int | None = None

    @property
    def id(self) -> str:
        """Return its id in small letters, as UUIDs are compared."""
        return str(self.value.get("id")).lower()


@dataclass(frozen=True, slots=True)
class Purchase:
    """An image that was bought: what was sent and what came, `asked` or by accident."""

    exchange: Exchange
    asked: bool
    sent: dict[str, Json]
    image: dict[str, Json]
    charged: int | None
    remaining: int | None

    @property
    def id(self) -> str:
        """Return the image's id in small letters."""
        return str(self.image.get("id")).lower()

    @property
    def picture(self) -> Picture | None:
        """Return what was measured of its bytes."""
        return self.exchange.pictures.get(PICTURE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: what was asked for, and what came."""

    exchange: Exchange
    total: int
    offset: int
    """The offset that was sent, or the default."""
    limit: int
    rows: tuple[dict[str, Json], ...]

    def at(self) -> Iterator[tuple[int, dict[str, Json]]]:
        """Yield each row with its place in the whole list."""
        for index, row in enumerate(self.rows):
            yield self.offset + index, row


class Evidence:
    """All that one tape shows."""

    def __init__(self, tape: Tape, contract: Contract) -> None:
        """Take a tape and the contract that it is judged by."""
        self.tape = tape
        self.run = tape.run
        self.contract = contract
        self.exchanges = _heard(tape)

    @cached_property
    def facts(self) -> Facts:
        """Return what requests of the document may hold."""
        return facts(self.contract)

    @cached_property
    def last_attempts(self) -> tuple[Exchange, ...]:
        """Return the exchanges without those that were followed by another attempt."""
        kept: list[Exchange] = []
        for exchange in self.exchanges:
            before = kept[-1] if kept else None
            if (
                before
                and exchange.intent.attempt > 1
                and _same_request(before, exchange)
            ):
                kept.pop()
            kept.append(exchange)
        return tuple(kept)

    def probes(self, *ids: str) -> Iterator[Exchange]:
        """Yield the last attempts that were sent for these clauses."""
        return (each for each in self.last_attempts if each.intent.probe in ids)

    def expecting(self, expects: Expects) -> Iterator[Exchange]:
        """Yield the last attempts that expect this."""
        return (each for each in self.last_attempts if each.intent.expects is expects)

    def good(self, operation: str, role: Role | None = None) -> Iterator[Exchange]:
        """Yield the exchanges of an operation that brought a JSON object with 200."""
        for each in self.exchanges:
            mine = role is None or each.role is role
            if mine and each.operation == operation and each.succeeded():
                yield each

    @cached_property
    def started(self) -> float:
        """Return when the run began, in seconds since 1970."""
        return self.run.started_at

    @cached_property
    def skew(self) -> float | None:
        """Return how many seconds the target's clock is ahead, None if it does not say.

        It is the median of what its `Date` fields say.
        """
        found = sorted(
            exchange.reply.date - exchange.ended
            for exchange in self.exchanges
            if exchange.reply is not None and exchange.reply.date is not None
        )
        return found[len(found) // 2] if found else None

    # Images

    @cached_property
    def purchases(self) -> tuple[Purchase, ...]:
        """Return every image that was bought, by whomever, in order."""
        return tuple(
            Purchase(
                exchange=each,
                asked=each.intent.expects is Expects.SUCCESS,
                sent=each.request.body if isinstance(each.request.body, dict) else {},
                image=image,
                charged=_credits(each, "charged"),
                remaining=_credits(each, "remaining"),
            )
            for each in self.good(GENERATE)
            if isinstance(image := each.value.get("image"), dict)
        )

    def bought(self, role: Role | None = None) -> tuple[Purchase, ...]:
        """Return the images that were asked for and came."""
        return tuple(
            each
            for each in self.purchases
            if each.asked and role in (None, each.exchange.role)
        )

    @cached_property
    def images(self) -> tuple[Sighting, ...]:
        """Return every sighting of an image: bought, read, or listed."""
        return tuple(self._images())

    def _images(self) -> Iterator[Sighting]:
        for exchange in self.exchanges:
            if not exchange.succeeded():
                continue
            image = exchange.value.get("image")
            if exchange.operation in (GENERATE, GET) and isinstance(image, dict):
                yield Sighting(exchange, image)
        for page in self.pages(LIST):
            for position, row in page.at():
                yield Sighting(page.exchange, row, position)

    @cached_property
    def by_image(self) -> dict[str, list[Sighting]]:
        """Return the sightings of each image, in order of time."""
        return _by_id(self.images)

    # Lists

    def pages(self, operation: str, role: Role | None = None) -> list[Page]:
        """Return the pages of a list that can be read, in order of time."""
        return [
            page
            for page in self._pages[operation]
            if role is None or page.exchange.role is role
        ]

    @cached_property
    def _pages(self) -> dict[str, list[Page]]:
        return {
            operation: [
                page
                for exchange in self.good(operation)
                if (page := self._page(exchange, name)) is not None
            ]
            for operation, name in ((LIST, "images"), (USAGE, "transactions"))
        }

    def _page(self, exchange: Exchange, name: str) -> Page | None:
        rows, total = exchange.value.get(name), exchange.value.get("total")
        defaults = self.facts.pages[exchange.operation or ""]
        query = exchange.request.query
        try:
            offset = int(query.get("offset", defaults.default_offset))
            limit = int(query.get("limit", defaults.default_limit))
        except ValueError:
            return None
        if not isinstance(rows, list) or not _whole(total):
            return None
        kept = tuple(row for row in rows if isinstance(row, dict))
        if len(kept) < len(rows):
            return None
        assert isinstance(total, int)
        return Page(exchange, total, offset, limit, kept)

    @cached_property
    def transactions(self) -> tuple[Sighting, ...]:
        """Return every sighting of a transaction."""
        return tuple(
            Sighting(page.exchange, row, position)
            for page in self.pages(USAGE)
            for position, row in page.at()
        )

    @cached_property
    def by_transaction(self) -> dict[str, list[Sighting]]:
        """Return the sightings of each transaction, in order of time."""
        return _by_id(self.transactions)

    # Balances

    def balances(self, role: Role) -> list[tuple[Exchange, int]]:
        """Return each balance that an account reply told."""
        return [
            (each, balance)
            for each in self.good(ACCOUNT, role)
            if _whole(balance := each.value.get("creditBalance"))
            and isinstance(balance, int)
        ]


def _heard(tape: Tape) -> tuple[Exchange, ...]:
    """Return the exchanges without those after which nothing was heard of the target.

    A target that went away has broken nothing by it.
    """
    if tape.end.ending is not Ending.BROKEN_OFF:
        return tape.exchanges
    kept = list(tape.exchanges)
    while kept and kept[-1].failure is not None:
        kept.pop()
    return tuple(kept)


def instant(value: Json) -> float | None:
    """Return the seconds since 1970 of a date-time, None if it is none."""
    moment = parse_date_time(value) if isinstance(value, str) else None
    return moment.timestamp() if moment else None


def _whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _credits(exchange: Exchange, name: str) -> int | None:
    credits = exchange.value.get("credits")
    value = credits.get(name) if isinstance(credits, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _by_id(sightings: tuple[Sighting, ...]) -> dict[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = {}
    for each in sorted(sightings, key=lambda each: each.exchange.number):
        found.setdefault(each.id, []).append(each)
    return found


def _same_request(one: Exchange, other: Exchange) -> bool:
    return (
        one.request.method == other.request.method
        and one.intent.probe == other.intent.probe
        and one.intent.case == other.intent.case
        and one.role is other.role
    )
