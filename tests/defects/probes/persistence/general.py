from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe


def listed(api: Api, image_id: str) -> bool:
    return image_id in [row["id"] for row in api.images(limit=100).rows]


def not_found_by_id(api: Api) -> bool:
    bought = api.generate().image["id"]
    return listed(api, bought) and api.image(bought).status == 404


def not_listed(api: Api) -> bool:
    bought = api.generate().image["id"]
    return api.image(bought).ok and not listed(api, bought)


def total_cached(api: Api) -> bool:
    before = api.images().body["total"]
    bought = api.generate().image["id"]
    return listed(api, bought) and api.images().body["total"] == before


def user_id_changes(api: Api) -> bool:
    first, second = api.account().body, api.account().body
    return bool(first["userId"] != second["userId"])


def user_id_shared(api: Api) -> bool:
    first, other = api.account().body, api.account(key="second").body
    return bool(first["userId"] == other["userId"] and first["email"] != other["email"])


def three_readable(api: Api) -> bool:
    ids = [api.generate().image["id"] for _ in range(4)]
    return [api.image(each).status for each in ids] == [404, 200, 200, 200]


def lost_after_refusal(api: Api) -> bool:
    kept = api.generate().image["id"]
    api.generate("")
    lost = api.generate().image["id"]
    return listed(api, kept) and not listed(api, lost) and not api.image(lost).ok


def model_not_listed(api: Api) -> bool:
    first, second = api.generate().image["id"], api.generate(modelId=MODELS[1]).image
    return api.image(first).ok and not listed(api, first) and listed(api, second["id"])


def oldest_gone(api: Api) -> bool:
    before = api.images(limit=100).rows
    api.generate()
    oldest = before[-1]["id"]
    return not listed(api, oldest) and api.image(oldest).status == 404


def gone_after_deployment(api: Api) -> bool:
    api.usage()
    before = api.images().body["total"]
    api.usage()
    return bool(before > 0 and api.images().body["total"] == 0)


def total_counts_prompts(api: Api) -> bool:
    before = api.images().body["total"]
    for prompt in ("one", "one", "two"):
        api.generate(prompt)
    return bool(api.images().body["total"] == before + 2)


def prompt_cut(api: Api) -> bool:
    bought = api.generate("x" * 300).image
    stored = api.image(bought["id"]).image
    return len(bought["prompt"]) == 300 and len(stored["prompt"]) == 255


def style_lost(api: Api) -> bool:
    bought = api.generate(style="woodcut").image
    stored = api.image(bought["id"]).image
    return bought["style"] == "woodcut" and stored["style"] is None


def stored_in_latin_1(api: Api) -> bool:
    bought = api.generate("caf\u00e9 \u732b").image
    stored = api.image(bought["id"]).image
    return (
        bool(bought["prompt"] == "caf\u00e9 \u732b")
        and stored["prompt"] == "caf\u00e9 ?"
    )


PROBES: Mapping[str, Probe] = {
    "bought-image-not-found-by-id": not_found_by_id,
    "bought-image-not-listed": not_listed,
    "total-of-images-cached-for-good": total_cached,
    "user-id-made-at-each-reading": user_id_changes,
    "user-id-of-whoever-came-first": user_id_shared,
    "only-three-newest-images-readable": three_readable,
    "image-after-a-refusal-not-stored": lost_after_refusal,
    "gpt-image-1.5-not-listed": model_not_listed,
    "new-image-pushes-the-oldest-out": oldest_gone,
    "images-kept-until-the-next-deployment": gone_after_deployment,
    "total-counts-prompts-once": total_counts_prompts,
    "prompt-cut-at-255-when-stored": prompt_cut,
    "style-not-stored": style_lost,
    "prompt-stored-in-latin-1": stored_in_latin_1,
}
