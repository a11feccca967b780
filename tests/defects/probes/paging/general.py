from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.defects.api import Answer, Api, Probe


def ids(page: Answer) -> list[str]:
    return [row["id"] for row in page.rows]


def told(page: Answer) -> tuple[int, int, int]:
    return page.body["limit"], page.body["offset"], len(page.rows)


def list_rows(count: int, **query: Any) -> Probe:
    """Tell whether a page of images has so many rows."""
    return lambda api: len(api.images(**query).rows) == count


def both(tell: Callable[[Answer], bool], **query: Any) -> Probe:
    """Tell whether a page of each list is so."""
    return lambda api: tell(api.images(**query)) and tell(api.usage(**query))


def total_stops(api: Api) -> bool:
    page = api.images(limit=5, offset=50)
    return bool(page.body["total"] == 50 and page.rows)


def offset_counts_pages(api: Api) -> bool:
    return ids(api.images(limit=5, offset=2)) == ids(api.images(limit=15))[10:]


def offset_ignored(api: Api) -> bool:
    return ids(api.images(limit=5, offset=5)) == ids(api.images(limit=5))


def other_order(api: Api) -> bool:
    one, other = ids(api.images()), ids(api.images())
    return one != other and sorted(one) == sorted(other)


def sorted_by_id(api: Api) -> bool:
    pages = [ids(api.images(limit=7, offset=at)) for at in (0, 7)]
    return all(page == sorted(page) for page in pages)


def cached(api: Api) -> bool:
    before = ids(api.images())
    bought = api.generate().image["id"]
    return ids(api.images()) == before and bought not in before


def widest_fails(api: Api) -> bool:
    return api.images(limit=100).status == 500 and api.images(limit=99).ok


def past_the_end_repeats(api: Api) -> bool:
    return ids(api.images(limit=5, offset=1000)) == ids(api.images(limit=5, offset=52))


def end_gives_a_row(api: Api) -> bool:
    last = ids(api.images(limit=1, offset=56))
    return ids(api.images(limit=5, offset=57)) == last


def filled_up(api: Api) -> bool:
    return len(api.images(limit=10, offset=50).rows) == 10


def lacks_the_last(api: Api) -> bool:
    short = len(api.images(limit=10, offset=50).rows) == 6
    return short and len(api.images(limit=100).rows) == 57


def hidden_after_the_cut(api: Api) -> bool:
    page = api.images(limit=20)
    ratios = {row["aspectRatio"] for row in page.rows}
    return len(page.rows) < 20 and "21:9" not in ratios and page.body["total"] == 57


def rounded(api: Api) -> bool:
    return ids(api.images(limit=10, offset=15)) == ids(api.images(limit=10, offset=10))


def other_end(api: Api) -> bool:
    wide, narrow = ids(api.images(limit=60)), ids(api.images(limit=5))
    return wide[-5:] == narrow[::-1] and wide[:5] != narrow


def repeats_a_row(api: Api) -> bool:
    first, second = (ids(api.images(limit=10, offset=at)) for at in (0, 10))
    return second[0] == first[-1]


def listed_twice(api: Api) -> bool:
    page = api.images(limit=20)
    twice = [row for row in page.rows if ids(page).count(row["id"]) == 2]
    return bool(twice) and all(row["style"] for row in twice)


def turned_replica(api: Api) -> bool:
    pages = [ids(api.images(limit=5)) for _ in range(5)]
    return pages[3] == pages[0] != pages[4]


def oldest_deleted(api: Api) -> bool:
    before = ids(api.images(limit=100))
    refused = api.generate("").status == 400
    return refused and ids(api.images(limit=100)) == before[:-1]


def newest_50(api: Api) -> bool:
    before = ids(api.images(limit=100))
    api.generate()
    after = api.images(limit=100)
    return len(before) == 50 == after.body["total"] and before[-1] not in ids(after)


def total_left(api: Api) -> bool:
    totals = [api.images(offset=at).body["total"] for at in (0, 20)]
    return totals == [57, 37]


