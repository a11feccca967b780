"""Other clients at work on the same accounts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver.alteration import Alteration, Parts
from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import before, together
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import failing, with_settings
from mockserver.defects.variants.ledgers import without_references
from mockserver.defects.variants.lists import newest_last
from mockserver.messages import Request
from mockserver.pipeline import Answer

if TYPE_CHECKING:
    from mockserver.alteration import Respond

_PROMPT = "what another client asked for"
_PURCHASE = {"prompt": _PROMPT, "modelId": "google:gemini-2.5-flash-image"}


class _Purchase:
    """Another client's request, with the key of the request that it precedes."""

    method = "POST"
    path = "/api/v1/images/generate"
    query_string = b""

    def __init__(self, authorization: str) -> None:
        self.headers = {
            "authorization": authorization,
            "content-type": "application/json",
        }

    async def body(self, limit: int) -> bytes:
        return json.dumps(_PURCHASE).encode()


class _OtherClient(Alteration):
    """Buys an image with the caller's key before every third request."""

    def __init__(self) -> None:
        self._count = 0

    def respond(self, respond: Respond, parts: Parts) -> Respond:
        async def answer(request: Request) -> Answer:
            self._count += 1
            authorization = request.headers.get("authorization")
            if self._count % 3 == 0 and authorization is not None:
                await respond(_Purchase(authorization))
            return await respond(request)

        return answer


def _top_up(it: Occasion) -> None:
    it.enter(10, "addition", description="Top-up")


_BUYING: Make = together(with_settings(credits=1_000_000), _OtherClient)

VARIANTS: tuple[Variant, ...] = (
    Variant(
        "other-client-buys",
        "another client buys an image on the account before every third request",
        _BUYING,
    ),
    Variant(
        "other-client-buys-newest-last",
        "another client buys images, and lists run from the oldest to the newest",
        together(newest_last, _BUYING),
    ),
    Variant(
        "other-client-buys-unreferenced",
        "another client buys images, and no transaction refers to anything",
        together(_BUYING, without_references),
    ),
    Variant(
        "other-client-fails",
        "generations of another client fail before every third request",
        together(failing(lambda request, nth: request.prompt == _PROMPT), _BUYING),
    ),
    Variant(
        "topped-up-meanwhile",
        "credits are added to the account before every fifth request",
        before(lambda it: it.account is not None and it.number % 5 == 0, _top_up),
    ),
)
