from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def total_left_out(api: Api) -> bool:
    first, later = api.images().body, api.images(offset=20).body
    return "total" in first and "total" not in later


def keyed_rows(api: Api) -> bool:
    first, later = api.usage().body, api.usage(offset=50).body
    return isinstance(first["transactions"], list) and "50" in later["transactions"]


def signed_cost(api: Api) -> bool:
    image = api.images(limit=1).rows[0]
    read = api.image(image["id"]).image["creditCost"]
    return bool(image["creditCost"] == -read < 0)


def not_mapped(api: Api) -> bool:
    read = api.generate(aspectRatio="9:16").ok
    other = api.generate(aspectRatio="16:9").image["id"]
    found = api.images(limit=2).rows
    return read and found[1] is None and found[0]["id"] == other


def nulls_left_out(api: Api) -> bool:
    image = api.images(limit=1).rows[0]
    read = api.image(image["id"], format="metadata").image
    return "style" in read and "style" not in image and "thinkingLevel" not in image


PROBES: Mapping[str, Probe] = {
    "transaction-dates-of-mail": lambda api: ", " in api.usage().rows[0]["createdAt"],
    "image-total-as-an-object": lambda api: isinstance(
        api.images().body["total"], dict
    ),
    "email-with-a-display-name": lambda api: (
        api.account().body["email"] == "good <good@example.com>"
    ),
    "image-total-left-out-of-later-pages": total_left_out,
    "later-usage-pages-as-objects": keyed_rows,
    "opening-grant-without-a-uuid": lambda api: (
        api.usage(limit=100).rows[-1]["id"] == "opening"
    ),
    "email-redacted": lambda api: api.account().body["email"] == "[redacted]",
    "credit-cost-with-the-sign-of-its-row": signed_cost,
    "images-of-one-ratio-are-null-in-lists": not_mapped,
    "null-fields-of-listed-images-left-out": nulls_left_out,
    "usage-rows-under-items": lambda api: "transactions" not in api.usage().body,
}
