"""Accounts that had another past, or keep it in another order."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import together
from mockserver.defects.pieces.states import remembered, with_settings
from mockserver.storage.records import Event, Transaction, TransactionType

Past = Callable[[Event, int], Iterable[Event]]
"""Gives what an account has behind it in place of its nth event (from 0)."""


def past(change: Past) -> Make:
    """Change what accounts have behind them; there are 57 older images."""

    def changed(events: list[Event]) -> Iterator[Event]:
        for nth, event in enumerate(events):
            yield from change(event, nth)

    return together(with_settings(images=57), remembered(changed))


def _entered(
    event: Event, amount: int, kind: TransactionType, description: str, reference: str
) -> Transaction:
    """Return a row that stands just before the event's own."""
    row = event.transactions[0]
    name = f"{row.id} {amount} {kind}"
    return Transaction(
        id=str(uuid.UUID(bytes=uuid.uuid5(uuid.NAMESPACE_OID, name).bytes, version=4)),
        amount=amount,
        type=kind,
        description=description,
        reference_id=reference or None,
        created_at=row.created_at - 1000,
    )


def _failures(event: Event, nth: int) -> Iterator[Event]:
    if nth % 5 == 0:
        cost = -event.transactions[0].amount
        lost = str(uuid.uuid5(uuid.NAMESPACE_OID, event.transactions[0].id))
        taken = _entered(event, -cost, "deduction", "Image generation", lost)
        returned = _entered(event, cost, "refund", "The provider gave up", lost)
        yield event._replace(image=None, transactions=(taken, returned))
    yield event


def _payments(event: Event, nth: int) -> Iterator[Event]:
    if nth % 10 == 0:
        paid = _entered(event, 25, "addition", "Card payment", f"ch_3N{nth}x")
        expired = _entered(event, -5, "deduction", "Credits that expired", "")
        yield event._replace(image=None, transactions=(paid, expired))
    yield event


def _cheaper(event: Event, nth: int) -> Iterator[Event]:
    image, row = event.image, event.transactions[0]
    if image is None or row.amount == 0:
        yield event
        return
    yield event._replace(
        image=image._replace(credit_cost=image.credit_cost - 1),
        transactions=(row._replace(amount=row.amount + 1),),
    )


def _trial(event: Event, nth: int) -> Iterator[Event]:
    if event.image is None or nth >= 5:
        yield event
        return
    yield event._replace(image=event.image._replace(credit_cost=0), transactions=())


def _much_alike(event: Event, nth: int) -> Iterator[Event]:
    image = event.image
    if image is not None:
        image = image._replace(prompt="the same prompt", style="very " * 600 + "bright")
    yield event._replace(image=image)


VARIANTS: tuple[Variant, ...] = (
    Variant("no-history", "no account has older images", with_settings(images=0)),
    Variant(
        "history-of-one-page",
        "the good account has as many images as the default page",
        with_settings(images=20),
    ),
    Variant(
        "history-of-a-full-page",
        "the good account has as many images as the largest page",
        with_settings(images=100),
    ),
    Variant(
        "history-of-3000",
        "the good account has 3000 older images",
        with_settings(images=3000),
    ),
    Variant(
        "failed-generations-in-history",
        "the ledger holds older deductions that were refunded, and have no image",
        past(_failures),
    ),
    Variant(
        "payments-in-history",
        "the ledger holds card payments and credits that expired",
        past(_payments),
    ),
    Variant(
        "prices-rose",
        "older images cost a credit less than their models cost now",
        past(_cheaper),
    ),
    Variant(
        "free-trial-in-history",
        "the first five images were free and have no row in the ledger",
        past(_trial),
    ),
    Variant(
        "older-images-much-alike",
        "all older images have the same prompt and a style of 3000 characters",
        past(_much_alike),
    ),
)
