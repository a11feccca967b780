"""Totals and balances that count what is another account's."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around
from mockserver.defects.pieces.conditions import ACCOUNT, GENERATE, LIST, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import framed

FAMILY = Family.ISOLATION


def _total_by_the_purchases(it: Occasion) -> None:
    it.body["total"] = it.memory.setdefault(it.bought, it.body["total"])


def _sum_of_all(it: Occasion) -> None:
    storage = it.parts.storage
    numbers = [account.number for account in storage.accounts()]
    it.body["creditBalance"] = sum(storage.balance(number) for number in numbers)


def _count_everybodys(it: Occasion) -> None:
    storage = it.parts.storage
    numbers = [account.number for account in storage.accounts()]
    it.body["total"] = sum(storage.image_count(number) for number in numbers)


async def _balance_of_the_caller_before(it: Occasion, go: Go) -> None:
    last = it.memory.get("last")
    await go()
    if it.account is not None:
        it.memory["last"] = it.account.number
        if it.operation == GENERATE and it.ok and last is not None:
            it.body["credits"]["remaining"] = it.parts.storage.balance(last)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "image-total-of-the-account-that-listed-first",
        "the total of images is told to every account as the first that listed has it,"
        " until an image is bought",
        "PAG-03",
        after(both(on(LIST), ok), _total_by_the_purchases),
    ),
    FAMILY.plain(
        "balance-is-the-sum-of-all-accounts",
        "getAccount tells every account what all accounts have together",
        "LED-01",
        after(both(on(ACCOUNT), ok), _sum_of_all),
    ),
    FAMILY.plain(
        "total-counts-everybodys-images",
        "the total of listImages is the number of images of all accounts",
        "PAG-03",
        framed(_count_everybodys, on(LIST)),
    ),
    FAMILY.subtle(
        "remaining-of-the-caller-before",
        "credits.remaining is the balance of the account that sent the request before",
        "LED-01",
        around(_balance_of_the_caller_before),
    ),
)
