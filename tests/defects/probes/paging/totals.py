from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def pages_counted(api: Api) -> bool:
    page, other = api.images(limit=10), api.usage(limit=50)
    return bool(page.body["total"] == 6 and other.body["total"] == 2)


def styles_counted(api: Api) -> bool:
    page = api.images(limit=100)
    styled = sum(row["style"] is not None for row in page.rows)
    return bool(page.body["total"] == styled < len(page.rows))


def grant_left_out(api: Api) -> bool:
    page = api.usage(limit=100)
    types = {row["type"] for row in page.rows}
    return types == {"deduction"} and page.body["total"] == len(page.rows) + 1


def estimated(api: Api) -> bool:
    page, other = api.images(limit=100), api.images(key="second")
    return (page.body["total"], len(page.rows), other.body["total"]) == (60, 57, 0)


def empty_is_404(api: Api) -> bool:
    return api.images(key="second").status == 404 and api.images().ok


def ledger_counted(api: Api) -> bool:
    images, usage = api.images(), api.usage()
    return bool(images.body["total"] == usage.body["total"] == 58)


def usage_total_without_additions(api: Api) -> bool:
    page = api.usage(limit=100)
    return bool(page.body["total"] == len(page.rows) - 1)


def last_index(api: Api) -> bool:
    page = api.images(limit=100)
    return bool(len(page.rows) == page.body["total"] + 1)


PROBES: Mapping[str, Probe] = {
    "total-is-the-number-of-pages": pages_counted,
    "total-counts-a-nullable-column": styles_counted,
    "usage-joined-with-images": grant_left_out,
    "total-is-an-estimate": estimated,
    "list-without-images-is-404": empty_is_404,
    "total-of-images-counts-the-ledger": ledger_counted,
    "usage-total-without-additions": usage_total_without_additions,
    "total-is-the-last-index": last_index,
}
