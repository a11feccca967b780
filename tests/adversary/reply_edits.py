"""Ways to change every reply."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.call import Call, Reply
from tests.adversary.entries import Apply


def every(change: Callable[[Call, Reply], object]) -> Apply:
    """Change every reply."""
    return lambda deployment: deployment.edits.append(change)


def compressed(name: str, change: Callable[[bytes], bytes]) -> Apply:
    """Compress bodies for clients that take it."""

    def edit(call: Call, answer: Reply) -> None:
        if name in call.headers.get("accept-encoding", ""):
            answer.raw = change(answer.encoded())
            answer.headers["content-encoding"] = name
            answer.headers["vary"] = "Accept-Encoding"

    return every(edit)
