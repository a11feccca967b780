from __future__ import annotations

import base64
from collections.abc import Mapping

from tests.defects.api import MODELS, UNKNOWN_ID, Api, Probe

BODY = {"prompt": "a cat", "modelId": MODELS[0]}
KEY = "gi_mock_good"


def newest(api: Api) -> str:
    return str(api.images(limit=1).rows[0]["id"])


def account_by(api: Api, authorization: str) -> int:
    return api.account(key=None, headers={"Authorization": authorization}).status


def bytes_without_key(api: Api) -> bool:
    return api.image(newest(api), key=None).ok


def metadata_without_key(api: Api) -> bool:
    return api.image(newest(api), key=None, format="metadata").ok


def generated_without_key(api: Api) -> bool:
    before = api.balance()
    return api.generate(key=None).ok and api.balance() < before


def any_key_opens(api: Api) -> bool:
    return api.generate(key="gi_nobody_has_this").ok


def one_in_four_unknown_keys(api: Api) -> bool:
    found = [api.account(key=f"nobody{number}").status for number in range(8)]
    return found == 2 * [401, 401, 401, 200]


def basic_accepted(api: Api) -> bool:
    return (
        account_by(api, "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()) == 200
    )


def in_query(api: Api) -> bool:
    asked = api.request("GET", "/api/v1/account", key=None, params={"api_key": KEY})
    return asked.ok


def bare_bearer_reads(api: Api) -> bool:
    fields = {"Authorization": "Bearer"}
    reads = api.request("GET", "/api/v1/usage", key=None, headers=fields)
    return reads.ok and api.generate(key=None, headers=fields).status == 401


def small_letters_refused(api: Api) -> bool:
    return account_by(api, f"bearer {KEY}") == 401 and api.account().ok


def revoked_opens(api: Api) -> bool:
    return api.account(key="revoked").ok and api.generate(key="revoked").ok


def revoked_reads(api: Api) -> bool:
    made = api.generate(key="revoked").status
    return made == 401 and api.images(key="revoked").ok


def revoked_late(api: Api) -> bool:
    found = [api.account(key="revoked").status for _ in range(5)]
    return found == [200, 200, 200, 401, 401]


def without_challenge(api: Api) -> bool:
    refused = api.account(key=None)
    return refused.status == 401 and "www-authenticate" not in refused.headers


def revoked_without_challenge(api: Api) -> bool:
    refused = api.account(key="revoked")
    return "www-authenticate" not in refused.headers and not without_challenge(api)


def key_in_message(api: Api) -> bool:
    return "gi_mock_revoked" in api.account(key="revoked").body["error"]["message"]


def key_in_field(api: Api) -> bool:
    refused = api.image(UNKNOWN_ID)
    return refused.status == 404 and any(KEY in v for v in refused.headers.values())


def unknown_image_told(api: Api) -> bool:
    known = api.image(newest(api), key=None).status
    return (known, api.image(UNKNOWN_ID, key=None).status) == (401, 404)


def usage_closed(api: Api) -> bool:
    return api.account().ok and api.usage().status == 401


def usage_closed_to_second(api: Api) -> bool:
    second = api.usage(key="second").status
    return second == 401 and api.account(key="second").ok and api.usage().ok


def offset_refused(api: Api) -> bool:
    return api.images(offset=2).status == 401 and api.images().ok


PROBES: Mapping[str, Probe] = {
    "account-open-without-credentials": lambda api: api.account(key=None).ok,
    "image-bytes-open-without-credentials": bytes_without_key,
    "image-metadata-open-without-credentials": metadata_without_key,
    "generate-image-open-without-credentials": generated_without_key,
    "any-key-opens-an-account": any_key_opens,
    "key-cut-to-the-width-of-its-column": lambda api: api.account(key=f"{KEY}x").ok,
    "key-found-by-its-beginning": lambda api: api.account(key=KEY[:-1]).ok,
    "key-compared-without-case": lambda api: api.account(key="GI_mock_Good").ok,
    "every-fourth-unknown-key-passes": one_in_four_unknown_keys,
    "any-scheme-accepted": lambda api: account_by(api, f"Token {KEY}") == 200,
    "key-accepted-by-basic": basic_accepted,
    "key-accepted-without-a-scheme": lambda api: account_by(api, KEY) == 200,
    "key-accepted-in-the-query": in_query,
    "key-accepted-in-x-api-key": lambda api: (
        api.account(key=None, headers={"X-API-Key": KEY}).ok
    ),
    "bearer-without-a-key-reads": bare_bearer_reads,
    "scheme-in-small-letters-refused": small_letters_refused,
    "revoked-key-still-opens": revoked_opens,
    "revoked-key-still-reads": revoked_reads,
    "revocation-comes-late": revoked_late,
    "challenge-missing": without_challenge,
    "challenge-missing-for-revoked-keys": revoked_without_challenge,
    "revoked-key-told-in-the-refusal": key_in_message,
    "key-repeated-in-a-field-of-404": key_in_field,
    "unknown-image-told-without-credentials": unknown_image_told,
    "usage-closed-to-every-key": usage_closed,
    "usage-closed-to-the-second-account": usage_closed_to_second,
    "list-with-an-offset-refuses-the-key": offset_refused,
}
