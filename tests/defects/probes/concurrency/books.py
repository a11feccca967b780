from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.concurrency.general import charged, counts, pair
from tests.defects.probes.ledger.general import rows_of
from tests.defects.probes.paging.general import ids


def failed_and_charged(api: Api) -> bool:
    before, total = api.balance(), api.images().body["total"]
    statuses = sorted(each.status for each in pair(api))
    types = {row["type"] for row in api.usage(limit=2).rows}
    grown = api.images().body["total"] - total
    taken = before - api.balance()
    told = (statuses, types, taken, grown)
    return told == ([200, 500], {"deduction"}, 10, 1)


def later_is_free(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    taken = before - api.balance()
    return counts(api, *bought) == [0, 1] and taken < charged(*bought)


def counted_as_one(api: Api) -> bool:
    before = api.images().body["total"]
    bought = {each.image["id"] for each in pair(api)}
    page = api.images(limit=100)
    return bought <= set(ids(page)) and page.body["total"] == before + 1


def refunded(api: Api) -> bool:
    bought = pair(api)
    found = [[row["type"] for row in rows_of(api, each)] for each in bought]
    return sorted(map(sorted, found)) == [["deduction"], ["deduction", "refund"]]


def lock_kept(api: Api) -> bool:
    return all(each.ok for each in pair(api)) and api.generate().status == 400


def one_row_id(api: Api) -> bool:
    first, second = pair(api)
    found = [rows_of(api, each)[0]["id"] for each in (first, second)]
    return bool(first.image["id"] != second.image["id"] and found[0] == found[1])


def overwritten_in_the_list(api: Api) -> bool:
    bought = {each.image["id"] for each in pair(api)}
    lost = bought - {row["id"] for row in api.images().rows}
    return len(lost) == 1 and api.image(lost.pop()).ok


def account_locked(api: Api) -> bool:
    before = api.account().ok
    pair(api)
    return before and api.account().status == 500 and api.images().ok


PROBES: Mapping[str, Probe] = {
    "two-at-once-failed-and-charged": failed_and_charged,
    "two-at-once-later-is-free": later_is_free,
    "two-at-once-counted-as-one": counted_as_one,
    "two-at-once-later-refunded": refunded,
    "lock-kept-after-two-at-once": lock_kept,
    "two-at-once-share-the-id-of-a-row": one_row_id,
    "first-of-two-is-overwritten-in-the-list": overwritten_in_the_list,
    "account-locked-by-two-at-once": account_locked,
}
