from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.validation.general import sent


def limit_sticks(api: Api) -> bool:
    found = [api.images().body["limit"], api.usage(limit=3).body["limit"]]
    return [*found, api.images().body["limit"]] == [20, 3, 3]


def lock_kept(api: Api) -> bool:
    asked = [api.generate(prompt).status for prompt in ("a", "", "a", "a")]
    return asked == [200, 400, 400, 200]


def rest_read(api: Api) -> bool:
    before = api.account().status
    broken = sent(api, b"{").status
    asked = [before, broken, api.account().status, api.account().status]
    return asked == [200, 400, 400, 200]


def empty_after_refused(api: Api) -> bool:
    refused = api.images(limit=0).status
    counts = [len(api.images(limit=9).rows) for _ in range(2)]
    return (refused, counts) == (400, [0, 9])


def piled_up(api: Api) -> bool:
    first, second = api.images(limit=0), api.usage(offset=-1)
    found = [each.body["error"]["details"] for each in (first, second)]
    paths = [each["path"] for each in found[1]]
    return len(found[0]) == 1 and paths == ["query.limit", "query.offset"]


def refused_again(api: Api) -> bool:
    found = [
        api.generate("a cat"),
        api.generate("a cat", aspectRatio="5:4"),
        api.generate("a cat"),
        api.generate("a dog"),
    ]
    return [each.status for each in found] == [200, 400, 400, 200]


def leaked(api: Api) -> bool:
    found = []
    for _ in range(11):
        found.append(api.images(limit=1).status)
        api.generate("")
    return found == [200] * 10 + [500] and api.account().ok


def first_refusal_again(api: Api) -> bool:
    told = [api.generate(), api.generate(""), api.generate(aspectRatio="5:4")]
    paths = [each.body["error"]["details"][0]["path"] for each in told[1:]]
    return told[0].ok and paths == ["body.prompt", "body.prompt"]


def circuit_opens(api: Api) -> bool:
    levels = [
        api.generate(modelId=MODELS[each], thinkingLevel="deep").status
        for each in (4, 0, 4)
    ]
    return levels == [200, 400, 400] and api.generate().ok


PROBES: Mapping[str, Probe] = {
    "limit-sticks-to-the-account": limit_sticks,
    "lock-kept-after-a-refusal": lock_kept,
    "request-after-an-unreadable-body-refused": rest_read,
    "page-after-a-refused-one-is-empty": empty_after_refused,
    "details-pile-up": piled_up,
    "refusal-cached-by-prompt": refused_again,
    "connections-leak-with-refusals": leaked,
    "first-refusal-told-again": first_refusal_again,
    "thinking-refused-after-a-refusal": circuit_opens,
}
