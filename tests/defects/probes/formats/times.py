from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.authentication.general import newest


def offset_and_z(api: Api) -> bool:
    read = api.image(newest(api), format="metadata").image["createdAt"]
    return bool(read.endswith("+00:00Z"))


def zone_twice(api: Api) -> bool:
    image = api.generate().image
    stored = api.image(image["id"]).image["createdAt"]
    return bool(image["createdAt"] == stored.removesuffix("Z") + "+00:00Z")


def in_unix_seconds(api: Api) -> bool:
    rows = api.images(limit=100).rows
    return isinstance(rows[0]["createdAt"], str) and isinstance(
        rows[-1]["createdAt"], int
    )


PROBES: Mapping[str, Probe] = {
    "read-created-at-with-offset-and-z": offset_and_z,
    "new-image-with-zone-twice": zone_twice,
    "older-times-in-unix-seconds": in_unix_seconds,
}
