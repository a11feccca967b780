from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.ledger.general import rows_of
from tests.defects.probes.time.general import HOUR, ahead, near


def in_1970(api: Api) -> bool:
    row = rows_of(api, api.generate())[0]
    return str(row["createdAt"]).startswith("1970-01-")


def by_the_day(api: Api) -> bool:
    rows = api.usage(limit=50).rows
    return all("T00:00:00.000" in row["createdAt"] for row in rows)


def short_offset(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    return all(row["createdAt"].endswith("+0000") for row in rows)


def grant_now(api: Api) -> bool:
    first, second = (api.usage(limit=100).rows[-1] for _ in range(2))
    return first["createdAt"] != second["createdAt"] and near(ahead(first), 0)


def comma(api: Api) -> bool:
    return all(row["createdAt"][19] == "," for row in api.usage().rows)


def refunds_ahead(api: Api) -> bool:
    statuses = [api.generate().status for _ in range(3)]
    refunds = [row for row in api.usage().rows if row["type"] == "refund"]
    return statuses == [200, 200, 500] and near(ahead(refunds[0]), 14 * 24 * HOUR)


PROBES: Mapping[str, Probe] = {
    "deductions-dated-in-january-1970": in_1970,
    "deductions-dated-by-the-day": by_the_day,
    "transactions-dated-with-a-short-offset": short_offset,
    "opening-grant-dated-with-its-reading": grant_now,
    "transactions-dated-with-a-decimal-comma": comma,
    "refunds-dated-when-they-are-due": refunds_ahead,
    "transactions-dated-as-dotnet-does": lambda api: (
        api.usage(limit=1).rows[0]["createdAt"].startswith("/Date(")
    ),
}
