from __future__ import annotations

import json
from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe


def marked_as_gzip(api: Api) -> bool:
    head = "GET /api/v1/images?limit={} HTTP/1.1\nAuthorization: Bearer gi_mock_good"
    long, short = (api.raw(head.format(limit)) for limit in (100, 50))
    marked = b"content-encoding: gzip" in long.lower() and b'{"images"' in long
    return marked and b"content-encoding" not in short.lower()


def in_latin_1(api: Api) -> bool:
    accents, beyond = (api.generate(each).image["id"] for each in ("café", "猫"))
    content = api.image(accents, format="metadata").content
    try:
        content.decode()
    except UnicodeDecodeError:
        told = json.loads(content.decode("latin-1"))["image"]["prompt"]
        return bool(told == "café" and api.image(beyond).image["prompt"] == "猫")
    return False


def sent_as_events(api: Api) -> bool:
    types = [
        api.generate(modelId=each).headers["content-type"].partition(";")[0]
        for each in MODELS[:2]
    ]
    return types == ["application/json", "text/event-stream"]


PROBES: Mapping[str, Probe] = {
    "long-lists-marked-as-gzip": marked_as_gzip,
    "sent-in-latin-1-where-it-fits": in_latin_1,
    "gpt-image-2-sent-as-events": sent_as_events,
}
