from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import Api, Probe
from tests.defects.probes.ledger.general import rows_of


def forms(api: Api, **asked: Any) -> tuple[Any, Any]:
    """Return the replies to reading a new image whole and as metadata."""
    image_id = api.generate(**asked).image["id"]
    return api.image(image_id).body, api.image(image_id, format="metadata").body


def list_of_one(api: Api) -> bool:
    whole, metadata = forms(api)
    return "image" in whole and [*metadata] == ["images"]


def id_of_deduction(api: Api) -> bool:
    bought = api.generate()
    read = api.image(bought.image["id"], format="metadata").image
    return bool(read["id"] == rows_of(api, bought)[0]["id"])


def no_nulls(api: Api) -> bool:
    whole, metadata = forms(api)
    return "style" in whole["image"] and "style" not in metadata["image"]


def after_the_bytes(api: Api) -> bool:
    image_id = api.generate().image["id"]
    asked: list[dict[str, str]] = [{"format": "metadata"}, {}, {"format": "metadata"}]
    return [api.image(image_id, **each).status for each in asked] == [404, 200, 200]


def type_found_out(api: Api) -> bool:
    bought = api.generate().image["id"]
    before = api.image(bought, format="metadata").image["mediaType"]
    api.image(bought)
    after = api.image(bought, format="metadata").image["mediaType"]
    return (before, after) == (None, "image/png")


def older_metadata_missing(api: Api) -> bool:
    oldest = api.images(limit=1, offset=56).rows[0]["id"]
    bought = api.generate().image["id"]
    found = [
        api.image(each, format="metadata").status == 200 for each in (oldest, bought)
    ]
    return found == [False, True] and api.image(oldest).ok


PROBES: Mapping[str, Probe] = {
    "metadata-come-as-a-list-of-one": list_of_one,
    "metadata-have-the-id-of-the-deduction": id_of_deduction,
    "metadata-without-null-fields": no_nulls,
    "metadata-found-after-the-bytes": after_the_bytes,
    "media-type-found-out-by-a-download": type_found_out,
    "metadata-of-older-images-not-found": older_metadata_missing,
}
