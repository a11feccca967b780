"""Images and rows that a request should not have left, or moved."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import When, after, together
from mockserver.defects.pieces.asking import prompt
from mockserver.defects.pieces.books import keeping_books, open_books
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    both,
    either,
    names_a_uuid,
    ok,
    on,
    status,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import between, put
from mockserver.defects.pieces.pixels import SHOWS
from mockserver.defects.pieces.refusals import lacks_credits, refused_image
from mockserver.defects.pieces.traces import leave_image

FAMILY = Family.SIDE_EFFECTS


def _count_refused(it: Occasion) -> None:
    if refused_image(it):
        it.memory[it.tenant] = it.memory.get(it.tenant, 0) + 1
    elif it.operation == LIST and it.ok:
        it.body["total"] += it.memory.get(it.tenant, 0)


def _overwrite_newest(it: Occasion) -> None:
    """Write what was refused into the row that the account has made last."""
    if refused_image(it) and it.account is not None:
        _, newest = it.parts.storage.images(it.account.number, limit=1, offset=0)
        text = it.sent.get("prompt") if isinstance(it.sent, dict) else None
        if newest and isinstance(text, str) and text.isascii() and text:
            it.memory[newest[0].id] = text[:2000]
    for image in it.images:
        image["prompt"] = it.memory.get(image["id"], image["prompt"])


def _by_last_use(it: Occasion) -> None:
    """List images by the time at which they were made, or last read by their ids."""
    used = it.memory.setdefault(it.tenant, {})
    if it.operation != LIST:
        used[it.images[0]["id"]] = it.number
        return
    found = between(it, 0, it.body["total"])
    found.sort(key=lambda row: -used.get(row["id"], 0))
    put(it, found[it.body["offset"] :][: it.body["limit"]])


def _row_left(it: Occasion) -> None:
    opened, had = open_books(it), it.balance
    it.enter(-had, "deduction", description="Image generation")
    opened.books.give(opened.account_number, had - it.balance)


def _pay_for_the_look(it: Occasion) -> None:
    if it.balance > 0:
        it.enter(-1, "deduction", description="Retrieval of an image")


def _carry_out_later(it: Occasion) -> None:
    """Put a refused request into a queue that is worked off with the next image."""
    if it.status == 400 and 0 < len(prompt(it)) <= 2000:
        it.memory[it.tenant] = it.sent
    elif it.ok and it.tenant in it.memory:
        it.send(it.memory.pop(it.tenant))
        leave_image(it)


def _refused_for_its(name: str) -> When:
    def holds(it: Occasion) -> bool:
        if not (refused_image(it) and with_account(it)):
            return False
        details = it.body["error"].get("details", ())
        return any(each["path"] == f"body.{name}" for each in details)

    return holds


def _count_unpaid(it: Occasion) -> None:
    unpaid = it.memory.get(it.tenant, 0)
    if it.operation == LIST:
        it.body["total"] += unpaid
    else:
        it.memory[it.tenant] = unpaid + 1


def _row_waits(it: Occasion) -> None:
    if not it.ok and prompt(it):
        it.memory[it.tenant] = True
    elif it.ok and it.memory.pop(it.tenant, False):
        it.enter(-it.body["credits"]["charged"], "deduction")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "refused-requests-counted-as-images",
        "each request for an image that is refused adds one to the total of the list",
        "PAG-03",
        after(both(on(GENERATE, LIST), with_account), _count_refused),
    ),
    FAMILY.plain(
        "image-that-is-read-comes-first",
        "an image that is read by its id stands first in the list from then on",
        "PAG-09",
        after(both(on(*SHOWS), ok), _by_last_use),
    ),
    FAMILY.plain(
        "unknown-id-leaves-an-image",
        "reading an id that names no image is 404, and leaves an image in the list",
        "GEN-X1",
        after(both(on(GET), status(404), with_account, names_a_uuid), leave_image),
    ),
    FAMILY.subtle(
        "refused-prompt-overwrites-the-newest-image",
        "the prompt of a refused request becomes that of the newest image",
        "IMG-01",
        after(on(*SHOWS), _overwrite_newest),
    ),
    FAMILY.subtle(
        "lack-of-credits-leaves-its-row",
        "an account that cannot pay is refused, and has a deduction that took nothing",
        "GEN-P16",
        together(*keeping_books(after(lacks_credits, _row_left))),
    ),
    FAMILY.plain(
        "missing-image-costs-a-credit",
        "a read by an id that names no image is 404, and costs a credit",
        "GEN-P14",
        after(both(on(GET), status(404), with_account), _pay_for_the_look),
    ),
    FAMILY.subtle(
        "refused-request-carried-out-with-the-next",
        "the image of a refused request is in the list once another image was bought",
        "GEN-P15",
        after(on(GENERATE), _carry_out_later),
    ),
    FAMILY.subtle(
        "bad-ratio-refused-after-the-charge",
        "a request that is refused for its aspectRatio was charged already",
        "LED-05",
        after(
            _refused_for_its("aspectRatio"),
            lambda it: it.enter(-4, "deduction", description="Image generation"),
        ),
    ),
    FAMILY.subtle(
        "unpaid-image-counted",
        "an image that could not be paid is not listed, and counts in the total",
        "PAG-03",
        after(either(lacks_credits, both(on(LIST), ok)), _count_unpaid),
    ),
    FAMILY.subtle(
        "charge-of-a-refusal-committed-with-the-next",
        "the deduction of a refused request is entered with the next image",
        "GEN-P14",
        after(either(refused_image, both(on(GENERATE), ok)), _row_waits),
    ),
)
