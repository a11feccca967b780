"""Ledgers that tell their rows otherwise than they were entered."""

from __future__ import annotations

from mockserver.defects.around import after
from mockserver.defects.conditions import GENERATE, USAGE, both, ok, on
from mockserver.defects.entry import Defect, Family
from mockserver.defects.fields import addition, in_transactions
from mockserver.defects.occasion import Occasion
from mockserver.defects.pages import unseen

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
)
