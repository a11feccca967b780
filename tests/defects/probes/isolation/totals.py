from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def first_total(api: Api) -> bool:
    mine = api.images().body["total"]
    other = api.images(key="second")
    return bool(other.rows == [] and other.body["total"] == mine)


def sum_of_all(api: Api) -> bool:
    mine = api.balance()
    return mine == api.balance(key="poor") > api.balance(key="second") - 1 > 0


def everybodys_total(api: Api) -> bool:
    page = api.images(key="second").body
    return bool(page["images"] == [] and page["total"] == 57)


def remaining_of_another(api: Api) -> bool:
    api.account(key="poor")
    other, own = (api.generate().body["credits"]["remaining"] for _ in range(2))
    return bool(other == 1 and own == api.balance())


PROBES: Mapping[str, Probe] = {
    "image-total-of-the-account-that-listed-first": first_total,
    "balance-is-the-sum-of-all-accounts": sum_of_all,
    "total-counts-everybodys-images": everybodys_total,
    "remaining-of-the-caller-before": remaining_of_another,
}
