from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.defects.api import MODELS, Api, Probe

THINKER = MODELS[4]


def images_not_charged(api: Api, **fields: str) -> bool:
    before = api.balance()
    bought = api.generate(**fields).body
    return bool(bought["credits"]["charged"]) and api.balance() == before


def charged_told_too_high(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[1]).body
    return bool(bought["credits"]["charged"] == bought["image"]["creditCost"] + 1)


def refused_request_costs(api: Api) -> bool:
    before = api.balance()
    return api.generate("").status == 400 and api.balance() == before - 1


def remaining_is_the_balance_before(api: Api) -> bool:
    before = api.balance()
    remaining = api.generate().body["credits"]["remaining"]
    return bool(remaining == before != api.balance())


def balance_cached(api: Api) -> bool:
    before = api.balance()
    remaining = api.generate().body["credits"]["remaining"]
    return bool(api.balance() == before != remaining)


def ledger_costs(api: Api) -> bool:
    before = api.balance()
    return api.balance() == before and api.usage().ok and api.balance() == before - 1


def charged_in_hundredths(api: Api) -> bool:
    before = api.balance()
    bought = api.generate().body
    taken = before - api.balance()
    return bool(bought["credits"]["charged"] == 100 * taken)


def surcharge_untold(api: Api) -> bool:
    before = api.balance()
    told = api.generate(modelId=THINKER, thinkingLevel="deep").body["credits"]
    return bool(before - api.balance() == told["charged"] + 2)


def stored_cost(api: Api) -> bool:
    image = api.generate(modelId=THINKER, thinkingLevel="deep").image
    later = api.image(image["id"]).image
    return bool(later["creditCost"] == image["creditCost"] - 1)


def fifth_charged_twice(api: Api) -> bool:
    taken = []
    for _ in range(5):
        before = api.balance()
        api.generate()
        taken.append(before - api.balance())
    return taken[4] == 2 * taken[3]


def third_keeps(api: Api, *, status: int, nth: int = 3, less: int = 0) -> bool:
    """Whether the nth generation ends with this status and takes something."""
    for _ in range(nth - 1):
        price = api.generate().body["credits"]["charged"]
    before, total = api.balance(), api.images().body["total"]
    if api.generate().status != status:
        return False
    kept = less or price
    stored = api.images().body["total"] - total
    return before - api.balance() == kept and stored in (0, 1)


def throttled_is_charged(api: Api) -> bool:
    for _ in range(3):
        price = api.generate().body["credits"]["charged"]
    before, total = api.balance(), api.images().body["total"]
    throttled = api.generate()
    taken = before - api.balance()
    return bool(
        throttled.status == 429
        and taken == price
        and api.images().body["total"] == total
    )


def balance_lags(api: Api) -> bool:
    told = api.generate().body["credits"]
    return bool(api.balance() == told["remaining"] + told["charged"])


def remaining_rounded(api: Api) -> bool:
    told = [api.generate().body["credits"]["remaining"] for _ in range(2)]
    return all(each % 10 == 0 for each in told) and told[1] != api.balance()


def reservation_kept(api: Api) -> bool:
    before = api.balance()
    api.generate("")
    middle = api.balance()
    refused = api.generate(thinkingLevel="no level")
    return refused.status == 400 and middle == before == api.balance() + 2


def no_price(api: Api) -> bool:
    return api.generate(modelId=THINKER).status == 400 and api.generate().ok


PROBES: Mapping[str, Probe] = {
    "images-not-charged": images_not_charged,
    "charged-told-too-high-gpt-image-2": charged_told_too_high,
    "refused-request-costs-a-credit": refused_request_costs,
    "remaining-is-the-balance-before": remaining_is_the_balance_before,
    "balance-cached-for-good": balance_cached,
    "reading-the-ledger-costs-a-credit": ledger_costs,
    "charged-told-in-hundredths": charged_in_hundredths,
    "thinking-surcharge-untold": surcharge_untold,
    "credit-cost-stored-without-surcharge": stored_cost,
    "wide-images-not-charged": partial(images_not_charged, aspectRatio="21:9"),
    "fifth-image-charged-twice": fifth_charged_twice,
    "failed-generation-not-refunded": partial(third_keeps, status=500),
    "failed-generation-refunded-less-a-fee": partial(third_keeps, status=500, less=1),
    "error-after-charging": partial(third_keeps, status=500),
    "throttled-after-charging": throttled_is_charged,
    "balance-lags-one-purchase": balance_lags,
    "remaining-rounded-down-to-tens": remaining_rounded,
    "reservation-kept-when-thinking-is-refused": reservation_kept,
    "price-missing-for-gemini-3-pro": no_price,
}
