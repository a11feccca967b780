"""Probes of values, times, pictures and refusals."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from PIL import Image

from tests.defects.api import MODELS, UNKNOWN_ID, Answer, Api, Probe


def newest(api: Api) -> dict[str, Any]:
    return api.images(limit=1).rows[0]


def row(api: Api) -> dict[str, Any]:
    return api.usage(limit=1).rows[0]


def grant(api: Api) -> dict[str, Any]:
    return api.usage(offset=57).rows[0]


def refers_elsewhere(api: Api) -> bool:
    ids = {each["id"] for each in api.images(limit=100).rows}
    reference = row(api)["referenceId"]
    return UUID(reference).version == 5 and reference not in ids


def extra(api: Api) -> bool:
    bodies = api.images().body, api.images(limit=0).body["error"], newest(api)
    return all("x_extra" in body for body in bodies)


def cost_of_new_alone(api: Api) -> bool:
    told = api.generate().image["creditCost"], newest(api)["creditCost"]
    return (
        told == (4, 4) and api.images(offset=1, limit=1).rows[0]["creditCost"] is None
    )


def in_capitals(api: Api) -> bool:
    identity = api.generate().image["id"]
    return bool(
        identity == identity.upper() == row(api)["referenceId"]
        and api.image(identity).image["id"] == identity
    )


def version_7(api: Api) -> bool:
    identity = api.generate().image["id"]
    return (
        UUID(identity).version == 7
        and row(api)["referenceId"] == identity
        and api.image(identity).image["id"] == identity
        and api.image(UNKNOWN_ID).status == 404
    )


def absent(name: str, told: str) -> Probe:
    def probe(api: Api) -> bool:
        image = api.generate().image
        return bool(image[name] == told == newest(api)[name])

    return probe


def written(text: str) -> Probe:
    """Show that times end in this text, in both lists."""
    return lambda api: all(
        each["createdAt"].endswith(text) for each in (newest(api), row(api))
    )


def ahead(low: float, high: float) -> Probe:
    def probe(api: Api) -> bool:
        told = datetime.fromisoformat(api.generate().image["createdAt"])
        return low < told.timestamp() - time.time() < high

    return probe


def to_the_second(api: Api) -> bool:
    return len(str(newest(api)["createdAt"])) == len("2026-01-01T00:00:00Z")


def small_letters(api: Api) -> bool:
    text = newest(api)["createdAt"]
    return text == text.lower() and "t" in text


def picture(answer: Answer) -> Image.Image:
    opened = Image.open(io.BytesIO(base64.b64decode(answer.image["b64_json"])))
    opened.load()
    return opened


def drawn_as(media_type: str) -> Probe:
    def probe(api: Api) -> bool:
        bought = api.generate()
        again = api.image(bought.image["id"])
        form = Image.MIME[picture(bought).format or ""]
        told = {bought.image["mediaType"], again.image["mediaType"], form}
        same = bought.image["b64_json"] == again.image["b64_json"]
        return told == {media_type} and same

    return probe


def progressive(api: Api) -> bool:
    opened = picture(api.generate())
    return opened.mode == "L" and "progressive" in opened.info


def by_provider(api: Api) -> bool:
    return drawn_as("image/png")(api) and (
        api.generate(modelId=MODELS[2]).image["mediaType"] == "image/jpeg"
    )


def snapped(api: Api) -> bool:
    width, height = picture(api.generate(aspectRatio="16:9")).size
    return 1.02 < width / height / (16 / 9) < 1.04


def all_the_same(api: Api) -> bool:
    one, other = api.generate("a"), api.generate("b")
    return bool(one.image["b64_json"] == other.image["b64_json"])


def error(api: Api) -> dict[str, Any]:
    told: dict[str, Any] = api.post({}).body["error"]
    return told


def any_type(api: Api) -> bool:
    return api.generate(headers={"Content-Type": "text/plain"}).ok


def too_long(api: Api) -> Answer:
    return api.generate("x" * 1_100_000)


def other_type(api: Api) -> Answer:
    return api.request(
        "POST",
        "/api/v1/images/generate",
        content=b"a=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def malformed(api: Api) -> bool:
    statuses = api.image("17").status, api.image(UNKNOWN_ID, format="x").status
    return statuses == (400, 400) and api.image(UNKNOWN_ID).status == 404


def unknown_refused(api: Api) -> bool:
    return api.images(page=2).status == 400 and api.image(newest(api)["id"], x=1).ok


def last_counts(api: Api) -> bool:
    reply = api.request("GET", "/api/v1/images?limit=3&limit=4")
    return reply.ok and len(reply.rows) == 4


def validated_first(api: Api) -> bool:
    invalid = api.post({}, key=None).status, api.usage(key=None, limit=0).status
    return invalid == (400, 400) and api.usage(key=None).status == 401


def odd_methods(api: Api) -> bool:
    methods = ("HEAD", "OPTIONS")
    return [api.request(each, "/api/v1/account").status for each in methods] == [
        405
    ] * 2


def redirected(api: Api) -> bool:
    reply = api.request("GET", "/api/v1/account/")
    return reply.status == 308 and reply.headers["Location"] == "/api/v1/account"


PROBES: Mapping[str, Probe] = {
    "deductions-positive": lambda api: row(api)["amount"] > 0 > grant(api)["amount"],
    "amounts-without-sign": lambda api: (
        row(api)["amount"] > 0 and grant(api)["amount"] > 0
    ),
    "references-null": lambda api: row(api)["referenceId"] is None,
    "references-are-jobs": lambda api: row(api)["referenceId"].startswith("job_"),
    "references-are-other-uuids": refers_elsewhere,
    "references-to-themselves": lambda api: row(api)["referenceId"] == row(api)["id"],
    "descriptions-null": lambda api: row(api)["description"] is None,
    "descriptions-long": lambda api: len(row(api)["description"]) > 500,
    "extra-fields": extra,
    "keys-reversed": lambda api: list(newest(api))[-1] == "id",
    "whole-numbers-with-fraction": lambda api: (
        b'"creditBalance":1000.0' in api.account().content
    ),
    "json-indented-and-escaped": lambda api: (
        b'image\\/png",\n' in api.images().content
        and b"\\u5bcc" in api.images(limit=100).content
    ),
    "cost-absent": lambda api: (
        "creditCost" not in {**newest(api), **api.generate().image}
    ),
    "cost-null": lambda api: api.generate().image["creditCost"] is None,
    "cost-of-older-images-null": cost_of_new_alone,
    "ids-in-capitals": in_capitals,
    "ids-of-version-7": version_7,
    "absent-style-empty": absent("style", ""),
    "absent-level-default": absent("thinkingLevel", "default"),
    "user-ids-odd": lambda api: api.account().body["userId"].endswith(":ü"),
    "emails-odd": lambda api: (
        api.account().body["email"] == "a.b+good@mail.example.co.uk"
    ),
    "times-in-the-east": written("+05:30"),
    "times-in-the-west": written("-08:00"),
    "times-with-offset-zero": written("+00:00"),
    "times-to-the-second": to_the_second,
    "times-to-the-minute": written(":00Z"),
    "times-to-the-nanosecond": written("000000Z"),
    "times-in-small-letters": small_letters,
    "clock-ahead": ahead(15, 25),
    "clock-behind": ahead(-25, -15),
    "jpeg": drawn_as("image/jpeg"),
    "webp": drawn_as("image/webp"),
    "gif": drawn_as("image/gif"),
    "jpeg-progressive": progressive,
    "png-with-alpha": lambda api: picture(api.generate()).mode == "RGBA",
    "media-type-by-provider": by_provider,
    "pictures-snapped": snapped,
    "pictures-large": lambda api: len(api.generate().image["b64_json"]) > 1_000_000,
    "one-picture-for-all": all_the_same,
    "details-absent": lambda api: "details" not in error(api),
    "details-empty": lambda api: error(api)["details"] == [],
    "details-of-the-first-problem": lambda api: len(error(api)["details"]) == 1,
    "details-rich": lambda api: error(api)["details"][0]["path"].startswith("/body/"),
    "codes-odd": lambda api: error(api)["details"][0]["code"].startswith("ERR_"),
    "messages-japanese": lambda api: error(api)["message"].startswith("リクエスト"),
    "messages-empty": lambda api: error(api)["message"] == "",
    "errors-tell-more": lambda api: error(api).get("code") == 400,
    "long-body-413": lambda api: too_long(api).status == 413,
    "other-media-types-415": lambda api: other_type(api).status == 415,
    "any-media-type": any_type,
    "malformed-id-400": malformed,
    "any-format": lambda api: api.image(newest(api)["id"], format="x").ok,
    "ids-in-small-letters-alone": lambda api: (
        api.image(newest(api)["id"].upper()).status == 404
    ),
    "unknown-parameters-refused": unknown_refused,
    "last-parameter-counts": last_counts,
    "validated-before-authenticated": validated_first,
    "blank-prompt-refused": lambda api: api.generate(" \t").status == 400,
    "every-model-thinks": lambda api: (
        api.generate(thinkingLevel="deep").ok
        and api.generate(thinkingLevel="deep").image["thinkingLevel"] == "deep"
    ),
    "head-and-options-refused": odd_methods,
    "slash-redirected": redirected,
}
