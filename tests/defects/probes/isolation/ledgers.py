from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def every_row_shown(api: Api) -> bool:
    seen = {row["type"] for row in api.usage(limit=100, key="poor").rows}
    return seen == {"addition", "deduction"} and api.usage(limit=1, key="poor").ok


def grants_shown(api: Api) -> bool:
    kinds = [row["type"] for row in api.usage(limit=100, key="poor").rows]
    return len(kinds) > 1 and set(kinds) == {"addition"}


def every_account_pays(api: Api) -> bool:
    before = api.balance(key="second")
    charged = api.generate().body["credits"]["charged"]
    return bool(api.balance(key="second") == before - charged)


def first_pays_for_the_poor(api: Api) -> bool:
    before = api.balance()
    served = api.generate(key="poor").ok
    return served and api.balance() < before and api.balance(key="poor") == 1


def usage_runs_on(api: Api) -> bool:
    shown = api.usage(limit=5, key="second")
    return len(shown.rows) > shown.body["total"] and len(api.usage(limit=5).rows) == 5


def refund_elsewhere(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    mine, others = api.balance(), api.balance(key="second")
    failed = api.generate().status
    return failed == 500 and api.balance() < mine and api.balance(key="second") > others


PROBES: Mapping[str, Probe] = {
    "usage-shows-every-account": every_row_shown,
    "grants-of-all-accounts-shown": grants_shown,
    "charge-taken-from-every-account": every_account_pays,
    "poor-accounts-image-paid-by-the-first": first_pays_for_the_poor,
    "usage-page-runs-on-into-other-accounts": usage_runs_on,
    "refund-goes-to-another-account": refund_elsewhere,
}
