"""Notices of a document, told so that they can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockserver.openapi import Notice


def grouped(notices: Sequence[Notice]) -> Iterator[str]:
    """Yield one line for each message; a document may earn the same a hundred times.

    The line names the first place, and how many more there are.
    """
    by_message: dict[str, list[Notice]] = {}
    for notice in notices:
        by_message.setdefault(notice.message, []).append(notice)
    for first, *more in by_message.values():
        yield f"{first}{_more(len(more))}"


def _more(count: int) -> str:
    if count == 0:
        return ""
    places = "1 more place" if count == 1 else f"{count} more places"
    return f" (and {places}; --log-level debug names all)"
