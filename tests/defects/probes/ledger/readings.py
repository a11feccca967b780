from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.ledger.general import rows_about


def ids_change(api: Api) -> bool:
    first, second = api.usage().rows, api.usage().rows
    same = [{**row, "id": ""} for row in first] == [{**row, "id": ""} for row in second]
    return same and not {row["id"] for row in first} & {row["id"] for row in second}


def grant_is_deduction(api: Api) -> bool:
    row = api.usage(limit=100).rows[-1]
    return bool(row["type"] == "deduction" and row["amount"] > 0)


def running_sums(api: Api) -> bool:
    bought = [api.generate(modelId=model).body for model in MODELS[:2]]
    sums = [rows_about(api, each["image"]["id"])[0]["amount"] for each in bought]
    first, second = [each["credits"]["charged"] for each in bought]
    return sums == [-first, -first - second]


def lags(api: Api) -> bool:
    first = api.generate().image["id"]
    early = rows_about(api, first)
    second = api.generate().image["id"]
    return not early and bool(rows_about(api, first)) and not rows_about(api, second)


def grant_of_today(api: Api) -> bool:
    def told() -> tuple[int, int]:
        return api.usage(limit=100).rows[-1]["amount"], api.balance()

    first = told()
    api.generate()
    second = told()
    return first != second and first[0] == first[1] and second[0] == second[1]


def one_id(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    found = [str(row["id"]) for row in api.usage(limit=3).rows]
    return found[0] == found[1] != found[2]


def repriced(api: Api) -> bool:
    def amounts() -> dict[str, int]:
        return {row["id"]: row["amount"] for row in api.usage(limit=100).rows}

    before = amounts()
    api.generate()
    api.generate()
    after = amounts()
    return {before[row] - after[row] for row in before} == {0, 1}


def mixed_signs(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    return {row["amount"] > 0 for row in rows if row["type"] == "deduction"} == {
        True,
        False,
    }


PROBES: Mapping[str, Probe] = {
    "transaction-ids-made-at-each-reading": ids_change,
    "opening-grant-typed-as-deduction": grant_is_deduction,
    "new-amounts-are-running-sums": running_sums,
    "ledger-lags-one-purchase": lags,
    "opening-grant-tells-the-present-balance": grant_of_today,
    "new-rows-share-an-id": one_id,
    "older-deductions-repriced": repriced,
    "old-deductions-of-the-other-sign": mixed_signs,
}
