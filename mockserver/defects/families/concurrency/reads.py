"""Reads that meet a purchase, or another read."""

from __future__ import annotations

import anyio

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, around
from mockserver.defects.pieces.conditions import GENERATE, READS
from mockserver.defects.pieces.meeting import MAKING
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.CONCURRENCY


_READING = 0.01
"""Seconds that a read takes, so that two of an account can meet."""


async def _locked_while_making(it: Occasion, go: Go) -> None:
    making: list[str] = it.memory.setdefault("making", [])
    if it.account is None:
        await go()
    elif it.operation == GENERATE:
        making.append(it.tenant)
        try:
            await anyio.sleep(MAKING)
            await go()
        finally:
            making.remove(it.tenant)
    elif it.tenant in making:
        it.refuse(500, "The database is locked.")
    else:
        await go()


async def _reads_joined(it: Occasion, go: Go) -> None:
    if it.operation not in READS or it.account is None:
        await go()
        return
    flight = (it.operation, it.account.number)
    running: list[Occasion] = it.memory.setdefault(flight, [])
    earlier = running[-1] if running else None
    running.append(it)
    try:
        await anyio.sleep(_READING)
        await go()
    finally:
        running.remove(it)
    if earlier is not None and earlier.ok and it.ok:
        it.body = earlier.body


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "reads-during-a-purchase-are-500",
        "what an account reads while an image is made for it is a server error",
        "ERR-07",
        around(_locked_while_making),
    ),
    FAMILY.subtle(
        "reads-at-once-share-a-reply",
        "of two reads of an operation at once the later has the reply to the earlier, whatever it asked",
        "GET-03",
        around(_reads_joined),
    ),
)
