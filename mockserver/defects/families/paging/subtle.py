"""Pages that do not add up sometimes."""

from __future__ import annotations

import re

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    LISTS,
    READS,
    USAGE,
    always,
    both,
    every,
    has_query,
    later_page,
    ok,
    on,
    past_the_end,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import (
    Row,
    between,
    cut,
    framed,
    put,
    rows,
    without,
)
from mockserver.defects.pieces.refusals import crash, not_found

FAMILY = Family.PAGING

_PARSED = re.compile(r"\s*([1-9][0-9]?)[^0-9].*")


def _parse_int(it: Occasion) -> None:
    match = _PARSED.fullmatch(it.query.get("limit", ""))
    if match is not None:
        it.ask(limit=match[1])


def _limit_is(number: int, it: Occasion) -> bool:
    return bool(it.body["limit"] == number)


def _last_page_full(it: Occasion, limit: int, offset: int) -> list[Row]:
    start = min(offset, max(0, it.body["total"] - limit))
    return between(it, start if offset < it.body["total"] else offset, offset + limit)


def _last_page_short(it: Occasion, limit: int, offset: int) -> list[Row]:
    last = it.body["total"] - 1
    found = between(it, offset, offset + limit)
    return found[:-1] if 0 < offset <= last < offset + limit else found


def _second_page(it: Occasion, limit: int, offset: int) -> list[Row]:
    start = offset - 1 if offset == limit else offset
    return between(it, start, start + limit)


def _joined(it: Occasion, limit: int, offset: int) -> list[Row]:
    found = between(it, offset, offset + limit)
    twice = [row for row in found for _ in range(2 if row["style"] else 1)]
    return twice[: len(found)]


def _other_end(it: Occasion, limit: int, offset: int) -> list[Row]:
    stop = it.body["total"] - offset
    return between(it, stop - limit, stop)[::-1]


def _page_number(it: Occasion) -> None:
    it.body["offset"] //= it.body["limit"]


def _total_left(it: Occasion) -> None:
    it.body["total"] = max(0, it.body["total"] - it.body["offset"])


def _oldest_deleted(it: Occasion) -> None:
    refused = it.memory.get(it.key, 0)
    if it.operation == GENERATE and it.status == 400:
        it.memory[it.key] = refused + 1
    elif it.operation == LIST and it.ok:
        left = it.body["total"] = max(0, it.body["total"] - refused)
        put(it, rows(it)[: max(0, left - it.body["offset"])])


def _newest_50(it: Occasion) -> None:
    total = it.body["total"] = min(50, it.body["total"])
    if it.body["offset"] + it.body["limit"] > total:
        put(it, rows(it)[: max(0, total - it.body["offset"])])


def _kept_while_read(it: Occasion) -> None:
    lists = it.memory.get("lists", 0)
    if it.operation == LIST:
        it.memory["lists"] = lists + 1
        return
    if it.operation == GENERATE:
        it.memory[it.body["image"]["id"]] = lists
        return
    image_id = it.path_id.lower()
    if lists - it.memory.get(image_id, lists) >= 9:
        not_found(it)
    elif image_id in it.memory:
        it.memory[image_id] = lists


