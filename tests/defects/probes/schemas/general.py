from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe

GEMINI = MODELS[4]


def read(api: Api, **query: str) -> dict[str, object]:
    newest = api.images(limit=1).rows[0]["id"]
    return api.image(newest, **query).image


def snake_case(api: Api) -> bool:
    image = api.generate().image
    return "created_at" in image and "createdAt" not in image


def credits_number(api: Api) -> bool:
    return isinstance(api.generate().body["credits"], int)


def not_wrapped(api: Api) -> bool:
    newest = api.images(limit=1).rows[0]["id"]
    body = api.image(newest).body
    return "image" not in body and body.get("id") == newest


def bare_array(api: Api) -> bool:
    return isinstance(api.images().body, list)


def epoch(api: Api) -> bool:
    return all(isinstance(row["createdAt"], int) for row in api.images().rows)


def bare_model(api: Api) -> bool:
    return all(":" not in row["modelId"] for row in api.images().rows)


def type_in_capitals(api: Api) -> bool:
    return {row["type"] for row in api.usage(limit=100).rows} == {
        "ADDITION",
        "DEDUCTION",
    }


def nulls_left_out(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    grants = [row for row in rows if row["type"] == "addition"]
    return "referenceId" in rows[0] and all("referenceId" not in g for g in grants)


def no_level_empty(api: Api) -> bool:
    levels = {row["thinkingLevel"] for row in api.images(limit=100).rows}
    return levels == {"", "default", "deep"}


def deep_in_capitals(api: Api) -> bool:
    deep, default = (
        api.generate(modelId=GEMINI, thinkingLevel=level).image["thinkingLevel"]
        for level in ("deep", "default")
    )
    return bool((deep, default) == ("DEEP", "default"))


def ratio_reduced(api: Api) -> bool:
    wide, square = (
        api.generate(aspectRatio=ratio).image["aspectRatio"]
        for ratio in ("21:9", "1:1")
    )
    return bool((wide, square) == ("7:3", "1:1"))


def later_without_zone(api: Api) -> bool:
    first, later = api.images().rows[5], api.images(offset=5).rows[0]
    return bool(first["createdAt"] == later["createdAt"] + "Z")


def blank_in_metadata(api: Api) -> bool:
    return "T" in str(read(api)["createdAt"]) and " " in str(
        read(api, format="metadata")["createdAt"]
    )


def empty_page_null(api: Api) -> bool:
    return bool(api.usage().rows) and api.usage(offset=999).body["transactions"] is None


def one_is_no_array(api: Api) -> bool:
    several = api.images(limit=2).body["images"]
    return isinstance(several, list) and isinstance(
        api.images(limit=1).body["images"], dict
    )


def limit_as_sent(api: Api) -> bool:
    told = [api.usage().body["limit"], api.usage(limit=7).body["limit"]]
    return told == [20, "7"]


def zero_left_out(api: Api) -> bool:
    first, later = api.images().body, api.images(offset=2).body
    return "offset" not in first and later["offset"] == 2


def link_for_bytes(api: Api) -> bool:
    image = api.generate(modelId=MODELS[1]).image
    return "b64_json" not in image and "b64_json" in api.generate().image


def remaining_null(api: Api) -> bool:
    told = [api.generate().body["credits"]["remaining"] for _ in range(3)]
    return None not in told[:2] and told[2] is None


def styles_as_list(api: Api) -> bool:
    return bool(
        api.generate(style="pencil").image["style"] == "pencil"
        and api.generate(style="pencil, 3B").image["style"] == ["pencil", "3B"]
    )


def other_platform(api: Api) -> bool:
    bought = api.generate(modelId=GEMINI).image["id"]
    plain = api.generate().image["id"]
    return bool(
        api.image(bought).image["providerId"] == "google-vertex"
        and api.image(plain).image["providerId"] == "openai"
    )


def renamed_model(api: Api) -> bool:
    models = {row["modelId"] for row in api.images(limit=100).rows}
    return "openai:gpt-image-1" in models and MODELS[1] in models


def deduction_ids(api: Api) -> bool:
    before = api.usage(limit=1).rows[0]["id"]
    api.generate()
    return isinstance(before, str) and isinstance(api.usage().rows[1]["id"], int)


def oldest_without_type(api: Api) -> bool:
    rows = api.images(limit=100).rows
    return (
        api.image(rows[-1]["id"]).image["mediaType"] is None
        and api.image(rows[0]["id"]).image["mediaType"] is not None
    )


def older_ratios(api: Api) -> bool:
    bought = api.generate(aspectRatio="16:9").image["id"]
    ratios = {row["id"]: row["aspectRatio"] for row in api.images(limit=100).rows}
    return ratios.pop(bought) == "16:9" and any("x" in each for each in ratios.values())


PROBES: Mapping[str, Probe] = {
    "generated-image-in-snake-case": snake_case,
    "credits-as-a-number": credits_number,
    "read-image-not-wrapped": not_wrapped,
    "read-image-without-media-type": lambda api: "mediaType" not in read(api),
    "list-is-a-bare-array": bare_array,
    "listed-created-at-as-epoch": epoch,
    "listed-model-without-provider": bare_model,
    "balance-as-text": lambda api: api.account().body["creditBalance"] == "1000",
    "user-id-as-number": lambda api: isinstance(api.account().body["userId"], int),
    "usage-total-as-text": lambda api: api.usage().body["total"] == "58",
    "transaction-type-in-capitals": type_in_capitals,
    "null-fields-of-transactions-left-out": nulls_left_out,
    "no-thinking-level-as-empty-text": no_level_empty,
    "deep-level-in-capitals": deep_in_capitals,
    "ratio-told-reduced": ratio_reduced,
    "created-at-without-zone-on-later-pages": later_without_zone,
    "created-at-with-blank-in-metadata": blank_in_metadata,
    "empty-page-of-usage-is-null": empty_page_null,
    "one-image-is-no-array": one_is_no_array,
    "usage-limit-told-as-sent": limit_as_sent,
    "zero-offset-left-out": zero_left_out,
    "link-for-bytes-gpt-image-2": link_for_bytes,
    "remaining-null-each-third-time": remaining_null,
    "style-with-comma-as-list": styles_as_list,
    "preview-models-of-another-provider": other_platform,
    "renamed-model-in-older-rows": renamed_model,
    "unverified-account-without-email": lambda api: (
        api.account(key="second").body["email"] is None
        and api.account().body["email"] is not None
    ),
    "balance-shown-overdrawn": lambda api: api.balance(key="poor") < 0,
    "deduction-ids-are-numbers": deduction_ids,
    "deductions-in-dollars": lambda api: api.usage(limit=1).rows[0]["amount"] == -0.06,
    "media-type-null-for-oldest": oldest_without_type,
    "provider-told-by-its-name": lambda api: (
        api.generate().image["providerId"] == "OpenAI"
    ),
    "older-ratios-with-an-x": older_ratios,
}
