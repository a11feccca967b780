"""Odd prices and balances."""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.conditions import GENERATE, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import StorageAround, stored, with_settings
from mockserver.getimages.prices import DEFAULT_PRICES
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Account, Event, Transaction

_WIDE = ("16:9", "21:9")


def _priced(price: int) -> Make:
    return with_settings(prices=dict.fromkeys(DEFAULT_PRICES, price))


class _WithoutRowsOfNothing(StorageAround):
    def add_account(
        self, account: Account, opening: Transaction, events: Iterable[Event] = ()
    ) -> None:
        kept = (_without_rows_of_nothing(event) for event in events)
        self.inner.add_account(account, opening, kept)

    def record(self, account_number: int, event: Event) -> None:
        self.inner.record(account_number, _without_rows_of_nothing(event))


def _without_rows_of_nothing(event: Event) -> Event:
    kept = tuple(row for row in event.transactions if row.amount)
    return event._replace(transactions=kept)


class _Surcharged(StorageAround):
    """Takes one credit more for some images, from those who have it."""

    def __init__(self, inner: Storage, after_images: int = 0) -> None:
        super().__init__(inner)
        self._after = after_images
        self._made = 0

    def record(self, account_number: int, event: Event) -> None:
        image = event.image
        self._made += image is not None
        if image is not None and self._dearer(image.aspect_ratio):
            (row,) = event.transactions
            if self.inner.balance(account_number) > image.credit_cost:
                event = event._replace(
                    image=image._replace(credit_cost=image.credit_cost + 1),
                    transactions=(row._replace(amount=row.amount - 1),),
                )
        self.inner.record(account_number, event)

    def _dearer(self, ratio: str) -> bool:
        return self._made > self._after if self._after else ratio in _WIDE


def _tell_surcharge(it: Occasion) -> None:
    """Tell what was taken, which the mock does not know."""
    assert it.account is not None, "only an account buys"
    told = it.body["image"]
    kept = it.parts.storage.image(it.account.number, told["id"])
    more = kept.credit_cost - told["creditCost"] if kept is not None else 0
    told["creditCost"] += more
    it.body["credits"]["charged"] += more
    it.body["credits"]["remaining"] -= more


def _surcharged(after_images: int = 0) -> Make:
    return together(
        stored(lambda storage: _Surcharged(storage, after_images)),
        after(both(on(GENERATE), ok), _tell_surcharge),
    )


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "everything-free",
        "images cost nothing, and each has a row of 0 in the ledger",
        _priced(0),
    ),
    Variant(
        "everything-free-without-rows",
        "images cost nothing, and the ledger does not tell of them",
        together(_priced(0), stored(_WithoutRowsOfNothing)),
    ),
    Variant("one-price", "all models cost the same", _priced(3)),
    Variant(
        "one-model-free",
        "one of the models costs nothing",
        with_settings(prices={"google:gemini-2.5-flash-image": 0}),
    ),
    Variant("dear-models", "every image costs 30 credits", _priced(30)),
    Variant(
        "cheap-models",
        "every image costs a credit, so that the poor account can pay for one",
        _priced(1),
    ),
    Variant(
        "wide-pictures-dearer",
        "a picture of 16:9 or 21:9 costs a credit more than others of its model",
        _surcharged(),
    ),
    Variant(
        "prices-rise",
        "from the third image on every image costs a credit more",
        _surcharged(after_images=2),
    ),
    Variant(
        "balance-in-billions",
        "accounts have five billion credits",
        with_settings(credits=5_000_000_000),
    ),
)
