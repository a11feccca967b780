"""Ledgers that tell their rows otherwise than they were entered."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    GENERATE,
    USAGE,
    after_purchases,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.fields import (
    addition,
    deduction,
    in_transactions,
    older_than_a_day,
    referred_image,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row, unseen

FAMILY = Family.LEDGER


def _new_row_ids(it: Occasion) -> None:
    for place, row in enumerate(it.transactions):
        row["id"] = it.parts.draws.uuid("told", it.number, place)


def _running_sums(it: Occasion) -> None:
    if it.operation == GENERATE:
        spent = it.memory.get(it.tenant, 0) + it.body["credits"]["charged"]
        it.memory[it.tenant] = it.memory[it.images[0]["id"]] = spent
    for row in it.transactions:
        row["amount"] = -it.memory.get(row["referenceId"], -row["amount"])


_DEFAULT_MODEL = "openai:gpt-image-1.5"


def _grant_of_today(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "addition":
            row["amount"] = it.balance


def _one_id(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] in it.ids:
            row["id"] = it.parts.draws.uuid("row", 0, 0)


def _repriced(it: Occasion) -> None:
    for row in it.transactions:
        image = referred_image(it, row)
        older = image is not None and image.id not in it.ids
        if image and older and image.model_id == _DEFAULT_MODEL:
            row["amount"] -= 1


def _old_deduction(it: Occasion, row: Row) -> bool:
    return deduction(it, row) and older_than_a_day(it, row)


def _turned(row: Row) -> None:
    row["amount"] = -row["amount"]


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "transaction-ids-made-at-each-reading",
        "a transaction has another id each time it is read",
        "PAG-09",
        after(both(on(USAGE), ok), _new_row_ids),
    ),
    FAMILY.plain(
        "opening-grant-typed-as-deduction",
        "what opened an account is a deduction, with the sign of an addition",
        "USE-02",
        after(
            both(on(USAGE), ok),
            in_transactions(addition, lambda row: row.update(type="deduction")),
        ),
    ),
    FAMILY.plain(
        "new-amounts-are-running-sums",
        "the amount of a new deduction is the sum of all that were charged so far",
        "LED-03",
        after(both(on(GENERATE, USAGE), ok), _running_sums),
    ),
    FAMILY.plain(
        "ledger-lags-one-purchase",
        "a deduction is in the ledger when another image is bought, not before",
        "LED-02",
        unseen(lambda it, row: row["referenceId"] in it.ids[-1:], USAGE),
    ),
    FAMILY.plain(
        "opening-grant-tells-the-present-balance",
        "the amount of the addition that opened an account is its present balance",
        "USE-05",
        after(both(on(USAGE), ok), _grant_of_today),
    ),
    FAMILY.subtle(
        "new-rows-share-an-id",
        "the transactions of all new images have one id, made when the service started",
        "PAG-08",
        after(both(on(USAGE), ok), _one_id),
    ),
    FAMILY.subtle(
        "older-deductions-repriced",
        "once two images were bought, older deductions for one model are one more",
        "USE-05",
        after(both(on(USAGE), ok, after_purchases(2)), _repriced),
    ),
    FAMILY.subtle(
        "old-deductions-of-the-other-sign",
        "deductions that are older than a day have the other sign than newer ones",
        "USE-02",
        after(both(on(USAGE), ok), in_transactions(_old_deduction, _turned)),
    ),
)
