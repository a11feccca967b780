"""Images that change after they were stored, or share an id."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH, GET, GPT_2
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Family
from tests.adversary.storing import second, unlisted
from tests.adversary.twists import (
    after_error,
    after_generation,
    after_read,
    after_refusal,
    alter,
    by,
    from_image,
    from_request,
    image,
    later_page,
    new,
    put,
    when_opened,
    wrap,
)
from tests.adversary.world import Image

FAMILY = Family("persistence")


def _mutate(name: str, value: Callable[[Image], object]) -> Callable[[Image], object]:
    return lambda item: setattr(item, name, value(item))


def _newest_new(
    change: Callable[[Image], object],
) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        if call.caller.images and not call.caller.images[-1].old:
            change(call.caller.images[-1])

    return edit


def _first_new(
    change: Callable[[Image], object],
) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        for item in call.caller.images:
            if not item.old and item is not call.image:
                change(item)
                return

    return edit


def _oldest(change: Callable[[Image], object]) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        if call.caller.images:
            change(call.caller.images[0])

    return edit


def _each_before(name: str) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        for item in call.caller.images:
            if not item.old and item is not call.image:
                setattr(item, name, None)

    return edit


def _rename_on_read(deployment: Deployment, call: Call) -> None:
    if call.image and not call.image.old and not call.image.prompt.endswith("."):
        call.image.prompt += "."


CHANGED = (
    FAMILY.subtle(
        "prompt-changes-on-read",
        "a read adds a full stop to the prompt",
        after_read(_rename_on_read, GET),
    ),
    FAMILY.subtle(
        "prompt-changes-next",
        "the prompt of the first image changes with the next one",
        after_generation(_first_new(_mutate("prompt", lambda i: i.prompt.upper()))),
    ),
    FAMILY.subtle(
        "prompt-overwritten",
        "each new image overwrites the prompt of the first new one",
        after_generation(
            lambda d, c: _first_new(
                _mutate("prompt", lambda _: c.image.prompt if c.image else "")
            )(d, c)
        ),
    ),
    FAMILY.subtle(
        "style-lost-next",
        "the style of an image is lost with the next one",
        after_generation(_each_before("style")),
    ),
    FAMILY.subtle(
        "level-lost-next",
        "the level of an image is lost with the next one",
        after_generation(_each_before("thinking")),
    ),
    FAMILY.subtle(
        "cost-changes-next",
        "creditCost of the first image grows with the next one",
        after_generation(_first_new(_mutate("cost", lambda i: i.cost + 1))),
    ),
    FAMILY.subtle(
        "date-changes-next",
        "createdAt of the first image moves with the next one",
        after_generation(
            lambda d, c: _first_new(_mutate("created", lambda _: d.now()))(d, c)
        ),
    ),
    FAMILY.subtle(
        "old-prompt-changes",
        "the newest older prompt changes once an image was generated",
        image(alter("prompt", str.upper), when=lambda c, i: i.old and from_image(1)(c)),
    ),
    FAMILY.subtle(
        "old-model-changes",
        "older images of one model change the model after a refusal",
        image(
            lambda s: s.update(modelId=FLASH, providerId="google"),
            when=lambda c, i: i.old and i.model == GPT_2 and after_error(c),
        ),
    ),
    FAMILY.subtle(
        "old-ratio-changes",
        "older ratios turn to 1:1 after 20 requests",
        image(
            put("aspectRatio", "1:1"),
            "list",
            "metadata",
            when=lambda c, i: i.old and from_request(21)(c),
        ),
    ),
    FAMILY.subtle(
        "old-style-changes",
        "older styles are lost on later pages",
        image(put("style", None), "list", when=lambda c, i: i.old and later_page(c)),
    ),
    FAMILY.subtle(
        "newest-changes-on-error",
        "a refusal changes the prompt of the newest image",
        after_refusal(_newest_new(_mutate("prompt", lambda i: i.prompt[::-1]))),
    ),
    FAMILY.subtle(
        "oldest-changes-on-image",
        "each new image changes the oldest prompt",
        after_generation(_oldest(_mutate("prompt", lambda i: i.prompt + "!"))),
    ),
    FAMILY.subtle(
        "media-changes",
        "the media type of new images changes on later reads",
        image(put("mediaType", "image/gif"), "list", "metadata", when=new),
    ),
    FAMILY.subtle(
        "old-id-changes",
        "one older image changes its id after a refusal",
        image(
            put("id", "0d7b0c4e-8a43-4a53-b0d5-5c55b7e0a001"),
            "list",
            when=lambda c, i: i.old and i.number == 50 and after_error(c),
        ),
    ),
)


def _before(
    inner: Callable[..., Image | None], call: Call, identity: str
) -> Image | None:
    item = inner(call, identity)
    return item and call.caller.images[max(0, call.caller.images.index(item) - 1)]


def _oldest_for_old(
    inner: Callable[..., Image | None], call: Call, identity: str
) -> Image | None:
    item = inner(call, identity)
    return call.caller.images[0] if item is not None and item.old else item


def _cached(
    inner: Callable[..., Image], call: Call, payload: dict[str, str], price: int
) -> Image:
    for item in call.caller.images:
        if not item.old and item.prompt == payload["prompt"]:
            return item
    return inner(call, payload, price)


IDENTITIES = (
    FAMILY.plain(
        "id-constant",
        "every new image has one id",
        wrap("new_id", lambda inner, call: "5b0e1f5e-3b1d-4b8e-9a43-1f2e3d4c5b6a"),
    ),
    FAMILY.subtle(
        "id-repeats-third",
        "the third image repeats the id of the second",
        wrap(
            "new_id",
            lambda inner, call: (
                call.caller.images[-1].id if call.caller.bought == 3 else inner(call)
            ),
        ),
    ),
    FAMILY.subtle(
        "id-repeats-old",
        "new images repeat the id of the oldest",
        wrap(
            "new_id",
            lambda inner, call: (
                call.caller.images[0].id if call.caller.images else inner(call)
            ),
        ),
    ),
    FAMILY.subtle(
        "id-repeats-model",
        "images of one model repeat the newest id",
        wrap(
            "new_id",
            lambda inner, call: (
                call.caller.images[-1].id
                if call.caller.images and call.payload["modelId"] == FLASH
                else inner(call)
            ),
        ),
    ),
    FAMILY.subtle(
        "id-old-pair",
        "two older images share an id",
        when_opened(lambda d: setattr(d.good.images[40], "id", d.good.images[12].id)),
    ),
    FAMILY.subtle(
        "get-other-image",
        "getImage answers the image before the wanted one",
        wrap("find", _before),
    ),
    FAMILY.subtle(
        "get-other-old",
        "getImage answers the oldest for older images",
        wrap("find", _oldest_for_old),
    ),
    FAMILY.subtle(
        "get-other-metadata",
        "the metadata form answers the image before the wanted one",
        wrap(
            "find",
            lambda inner, call, identity: (
                _before(inner, call, identity)
                if call.metadata
                else inner(call, identity)
            ),
        ),
    ),
    FAMILY.subtle(
        "repeat-answers-first",
        "a repeated prompt is answered with the first image",
        wrap("make", _cached),
    ),
)
SECOND_LOST = (
    FAMILY.subtle(
        "second-list-empty",
        "the second account's list is always empty",
        unlisted(second),
    ),
    FAMILY.subtle(
        "second-list-lacks-newest",
        "the second account's newest image is not listed",
        unlisted(lambda c, i: by("second")(c) and i is c.caller.images[-1]),
    ),
)
DEFECTS = (
    *CHANGED,
    *IDENTITIES,
    *SECOND_LOST,
)
