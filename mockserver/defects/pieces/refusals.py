"""Refusals: which one a reply is, and replies that become another one."""

from __future__ import annotations

from mockserver.defects.pieces.around import Change, When
from mockserver.defects.pieces.conditions import GENERATE, both, on, status
from mockserver.defects.pieces.occasion import Occasion

refused_image: When = both(on(GENERATE), status(400))
"""Holds for requests for images that are refused with 400."""

failed_image: When = both(on(GENERATE), status(500))
"""Holds for requests for images that the provider gave up."""


def refused_for(*codes: str) -> When:
    """Hold for requests for images that are refused with one of these codes."""

    def holds(it: Occasion) -> bool:
        if not refused_image(it):
            return False
        details = it.body["error"].get("details", ())
        return any(each["code"] in codes for each in details)

    return holds


lacks_credits: When = refused_for("insufficient_credits")
"""Holds for requests for images that the account cannot pay."""


def becomes(code: int) -> Change:
    """Answer with another status, and the same body."""
    return lambda it: setattr(it, "status", code)


def crash(it: Occasion) -> None:
    """Answer with a server error."""
    it.refuse(500, "Internal server error")


def not_modified_again(it: Occasion) -> None:
    """Answer 304 without a body to an account that reads an image again."""
    known = (it.key, it.path_id)
    if it.memory.setdefault(known, it.number) != it.number:
        it.reply(304, b"")
        it.media_type = None


def not_found(it: Occasion) -> None:
    """Answer as to an id that names no image."""
    it.refuse(404, "There is no such image.", path="path.id", code="not_found")
