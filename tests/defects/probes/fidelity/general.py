from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.defects.api import MODELS, Answer, Api, Probe

GPT_2, FLASH_3, PRO = MODELS[1], MODELS[3], MODELS[4]


def made(field: str, value: Any, prompt: str = "a cat", **asked: Any) -> Probe:
    """Tell whether an image that is asked for so tells this, also when it is read."""

    def probe(api: Api) -> bool:
        image = api.generate(prompt, **asked).image
        read = api.image(image["id"]).image
        return bool(image[field] == value == read[field])

    return probe


def differs(field: str, at: Callable[[Api, str], Any], **asked: Any) -> Probe:
    """Tell whether a read of a bought image tells another value than the purchase."""

    def probe(api: Api) -> bool:
        image = api.generate(**asked).image
        return bool(at(api, image["id"])[field] != image[field])

    return probe


def listed(api: Api, image_id: str) -> Any:
    return next(row for row in api.images().rows if row["id"] == image_id)


def metadata(api: Api, image_id: str) -> Any:
    return api.image(image_id, format="metadata").image


def read_again(api: Api, prompt: Any = "a cat", **asked: Any) -> Any:
    """Return the metadata of a new image."""
    return metadata(api, api.generate(prompt, **asked).image["id"])


def style_kept(api: Api) -> bool:
    api.generate(style="oil")
    return bool(api.generate().image["style"] == "oil")


def ratio_kept(api: Api) -> bool:
    api.generate(aspectRatio="16:9")
    return bool(api.generate().image["aspectRatio"] == "16:9")


def prompts_crossed(api: Api) -> bool:
    def ask(prompt: str) -> Callable[[], Answer]:
        return lambda: api.generate(prompt)

    found = api.at_once(ask("one"), ask("two"))
    return len({each.image["prompt"] for each in found}) == 1


def provider_always(api: Api) -> bool:
    return {row["providerId"] for row in api.images(limit=100).rows} == {"openai"}


def provider_in_lists(api: Api) -> bool:
    rows = [row for row in api.images().rows if row["modelId"] == FLASH_3]
    wrong = all(row["providerId"] == "openai" for row in rows)
    return wrong and bool(metadata(api, rows[0]["id"])["providerId"] == "google")


def id_before(api: Api) -> bool:
    newest = api.images(limit=1).rows[0]["id"]
    return bool(api.generate().image["id"] == newest)


def one_id(api: Api) -> bool:
    return len({api.generate(prompt).image["id"] for prompt in ("a", "b", "c")}) == 1


def answered_again(api: Api) -> bool:
    one, other = api.generate("a fox"), api.generate("a fox")
    third = api.generate("a hen")
    return bool(one.image["id"] == other.image["id"] != third.image["id"])


def style_overwritten(api: Api) -> bool:
    first = api.generate(style="oil").image["id"]
    api.generate(style="ink")
    return bool(metadata(api, first)["style"] == "ink")


def null_style_text(api: Api) -> bool:
    bought = api.generate().image
    return bought["style"] is None and metadata(api, bought["id"])["style"] == "None"


def backfilled(api: Api) -> bool:
    bought = api.generate().image
    before = metadata(api, bought["id"])["thinkingLevel"]
    for _ in range(3):
        api.generate()
    after = metadata(api, bought["id"])["thinkingLevel"]
    return before is None and after == "default"


def refused(prompt: str, **asked: Any) -> Probe:
    """Tell whether this valid request is refused, while a plain one is not."""
    return lambda api: api.generate(prompt, **asked).status == 400 and api.generate().ok


def unreadable(api: Api) -> bool:
    short, long = (api.generate("a" * many).image["id"] for many in (1000, 1001))
    return api.image(short).ok and api.image(long).status == 500


PROBES: Mapping[str, Probe] = {
    "prompt-told-as-revised": made("prompt", "A highly detailed picture of a cat"),
    "style-lost": made("style", None, style="oil"),
    "thinking-level-lost": made(
        "thinkingLevel", None, modelId=PRO, thinkingLevel="deep"
    ),
    "ratio-told-turned": made("aspectRatio", "9:16", aspectRatio="16:9"),
    "prompt-trimmed": made("prompt", "a cat", "  a cat \n"),
    "prompt-cut-at-1000": made("prompt", "a" * 1000, "a" * 1001),
    "prompt-escaped-as-html": made("prompt", "&lt;b&gt; &amp;", "<b> &"),
    "emoji-of-prompts-become-question-marks": made("prompt", "é ?", "é 🚀"),
    "line-breaks-of-prompts-become-blanks": made("prompt", "a b", "a\nb"),
    "prompt-normalised": made("prompt", "fi 1", "\ufb01 \u2460"),
    "style-read-as-latin-1": made("style", "Ã\x96l", style="Öl"),
    "style-joined-to-the-prompt": made("prompt", "a cat, oil", style="oil"),
    "style-kept-for-the-next-image": style_kept,
    "deep-told-as-default-gemini-3-pro": made(
        "thinkingLevel", "default", modelId=PRO, thinkingLevel="deep"
    ),
    "gemini-3-pro-falls-back": made("modelId", FLASH_3, modelId=PRO),
    "ratio-21-9-snapped": made("aspectRatio", "16:9", aspectRatio="21:9"),
    "prompt-of-a-concurrent-request": prompts_crossed,
    "default-ratio-is-3-2": made("aspectRatio", "3:2"),
    "ratio-kept-for-the-next-image": ratio_kept,
    "provider-is-openai-always": provider_always,
    "provider-of-a-new-model-in-lists": provider_in_lists,
    "id-is-that-of-the-image-before": id_before,
    "id-made-once-at-the-start": one_id,
    "same-request-answered-from-a-cache": answered_again,
    "style-overwritten-by-the-next-image": style_overwritten,
    "model-differs-in-metadata": differs("modelId", metadata),
    "prompt-shortened-in-lists": differs("prompt", listed, prompt="a" * 81),
    "null-style-is-text-in-metadata": null_style_text,
    "thinking-level-backfilled": backfilled,
    "gemini-3-pro-refused": refused("a cat", modelId=PRO),
    "one-letter-refused": refused("x"),
    "length-counted-in-bytes": refused("é" * 2000),
    "long-prompt-image-is-500": unreadable,
}