def total_of_nothing(api: Api) -> bool:
    empty = api.images(offset=1000)
    return bool(empty.body["total"] == 0 and api.images().body["total"] == 57)


def pushed_out(api: Api) -> bool:
    bought = api.generate().image["id"]
    there = api.image(bought).ok
    for _ in range(9):
        api.images()
    return there and api.image(bought).status == 404


def empty_style_unlisted(api: Api) -> bool:
    bought = api.generate(style="").image["id"]
    return bought not in ids(api.images(limit=100)) and api.image(bought).ok


def each_twelfth_fails(api: Api) -> bool:
    statuses = [api.account().status for _ in range(12)]
    return statuses == [200] * 11 + [500]


def offset_zero(api: Api) -> bool:
    page = api.images(limit=2, offset=3)
    return page.body["offset"] == 0 and ids(page) == ids(api.images(limit=5))[3:]


PROBES: Mapping[str, Probe] = {
    "default-limit-is-25": both(lambda page: told(page) == (25, 0, 25)),
    "default-offset-is-1": both(lambda page: told(page) == (20, 1, 20)),
    "limit-told-is-the-number-of-rows": both(
        lambda page: page.body["limit"] == len(page.rows) < 10, limit=10, offset=50
    ),
    "offset-told-is-of-the-next-page": both(
        lambda page: page.body["offset"] == 15, limit=10, offset=5
    ),
    "one-row-more-than-limit": both(lambda page: len(page.rows) == 11, limit=10),
    "usage-limit-ignored": lambda api: len(api.usage(limit=7).rows) == 20,
    "total-stops-at-50": total_stops,
    "limit-over-100-clamped": both(lambda page: page.ok, limit=101),
    "negative-offset-is-0": both(lambda page: page.ok, offset=-1),
    "past-the-end-is-refused": both(lambda page: page.status == 400, offset=1000),
    "offset-counts-pages": offset_counts_pages,
    "image-offset-ignored": offset_ignored,
    "rows-in-another-order-each-time": other_order,
    "total-counts-the-page": both(lambda page: page.body["total"] == 7, limit=7),
    "page-sorted-by-id": sorted_by_id,
    "list-pages-cached-for-good": cached,
    "widest-page-is-500": widest_fails,
    "default-limit-lost-with-an-offset": both(
        lambda page: told(page) == (10, 5, 10), offset=5
    ),
    "offset-told-is-a-page-number": both(
        lambda page: page.body["offset"] == 2, limit=10, offset=20
    ),
    "at-most-50-rows": both(lambda page: told(page) == (100, 0, 50), limit=100),
    "limit-taken-for-the-end": list_rows(3, limit=10, offset=7),
    "limit-1-is-empty": list_rows(0, limit=1),
    "last-page-filled-up": filled_up,
    "last-page-lacks-the-last-row": lacks_the_last,
    "rows-hidden-after-the-cut": hidden_after_the_cut,
    "limit-read-to-its-first-letter": both(
        lambda page: page.ok and len(page.rows) == 10, limit="10abc"
    ),
    "usage-limit-0-is-none": lambda api: api.usage(limit=0).ok,
    "past-the-end-is-the-last-page": past_the_end_repeats,
    "offset-at-the-end-gives-a-row": end_gives_a_row,
    "huge-offset-is-500": both(lambda page: page.status == 500, offset=2**63),
    "offset-rounded-to-whole-pages": rounded,
    "wide-pages-from-the-other-end": other_end,
    "second-page-repeats-a-row": repeats_a_row,
    "styled-images-listed-twice": listed_twice,
    "each-fifth-list-from-a-turned-replica": turned_replica,
    "refusals-delete-the-oldest": oldest_deleted,
    "only-the-newest-50-are-kept": newest_50,
    "total-counts-what-is-left": total_left,
    "total-0-on-an-empty-page": total_of_nothing,
    "images-pushed-out-by-lists": pushed_out,
    "images-with-an-empty-style-unlisted": empty_style_unlisted,
    "each-twelfth-read-is-500": each_twelfth_fails,
    "offset-told-is-always-0": offset_zero,
}
