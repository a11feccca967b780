"""Images that are not stored, not shown, or lost later."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH, GET, GPT_2, LIST
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.storing import second, unlisted
from tests.adversary.twists import (
    When,
    WhenImage,
    after_error,
    after_generation,
    after_read,
    after_refusal,
    always,
    from_image,
    from_request,
    limit_is,
    new,
    nth_bought,
    of,
    old,
    wrap,
)
from tests.adversary.world import Image

FAMILY = Family("persistence")
Store = Callable[[Call, Image], None]


def unstored(when: WhenImage = always) -> Apply:
    """Forget images at once."""

    def wrapper(inner: Store, call: Call, item: Image) -> None:
        if not when(call, item):
            inner(call, item)

    return wrap("store", wrapper)


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


def _calls(when: When, which: WhenImage = always) -> WhenImage:
    return lambda call, item: when(call) and which(call, item)


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
        unfound(second),
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
DEFECTS = (
    *NOT_STORED,
    *NOT_LISTED,
    *NOT_FOUND,
    *LOST,
)
