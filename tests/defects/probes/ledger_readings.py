from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.ledger import rows_about


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


PROBES: Mapping[str, Probe] = {
    "transaction-ids-made-at-each-reading": ids_change,
    "opening-grant-typed-as-deduction": grant_is_deduction,
    "new-amounts-are-running-sums": running_sums,
    "ledger-lags-one-purchase": lags,
}
