from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.paging.general import ids


def offset_twice(api: Api) -> bool:
    page = api.images(limit=10, offset=4)
    return ids(page) == ids(api.images(limit=14))[8:]


def exchanged(api: Api) -> bool:
    page = api.usage(limit=10, offset=3)
    return ids(page) == ids(api.usage())[10:13] and page.body["limit"] == 10


def cut_first(api: Api) -> bool:
    page, later = api.usage(limit=20), api.usage(limit=20, offset=20)
    return 10 < len(page.rows) < 20 == len(later.rows)


def all_rows(api: Api) -> bool:
    page, later = api.images(), api.usage(offset=10)
    return (page.body["limit"], len(page.rows), len(later.rows)) == (20, 57, 48)


def opening_row_everywhere(api: Api) -> bool:
    pages = [api.usage(limit=10, offset=at).rows for at in (0, 10)]
    return all(page[-1]["type"] == "addition" for page in pages)


def joined_digits(api: Api) -> bool:
    page, later = api.images(limit=5, offset=1), api.usage(limit=5, offset=2)
    first = api.images(limit=5)
    return (len(page.rows), len(later.rows), len(first.rows)) == (14, 23, 5)


def cached_without_limit(api: Api) -> bool:
    before, page = api.images(limit=5), api.images(limit=10)
    return page.body["limit"] == 10 and ids(page) == ids(before)


def second_left_out(api: Api) -> bool:
    for _ in range(20):
        one, other = api.generate().image, api.generate().image
        if one["createdAt"][:19] == other["createdAt"][:19]:
            seen = ids(api.images(limit=1)) + ids(api.images(limit=1, offset=1))
            return one["id"] in ids(api.images(limit=2)) and one["id"] not in seen
    return False


def offset_wraps(api: Api) -> bool:
    page, other = api.images(offset=2**32), api.usage(offset=2**32 + 3)
    return ids(page) == ids(api.images()) and ids(other) == ids(api.usage(offset=3))


def limit_becomes_fifty(api: Api) -> bool:
    page = api.images(limit=51)
    return bool(len(page.rows) == 50 == page.body["limit"])


def offset_needs_a_limit(api: Api) -> bool:
    page = api.usage(offset=7)
    return page.body["offset"] == 7 and page.rows == api.usage().rows


def change_places(api: Api) -> bool:
    for _ in range(3):
        api.generate()
    first, second = (ids(api.images(limit=5)) for _ in range(2))
    return first != second and sorted(first) == sorted(second)


def upside_down(api: Api) -> bool:
    first, later = ids(api.images(limit=10)), ids(api.images(limit=5, offset=5))
    return first[5:] == later[::-1] != later


PROBES: Mapping[str, Probe] = {
    "offset-applied-twice": offset_twice,
    "usage-limit-and-offset-exchanged": exchanged,
    "usage-cut-before-the-owner-is-asked": cut_first,
    "all-rows-without-a-limit": all_rows,
    "opening-row-on-every-page": opening_row_everywhere,
    "later-page-ends-at-joined-digits": joined_digits,
    "page-cached-without-its-limit": cached_without_limit,
    "later-page-begins-with-the-second-before": second_left_out,
    "offset-kept-in-32-bits": offset_wraps,
    "limit-over-fifty-becomes-fifty": limit_becomes_fifty,
    "offset-needs-a-limit": offset_needs_a_limit,
    "rows-of-one-second-change-places": change_places,
    "later-pages-upside-down": upside_down,
}
