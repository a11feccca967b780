from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.ledger.general import failed, rows_about, rows_of
from tests.defects.probes.money.taken import taken


def neighbours(api: Api) -> bool:
    images, rows = api.images(limit=5).rows, api.usage(limit=4).rows
    referred = [row["referenceId"] for row in rows]
    return referred == [each["id"] for each in images[1:]]


def failed_rows(api: Api) -> dict[str, dict[str, Any]]:
    """Let a generation fail; return its two rows by their types."""
    return {row["type"]: row for row in reversed(failed(api)[:2])}


def id_is_shared(api: Api) -> bool:
    rows = failed_rows(api)
    return len(rows) == 2 and rows["refund"]["id"] == rows["deduction"]["id"]


def refers_to_the_last(api: Api) -> bool:
    rows = failed_rows(api)
    last = api.images(limit=1).rows[0]["id"]
    return "refund" in rows and rows["refund"]["referenceId"] == last


def refund_alone(api: Api) -> bool:
    refund = failed_rows(api).get("refund")
    return refund is not None and rows_about(api, refund["referenceId"]) == [refund]


def second_ignored(api: Api) -> bool:
    first, before = api.generate().image["id"], api.balance()
    second, after = api.generate().image["id"], api.balance()
    return (
        after < before and bool(rows_about(api, first)) and not rows_about(api, second)
    )


def entered_twice(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    found = [row["referenceId"] for row in rows if row["type"] == "deduction"]
    return len(found) - len(set(found)) == 1


def both_sides(api: Api) -> bool:
    charged, cost = taken(api)
    image = api.images(limit=1).rows[0]["id"]
    amounts = sorted(row["amount"] for row in rows_about(api, image))
    return charged == cost and amounts == [-charged, charged]


def refund_hidden(api: Api) -> bool:
    for _ in range(2):
        api.generate()
    before = api.balance()
    failed = api.generate().status
    types = [row["type"] for row in api.usage(limit=2).rows]
    same = api.balance() == before
    return failed == 500 and same and types == ["deduction", "deduction"]


def no_row(api: Api) -> bool:
    api.generate()
    before, total = api.balance(), api.usage().body["total"]
    told = api.generate(modelId=MODELS[4]).body["credits"]["charged"]
    return bool(
        before - api.balance() == told > 0 and api.usage().body["total"] == total
    )


def entered_as_addition(api: Api) -> bool:
    return [row["type"] for row in rows_of(api, api.generate())] == ["addition"]


def granted_in_vain(api: Api) -> bool:
    before, total = api.balance(), api.usage(limit=1).body["total"]
    for _ in range(15):
        api.usage(limit=1)
    page = api.usage(limit=1)
    grown = page.body["total"] - total
    row = page.rows[0]
    return (row["amount"], grown, api.balance()) == (100, 1, before)


def third_refunded(api: Api) -> bool:
    types: list[list[str]] = [
        [row["type"] for row in rows_of(api, api.generate())] for _ in range(3)
    ]
    return [len(each) for each in types] == [1, 1, 2] and "refund" in types[2]


PROBES: Mapping[str, Probe] = {
    "older-deductions-refer-to-the-neighbour": neighbours,
    "refund-shares-the-id-of-its-deduction": id_is_shared,
    "refund-refers-to-the-image-before": refers_to_the_last,
    "failed-generation-with-its-refund-alone": refund_alone,
    "second-row-of-a-model-ignored": second_ignored,
    "one-older-deduction-entered-twice": entered_twice,
    "both-sides-of-an-entry-shown": both_sides,
    "refund-without-a-row": refund_hidden,
    "no-row-for-gemini-3-pro": no_row,
    "charges-entered-as-additions": entered_as_addition,
    "grant-entered-without-its-credits": granted_in_vain,
    "third-image-refunded-and-delivered": third_refunded,
}
