"""Ways to forget, hide and change what is stored."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.call import Call
from tests.adversary.entries import Apply
from tests.adversary.twists import (
    WhenImage,
    wrap,
)
from tests.adversary.world import Image

Shown = Callable[[Call], list[Image]]


def unlisted(when: WhenImage) -> Apply:
    """Leave images out of the list."""

    def wrapper(inner: Shown, call: Call) -> list[Image]:
        return [item for item in inner(call) if not when(call, item)]

    return wrap("visible_images", wrapper)


def second(call: Call, _: Image) -> bool:
    return call.caller.name == "second"
