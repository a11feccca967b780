from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def taken(api: Api, **fields: str) -> tuple[int, int]:
    """Buy an image; return what is charged, and by how much the balance falls."""
    before = api.balance()
    charged = api.generate(**fields).body["credits"]["charged"]
    return charged, before - api.balance()


def failure_paid(api: Api) -> bool:
    first, second = taken(api), taken(api)
    before = api.balance()
    failed = api.generate().status
    same = api.balance() == before
    charged, cost = taken(api)
    return failed == 500 and same and first == second and cost == 2 * charged


def fractions(api: Api) -> bool:
    extra = [cost - charged for charged, cost in (taken(api) for _ in range(6))]
    return extra == [0, 0, 1, 0, 0, 1]


def style_costs_more(api: Api) -> bool:
    before = api.balance()
    told = api.generate(style="ink").body["credits"]["charged"]
    after = api.balance()
    plain = api.generate().body["credits"]["charged"]
    return bool(before - after == told + 1 and after - api.balance() == plain)


def long_prompts_cost_more(api: Api) -> bool:
    taken = []
    for prompt in ("a cat", "a cat " * 200):
        before = api.balance()
        charged = api.generate(prompt).body["credits"]["charged"]
        taken.append(before - api.balance() - charged)
    return taken == [0, 1]


PROBES: Mapping[str, Probe] = {
    "failure-paid-with-the-next-image": failure_paid,
    "fractions-of-prices-add-up": fractions,
    "style-costs-one-more-than-told": style_costs_more,
    "long-prompts-cost-more-than-told": long_prompts_cost_more,
}
