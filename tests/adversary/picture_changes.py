"""Ways to spoil the bytes of a picture."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.adversary.call import Call
from tests.adversary.entries import Apply
from tests.adversary.twists import (
    WhenImage,
    alter,
    always,
    image,
    wrap,
)
from tests.adversary.world import Image

Text = Callable[[str], str]
Bytes = Callable[[bytes], bytes]


def text(change: Text, *forms: str, when: WhenImage = always) -> Apply:
    """Change the base64 text."""
    return image(alter("b64_json", change), *(forms or ("generate", "get")), when=when)


def data(change: Bytes, *forms: str, when: WhenImage = always) -> Apply:
    """Change the bytes of the picture."""

    def recoded(value: str) -> str:
        return base64.b64encode(change(base64.b64decode(value))).decode()

    return text(recoded, *forms, when=when)


def drawn(change: Callable[[Image], bytes], when: WhenImage = always) -> Apply:
    """Draw another picture."""

    def wrapper(inner: Callable[..., bytes], call: Call, item: Image) -> bytes:
        return change(item) if when(call, item) else inner(call, item)

    return wrap("picture", wrapper)
