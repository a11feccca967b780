from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def expanded(api: Api) -> bool:
    image = api.images(limit=1).rows[0]
    return bool(api.usage(limit=1).rows[0]["referenceId"] == image)


def by_language(api: Api) -> bool:
    image = api.generate().image["id"]
    rows = api.usage(limit=2).rows
    old = rows[1]["description"]
    new = rows[0]["description"]
    return rows[0]["referenceId"] == image and isinstance(new, dict) and old == str(old)


def grant_without_zone(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    bare = {row["type"] for row in rows if not row["createdAt"].endswith("Z")}
    return bare == {"addition"}


PROBES: Mapping[str, Probe] = {
    "reference-expanded-into-the-image": expanded,
    "description-by-language": by_language,
    "grants-dated-without-zone": grant_without_zone,
    "additions-typed-purchase": lambda api: (
        "purchase" in {row["type"] for row in api.usage(limit=100).rows}
    ),
}
