"""Two images at once that are charged, counted or followed wrongly."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, Hook, around
from mockserver.defects.pieces.books import hide_deduction, open_books
from mockserver.defects.pieces.conditions import ACCOUNT, GENERATE, LIST
from mockserver.defects.pieces.meeting import booked, meeting, met
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.CONCURRENCY


def _failed_and_charged(later: Occasion, earlier: Occasion) -> None:
    open_books(later).books.hide(later.images[0]["id"])
    later.refuse(500, "could not serialize access due to concurrent update")


def _free(later: Occasion, earlier: Occasion) -> None:
    hide_deduction(later)
    opened = open_books(later)
    opened.books.give(opened.account_number, later.body["credits"]["charged"])


def _uncounted(later: Occasion, earlier: Occasion) -> None:
    later.memory[later.key] = later.memory.get(later.key, 0) + 1


def _too_few(it: Occasion) -> None:
    if it.operation == LIST:
        it.body["total"] -= it.memory.get(it.key, 0)


def _refunded(later: Occasion, earlier: Occasion) -> None:
    charged = later.body["credits"]["charged"]
    later.enter(charged, "refund", reference_id=later.images[0]["id"])


def _lock_kept() -> Hook:
    def lock(later: Occasion, earlier: Occasion) -> None:
        later.memory["locked", later.key] = True

    lets_go = meeting(lock)

    async def hook(it: Occasion, go: Go) -> None:
        if it.operation == GENERATE and ("locked", it.key) in it.memory:
            it.refuse(400, "Another image is being made for this account.")
        else:
            await lets_go(it, go)

    return hook


def _one_row_id(later: Occasion, earlier: Occasion) -> None:
    shared = later.parts.draws.uuid("pair", later.number)
    for each in (later, earlier):
        each.memory[each.images[0]["id"]] = shared


def _shared_row_ids(it: Occasion) -> None:
    for row in it.transactions:
        row["id"] = it.memory.get(row["referenceId"], row["id"])


def _unlisted(later: Occasion, earlier: Occasion) -> None:
    open_books(later).books.hide(earlier.images[0]["id"], by_id=False)


def _row_locked(later: Occasion, earlier: Occasion) -> None:
    later.memory["locked", later.tenant] = True


def _waits_in_vain(it: Occasion) -> None:
    if it.operation == ACCOUNT and ("locked", it.tenant) in it.memory:
        it.refuse(500, "Lock wait timeout exceeded")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "two-at-once-failed-and-charged",
        "of two images at once the later is a 500, and is charged without a refund",
        "LED-04",
        booked(_failed_and_charged),
    ),
    FAMILY.plain(
        "two-at-once-later-is-free",
        "of two images at once the later is told as charged, and nothing is taken",
        "GEN-P14",
        booked(_free),
    ),
    FAMILY.subtle(
        "two-at-once-counted-as-one",
        "two images at once add one to the total of the list",
        "GEN-P15",
        met(_uncounted, elsewhere=_too_few),
    ),
    FAMILY.subtle(
        "two-at-once-later-refunded",
        "of two images at once the later is charged, delivered and refunded",
        "GEN-P14",
        met(_refunded),
    ),
    FAMILY.subtle(
        "lock-kept-after-two-at-once",
        "after two images at once an account's requests for images are refused",
        "GEN-P01",
        around(_lock_kept()),
    ),
    FAMILY.subtle(
        "two-at-once-share-the-id-of-a-row",
        "the deductions of two images at once have one id",
        "PAG-08",
        met(_one_row_id, elsewhere=_shared_row_ids),
    ),
    FAMILY.subtle(
        "first-of-two-is-overwritten-in-the-list",
        "of two images at once one is not in the list, though it can be read by its id",
        "GEN-P13",
        booked(_unlisted),
    ),
    FAMILY.subtle(
        "account-locked-by-two-at-once",
        "once two images were bought at once, getAccount is a server error",
        "ERR-07",
        met(_row_locked, elsewhere=_waits_in_vain),
    ),
)
