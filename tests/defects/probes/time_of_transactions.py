from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.ledger import rows_of
from tests.defects.probes.time import ahead, near


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


PROBES: Mapping[str, Probe] = {
    "deductions-dated-in-january-1970": in_1970,
    "deductions-dated-by-the-day": by_the_day,
    "transactions-dated-with-a-short-offset": short_offset,
    "opening-grant-dated-with-its-reading": grant_now,
}
