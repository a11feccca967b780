"""What one account's balance and ledger should be, from what the tape shows.

A balance may lag behind by some seconds, credits may be topped up at any time, and
other clients may spend. So every observation is held against all that it could
lawfully be: what is impossible for each of them is a breach, the rest is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from contract_tests.contract.document import ACCOUNT, GENERATE, LIST, USAGE
from contract_tests.judgement.evidence import (
    Evidence,
    Page,
    Purchase,
    Sighting,
    instant,
)
from contract_tests.tape.exchange import Exchange, Json, Role

SHARED = "another client is at work on the account"
"""Why a balance or a ledger says nothing of the run alone."""

RISEN = "credits may have been added meanwhile"
"""Why a balance that is higher than expected says nothing."""

# A row of this run may carry a time so many seconds before it began.
_EARLY = 5.0


@dataclass(frozen=True, slots=True)
class Fall:
    """A balance that is lower than all that the run did can explain.

    `missing` are the credits; `since` is the last exchange at which all was well.
    """

    exchange: Exchange
    since: Exchange
    missing: int
    expected: int
    observed: int
    between: tuple[Exchange, ...]
    """What was sent in between and could have been charged for."""


class Ledger:
    """The balance and the transactions of one account during a run."""

    def __init__(self, evidence: Evidence, role: Role) -> None:
        """Look at one account."""
        self.evidence = evidence
        self.role = role

    @cached_property
    def purchases(self) -> tuple[Purchase, ...]:
        """Return the images that this account was charged for."""
        return tuple(
            each for each in self.evidence.purchases if each.exchange.role is self.role
        )

    @cached_property
    def pages(self) -> list[Page]:
        """Return the pages of the ledger, in order of time."""
        return self.evidence.pages(USAGE, self.role)

    @cached_property
    def uncertain(self) -> tuple[Exchange, ...]:
        """Return the requests for images of which nobody knows whether they were charged."""
        return tuple(
            each
            for each in self.evidence.exchanges
            if each.operation == GENERATE
            and each.role is self.role
            and (each.failure is not None or (each.status or 0) >= 500)
        )

    @cached_property
    def foreign_images(self) -> tuple[Sighting, ...]:
        """Return images that another client made on this account during the run."""
        own = {each.id for each in self.evidence.purchases}
        sent = _prompts(self.evidence.exchanges)
        began = self.evidence.started + (self.evidence.skew or 0.0) - _EARLY
        return tuple(
            each
            for each in self.evidence.images
            if each.exchange.role is self.role
            and each.exchange.operation == LIST
            and each.id not in own
            and str(each.value.get("prompt")) not in sent
            and (instant(each.value.get("createdAt")) or 0.0) >= began
        )

    @cached_property
    def shared(self) -> bool:
        """Tell whether another client is at work on this account."""
        return bool(self.foreign_images) or self._foreign_failures

    @cached_property
    def _foreign_failures(self) -> bool:
        """Tell whether charges were refunded during the run that the run did not cause."""
        if self.uncertain:
            return False
        own = {each.id for each in self.evidence.purchases}
        deducted = {
            str(row.get("referenceId")).lower()
            for row in self.whole or self.new_rows
            if row.get("type") == "deduction"
        }
        return any(
            row.get("type") == "refund"
            and str(row.get("referenceId")).lower() in deducted - own
            for row in self.new_rows
        )

    @cached_property
    def direction(self) -> str | None:
        """Return 'newest' or 'oldest', whichever end the ledger begins with, if it tells.

        A ledger in another order than that of time has neither.
        """
        found = {_direction(page) for page in self.pages} - {None}
        return found.pop() if len(found) == 1 and "mixed" not in found else None

    @cached_property
    def complete(self) -> bool:
        """Tell whether every row that was added during the run was seen."""
        return self._rows_since is not None

    @cached_property
    def new_rows(self) -> tuple[dict[str, Json], ...]:
        """Return the transactions that were added between the first page and the last."""
        return self._rows_since or ()

    @cached_property
    def _rows_since(self) -> tuple[dict[str, Json], ...] | None:
        if not self.pages:
            return None
        first, last = self.pages[0], self.pages[-1]
        grown = last.total - first.total
        if grown <= 0:
            return ()
        early, late = self._places(first.total), self._places(last.total)
        if len(early) == first.total and len(late) == last.total:
            # Both are whole: any order will do.
            known = {str(row.get("id")).lower() for row in early.values()}
            new = [late[place] for place in sorted(late)]
            return tuple(row for row in new if str(row.get("id")).lower() not in known)
        if self.direction is None:
            return None
        newest = self.direction == "newest"
        wanted = range(grown) if newest else range(first.total, last.total)
        if any(place not in late for place in wanted):
            return None
        return tuple(late[place] for place in wanted)

    @cached_property
    def whole(self) -> tuple[dict[str, Json], ...] | None:
        """Return all transactions there are, if every place of the ledger was read."""
        if not self.pages:
            return None
        places = self._places(self.pages[-1].total)
        whole = len(places) == self.pages[-1].total
        return tuple(places[place] for place in sorted(places)) if whole else None

    def _places(self, total: int) -> dict[int, dict[str, Json]]:
        """Return the rows of the pages that tell this total, by their place."""
        return {
            position: row
            for page in self.pages
            if page.total == total
            for position, row in page.at()
        }

    @cached_property
    def added(self) -> int:
        """Return the credits that were added from outside during the run."""
        return sum(
            abs(amount_of(row))
            for row in self.new_rows
            if row.get("type") == "addition"
        )

    @property
    def may_have_risen(self) -> bool:
        """Tell whether somebody adds credits, or nobody can tell that nobody does.

        Rows that were added between a balance and a page of the ledger are not seen, so
        once some are, a higher balance says nothing.
        """
        return bool(self.added) or not self.complete or self._rose_early

    @cached_property
    def _rose_early(self) -> bool:
        """Tell whether the ledger, when first read, had more than the first balance.

        Nothing was bought on the account by then, so somebody added it in between.
        """
        if self.first is None or not self.pages:
            return False
        first = self.pages[0]
        rows = self._places(first.total).values()
        bought_before = any(
            each.exchange.number < first.exchange.number for each in self.purchases
        )
        if len(rows) != first.total or bought_before:
            return False
        kept = sum(
            abs(amount_of(row)) * (-1 if row.get("type") == "deduction" else 1)
            for row in rows
        )
        return kept > self.first[1]

    @cached_property
    def removed(self) -> int:
        """Return the credits that one transaction took that is no image's.

        Credits may expire or be taken back, and the ledger tells it. It counts as that only
        if it is the only one, and more than any image cost: else it is a charge.
        """
        dearest = max(
            (each.charged or 0 for each in self.evidence.purchases), default=0
        )
        charged = Counter(each.charged for each in self.purchases if each.charged)
        taken = Counter(
            abs(amount_of(row))
            for row in self.new_rows
            if row.get("type") == "deduction"
        )
        extra = list((taken - charged).elements())
        return extra[0] if len(extra) == 1 and extra[0] > dearest > 0 else 0

    def falls(self) -> Iterable[Fall]:
        """Yield each balance that is too low, once for what it lost since the last one."""
        readings = self.evidence.balances(self.role)
        if not readings:
            return
        since, start = readings[0]
        expected = start
        reserve = 0
        events = sorted((*self.evidence.exchanges,), key=lambda each: each.ended)
        charged = {each.exchange.number: each.charged or 0 for each in self.purchases}
        most = (
            max((each.charged or 0 for each in self.evidence.purchases), default=0)
            or 10
        )
        unsure = {each.number for each in self.uncertain}
        between: list[Exchange] = []
        told = {each.number: balance for each, balance in readings}
        for event in events:
            if event.ended <= since.ended and event.number <= since.number:
                continue
            if event.number in charged:
                expected -= charged[event.number]
            if event.number in unsure:
                reserve += most
            if event.operation == GENERATE:
                between.append(event)
            observed = told.get(event.number)
            if observed is None:
                continue
            if observed < expected - reserve - self.removed and not _under_way(
                event, self.purchases
            ):
                yield Fall(
                    event,
                    since,
                    expected - observed,
                    expected,
                    observed,
                    tuple(between),
                )
                expected = observed
                reserve = 0
            if observed <= expected:
                since, between = event, []

    @cached_property
    def final(self) -> tuple[Exchange, int] | None:
        """Return the last balance that was read."""
        readings = self.evidence.balances(self.role)
        return readings[-1] if readings else None

    @cached_property
    def first(self) -> tuple[Exchange, int] | None:
        """Return the first balance that was read."""
        readings = self.evidence.balances(self.role)
        return readings[0] if readings else None

    def constants(
        self,
    ) -> tuple[tuple[Exchange, int, Page], tuple[Exchange, int, Page]] | None:
        """Return the first and the last balance that can be held against a whole ledger.

        Each is read between two pages of the same total, with no request for an image in
        between.
        """
        found = []
        for exchange, balance in self.evidence.balances(self.role):
            before = [
                page for page in self.pages if page.exchange.number < exchange.number
            ]
            after = [
                page for page in self.pages if page.exchange.number > exchange.number
            ]
            if before and after and before[-1].total == after[0].total:
                low, high = before[-1].exchange.number, after[0].exchange.number
                if not any(
                    each.operation == GENERATE
                    and each.role is self.role
                    and low < each.number < high
                    for each in self.evidence.exchanges
                ):
                    found.append((exchange, balance, after[0]))
        return (found[0], found[-1]) if len(found) > 1 else None


def _direction(page: Page) -> str | None:
    """Return which way a page runs in time; None if it tells neither."""
    times = [
        when for row in page.rows if (when := instant(row.get("createdAt"))) is not None
    ]
    if len(set(times)) < 2:
        return None
    if times == sorted(times, reverse=True):
        return "newest"
    return "oldest" if times == sorted(times) else "mixed"


def _under_way(reading: Exchange, purchases: tuple[Purchase, ...]) -> bool:
    """Tell whether an image was being bought while a balance was read."""
    return any(
        each.exchange.at <= reading.ended
        and each.exchange.ended >= reading.at
        and each.exchange is not reading
        for each in purchases
    )


def _prompts(exchanges: Iterable[Exchange]) -> set[str]:
    return {
        str(each.request.body.get("prompt", ""))
        for each in exchanges
        if each.operation == GENERATE and isinstance(each.request.body, dict)
    }


def amount_of(row: dict[str, Json]) -> int:
    """Return the amount of a transaction, 0 if it has none."""
    amount = row.get("amount")
    return amount if isinstance(amount, int) and not isinstance(amount, bool) else 0


def value_of(row: dict[str, Json]) -> int:
    """Return what a transaction does to the balance, whatever the sign it is written with."""
    amount = abs(amount_of(row))
    return -amount if row.get("type") == "deduction" else amount


def accounts(evidence: Evidence) -> list[Ledger]:
    """Return the ledgers of the accounts that bought, or could have."""
    roles = {each.role for each in evidence.good(ACCOUNT)}
    return [
        Ledger(evidence, role)
        for role in (Role.MAIN, Role.SECOND, Role.POOR)
        if role in roles
    ]
