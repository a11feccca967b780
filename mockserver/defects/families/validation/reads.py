"""Reads that should be refused and are answered, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from mockserver.defects.entry import Defect, Family, Make
from mockserver.defects.pieces.around import When, after, before, instead
from mockserver.defects.pieces.asking import refusing
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LISTS,
    USAGE,
    both,
    has_query,
    on,
    status,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import crash

FAMILY = Family.VALIDATION

_NUMBER = re.compile(r"-?[0-9]{1,24}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _asked(it: Occasion, name: str) -> int | None:
    """Return a parameter of the query as a number; None if it is none."""
    text = it.query.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _read(name: str, change: Callable[[int], int | None], *operations: str) -> Make:
    """Read a number of the query as another one; None takes it away."""

    def ask(it: Occasion) -> None:
        number = _asked(it, name)
        if number is not None:
            it.ask(**{name: change(number)})

    return before(on(*operations), ask)


def _default_for_no_number(it: Occasion) -> None:
    for name, text in it.query.items():
        if not _NUMBER.fullmatch(text):
            it.ask(**{name: None})


def _bring_within_bounds(it: Occasion) -> None:
    limit, offset = _asked(it, "limit"), _asked(it, "offset")
    if limit is not None:
        it.ask(limit=min(max(limit, 1), 100))
    if offset is not None:
        it.ask(offset=max(offset, 0))


def _past_the_end(it: Occasion) -> bool:
    offset, rows = _asked(it, "offset") or 0, it.body
    return it.ok and isinstance(rows, dict) and offset > rows["total"]


def _offset_over(most: int) -> When:
    return lambda it: (_asked(it, "offset") or 0) + (_asked(it, "limit") or 20) > most


def _refuse_window(it: Occasion) -> None:
    message = "offset + limit must be no more than 10000"
    it.refuse(400, message, path="query.offset", code="window")


def _is_malformed(it: Occasion) -> bool:
    return it.operation == GET and not _UUID.fullmatch(it.path_id)


def _beyond_ascii(it: Occasion) -> bool:
    content = unquote_to_bytes(it.request.path)
    return it.operation == GET and not content.isascii()


def _first_by_prefix(it: Occasion) -> None:
    """Find an image by the beginning of its id, as LIKE would."""
    assert it.account is not None
    storage, number = it.parts.storage, it.account.number
    _, rows = storage.images(number, limit=10**9, offset=0)
    found = [row.id for row in rows if row.id.startswith(it.path_id.lower())]
    if found and len(it.path_id) >= 8:
        it.request.path = it.request.path.rpartition("/")[0] + f"/{found[0]}"


def _newest_instead(it: Occasion) -> None:
    assert it.account is not None
    storage, number = it.parts.storage, it.account.number
    _, rows = storage.images(number, limit=1, offset=0)
    if rows:
        it.request.path = it.request.path.rpartition("/")[0] + f"/{rows[0].id}"


def _blame_prompt(it: Occasion) -> None:
    for detail in it.body["error"].get("details", ()):
        detail.update(path="body.prompt", message="is not valid")


def _blame_limit(it: Occasion) -> None:
    for detail in it.body["error"].get("details", ()):
        detail.update(path="query.limit", message="must be from 1 to 100")


_refuse_without_limit = refusing("query.limit", "limit is required", "required")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "limit-sign-ignored-in-usage",
        "a negative limit of listUsage counts without its sign",
        "PAG-04",
        _read("limit", abs, USAGE),
    ),
    FAMILY.plain(
        "no-number-takes-the-default",
        "a limit or an offset that is no number counts as none",
        "PAG-04",
        before(on(*LISTS), _default_for_no_number),
    ),
    FAMILY.subtle(
        "usage-limit-of-101-accepted",
        "listUsage accepts a limit of 101, and no greater one",
        "PAG-04",
        _read("limit", lambda limit: 100 if limit == 101 else limit, USAGE),
    ),
    FAMILY.subtle(
        "window-of-ten-thousand",
        "rows beyond the ten-thousandth are refused in place of an empty page",
        "PAG-05",
        instead(both(on(*LISTS), with_account, _offset_over(10_000)), _refuse_window),
    ),
    FAMILY.plain(
        "page-parameters-brought-within-bounds",
        "limits and offsets are brought within their bounds, and never refused",
        "ST201",
        before(on(*LISTS), _bring_within_bounds),
    ),
    FAMILY.plain(
        "malformed-id-is-a-server-error",
        "an id that is no UUID is answered with 500",
        "GET-05",
        after(both(_is_malformed, status(404)), crash),
    ),
    FAMILY.subtle(
        "long-id-is-a-server-error",
        "an id of more than 255 characters is answered with 500",
        "GET-05",
        after(both(_is_malformed, lambda it: len(it.path_id) > 255), crash),
    ),
    FAMILY.subtle(
        "id-beyond-ascii-is-a-server-error",
        "an id with characters beyond ASCII is answered with 500",
        "GET-F",
        after(both(_beyond_ascii, status(404)), crash),
    ),
    FAMILY.plain(
        "malformed-id-shows-the-newest-image",
        "an id that is no UUID shows the newest image",
        "GET-05",
        before(both(_is_malformed, with_account), _newest_instead),
    ),
    FAMILY.subtle(
        "image-found-by-the-beginning-of-its-id",
        "the first characters of an id show its image",
        "GET-05",
        before(both(_is_malformed, with_account), _first_by_prefix),
    ),
    FAMILY.plain(
        "details-always-blame-the-prompt",
        "the details of each refused request for an image name the prompt",
        "ERR-03",
        after(both(on(GENERATE), status(400)), _blame_prompt),
    ),
    FAMILY.subtle(
        "details-blame-limit-for-offset",
        "the details of a refused offset name the limit",
        "ERR-03",
        after(both(on(*LISTS), has_query("offset"), status(400)), _blame_limit),
    ),
    FAMILY.plain(
        "limit-of-100-refused",
        "the greatest limit that the document allows is refused",
        "REQ-01",
        instead(
            both(on(*LISTS), has_query("limit", "100"), with_account),
            refusing("query.limit", "limit must be less than 100", "maximum"),
        ),
    ),
    FAMILY.subtle(
        "offset-without-limit-refused",
        "listUsage refuses an offset without a limit",
        "REQ-01",
        instead(
            both(
                on(USAGE), has_query("offset"), unless(has_query("limit")), with_account
            ),
            _refuse_without_limit,
        ),
    ),
    FAMILY.plain(
        "limit-is-required",
        "a list is refused without limit, which has a default",
        "ST202",
        instead(
            both(on(*LISTS), unless(has_query("limit")), with_account),
            _refuse_without_limit,
        ),
    ),
)
