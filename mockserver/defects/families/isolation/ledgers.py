"""Accounts that see the transactions of others, or pay for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around, together
from mockserver.defects.pieces.books import keeping_books, once_bought, open_books
from mockserver.defects.pieces.conditions import USAGE, always, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import lacks_credits
from mockserver.defects.pieces.states import StorageAround, stored, third_fails
from mockserver.defects.pieces.traces import leave_image, serve_image
from mockserver.getimages.behaviours import transaction_body
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Transaction

FAMILY = Family.ISOLATION


def _run_on(it: Occasion) -> None:
    """Fill a page that has room with rows of other accounts, as a scan of keys would."""
    storage = it.parts.storage
    for each in storage.accounts():
        room = it.body["limit"] - len(it.transactions)
        if it.transactions and room and each != it.account:
            _, found = storage.transactions(each.number, limit=room, offset=0)
            it.transactions.extend(map(transaction_body, found))


async def _paid_by_the_first(it: Occasion, go: Go) -> None:
    await go()
    if lacks_credits(it):
        image_id, first = leave_image(it), it.parts.storage.accounts()[0]
        it.enter(-4, "deduction", account=first, reference_id=image_id)
        await serve_image(it, go, image_id, 0)


def _with_foreign(*types: str) -> Callable[[Storage], Storage]:
    """Show rows of these types of every account to each."""

    class Shared(StorageAround):
        def _rows(self, number: int) -> list[Transaction]:
            found = [
                row
                for each in self.accounts()
                for row in self.inner.transactions(each.number, limit=10**9, offset=0)[
                    1
                ]
                if each.number == number or row.type in types
            ]
            return sorted(found, key=lambda row: row.created_at, reverse=True)

        def transaction_count(self, account_number: int) -> int:
            return len(self._rows(account_number))

        def transactions(
            self, account_number: int, *, limit: int, offset: int
        ) -> tuple[int, Sequence[Transaction]]:
            rows = self._rows(account_number)
            return len(rows), rows[offset : offset + limit]

    return Shared


def _all_pay(it: Occasion) -> None:
    opened = open_books(it)
    for each in opened.books.accounts():
        if each.number != opened.account_number:
            opened.books.give(each.number, -it.body["credits"]["charged"])


class _RefundsElsewhere(StorageAround):
    """Books refunds in the account that stands next in the table."""

    def record(self, account_number: int, event: Event) -> None:
        refunds = [row for row in event.transactions if row.type == "refund"]
        kept = [row for row in event.transactions if row.type != "refund"]
        super().record(account_number, event._replace(transactions=kept))
        if refunds:
            other = (account_number + 1) % len(self.accounts())
            super().record(other, Event(self.draws(other), None, refunds))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "usage-shows-every-account",
        "listUsage shows the transactions of all accounts",
        "SEC-11",
        stored(_with_foreign("addition", "deduction", "refund")),
    ),
    FAMILY.plain(
        "grants-of-all-accounts-shown",
        "listUsage shows every account's additions to each",
        "SEC-11",
        stored(_with_foreign("addition")),
    ),
    FAMILY.plain(
        "charge-taken-from-every-account",
        "the balance of every account falls by what one of them is charged",
        "LED-02",
        together(*keeping_books(once_bought(always, _all_pay))),
    ),
    FAMILY.plain(
        "poor-accounts-image-paid-by-the-first",
        "an account that cannot pay gets its image, and the first account is charged",
        "GEN-P16",
        around(_paid_by_the_first),
    ),
    FAMILY.subtle(
        "usage-page-runs-on-into-other-accounts",
        "a page of transactions that ends early is filled with those of other accounts",
        "SEC-11",
        after(both(on(USAGE), ok), _run_on),
    ),
    FAMILY.subtle(
        "refund-goes-to-another-account",
        "the third generation fails with 500, and another account has its refund",
        "LED-04",
        together(
            third_fails,
            stored(_RefundsElsewhere),
        ),
    ),
)
