"""Changes of how rows and refusals are shown, wherever they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.clock import timestamp
from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import Go, after, around, together
from mockserver.defects.pieces.conditions import ok
from mockserver.defects.pieces.occasion import Occasion

Row = dict[str, Any]
ChangeRow = Callable[[Row], object]


def images_shown(change: ChangeRow) -> Make:
    """Change every image of every reply."""

    def apply(it: Occasion) -> None:
        for image in it.images:
            change(image)

    return after(ok, apply)


def transactions_shown(change: ChangeRow) -> Make:
    """Change every transaction of every reply."""

    def apply(it: Occasion) -> None:
        for row in it.transactions:
            change(row)

    return after(ok, apply)


def rows_shown(change: ChangeRow) -> Make:
    """Change every image and every transaction of every reply."""
    return together(images_shown(change), transactions_shown(change))


def errors_shown(change: ChangeRow) -> Make:
    """Change the ``error`` of every refusal."""
    return after(refused, lambda it: change(it.body["error"]))


def refused(it: Occasion) -> bool:
    """Hold for refusals in the document's shape."""
    return it.status >= 400 and isinstance(it.body, dict) and "error" in it.body


def codes(it: Occasion) -> set[str]:
    """Return the codes of a refusal's details."""
    if not refused(it):
        return set()
    return {item["code"] for item in it.body["error"].get("details", ())}


def put(name: str, value: Any) -> ChangeRow:
    """Set a field."""
    return lambda row: row.update({name: value})


def rewrite(name: str, write: Callable[[Any], Any]) -> ChangeRow:
    """Write a field another way."""
    return lambda row: row.update({name: write(row[name])})


def older_images_shown(change: ChangeRow) -> Make:
    """Change every image that is older than the first request."""

    async def hook(it: Occasion, go: Go) -> None:
        now = timestamp(it.parts.clock.now())
        started: str = it.memory.setdefault("first request", now)
        await go()
        for image in it.images:
            if image["createdAt"] < started:
                change(image)

    return around(hook)
