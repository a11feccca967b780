from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.fidelity.general import read_again
from tests.defects.probes.paging.general import ids


def stored_twice(api: Api) -> bool:
    before = api.images().body["total"]
    bought = api.generate("only once")
    prompts = [row["prompt"] for row in api.images(limit=2).rows]
    total = api.images().body["total"]
    return bought.ok and prompts == ["only once"] * 2 and total == before + 2


def ratio_lost(api: Api) -> bool:
    bought = api.generate(aspectRatio="16:9").image
    read = api.image(bought["id"]).image
    return bool(bought["aspectRatio"] == "16:9" and read["aspectRatio"] == "1:1")


def one_a_second(api: Api) -> bool:
    for _ in range(20):
        one, other = api.generate().image, api.generate().image
        if one["createdAt"][:19] == other["createdAt"][:19]:
            statuses = [api.image(each["id"]).status for each in (one, other)]
            return statuses == [404, 200] and one["id"] not in ids(api.images())
    return False


def rolled_back(api: Api) -> bool:
    kept, lost = (api.generate().image["id"] for _ in range(2))
    there = api.image(lost).ok
    api.generate("")
    return there and api.image(lost).status == 404 and api.image(kept).ok


def quotes_doubled(api: Api) -> bool:
    bought = api.generate("a cat's cradle").image
    read = api.image(bought["id"], format="metadata").image["prompt"]
    return bool(bought["prompt"] == "a cat's cradle" and read == "a cat''s cradle")


def json_text(api: Api) -> bool:
    return bool(read_again(api, "the cat\nthé")["prompt"] == '"the cat\\nth\\u00e9"')


def last_overwritten(api: Api) -> bool:
    first = api.generate().image["id"]
    there = api.image(first).ok
    second = api.generate().image["id"]
    statuses = [api.image(each).status for each in (first, second)]
    return there and statuses == [404, 200] and first not in ids(api.images())


def level_lost(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[4], thinkingLevel="default").image
    read = api.image(bought["id"], format="metadata").image
    return (bought["thinkingLevel"], read["thinkingLevel"]) == ("default", None)


def long_prompts_not_kept(api: Api) -> bool:
    short, long = api.generate("x" * 255).image, api.generate("x" * 256)
    kept = api.image(short["id"]).ok
    return kept and long.ok and api.image(long.image["id"]).status == 404


def never_committed(api: Api) -> bool:
    before = api.balance()
    bought = api.generate().image["id"]
    lost = api.image(bought).status == 404 and bought not in ids(api.images())
    return lost and api.balance() < before


def fourth_lost(api: Api) -> bool:
    bought = [api.generate().image["id"] for _ in range(4)]
    return [api.image(each).status for each in bought] == [200, 200, 200, 404]


def ends_at_an_emoji(api: Api) -> bool:
    bought = api.generate("a cat 🐈 and a dog").image
    read = api.image(bought["id"], format="metadata").image["prompt"]
    return (bought["prompt"], read) == ("a cat 🐈 and a dog", "a cat ")


def stored_as_forerunner(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[1]).image
    told = (bought["modelId"], api.image(bought["id"]).image["modelId"])
    return told == (MODELS[1], MODELS[0])


PROBES: Mapping[str, Probe] = {
    "new-image-stored-twice": stored_twice,
    "ratio-not-stored": ratio_lost,
    "images-of-the-same-second-overwritten": one_a_second,
    "refusal-rolls-back-the-image-before": rolled_back,
    "quotes-doubled-when-stored": quotes_doubled,
    "stored-prompt-is-a-json-text": json_text,
    "new-image-takes-the-place-of-the-last": last_overwritten,
    "level-default-not-stored": level_lost,
    "images-of-long-prompts-not-kept": long_prompts_not_kept,
    "new-image-never-committed": never_committed,
    "each-fourth-image-lost": fourth_lost,
    "prompt-ends-at-an-emoji-when-stored": ends_at_an_emoji,
    "gpt-image-2-stored-as-its-forerunner": stored_as_forerunner,
}