def _huge(it: Occasion) -> bool:
    text = it.query.get("offset", "")
    return it.account is not None and text.isdecimal() and len(text) > 18


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "default-limit-lost-with-an-offset",
        "without a limit, but with an offset, a page has and tells 10 rows",
        "PAG-01",
        before(
            both(on(*LISTS), has_query("offset"), unless(has_query("limit"))),
            lambda it: it.ask(limit=10),
        ),
    ),
    FAMILY.subtle(
        "offset-told-is-a-page-number",
        "later pages tell the number of the page as their offset",
        "PAG-02",
        framed(_page_number, later_page),
    ),
    FAMILY.subtle(
        "at-most-50-rows",
        "a page has 50 rows at most, also when up to 100 are asked for",
        "PAG-03",
        cut(lambda it, limit, offset: between(it, offset, offset + min(limit, 50))),
    ),
    FAMILY.subtle(
        "limit-taken-for-the-end",
        "a later page ends at the place that limit names, so that it is short or empty",
        "PAG-03",
        cut(lambda it, limit, offset: between(it, offset, limit), later_page),
    ),
    FAMILY.subtle(
        "limit-1-is-empty",
        "a page of one row has none",
        "PAG-03",
        cut(lambda it, limit, offset: [], lambda it: _limit_is(1, it)),
    ),
    FAMILY.subtle(
        "last-page-filled-up",
        "the last page has rows of the page before it, to be full",
        "PAG-03",
        cut(_last_page_full, later_page),
    ),
    FAMILY.subtle(
        "last-page-lacks-the-last-row",
        "the last of several pages lacks the last row",
        "PAG-03",
        cut(_last_page_short),
    ),
    FAMILY.subtle(
        "rows-hidden-after-the-cut",
        "images of 21:9 are left out of a page after it was cut, so that it is short",
        "PAG-03",
        framed(
            lambda it: put(
                it, [row for row in rows(it) if row.get("aspectRatio") != "21:9"]
            )
        ),
    ),
    FAMILY.subtle(
        "limit-read-to-its-first-letter",
        "a limit such as 10abc or 1.5 is read up to what is no digit",
        "PAG-04",
        before(on(*LISTS), _parse_int),
    ),
    FAMILY.subtle(
        "usage-limit-0-is-none",
        "limit=0 is taken for no limit by the ledger, instead of refused",
        "PAG-04",
        before(both(on(USAGE), has_query("limit", "0")), lambda it: it.ask(limit=None)),
    ),
    FAMILY.subtle(
        "past-the-end-is-the-last-page",
        "an offset past the end gives the last rows again",
        "PAG-05",
        cut(
            lambda it, limit, offset: between(
                it, it.body["total"] - limit, it.body["total"]
            ),
            past_the_end,
        ),
    ),
    FAMILY.subtle(
        "offset-at-the-end-gives-a-row",
        "an offset of exactly the total gives the last image once more",
        "PAG-05",
        cut(
            lambda it, limit, offset: between(it, offset - 1, offset),
            lambda it: 0 < it.body["total"] == it.body["offset"],
            LIST,
        ),
    ),
    FAMILY.subtle(
        "huge-offset-is-500",
        "an offset that no database holds is a server error",
        "PAG-06",
        after(both(on(*LISTS), _huge), crash),
    ),
    FAMILY.subtle(
        "offset-rounded-to-whole-pages",
        "an offset that is no multiple of the limit is rounded down to one",
        "PAG-07",
        cut(
            lambda it, limit, offset: between(
                it, offset // limit * limit, offset // limit * limit + limit
            )
        ),
    ),
    FAMILY.subtle(
        "wide-pages-from-the-other-end",
        "pages of more than 50 rows are read from the other end of the list",
        "PAG-07",
        cut(_other_end, lambda it: bool(it.body["limit"] > 50)),
    ),
    FAMILY.subtle(
        "second-page-repeats-a-row",
        "the second page begins with the last row of the first",
        "PAG-08",
        cut(_second_page),
    ),
    FAMILY.subtle(
        "styled-images-listed-twice",
        "images with a style stand twice on a page, in the place of others",
        "PAG-08",
        cut(_joined, always, LIST),
    ),
    FAMILY.subtle(
        "each-fifth-list-from-a-turned-replica",
        "each fifth read of the images has the order of another end",
        "PAG-09",
        cut(_other_end, every(5), LIST),
    ),
    FAMILY.subtle(
        "refusals-delete-the-oldest",
        "each request for an image that is refused as invalid takes the oldest image out of the list",
        "PAG-10",
        after(always, _oldest_deleted),
    ),
    FAMILY.subtle(
        "only-the-newest-50-are-kept",
        "a list never has more than its newest 50 rows, so that older images vanish with each new one",
        "PAG-10",
        framed(_newest_50),
    ),
    FAMILY.subtle(
        "total-counts-what-is-left",
        "the total of a later page counts the rows from its offset on",
        "PAG-12",
        framed(_total_left),
    ),
    FAMILY.subtle(
        "total-0-on-an-empty-page",
        "a page without rows tells a total of 0, as it was counted beside the rows",
        "PAG-12",
        framed(lambda it: it.body.update(total=0), lambda it: not rows(it)),
    ),
    FAMILY.subtle(
        "images-pushed-out-by-lists",
        "a bought image is not found any more once the list was read nine times since it was last read",
        "PAG-13",
        after(both(on(GENERATE, GET, LIST), ok), _kept_while_read),
        runs=2,
    ),
    FAMILY.subtle(
        "images-with-an-empty-style-unlisted",
        "images that were bought with an empty style are in no list",
        "GEN-P13",
        without(lambda row: row.get("style") == "", LIST),
    ),
    FAMILY.subtle(
        "each-twelfth-read-is-500",
        "each twelfth read of an operation answers 500",
        "ERR-07",
        after(both(on(*READS), ok, every(12)), crash),
    ),
)
