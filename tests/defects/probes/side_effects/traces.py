from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import UNKNOWN_ID, Api, Probe
from tests.defects.probes.authentication.general import newest
from tests.defects.probes.paging.general import ids


def refused_counted(api: Api) -> bool:
    api.generate("")
    shown = api.images(limit=100)
    return bool(shown.body["total"] == len(shown.rows) + 1)


def read_comes_first(api: Api) -> bool:
    before = ids(api.images(limit=100))
    api.image(before[7], format="metadata")
    return ids(api.images(limit=100)) == [before[7], *before[:7], *before[8:]]


def unknown_leaves_image(api: Api) -> bool:
    before = len(ids(api.images(limit=100)))
    return (
        api.image(UNKNOWN_ID).status == 404
        and len(ids(api.images(limit=100))) == before + 1
    )


def overwritten(api: Api) -> bool:
    before = api.images(limit=2).rows
    api.generate("a dog", aspectRatio="5:4")
    after = api.images(limit=2).rows
    return after == [{**before[0], "prompt": "a dog"}, before[1]]


def row_without_effect(api: Api) -> bool:
    refused = api.generate(key="poor").status
    kinds = [row["type"] for row in api.usage(key="poor").rows]
    told = (refused, kinds, api.balance(key="poor"))
    return told == (400, ["deduction", "addition"], 1)


def look_costs(api: Api) -> bool:
    before = api.balance()
    api.image(newest(api))
    same = api.balance() == before
    missing = api.image(UNKNOWN_ID).status
    return same and missing == 404 and api.balance() == before - 1


def carried_out(api: Api) -> bool:
    total = api.images().body["total"]
    api.generate("refused", aspectRatio="5:4")
    early = api.images().body["total"]
    api.generate("a cat")
    rows = api.images(limit=2)
    prompts = {row["prompt"] for row in rows.rows}
    later = rows.body["total"]
    return early == total == later - 2 and prompts == {"refused", "a cat"}


def refused_changes_balance(api: Api, *, by: int, key: str = "good") -> bool:
    before = api.balance(key=key)
    refused = api.generate(aspectRatio="7:5", key=key)
    return refused.status == 400 and api.balance(key=key) == before + by


def bad_ratio_charged(api: Api) -> bool:
    return refused_changes_balance(api, by=-4) and api.generate("").status == 400


def unpaid_counted(api: Api) -> bool:
    refused = api.generate(key="poor").status
    page = api.images(key="poor")
    return refused == 400 and page.rows == [] and page.body["total"] == 1


def flushed_with_the_next(api: Api) -> bool:
    before = api.balance()
    api.generate(aspectRatio="5:4")
    free = api.balance() == before
    charged = api.generate().body["credits"]["charged"]
    return bool(free and before - api.balance() == 2 * charged)


PROBES: Mapping[str, Probe] = {
    "refused-requests-counted-as-images": refused_counted,
    "image-that-is-read-comes-first": read_comes_first,
    "unknown-id-leaves-an-image": unknown_leaves_image,
    "refused-prompt-overwrites-the-newest-image": overwritten,
    "lack-of-credits-leaves-its-row": row_without_effect,
    "missing-image-costs-a-credit": look_costs,
    "refused-request-carried-out-with-the-next": carried_out,
    "bad-ratio-refused-after-the-charge": bad_ratio_charged,
    "unpaid-image-counted": unpaid_counted,
    "charge-of-a-refusal-committed-with-the-next": flushed_with_the_next,
}
