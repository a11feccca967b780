from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.money.taken import taken


def credits(api: Api, **fields: str) -> tuple[int, int, int]:
    """Buy an image; return what is charged, what is told to remain, the balance."""
    told = api.generate(**fields).body["credits"]
    return told["charged"], told["remaining"], api.balance()


def twice_less(api: Api) -> bool:
    charged, remaining, balance = credits(api)
    return bool(charged and remaining == balance - charged)


def told_as_zero(api: Api) -> bool:
    before = api.balance()
    bought = api.generate().body
    cost = before - api.balance()
    return bool(cost == bought["image"]["creditCost"] > bought["credits"]["charged"])


def counts_images(api: Api) -> bool:
    charged, remaining, balance = credits(api)
    return charged > 1 and remaining == balance // charged


def from_the_first(api: Api) -> bool:
    first, second = credits(api), credits(api)
    return first[1] == first[2] and second[1] == second[2] + first[0]


def older_costs_change(api: Api) -> bool:
    def told() -> list[dict[str, Any]]:
        rows = api.images(limit=50, offset=5).rows
        return [row for row in rows if row["modelId"] == MODELS[2]]

    before = told()
    api.generate()
    api.generate()
    after = {row["id"]: row["creditCost"] for row in told()}
    kept = [row for row in before if row["id"] in after]
    return bool(kept) and all(after[row["id"]] == row["creditCost"] + 1 for row in kept)


def default_charge(api: Api) -> bool:
    charges = [taken(api, modelId=model) for model in MODELS[:2]]
    (first, cost), (second, other) = charges
    return first == cost == second != other


def list_tells_no_cost(api: Api) -> bool:
    listed = api.images(limit=1).rows[0]
    by_id = api.image(listed["id"]).image
    return bool(listed["creditCost"] == 0 < by_id["creditCost"])


def adds_up(api: Api) -> bool:
    first, second = (api.generate() for _ in range(2))
    told = [each.body["credits"]["charged"] for each in (first, second)]
    return bool(told == [4, 8])


def exchanged(api: Api) -> bool:
    told = api.generate().body["credits"]
    return bool(told["charged"] == api.balance() and told["remaining"] == 4)


PROBES: Mapping[str, Probe] = {
    "remaining-less-the-charge-twice": twice_less,
    "charge-told-as-zero": told_as_zero,
    "remaining-counts-images": counts_images,
    "remaining-reckoned-from-the-first-balance": from_the_first,
    "older-costs-follow-the-price-list": older_costs_change,
    "charge-told-of-the-default-model": default_charge,
    "list-tells-no-cost": list_tells_no_cost,
    "charged-adds-up": adds_up,
    "charged-and-remaining-exchanged": exchanged,
}
