from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import MODELS, Answer, Api, Probe


def rows_of(api: Api, bought: Answer, **query: Any) -> list[dict[str, Any]]:
    """Return the rows that refer to a bought image."""
    return rows_about(api, bought.image["id"], **query)


def rows_about(api: Api, image_id: Any, **query: Any) -> list[dict[str, Any]]:
    """Return the rows that refer to an image."""
    rows = api.usage(**{"limit": 100, **query}).rows
    return [row for row in rows if row["referenceId"] == image_id]


def failed(api: Api) -> list[dict[str, Any]]:
    """Let generations be made until one fails; return its rows."""
    for _ in range(3):
        if api.generate().status == 500:
            return api.usage(limit=50).rows[:3]
    return []


def not_in_the_ledger(api: Api) -> bool:
    before = api.balance()
    bought = api.generate()
    return api.balance() < before and not rows_of(api, bought)


def new_positive(api: Api) -> bool:
    bought = api.generate()
    amounts = [row["amount"] for row in api.usage(limit=2, offset=0).rows]
    return bool(rows_of(api, bought)[0]["amount"] > 0 > amounts[1])


def count_images(api: Api) -> bool:
    bought = api.generate()
    charged = bought.body["credits"]["charged"]
    return bool(rows_of(api, bought)[0]["amount"] == -1 != -charged)


def descriptions_change(api: Api) -> bool:
    first, second = api.usage().rows[0], api.usage().rows[0]
    same = first["id"] == second["id"]
    return bool(same and first["description"] != second["description"])


def older_in_tenths(api: Api) -> bool:
    image = api.images(limit=1).rows[0]
    row = api.usage(limit=1).rows[0]
    same = row["referenceId"] == image["id"]
    return bool(same and row["amount"] == -10 * image["creditCost"])


def third_without_effect(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    before = api.balance()
    bought = api.generate()
    return bool(rows_of(api, bought)[0]["amount"]) and api.balance() == before


def third_entered_again(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    before = api.balance()
    bought = api.generate()
    amounts = [row["amount"] for row in rows_of(api, bought)]
    return amounts == 2 * [api.balance() - before]


def oldest_pushed_out(api: Api) -> bool:
    before = api.usage(limit=100)
    api.generate()
    after = api.usage(limit=100)
    gone = {row["id"] for row in before.rows} - {row["id"] for row in after.rows}
    return gone == {before.rows[-1]["id"]}


def absolute_on_longest(api: Api) -> bool:
    most, fewer = api.usage(limit=100).rows[0], api.usage(limit=99).rows[0]
    return bool(most["amount"] == -fewer["amount"] > 0)


def references_lost(api: Api) -> bool:
    row, same = api.usage().rows[1], api.usage(offset=1).rows[0]
    return bool(row["id"] == same["id"] and row["referenceId"] != same["referenceId"])


def refers_to_the_one_before(api: Api) -> bool:
    first, second = api.generate(), api.generate(modelId=MODELS[1])
    return not rows_of(api, second) and len(rows_of(api, first)) == 2


def typed_refund(api: Api) -> bool:
    rows = rows_of(api, api.generate(modelId=MODELS[1]))
    return [row["type"] for row in rows] == ["refund"]


def lacks_surcharge(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[4], thinkingLevel="default")
    charged = bought.body["credits"]["charged"]
    return [row["amount"] for row in rows_of(api, bought)] == [1 - charged]


def one_row_for_two(api: Api) -> bool:
    first, second = api.generate(), api.generate(modelId=MODELS[1])
    charged = sum(each.body["credits"]["charged"] for each in (first, second))
    amounts = [row["amount"] for row in rows_of(api, second)]
    return not rows_of(api, first) and amounts == [-charged]


def older_without_deduction(api: Api) -> bool:
    images = api.images(limit=100).rows
    references = {row["referenceId"] for row in api.usage(limit=100).rows}
    missing = [each for each in images if each["id"] not in references]
    return len(missing) == 1 and bool(missing[0]["creditCost"])


def refund_negative(api: Api) -> bool:
    refunds = [row for row in failed(api) if row["type"] == "refund"]
    return bool(refunds) and refunds[0]["amount"] < 0


def refunded_more(api: Api) -> bool:
    rows = failed(api)
    refund = next((row for row in rows if row["type"] == "refund"), None)
    return refund is not None and any(
        row["type"] == "deduction"
        and row["referenceId"] == refund["referenceId"]
        and row["amount"] == 1 - refund["amount"]
        for row in rows
    )


def refunded_twice(api: Api) -> bool:
    refunds = [row for row in failed(api) if row["type"] == "refund"]
    return len(refunds) == 2 and refunds[0]["referenceId"] == refunds[1]["referenceId"]


def typed_reversal(api: Api) -> bool:
    return any(row["type"] == "reversal" for row in failed(api))


def touched_after_error(api: Api) -> bool:
    before = api.usage().rows[0]
    steady = api.usage().rows[0] == before
    api.generate("")
    after = api.usage().rows[0]
    return bool(steady and after["id"] == before["id"] and after != before)


PROBES: Mapping[str, Probe] = {
    "deductions-not-in-the-ledger": not_in_the_ledger,
    "new-deductions-positive": new_positive,
    "new-deductions-count-images": count_images,
    "descriptions-count-their-readings": descriptions_change,
    "older-deductions-in-tenths-of-credits": older_in_tenths,
    "third-row-without-effect": third_without_effect,
    "third-row-entered-again": third_entered_again,
    "new-row-pushes-the-oldest-out": oldest_pushed_out,
    "amounts-absolute-on-the-longest-page": absolute_on_longest,
    "references-lost-on-later-pages": references_lost,
    "deduction-refers-to-the-image-before": refers_to_the_one_before,
    "deduction-of-gpt-image-2-typed-as-refund": typed_refund,
    "row-lacks-the-thinking-surcharge": lacks_surcharge,
    "one-row-for-two-images": one_row_for_two,
    "one-older-image-without-deduction": older_without_deduction,
    "refunds-negative": refund_negative,
    "refund-of-more-than-was-deducted": refunded_more,
    "refund-entered-twice": refunded_twice,
    "refund-typed-reversal": typed_reversal,
    "transactions-touched-after-an-error": touched_after_error,
}
