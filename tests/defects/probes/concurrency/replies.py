from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.concurrency.general import pair


def in_one_body(api: Api) -> bool:
    bodies = [each.content.count(b'"credits"') for each in pair(api)]
    return sorted(bodies) == [1, 2]


def one_model(api: Api) -> bool:
    first, second = (each.image for each in pair(api))
    same = first["modelId"] == second["modelId"]
    return same and {first["prompt"], second["prompt"]} == {"one", "two"}


def empty_bytes(api: Api) -> bool:
    return sorted(bool(each.image["b64_json"]) for each in pair(api)) == [False, True]


def one_file(api: Api) -> bool:
    bought = [each.image for each in pair(api)]
    read = [api.image(each["id"]).image["b64_json"] for each in bought]
    told = [each["b64_json"] for each in bought]
    return told[0] != told[1] and read in ([told[0]] * 2, [told[1]] * 2)


def id_of_the_first_try(api: Api) -> bool:
    told = [each.image["id"] for each in pair(api)]
    return sorted(api.image(each).status for each in told) == [200, 404]


def exchanged(api: Api) -> bool:
    return [each.image["prompt"] for each in pair(api)] == ["two", "one"]


def shared_buffer(api: Api) -> bool:
    bought = [each.image for each in pair(api)]
    read = [api.image(each["id"]).image for each in bought]
    longer = [
        len(new["b64_json"]) > 1.5 * len(old["b64_json"])
        for new, old in zip(bought, read, strict=True)
    ]
    return sorted(longer) == [False, True]


def stored_with_one_prompt(api: Api) -> bool:
    told = [
        each.image
        for each in api.at_once(
            lambda: api.generate("a cat"), lambda: api.generate("a dog")
        )
    ]
    read = [api.image(each["id"]).image["prompt"] for each in told]
    return {each["prompt"] for each in told} == {"a cat", "a dog"} and (
        len(set(read)) == 1
    )


PROBES: Mapping[str, Probe] = {
    "two-at-once-in-one-body": in_one_body,
    "two-at-once-one-model": one_model,
    "two-at-once-empty-bytes": empty_bytes,
    "two-at-once-one-file": one_file,
    "two-at-once-id-of-the-first-try": id_of_the_first_try,
    "two-at-once-exchanged": exchanged,
    "two-at-once-share-a-buffer": shared_buffer,
    "two-at-once-stored-with-one-prompt": stored_with_one_prompt,
}
