from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.paging import ids


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


PROBES: Mapping[str, Probe] = {
    "offset-applied-twice": offset_twice,
    "usage-limit-and-offset-exchanged": exchanged,
    "usage-cut-before-the-owner-is-asked": cut_first,
    "all-rows-without-a-limit": all_rows,
    "opening-row-on-every-page": opening_row_everywhere,
}
