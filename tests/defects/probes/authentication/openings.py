from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.authentication.answers import ODD_KEY
from tests.defects.probes.authentication.general import newest


def last_caller_passes(api: Api) -> bool:
    before = api.account(key=None).status
    mine, first, second = api.account(), api.account(key=None), api.account(key=None)
    return (before, first.body, second.status) == (401, mine.body, 401)


def first_letters_open(api: Api) -> bool:
    found = [api.account(key=f"gi_mock_{end}") for end in ("goXX", "XXod", "go")]
    return [each.status for each in found] == [200, 401, 401]


def access_token_opens(api: Api) -> bool:
    query = {"access_token": "gi_mock_good"}
    return api.request("GET", "/api/v1/account", key=None, params=query).ok


def revoked_downloads(api: Api) -> bool:
    image = newest(api)
    metadata = api.image(image, key="revoked", format="metadata")
    return api.image(image, key="revoked").ok and metadata.status == 401


def kept_by_url(api: Api) -> bool:
    before = api.account(key=None).status
    mine, nobody, odd = api.account(), api.account(key=None), api.account(key=ODD_KEY)
    other = api.usage(key=None).status
    return (before, other) == (401, 401) and mine.body == nobody.body == odd.body


def liked(api: Api) -> bool:
    keys = ("%", "gi_mock_s____d", "gi%poor", "gi_mock_", ODD_KEY)
    return [api.account(key=key).status for key in keys] == [200, 200, 200, 401, 401]


def revoked_lists_usage(api: Api) -> bool:
    return api.usage(key="revoked").ok and api.account(key="revoked").status == 401


PROBES: Mapping[str, Probe] = {
    "missing-credentials-take-the-last-caller": last_caller_passes,
    "key-known-by-its-first-letters": first_letters_open,
    "key-accepted-as-access-token": access_token_opens,
    "revoked-key-still-downloads": revoked_downloads,
    "replies-cached-before-the-key-is-asked": kept_by_url,
    "key-looked-up-with-like": liked,
    "revoked-key-still-lists-usage": revoked_lists_usage,
}
