from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import UNKNOWN_ID, Answer, Api, Probe


def details(answer: Answer) -> Any:
    return answer.body["error"]["details"]


def several_as_object(api: Api) -> bool:
    one, two = api.generate(""), api.generate("", modelId="x")
    return isinstance(details(one), list) and isinstance(details(two), dict)


def choices_without_code(api: Api) -> bool:
    choice, other = details(api.generate(modelId="x")), details(api.generate(""))
    return "code" not in choice[0] and "code" in other[0]


def message_null(api: Api) -> bool:
    whole = api.image(UNKNOWN_ID)
    metadata = api.image(UNKNOWN_ID, format="metadata")
    told = [each.body["error"]["message"] for each in (whole, metadata)]
    return whole.status == metadata.status == 404 and [
        each is None for each in told
    ] == [False, True]


def words_of_a_router(api: Api) -> bool:
    malformed, unknown = api.image("1"), api.image(UNKNOWN_ID)
    return malformed.status == 404 and (
        "error" not in malformed.body and "error" in unknown.body
    )


def encoded_no_json(api: Api) -> bool:
    encoded, plain = api.image("%C3%A9"), api.image("e")
    return encoded.status == 404 and encoded.body is None and plain.body is not None


def name_no_field(api: Api) -> bool:
    paths = {
        details(api.generate(""))[0]["path"],
        details(api.usage(limit=0))[0]["path"],
    }
    return paths == {"body", "query"}


def trace(api: Api) -> bool:
    return "Traceback (most recent" in str(api.generate("").body["error"]["message"])


def page(api: Api) -> bool:
    broken = api.request(
        "POST",
        "/api/v1/images/generate",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    return broken.content.startswith(b"<html>") and api.generate("").body is not None


def throttled_reads(api: Api, path: str, times: int) -> list[Answer]:
    answers = [api.request("GET", path) for _ in range(times)]
    return [each for each in answers if each.status == 429]


def other_words(api: Api) -> bool:
    throttled = throttled_reads(api, "/api/v1/usage", 5)
    return [each.body for each in throttled] == [{"message": "API rate limit exceeded"}]


def no_wait(api: Api) -> bool:
    throttled = throttled_reads(api, "/api/v1/images", 12)
    return len(throttled) == 1 and "retry-after" not in throttled[0].headers


def duration(api: Api) -> bool:
    throttled = throttled_reads(api, "/api/v1/account", 4)
    return [each.headers["retry-after"] for each in throttled] == ["0.2s"]


def too_short(api: Api) -> bool:
    answers = [api.usage() for _ in range(7)]
    throttled = [each.status == 429 for each in answers]
    return throttled == [False] * 4 + [True, True, False] and (
        answers[4].headers["retry-after"] == "0"
    )


def throttled_is_made(api: Api) -> bool:
    statuses = [api.generate(f"cat {number}").status for number in range(4)]
    made = {row["prompt"] for row in api.images(limit=4).rows}
    return statuses == [200, 200, 429, 200] and "cat 2" in made


def path_of_detail(api: Api) -> Any:
    return api.usage(limit=0).body["error"]["details"][0]["path"]


def null_details(api: Api) -> bool:
    refused = api.account(key=None), api.image(UNKNOWN_ID)
    told = [each.body["error"].get("details", 0) for each in refused]
    return told == [None, None] and bool(api.generate("").body["error"]["details"])


def messages(api: Api) -> bool:
    refused, missing = api.generate("", modelId="x"), api.image(UNKNOWN_ID)
    found = [each.body["error"]["message"] for each in (refused, missing)]
    return isinstance(found[0], list) and len(found[0]) == 2 and str(found[1]) > ""


def no_body(api: Api) -> bool:
    missing = api.image(UNKNOWN_ID)
    return (missing.status, missing.content) == (404, b"")


def details_as_texts(api: Api) -> bool:
    details = api.generate("").body["error"]["details"]
    return bool(details) and all(isinstance(each, str) for each in details)


def pages_of_a_framework(api: Api) -> bool:
    page, image = api.usage(limit=0), api.generate("")
    told = (page.status, list(page.body), list(image.body))
    return told == (400, ["detail"], ["error"])


PROBES: Mapping[str, Probe] = {
    "error-is-a-text": lambda api: isinstance(api.usage(limit=0).body["error"], str),
    "unauthorized-in-the-words-of-a-gateway": lambda api: (
        api.account(key=None).body == {"message": "Unauthorized"}
    ),
    "several-details-as-an-object": several_as_object,
    "details-of-choices-without-code": choices_without_code,
    "unknown-metadata-without-message": message_null,
    "malformed-id-in-the-words-of-a-router": words_of_a_router,
    "encoded-id-in-plain-words": encoded_no_json,
    "details-name-no-field": name_no_field,
    "refusals-show-a-trace": trace,
    "no-json-is-answered-by-a-page": page,
    "throttled-in-other-words": other_words,
    "throttled-without-a-wait": no_wait,
    "wait-is-a-duration-with-unit": duration,
    "wait-is-too-short": too_short,
    "throttled-image-is-made": throttled_is_made,
    "paths-of-details-as-lists": lambda api: path_of_detail(api) == ["query", "limit"],
    "details-null-beside-keys-and-ids": null_details,
    "messages-of-refusals-are-lists": messages,
    "not-found-without-a-body": no_body,
    "details-are-texts": details_as_texts,
    "refused-pages-in-the-words-of-a-framework": pages_of_a_framework,
}
