from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.defects.api import MODELS, UNKNOWN_ID, Answer, Api, Probe

JSON = {"Content-Type": "application/json"}
GENERATE = "/api/v1/images/generate"
GOOD = {"prompt": "a cat", "modelId": MODELS[2]}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def accepts(prompt: Any = "a cat", **fields: Any) -> Probe:
    """Make a probe that shows whether a body is accepted."""
    return lambda api: api.generate(prompt, **{"modelId": MODELS[4], **fields}).ok


def sent(api: Api, content: bytes, **headers: str) -> Answer:
    fields = headers or JSON
    return api.request("POST", GENERATE, content=content, headers=fields)


def takes(content: bytes) -> Probe:
    return lambda api: sent(api, content).ok


def crashes(content: bytes) -> Probe:
    return lambda api: sent(api, content).status == 500


def without_body(api: Api) -> bool:
    return api.request("POST", GENERATE).ok


def last_prompt(api: Api) -> bool:
    api.generate("a red fox")
    bought = api.post({"modelId": MODELS[0]})
    return bought.ok and bought.image["prompt"] == "a red fox"


def preset_model(api: Api) -> bool:
    plain = api.post({"prompt": "a cat"}).status
    return plain == 400 and api.post({"prompt": "a cat", "style": "film"}).ok


def one_more_character(api: Api) -> bool:
    return api.generate("a" * 2001).ok and api.generate("a" * 2002).status == 400


def other_provider(api: Api) -> bool:
    name = MODELS[2].partition(":")[2]
    bought = api.generate(modelId=f"openai:{name}")
    return bought.ok and api.generate(modelId=name).ok


def square_for_unknown(api: Api) -> bool:
    bought = api.generate(aspectRatio="1:2")
    return bought.ok and bought.image["aspectRatio"] == "1:1"


def ignored_thinking(api: Api) -> bool:
    return all(api.generate(modelId=m, thinkingLevel="deep").ok for m in MODELS[:3])


def thinking_on_one(api: Api) -> bool:
    found = [api.generate(modelId=m, thinkingLevel="deep").ok for m in MODELS[:3]]
    return found == [False, True, False]


def created_when_told(api: Api) -> bool:
    bought = api.generate(createdAt="2020-01-01T00:00:00Z")
    return bought.ok and bought.image["createdAt"] == "2020-01-01T00:00:00Z"


def form(api: Api) -> bool:
    content = f"prompt=a+cat&modelId={MODELS[0]}".encode()
    return sent(api, content, **FORM).ok


def whatever_it_holds(api: Api) -> bool:
    return api.post({"prompt": 5, "modelId": "x", "style": [], "n": 2}).ok


def limits(*pairs: tuple[str, int]) -> Probe:
    """Make a probe of both lists: a limit that is sent, and the rows that come."""

    def shows(api: Api) -> bool:
        return all(
            read.ok and len(read.rows) in (rows, rows + 1)
            for limit, rows in pairs
            for read in (api.images(limit=limit), api.usage(limit=limit))
        )

    return shows


def sign_ignored(api: Api) -> bool:
    read = api.usage(limit="-3")
    return read.ok and len(read.rows) == 3


def usage_of_101(api: Api) -> bool:
    return api.usage(limit=101).ok and api.usage(limit=102).status == 400


def beyond_window(api: Api) -> bool:
    return api.images(offset=10_000).status == 400 and api.images(offset=9_000).ok


def within_bounds(api: Api) -> bool:
    read = api.images(limit=0)
    return read.ok and len(read.rows) == 1 and api.usage(limit=999, offset=-3).ok


def malformed_crashes(api: Api) -> bool:
    return api.image("1").status == 500 and api.image(UNKNOWN_ID).status == 404


def long_crashes(api: Api) -> bool:
    return api.image("x" * 300).status == 500 and api.image("x").status == 404


def beyond_ascii_crashes(api: Api) -> bool:
    return api.image("é").status == 500 and api.image("x").status == 404


def newest_for_malformed(api: Api) -> bool:
    newest = api.images(limit=1).rows[0]["id"]
    read = api.image("not-a-uuid")
    return read.ok and bool(read.image["id"] == newest)


def beginning_of_id(api: Api) -> bool:
    newest = api.images(limit=1).rows[0]["id"]
    read = api.image(newest[:8])
    return read.ok and read.image["id"] == newest


