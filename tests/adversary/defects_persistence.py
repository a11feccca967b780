"""Images that are not stored, get lost, or change afterwards."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH, GET, GPT_2, LIST
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    When,
    WhenImage,
    after_error,
    after_generation,
    after_read,
    after_refusal,
    alter,
    always,
    by,
    from_image,
    from_request,
    image,
    later_page,
    limit_is,
    new,
    nth_bought,
    of,
    old,
    put,
    when_opened,
    wrap,
)
from tests.adversary.world import Image

FAMILY = Family("persistence")
Store = Callable[[Call, Image], None]
Shown = Callable[[Call], list[Image]]


def unstored(when: WhenImage = always) -> Apply:
    """Forget images at once."""

    def wrapper(inner: Store, call: Call, item: Image) -> None:
        if not when(call, item):
            inner(call, item)

    return wrap("store", wrapper)


def unlisted(when: WhenImage) -> Apply:
    """Leave images out of the list."""

    def wrapper(inner: Shown, call: Call) -> list[Image]:
        return [item for item in inner(call) if not when(call, item)]

    return wrap("visible_images", wrapper)


def unfound(when: WhenImage) -> Apply:
    """Answer 404 for images."""

    def wrapper(
        inner: Callable[..., Image | None], call: Call, identity: str
    ) -> Image | None:
        item = inner(call, identity)
        return None if item is not None and when(call, item) else item

    return wrap("find", wrapper)


def _bought(number: int) -> WhenImage:
    return lambda call, _: call.caller.bought == number


def _second(call: Call, _: Image) -> bool:
    return call.caller.name == "second"


def _calls(when: When, which: WhenImage = always) -> WhenImage:
    return lambda call, item: when(call) and which(call, item)


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


def _forget_previous(count: int) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        images = call.caller.images
        kept = [item for item in images if not item.old][-count:]
        call.caller.images = [i for i in images if i.old or i in kept]

    return edit


def _pop(index: int) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        if call.caller.images:
            call.caller.images.pop(index % len(call.caller.images))

    return edit


def _each_before(name: str) -> Callable[[Deployment, Call], object]:
    def edit(deployment: Deployment, call: Call) -> None:
        for item in call.caller.images:
            if not item.old and item is not call.image:
                setattr(item, name, None)

    return edit


def _forget_once_read(deployment: Deployment, call: Call) -> None:
    image = call.image
    if image is not None and not image.old and image in call.caller.images:
        call.caller.images.remove(image)


def _count(deployment: Deployment, call: Call) -> int:
    assert call.image is not None
    key = ("reads", call.image.id)
    deployment.memory[key] = deployment.memory.get(key, 0) + 1
    return int(deployment.memory[key])


def _forget_third_read(deployment: Deployment, call: Call) -> None:
    if _count(deployment, call) == 3:
        _forget_once_read(deployment, call)


def _rename_on_read(deployment: Deployment, call: Call) -> None:
    if call.image and not call.image.old and not call.image.prompt.endswith("."):
        call.image.prompt += "."


NOT_STORED = (
    FAMILY.plain("not-stored", "no image is stored", unstored()),
    FAMILY.subtle(
        "not-stored-third", "the third image is not stored", unstored(_bought(3))
    ),
    FAMILY.subtle(
        "not-stored-fifth", "the fifth image is not stored", unstored(_bought(5))
    ),
    FAMILY.subtle(
        "not-stored-model",
        "images of one model are not stored",
        unstored(of(model=GPT_2)),
    ),
    FAMILY.subtle(
        "not-stored-ratio",
        "images of one ratio are not stored",
        unstored(of(ratio="9:16")),
    ),
    FAMILY.subtle(
        "not-stored-deep",
        "images with thinking deep are not stored",
        unstored(of(thinking="deep")),
    ),
    FAMILY.subtle(
        "not-stored-letters",
        "images with prompts beyond ASCII are not stored",
        unstored(lambda _, i: not i.prompt.isascii()),
    ),
    FAMILY.subtle(
        "not-stored-long",
        "images with prompts over 1000 characters are not stored",
        unstored(lambda _, i: len(i.prompt) > 1000),
    ),
    FAMILY.subtle(
        "not-stored-short",
        "images with a prompt of one character are not stored",
        unstored(lambda _, i: len(i.prompt) == 1),
    ),
    FAMILY.subtle(
        "not-stored-after-error",
        "no image is stored once a request was refused",
        unstored(_calls(after_error)),
    ),
)
NOT_LISTED = (
    FAMILY.plain("not-listed", "new images never show in the list", unlisted(new)),
    FAMILY.plain("list-empty", "the list is always empty", unlisted(always)),
    FAMILY.subtle(
        "not-listed-model",
        "new images of one model are not listed",
        unlisted(lambda _, i: not i.old and i.model == FLASH),
    ),
    FAMILY.subtle(
        "not-listed-styled",
        "new images with a style are not listed",
        unlisted(lambda _, i: not i.old and bool(i.style)),
    ),
    FAMILY.subtle(
        "not-listed-third", "the third new image is not listed", unlisted(nth_bought(3))
    ),
    FAMILY.subtle(
        "not-listed-newest",
        "the newest image is listed once the next is there",
        unlisted(lambda c, i: not i.old and i is c.caller.images[-1]),
    ),
    FAMILY.subtle(
        "not-listed-limit-100",
        "limit=100 hides new images",
        unlisted(_calls(limit_is(100), new)),
    ),
    FAMILY.subtle(
        "not-listed-default",
        "the page without a limit hides new images",
        unlisted(_calls(lambda c: not c.values("limit"), new)),
    ),
    FAMILY.subtle(
        "old-unlisted-after-image",
        "older images leave the list once an image was generated",
        unlisted(_calls(from_image(1), old)),
    ),
    FAMILY.subtle(
        "old-unlisted-after-error",
        "the oldest image leaves the list once a request was refused",
        unlisted(_calls(after_error, of(number=1, old=True))),
    ),
    FAMILY.subtle(
        "old-unlisted-after-30",
        "ten older images leave the list after 30 requests",
        unlisted(_calls(from_request(31), lambda _, i: i.old and i.number <= 10)),
    ),
    FAMILY.subtle(
        "listed-twice",
        "each new image is listed twice",
        wrap(
            "visible_images",
            lambda inner, call: [
                i
                for item in inner(call)
                for i in ([item] if item.old else [item, item])
            ],
        ),
    ),
)
NOT_FOUND = (
    FAMILY.plain("get-404-new", "getImage finds no new image", unfound(new)),
    FAMILY.plain("get-404-old", "getImage finds no older image", unfound(old)),
    FAMILY.subtle(
        "get-404-metadata-new",
        "the metadata form finds no new image",
        unfound(_calls(lambda c: c.metadata, new)),
    ),
    FAMILY.subtle(
        "get-404-bytes-old",
        "older images are found in the metadata form only",
        unfound(_calls(lambda c: not c.metadata, old)),
    ),
    FAMILY.subtle(
        "get-404-metadata-old",
        "older images are found in the form with bytes only",
        unfound(_calls(lambda c: c.metadata, old)),
    ),
    FAMILY.subtle(
        "get-404-model",
        "getImage finds no image of one model",
        unfound(of(model=FLASH)),
    ),
    FAMILY.subtle(
        "get-404-third",
        "getImage does not find the third new image",
        unfound(nth_bought(3)),
    ),
    FAMILY.subtle(
        "get-404-second",
        "getImage finds no image of the second account",
        unfound(_second),
    ),
    FAMILY.subtle(
        "get-404-after-40",
        "getImage finds no new image after 40 requests",
        unfound(_calls(from_request(41), new)),
    ),
    FAMILY.subtle(
        "get-404-oldest-page",
        "getImage finds only the newest 50 images",
        unfound(lambda c, i: len(c.caller.images) - i.number >= 50),
    ),
)
LOST = (
    FAMILY.subtle(
        "lost-after-one",
        "an image is lost when the next is generated",
        after_generation(_forget_previous(1)),
    ),
    FAMILY.subtle(
        "lost-after-two",
        "an image is lost after two more",
        after_generation(_forget_previous(2)),
    ),
    FAMILY.subtle(
        "lost-after-four",
        "an image is lost after four more",
        after_generation(_forget_previous(4)),
    ),
    FAMILY.subtle(
        "lost-oldest", "each new image pushes the oldest out", after_generation(_pop(0))
    ),
    FAMILY.subtle(
        "lost-middle",
        "each new image pushes an older one out",
        after_generation(_pop(30)),
    ),
    FAMILY.subtle(
        "lost-on-error",
        "a refusal loses the newest image",
        after_refusal(
            lambda d, c: (
                c.caller.images.pop()
                if c.caller.bought and not c.caller.images[-1].old
                else None
            )
        ),
    ),
    FAMILY.subtle(
        "lost-old-on-error",
        "each refusal loses the oldest image",
        after_refusal(_pop(0)),
    ),
    FAMILY.subtle(
        "lost-once-read",
        "an image is lost once it was read",
        after_read(_forget_once_read, GET),
    ),
    FAMILY.subtle(
        "lost-third-read",
        "an image is lost with its third read",
        after_read(_forget_third_read, GET),
    ),
    FAMILY.subtle(
        "lost-on-list",
        "each list loses the oldest image",
        after_read(
            lambda d, c: c.caller.images.pop(0) if len(c.caller.images) > 40 else None,
            LIST,
        ),
    ),
)
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
        unlisted(_second),
    ),
    FAMILY.subtle(
        "second-list-lacks-newest",
        "the second account's newest image is not listed",
        unlisted(lambda c, i: by("second")(c) and i is c.caller.images[-1]),
    ),
)
DEFECTS = (
    *NOT_STORED,
    *NOT_LISTED,
    *NOT_FOUND,
    *LOST,
    *CHANGED,
    *IDENTITIES,
    *SECOND_LOST,
)
