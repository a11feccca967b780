from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe


def total_left_out(api: Api) -> bool:
    first, later = api.images().body, api.images(offset=20).body
    return "total" in first and "total" not in later


def keyed_rows(api: Api) -> bool:
    first, later = api.usage().body, api.usage(offset=50).body
    return isinstance(first["transactions"], list) and "50" in later["transactions"]


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
}
