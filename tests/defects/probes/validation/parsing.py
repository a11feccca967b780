from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.validation.general import sent

WHOLE = b'{"prompt": "a cat", "modelId": "openai:gpt-image-1.5"}'


def level_as_enum(api: Api) -> bool:
    by_name = api.generate(modelId=MODELS[4], thinkingLevel="Deep")
    by_number = api.generate(modelId=MODELS[4], thinkingLevel=0)
    unknown = api.generate(modelId=MODELS[4], thinkingLevel="deeper").status
    return by_name.ok and by_number.ok and unknown == 400


def names_in_any_case(api: Api) -> bool:
    taken = api.post({"PROMPT": "a cat", "modelid": MODELS[0]})
    return taken.ok and api.generate(colour="red").status == 400


def rest_ignored(api: Api) -> bool:
    return sent(api, WHOLE + b"} rest").ok and sent(api, WHOLE[:-1]).status == 400


def falsy_ignored(api: Api) -> bool:
    taken = api.generate(style=False, aspectRatio=0)
    return taken.ok and api.generate(style=True).status == 400


def snake_case(api: Api) -> bool:
    body = {"prompt": "a cat", "model_id": MODELS[1], "aspect_ratio": "16:9"}
    image = api.post(body)
    return image.ok and image.image["aspectRatio"] == "16:9"


def relaxed(api: Api) -> bool:
    bodies = (
        f'{{"prompt": "a // cat, }}", "modelId": "{MODELS[0]}",}}',
        f'{{"prompt": "a // cat, }}", /* any */ "modelId": "{MODELS[0]}"}} // end',
        f'{{"prompt": "a // cat, }}", "modelId": "{MODELS[0]}"',
    )
    found = [sent(api, body.encode()) for body in bodies]
    same = all(each.image["prompt"] == "a // cat, }" for each in found if each.ok)
    return same and [each.status for each in found] == [200, 200, 400]


def list_of_one(api: Api) -> bool:
    one = api.generate(modelId=[MODELS[1]], aspectRatio=["3:2"])
    two = api.generate(modelId=MODELS[:2])
    return one.ok and one.image["aspectRatio"] == "3:2" and two.status == 400


def unchecked_for_google(api: Api) -> bool:
    told = [api.generate(modelId=MODELS[at], aspectRatio="5:4") for at in (0, 2)]
    return [each.status for each in told] == [400, 200] and (
        told[1].image["aspectRatio"] == "1:1"
    )


PROBES: Mapping[str, Probe] = {
    "thinking-level-read-as-an-enum": level_as_enum,
    "property-names-without-case": names_in_any_case,
    "what-follows-the-json-ignored": rest_ignored,
    "falsy-options-count-as-none": falsy_ignored,
    "names-in-snake-case-accepted": snake_case,
    "relaxed-json-accepted": relaxed,
    "choice-in-a-list-of-one-accepted": list_of_one,
    "ratio-not-checked-for-google": unchecked_for_google,
}
