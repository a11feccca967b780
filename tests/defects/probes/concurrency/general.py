from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Answer, Api, Probe
from tests.defects.probes.ledger.general import rows_of


def pair(api: Api) -> tuple[Answer, Answer]:
    """Buy two images at once, of different prices and prompts."""
    first, second = api.at_once(
        lambda: api.generate("one"), lambda: api.generate("two", modelId=MODELS[1])
    )
    return first, second


def charged(*bought: Answer) -> int:
    return sum(each.body["credits"]["charged"] for each in bought)


def counts(api: Api, *bought: Answer) -> list[int]:
    """How many rows of the ledger refer to each, the fewest first."""
    return sorted(len(rows_of(api, each)) for each in bought)


def one_refused(api: Api) -> bool:
    return sorted(each.status for each in pair(api)) == [200, 400] and api.generate().ok


def one_reply(api: Api) -> bool:
    first, second = pair(api)
    return bool(first.body == second.body)


def one_id(api: Api) -> bool:
    first, second = pair(api)
    return bool(
        first.image["id"] == second.image["id"]
        and first.image["prompt"] != second.image["prompt"]
    )


def stale_remaining(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    return all(
        before - charged(each) == each.body["credits"]["remaining"] for each in bought
    )


def lost_update(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    taken = before - api.balance()
    return counts(api, *bought) == [1, 1] and taken in [
        charged(each) for each in bought
    ]


def one_deduction(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    return counts(api, *bought) == [0, 1] and before - api.balance() == charged(*bought)


def charged_again(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    return counts(api, *bought) == [1, 2] and before - api.balance() > charged(*bought)


def both_of_the_first(api: Api) -> bool:
    before = api.balance()
    bought = pair(api)
    return counts(api, *bought) == [0, 2] and before - api.balance() == charged(*bought)


def one_stored(api: Api) -> bool:
    listed = {each.image["id"] for each in pair(api)}
    return len(listed & {row["id"] for row in api.images(limit=100).rows}) == 1


def one_prompt(api: Api) -> bool:
    first, second = pair(api)
    return bool(
        first.image["prompt"] == second.image["prompt"]
        and first.image["id"] != second.image["id"]
    )


def one_charge_told(api: Api) -> bool:
    before = api.balance()
    first, second = pair(api)
    taken = before - api.balance()
    return charged(first) == charged(second) and taken != charged(first, second)


def one_picture(api: Api) -> bool:
    first, second = pair(api)
    return bool(
        first.image["b64_json"] == second.image["b64_json"]
        and api.image(first.image["id"]).image["b64_json"]
        != api.image(second.image["id"]).image["b64_json"]
    )


PROBES: Mapping[str, Probe] = {
    "second-image-at-once-refused": one_refused,
    "two-at-once-share-a-reply": one_reply,
    "two-at-once-share-an-id": one_id,
    "two-at-once-stale-remaining": stale_remaining,
    "two-at-once-lost-update": lost_update,
    "two-at-once-one-deduction-shown": one_deduction,
    "two-at-once-charged-again": charged_again,
    "two-at-once-deductions-of-the-first": both_of_the_first,
    "two-at-once-one-stored": one_stored,
    "two-at-once-one-prompt": one_prompt,
    "two-at-once-one-charge-told": one_charge_told,
    "two-at-once-one-picture": one_picture,
}
