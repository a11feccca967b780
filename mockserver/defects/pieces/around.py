"""Alterations of what is asked and answered: most defects are one of these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mockserver.alteration import Alteration, Alterations, Parts
from mockserver.defects.entry import Make
from mockserver.defects.pieces.occasion import Counts, Occasion, SentRequest
from mockserver.messages import Request
from mockserver.pipeline import Answer

if TYPE_CHECKING:
    from mockserver.alteration import Respond

When = Callable[[Occasion], bool]
Change = Callable[[Occasion], object]
Go = Callable[[], Awaitable[None]]
Hook = Callable[[Occasion, Go], Awaitable[None]]
"""Does something before and after ``await go()``, which lets the mock answer."""


class Around(Alteration):
    """Stands around the mock's answers with one hook."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook
        self._counts = Counts()

    def respond(self, respond: Respond, parts: Parts) -> Respond:
        """Return what answers, with the hook around it."""

        async def answer(request: Request) -> Answer:
            sent = SentRequest(request)
            if request.method == "POST":
                await sent.read(parts.settings.max_request_body_size)
            occasion = Occasion(sent, parts, self._counts)

            async def go() -> None:
                occasion.take(await respond(sent))

            await self._hook(occasion, go)
            self._count(occasion)
            return occasion.answer()

        return answer

    def _count(self, occasion: Occasion) -> None:
        if occasion.status >= 400:
            self._counts.errors += 1
        elif occasion.operation == "generateImage":
            self._counts.bought += 1
            occasion.ids.extend(str(each.get("id")) for each in occasion.images)


def around(hook: Hook) -> Make:
    """Stand around every answer."""
    return lambda: Around(hook)


def before(when: When, change: Change) -> Make:
    """Change a request before the mock reads it."""

    async def hook(occasion: Occasion, go: Go) -> None:
        if when(occasion):
            change(occasion)
        await go()

    return around(hook)


def after(when: When, change: Change) -> Make:
    """Change a reply; ``when`` is asked when the mock has answered."""

    async def hook(occasion: Occasion, go: Go) -> None:
        await go()
        if when(occasion):
            change(occasion)

    return around(hook)


def instead(when: When, change: Change) -> Make:
    """Answer in the mock's place, which does not learn of the request."""

    async def hook(occasion: Occasion, go: Go) -> None:
        if when(occasion):
            change(occasion)
        else:
            await go()

    return around(hook)


def together(*makes: Make) -> Make:
    """Make several alterations into one; the first stands nearest to the mock."""
    return lambda: Alterations([make() for make in makes])
