"""What two deployments answer differently, and how much that says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gravity(StrEnum):
    """Whether a difference makes the two deployments different, or is worth a look."""

    DIFFERENT = "different"
    NOTE = "note"


class Aspect(StrEnum):
    """The part of a reply that differs."""

    REPLY = "reply"
    """One of the two sent no complete reply."""
    STATUS = "status"
    MEDIA_TYPE = "media type"
    HEADER = "header"
    FIELD = "field"
    """A field that only one of the two has."""
    TYPE = "type"
    FORM = "form"
    """Both are of one type, but written differently (a UUID here, a number there)."""
    VALUE = "value"
    ORDER = "order"
    MESSAGE = "message"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two replies to the same request differ.

    `path` names the place: a header, or a path into the body (`error.details`); `left`
    and `right` say in a few words what stands there, "" for nothing.
    """

    aspect: Aspect
    path: str
    left: str
    right: str
    gravity: Gravity = Gravity.DIFFERENT

    def __str__(self) -> str:
        """Return the difference in one line."""
        place = f" {self.path}" if self.path else ""
        left, right = (each or "nothing" for each in (self.left, self.right))
        return f"{self.aspect}{place}: {left} | {right}"
