from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.paging.general import ids


def newest_lacks(api: Api) -> bool:
    first = api.generate().image["id"]
    seen = first in ids(api.images())
    second = api.generate().image["id"]
    page = ids(api.images())
    return not seen and first in page and second not in page


def late_by_id(api: Api) -> bool:
    image_id = api.generate().image["id"]
    return [api.image(image_id).status for _ in range(3)] == [404, 200, 200]


def other_ids(api: Api) -> bool:
    bought = api.generate("only once").image["id"]
    row = api.images().rows[0]
    found = row["prompt"] == "only once" and row["id"] != bought
    return found and api.image(row["id"]).status == 404 and api.image(bought).ok


def one_worker(api: Api) -> bool:
    image_id = api.generate().image["id"]
    statuses = [api.image(image_id).status for _ in range(4)]
    return statuses in ([404, 200] * 2, [200, 404] * 2)


def yesterday_gone(api: Api) -> bool:
    listed = ids(api.images(limit=100))
    return api.image(listed[-1]).status == 404 and api.image(listed[0]).ok


def shard_unlisted(api: Api) -> bool:
    bought = [api.generate().image["id"] for _ in range(20)]
    lost = set(bought) - set(ids(api.images(limit=100)))
    found = all(api.image(each, format="metadata").ok for each in lost)
    return 0 < len(lost) < 20 and found


def file_expired(api: Api) -> bool:
    image_id = api.generate().image["id"]
    there = api.image(image_id).ok
    for _ in range(25):
        api.account()
    metadata = api.image(image_id, format="metadata")
    return there and metadata.ok and api.image(image_id).status == 404


def another_id(api: Api) -> bool:
    bought = api.generate("another id").image
    newest = api.images(limit=1).rows[0]
    return bool(newest["prompt"] == "another id" and newest["id"] != bought["id"])


def bytes_gone(api: Api) -> bool:
    rows = api.images(limit=100).rows
    old = rows[-1]["id"]
    found = api.image(old, format="metadata").ok and api.image(rows[0]["id"]).ok
    return found and api.image(old).status == 404


PROBES: Mapping[str, Probe] = {
    "list-lacks-the-newest-image": newest_lacks,
    "first-read-of-a-new-image-is-404": late_by_id,
    "images-listed-by-another-id": other_ids,
    "new-image-known-to-one-worker": one_worker,
    "images-of-yesterday-not-found-by-id": yesterday_gone,
    "one-shard-of-images-unlisted": shard_unlisted,
    "file-of-a-new-image-expires": file_expired,
    "new-image-told-by-another-id": another_id,
    "bytes-gone-after-a-day": bytes_gone,
}