def details_of(answer: Answer) -> list[str]:
    assert answer.status == 400
    return [each["path"] for each in answer.body["error"]["details"]]


def prompt_blamed(api: Api) -> bool:
    return details_of(api.generate(aspectRatio="1:2")) == ["body.prompt"]


def limit_blamed(api: Api) -> bool:
    return details_of(api.images(offset=-1)) == ["query.limit"]


def widest_refused(api: Api) -> bool:
    return api.images(limit=100).status == 400 and api.images(limit=99).ok


def lone_offset_refused(api: Api) -> bool:
    refused = api.usage(offset=2).status == 400
    return refused and api.usage(offset=2, limit=3).ok and api.images(offset=2).ok


def limit_required(api: Api) -> bool:
    return api.images().status == api.usage().status == 400 and api.images(limit=3).ok


WHOLE = json.dumps(GOOD).encode()
SURROGATE = b'{"prompt":"\\ud800","modelId":"openai:gpt-image-2"}'
LONG = json.dumps({**GOOD, "prompt": "a" * 600_000}).encode()

PROBES: Mapping[str, Probe] = {
    "missing-body-takes-defaults": without_body,
    "body-that-breaks-off-is-repaired": takes(WHOLE[:-2]),
    "text-body-taken-as-prompt": takes(b'"a cat"'),
    "null-body-takes-defaults": takes(b"null"),
    "body-in-a-list-taken": takes(b"[" + WHOLE + b"]"),
    "prompt-of-the-last-image-taken": last_prompt,
    "model-has-a-default": lambda api: api.post({"prompt": "a cat"}).ok,
    "style-brings-its-own-model": preset_model,
    "empty-prompt-accepted": accepts(""),
    "long-prompt-cut": accepts("a" * 2500),
    "prompt-of-2001-accepted": one_more_character,
    "number-prompt-turned-to-text": accepts(5),
    "prompt-list-joined": accepts(["a", "cat"]),
    "unknown-model-falls-back": accepts(modelId="acme:image"),
    "model-id-in-capitals-accepted": accepts(modelId=MODELS[0].upper()),
    "model-found-without-its-provider": other_provider,
    "unknown-ratio-becomes-square": square_for_unknown,
    "null-ratio-accepted": accepts(aspectRatio=None),
    "ratio-with-a-blank-accepted": accepts(aspectRatio="1:1 "),
    "style-object-accepted": accepts(style={"a": "b"}),
    "null-style-accepted": accepts(style=None),
    "unknown-thinking-level-ignored": accepts(thinkingLevel="max"),
    "empty-thinking-level-accepted": accepts(thinkingLevel=""),
    "thinking-level-ignored-where-unsupported": ignored_thinking,
    "thinking-level-accepted-by-gpt-image-2": thinking_on_one,
    "unknown-properties-ignored": accepts(n=2),
    "created-at-of-the-request-taken": created_when_told,
    "form-body-accepted": form,
    "lone-surrogate-is-a-server-error": crashes(SURROGATE),
    "deep-nesting-is-a-server-error": crashes(b"[" * 9000 + b"]" * 9000),
    "large-body-is-a-server-error": crashes(LONG),
    "validation-left-out": whatever_it_holds,
    "missing-model-is-a-server-error": crashes(b'{"prompt":"a cat"}'),
    "limit-sign-ignored-in-usage": sign_ignored,
    "no-number-takes-the-default": limits(("abc", 20), ("1.5", 20)),
    "usage-limit-of-101-accepted": usage_of_101,
    "window-of-ten-thousand": beyond_window,
    "page-parameters-brought-within-bounds": within_bounds,
    "malformed-id-is-a-server-error": malformed_crashes,
    "long-id-is-a-server-error": long_crashes,
    "id-beyond-ascii-is-a-server-error": beyond_ascii_crashes,
    "malformed-id-shows-the-newest-image": newest_for_malformed,
    "image-found-by-the-beginning-of-its-id": beginning_of_id,
    "details-always-blame-the-prompt": prompt_blamed,
    "details-blame-limit-for-offset": limit_blamed,
    "limit-of-100-refused": widest_refused,
    "offset-without-limit-refused": lone_offset_refused,
    "limit-is-required": limit_required,
}
