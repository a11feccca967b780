"""What was asked for comes back changed, at once or in some forms only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from tests.adversary.api import FLASH, FLASH_31, GPT_2, GPT_15, PRO, RATIOS
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Defect, Family
from tests.adversary.twists import (
    FORMS,
    after_error,
    alter,
    from_image,
    image,
    new,
    nth_bought,
    of,
    old,
    put,
    request,
    styled,
)
from tests.adversary.world import Image

FAMILY = Family("fidelity")
STYLES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("lost", "is lost", lambda v: None),
    ("empty", "is empty", lambda v: v and ""),
    ("lower", "is in small letters", lambda v: v and v.lower()),
    (
        "ascii",
        "loses letters beyond ASCII",
        lambda v: v and v.encode("ascii", "ignore").decode(),
    ),
    ("other", "is natural always", lambda v: "natural"),
    ("at-16", "is cut at 10 characters", lambda v: v and v[:10]),
    ("nfkd", "is decomposed", lambda v: v and unicodedata.normalize("NFKD", v)),
    ("default", "is vivid where none was sent", lambda v: v or "vivid"),
)
STYLED = tuple(
    Defect(
        f"style-{name}",
        FAMILY.name,
        f"the style {text}",
        name not in {"lost", "other"},
        request(alter("style", change)),
    )
    for name, text, change in STYLES
)


def _asked(ratio: str) -> Callable[[Rendered], bool]:
    return lambda payload: payload["aspectRatio"] == ratio


RATIO_SWAPS = (
    FAMILY.plain(
        "ratio-always-1-1",
        "every ratio turns to 1:1",
        request(put("aspectRatio", "1:1")),
    ),
    FAMILY.plain(
        "ratio-always-16-9",
        "every ratio turns to 16:9",
        request(put("aspectRatio", "16:9")),
    ),
    FAMILY.plain(
        "ratio-turned",
        "ratios are turned around",
        image(
            alter(
                "aspectRatio",
                lambda v: v if v == "21:9" else ":".join(v.split(":")[::-1]),
            ),
            when=new,
        ),
    ),
    *(
        FAMILY.subtle(
            f"ratio-{ratio.replace(':', '-')}-lost",
            f"{ratio} turns to 1:1",
            request(
                put("aspectRatio", "1:1"),
                when=_asked(ratio),
            ),
        )
        for ratio in RATIOS
        if ratio != "1:1"
    ),
    FAMILY.subtle(
        "ratio-21-9-wide",
        "21:9 turns to 16:9",
        request(put("aspectRatio", "16:9"), when=lambda p: p["aspectRatio"] == "21:9"),
    ),
)


def _models(payload: Rendered) -> None:
    swaps = {
        GPT_15: GPT_2,
        GPT_2: GPT_15,
        FLASH: FLASH_31,
        FLASH_31: FLASH,
        PRO: FLASH_31,
    }
    payload["modelId"] = swaps[payload["modelId"]]


MODEL_SWAPS = (
    FAMILY.plain("model-swapped", "each model turns to another", request(_models)),
    FAMILY.plain(
        "model-always-one", "every model turns to one", request(put("modelId", GPT_15))
    ),
    FAMILY.subtle(
        "model-pro-downgraded",
        "the dearest model turns to a cheaper one",
        request(put("modelId", FLASH_31), when=lambda p: p["modelId"] == PRO),
    ),
    FAMILY.subtle(
        "model-upgraded",
        "gpt-image-1.5 turns to gpt-image-2",
        request(put("modelId", GPT_2), when=lambda p: p["modelId"] == GPT_15),
    ),
    FAMILY.subtle(
        "model-downgraded-deep",
        "thinking deep swaps the model",
        request(
            put("modelId", FLASH_31),
            when=lambda p: p["thinkingLevel"] == "deep" and p["modelId"] == PRO,
        ),
    ),
    FAMILY.plain(
        "provider-swapped",
        "providers are swapped",
        image(alter("providerId", lambda v: "google" if v == "openai" else "openai")),
    ),
    FAMILY.plain(
        "provider-openai",
        "the provider is openai always",
        image(put("providerId", "openai")),
    ),
    FAMILY.subtle(
        "provider-model",
        "one model has the other provider",
        image(put("providerId", "openai"), when=of(model=FLASH)),
    ),
    FAMILY.subtle(
        "provider-list",
        "the provider is google always in the list",
        image(put("providerId", "google"), "list"),
    ),
    FAMILY.subtle(
        "provider-old",
        "older images have the other provider",
        image(
            alter("providerId", lambda v: "google" if v == "openai" else "openai"),
            when=old,
        ),
    ),
    FAMILY.subtle(
        "provider-metadata",
        "the provider is openai always in the metadata form",
        image(put("providerId", "openai"), "metadata"),
    ),
)
LEVELS = (
    FAMILY.plain(
        "level-lost", "the thinking level is lost", request(put("thinkingLevel", None))
    ),
    FAMILY.plain(
        "level-swapped",
        "default and deep are swapped",
        request(
            alter(
                "thinkingLevel", {"default": "deep", "deep": "default", None: None}.get
            )
        ),
    ),
    FAMILY.subtle(
        "level-deep-lost",
        "deep turns to default",
        request(
            put("thinkingLevel", "default"), when=lambda p: p["thinkingLevel"] == "deep"
        ),
    ),
    FAMILY.subtle(
        "level-deep-default",
        "deep where none was sent, on models that think",
        request(
            put("thinkingLevel", "deep"),
            when=lambda p: (
                p["thinkingLevel"] is None and p["modelId"] in {FLASH_31, PRO}
            ),
        ),
    ),
    FAMILY.subtle(
        "level-pro-lost",
        "the dearest model loses the level",
        request(put("thinkingLevel", None), when=lambda p: p["modelId"] == PRO),
    ),
    FAMILY.subtle(
        "level-deep-list",
        "deep is shown as default in the list",
        image(put("thinkingLevel", "default"), "list", when=of(thinking="deep")),
    ),
    FAMILY.subtle(
        "level-incapable",
        "models that cannot think show deep",
        image(
            put("thinkingLevel", "deep"),
            when=lambda _, i: not i.old and i.model in {GPT_15, GPT_2, FLASH},
        ),
    ),
)
DISAGREE: tuple[tuple[str, Any], ...] = (
    ("prompt", "another prompt"),
    ("style", "another style"),
    ("aspectRatio", "2:3"),
    ("modelId", GPT_2),
    ("mediaType", "image/webp"),
    ("createdAt", "2025-03-01T10:00:00Z"),
    ("id", "6c1b9d52-76d0-4c64-8d36-7d2a5ba3f0aa"),
)
FORMS_DIFFER = tuple(
    Defect(
        f"differs-{name}-{form}",
        FAMILY.name,
        f"{name} of new images differs in the form {form}",
        form != "generate",
        image(put(name, value), form, when=new),
    )
    for name, value in DISAGREE
    for form in FORMS
)
OLD_DIFFER = tuple(
    Defect(
        f"differs-old-{name}-{form}",
        FAMILY.name,
        f"{name} of older images differs in the form {form}",
        True,
        image(put(name, value), form, when=old),
    )
    for name, value in DISAGREE
    for form in ("get", "metadata")
)


def _sticky_style(deployment: Deployment) -> None:
    def change(payload: Rendered) -> None:
        payload["style"] = payload["style"] or deployment.memory.get("style")
        deployment.memory["style"] = payload["style"]

    request(change)(deployment)


def _prompt_from_before(deployment: Deployment) -> None:
    def edit(call: Call, item: Image, shown: Rendered) -> None:
        if call.form == "generate":
            shown["prompt"] = deployment.memory.get("before", item.prompt)
            deployment.memory["before"] = item.prompt

    deployment.image_edits.append(edit)


def _default_ratio(deployment: Deployment) -> None:
    def wrapper(inner: Callable[..., Any], call: Call, payload: Any) -> Any:
        if isinstance(payload, dict) and "aspectRatio" not in payload:
            payload["aspectRatio"] = "3:2"
        return inner(call, payload)

    deployment.around("body_problems", wrapper)


CONDITIONAL = (
    FAMILY.subtle("ratio-default", "an absent ratio is 3:2", _default_ratio),
    FAMILY.subtle(
        "prompt-changed-third",
        "the third new image shows another prompt",
        image(put("prompt", "another prompt"), when=nth_bought(3)),
    ),
    FAMILY.subtle(
        "prompt-changed-after-error",
        "prompts of new images lose their last letter after a refusal",
        image(
            alter("prompt", lambda v: v[:-1] or v),
            when=lambda c, i: not i.old and after_error(c),
        ),
    ),
    FAMILY.subtle(
        "prompt-changed-styled",
        "a prompt with a style has the style behind it",
        image(
            lambda s: s.update(prompt=f"{s['prompt']}, {s['style']}"),
            when=lambda c, i: not i.old and styled(c, i),
        ),
    ),
    FAMILY.subtle(
        "style-into-prompt",
        "the style moves into the prompt",
        request(
            lambda p: p.update(prompt=f"{p['prompt']} ({p['style']})", style=None),
            when=lambda p: bool(p["style"]),
        ),
    ),
    FAMILY.subtle(
        "prompt-from-before",
        "generateImage shows the prompt of the image before",
        _prompt_from_before,
    ),
    FAMILY.subtle(
        "style-from-before", "a style stays for later images without one", _sticky_style
    ),
    FAMILY.subtle(
        "ratio-changed-fourth",
        "from the fourth image on the ratio shown is 3:2",
        image(
            put("aspectRatio", "3:2"), "generate", when=lambda c, _: from_image(3)(c)
        ),
    ),
)
DEFECTS = (
    *STYLED,
    *RATIO_SWAPS,
    *MODEL_SWAPS,
    *LEVELS,
    *FORMS_DIFFER,
    *OLD_DIFFER,
    *CONDITIONAL,
)
