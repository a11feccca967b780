"""Media types of replies: which is chosen, and how a value is written in it."""

from mockserver.media.accept import choose
from mockserver.media.samples import sample
from mockserver.media.writing import (
    is_literal,
    write_body,
    write_json,
    write_structured,
)

__all__ = [
    "choose",
    "is_literal",
    "sample",
    "write_body",
    "write_json",
    "write_structured",
]
