from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import UNKNOWN_ID, Api, Probe

ODD_KEY = "gi_nobody_has_this"


def statuses_by_key(api: Api, *keys: str | None) -> list[int]:
    return [api.images(key=key).status for key in keys]


def unknown_lists_nothing(api: Api) -> bool:
    shown = api.usage(key=ODD_KEY)
    return shown.ok and shown.rows == [] and api.account(key=ODD_KEY).status == 401


def account_is_404(api: Api) -> bool:
    asked = api.account(key=ODD_KEY), api.images(key=ODD_KEY)
    return [each.status for each in asked] == [404, 401]


def one_word(api: Api) -> bool:
    sent = ("Bearer", "gi_mock_good", "Bearer gi_mock_nobody")
    found = [api.account(key=None, headers={"Authorization": each}) for each in sent]
    return [each.status for each in found] == [500, 500, 401]


def login(api: Api) -> bool:
    found = api.images(key=None), api.images(key=ODD_KEY)
    return [each.status for each in found] == [302, 401]


def empty_without_key(api: Api) -> bool:
    answer = api.images(key=None)
    return answer.ok and answer.rows == [] and api.usage(key=None).status == 401


def missing_is_400(api: Api) -> bool:
    told = (api.account(key=None).status, api.account(key="nobody").status)
    return told == (400, 401) and api.account().ok


def revoked_is_500(api: Api) -> bool:
    told = (api.usage(key="revoked").status, api.usage(key="nobody").status)
    return told == (500, 401)


def long_key_is_500(api: Api) -> bool:
    return [api.images(key="k" * size).status for size in (72, 73)] == [401, 500]


PROBES: Mapping[str, Probe] = {
    "missing-credentials-are-403": lambda api: (
        statuses_by_key(api, None, ODD_KEY) == [403, 401]
    ),
    "unknown-key-lists-nothing": unknown_lists_nothing,
    "unknown-key-without-prefix-is-500": lambda api: (
        statuses_by_key(api, "nobody", ODD_KEY) == [500, 401]
    ),
    "challenge-names-basic": lambda api: (
        api.image(UNKNOWN_ID, key=None).headers["www-authenticate"].startswith("Basic ")
    ),
    "revoked-key-is-403": lambda api: (
        statuses_by_key(api, "revoked", ODD_KEY, None) == [403, 401, 401]
    ),
    "account-of-an-unknown-key-is-404": account_is_404,
    "credentials-without-a-blank-are-500": one_word,
    "missing-credentials-redirect-to-a-login": login,
    "list-without-a-key-is-empty": empty_without_key,
    "missing-authorization-is-a-bad-request": missing_is_400,
    "revoked-key-is-500": revoked_is_500,
    "key-too-long-to-hash-is-500": long_key_is_500,
}
