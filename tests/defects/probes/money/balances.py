from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.ledger.general import rows_of
from tests.defects.probes.money.told import credits


def balance_rises(api: Api) -> bool:
    before = api.balance()
    charged, _, balance = credits(api)
    return charged > 0 and balance == before + charged


def fourth_is_cheaper(api: Api) -> bool:
    taken = []
    for _ in range(4):
        before = api.balance()
        charged, _, balance = credits(api)
        taken.append(charged - (before - balance))
    return taken == [0, 0, 0, 1]


def one_a_second(api: Api) -> bool:
    before = api.balance()
    charged = sum(api.generate().body["credits"]["charged"] for _ in range(6))
    return bool(0 < before - api.balance() < charged)


def refund_is_idle(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    before = api.balance()
    failed = api.generate().status
    kinds = [row["type"] for row in api.usage(limit=2).rows]
    shown = failed == 500 and set(kinds) == {"refund", "deduction"}
    return shown and api.balance() < before


def one_page(api: Api) -> bool:
    remaining = api.generate().body["credits"]["remaining"]
    return api.balance() == 0 < remaining and api.balance(key="poor") == 1


def expired(api: Api) -> bool:
    found = [api.balance() for _ in range(21)]
    total = api.usage(limit=1).body["total"]
    return found[18] - found[20] == 5 and total == api.images().body["total"] + 1


def at_the_first_download(api: Api) -> bool:
    before = api.balance()
    bought = api.generate()
    charged, balances = bought.body["credits"]["charged"], [api.balance()]
    for _ in range(2):
        api.image(bought.image["id"])
        balances.append(api.balance())
    taken = [before - each for each in balances]
    return bool(taken == [0, charged, charged] and len(rows_of(api, bought)) == 1)


PROBES: Mapping[str, Probe] = {
    "charge-added-to-the-balance": balance_rises,
    "volume-discount-untold": fourth_is_cheaper,
    "one-charge-in-each-second": one_a_second,
    "refund-without-effect": refund_is_idle,
    "balance-summed-over-one-page": one_page,
    "credits-expire-without-a-row": expired,
    "charged-at-the-first-download": at_the_first_download,
}
