from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.ledger.general import rows_of

HOUR = 3600.0
DAY = 24 * HOUR


def instant(row: dict[str, Any]) -> float:
    return datetime.fromisoformat(row["createdAt"]).timestamp()


def ahead(row: dict[str, Any]) -> float:
    """How many seconds a row is dated after now."""
    return instant(row) - datetime.now(UTC).timestamp()


def near(seconds: float, wanted: float) -> bool:
    return abs(seconds - wanted) < 60


def dated_tomorrow(api: Api) -> bool:
    image = api.generate().image
    later = api.image(image["id"]).image
    return near(ahead(image), DAY) and later["createdAt"] == image["createdAt"]


def local_time(api: Api) -> bool:
    image = api.generate().image
    return near(ahead(image), 2 * HOUR) and image["createdAt"].endswith("Z")


def dated_with_reading(api: Api) -> bool:
    image = api.images().rows[-1]
    later = api.image(image["id"]).image
    return near(ahead(later), 0) and near(ahead(image), 0)


def deduction_early(api: Api) -> bool:
    bought = api.generate()
    row = rows_of(api, bought)[0]
    return near(instant(row) - instant(bought.image), -DAY)


def settled_later(api: Api) -> bool:
    row = rows_of(api, api.generate())[0]
    return near(ahead(row), 30 * DAY)


def node_ahead(api: Api) -> bool:
    images = [api.generate().image for _ in range(3)]
    wrong = [near(ahead(each), 600) for each in images]
    return wrong == [False, False, True] and near(ahead(images[0]), 0)


def deep_1970(api: Api) -> bool:
    plain = api.generate(modelId=MODELS[4]).image
    deep = api.generate(modelId=MODELS[4], thinkingLevel="deep").image
    return instant(deep) == 0 and near(ahead(plain), 0)


def another_zone(api: Api) -> bool:
    first, second = api.generate().image, api.generate(key="second").image
    return near(ahead(first), 0) and near(ahead(second), -5.5 * HOUR)


def metadata_off(api: Api) -> bool:
    bought = api.generate().image
    metadata = api.image(bought["id"], format="metadata").image
    whole = api.image(bought["id"]).image
    same = whole["createdAt"] == bought["createdAt"]
    return same and instant(metadata) - instant(whole) == HOUR


def listed_by_day(api: Api) -> bool:
    rows = api.images().rows
    shown = api.image(rows[1]["id"]).image
    midnight = all("T00:00:00" in row["createdAt"] for row in rows)
    return midnight and instant(shown) > instant(rows[1])


def grant_ahead(api: Api) -> bool:
    grants = [row for row in api.usage(limit=100).rows if row["type"] == "addition"]
    return len(grants) == 1 and ahead(grants[0]) > 300 * DAY


def one_model_late(api: Api) -> bool:
    late, other = api.generate(modelId=MODELS[1]), api.generate()
    row, steady = rows_of(api, late)[0], rows_of(api, other)[0]
    moved = instant(row) - instant(late.image)
    return moved == 3 * HOUR and near(ahead(steady), 0)


def touched(api: Api) -> bool:
    row = api.usage(limit=1).rows[0]
    api.generate()
    same = next(each for each in api.usage().rows if each["id"] == row["id"])
    return instant(same) - instant(row) == 60


def later_pages_now(api: Api) -> bool:
    row, same = api.usage().rows[10], api.usage(offset=10).rows[0]
    moved = row["id"] == same["id"] and row["createdAt"] != same["createdAt"]
    return moved and near(ahead(same), 0)


def other_zone(api: Api) -> bool:
    found = [instant(api.images().rows[0]) for _ in range(4)]
    return found[0] == found[1] == found[3] and near(found[0] - found[2], 5 * HOUR)


PROBES: Mapping[str, Probe] = {
    "new-images-dated-tomorrow": dated_tomorrow,
    "local-time-told-as-utc": local_time,
    "images-dated-with-their-reading": dated_with_reading,
    "deductions-dated-a-day-early": deduction_early,
    "deductions-dated-at-their-settlement": settled_later,
    "one-node-ten-minutes-ahead": node_ahead,
    "deep-thinking-dated-1970": deep_1970,
    "second-account-in-another-zone": another_zone,
    "metadata-form-an-hour-off": metadata_off,
    "list-dates-images-by-the-day": listed_by_day,
    "grant-dated-when-it-expires": grant_ahead,
    "deduction-of-gpt-image-2-three-hours-late": one_model_late,
    "older-transactions-touched-by-purchases": touched,
    "later-pages-dated-now": later_pages_now,
    "one-worker-in-another-zone": other_zone,
}
