"""Images that sometimes tell something else than what was asked for, or change it."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, Hook, after, around, before, instead
from mockserver.defects.pieces.asking import FLASH_3, PRO, asked_for, prompt, refusing
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    READS,
    after_purchases,
    always,
    asks,
    both,
    metadata_form,
    ok,
    on,
)
from mockserver.defects.pieces.fields import escaped
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.FIDELITY

Image = dict[str, Any]


def _trimmed(image: Image) -> None:
    image["prompt"] = image["prompt"].strip() or image["prompt"]


def _cut_at_1000(image: Image) -> None:
    image["prompt"] = image["prompt"][:1000]


def _three_bytes(image: Image) -> None:
    image["prompt"] = "".join(
        letter if letter < "\U00010000" else "?" for letter in image["prompt"]
    )


def _one_line(image: Image) -> None:
    image["prompt"] = image["prompt"].replace("\n", " ")


def _normalised(image: Image) -> None:
    image["prompt"] = unicodedata.normalize("NFKC", image["prompt"])


def _mojibake(image: Image) -> None:
    style = image["style"] or ""
    image["style"] = style.encode().decode("latin-1") or image["style"]


def _style_into_prompt(image: Image) -> None:
    if image["style"]:
        image["prompt"] = f"{image['prompt']}, {image['style']}"


def _deep_to_default(image: Image) -> None:
    if image["modelId"] == PRO and image["thinkingLevel"] == "deep":
        image["thinkingLevel"] = "default"


def _provider_by_name(image: Image) -> None:
    if image["modelId"] == FLASH_3:
        image["providerId"] = "openai"


def _short_prompt(image: Image) -> None:
    if len(image["prompt"]) > 80:
        image["prompt"] = image["prompt"][:79] + "…"


def _null_as_text(image: Image) -> None:
    if image["style"] is None:
        image["style"] = "None"


def _kept_for_the_next(name: str) -> Hook:
    """Make a field that is not sent that of the image before."""

    async def hook(it: Occasion, go: Go) -> None:
        if prompt(it) and name not in it.sent and (it.key, name) in it.memory:
            it.send({**it.sent, name: it.memory[it.key, name]})
        await go()
        if it.operation == GENERATE and it.ok and it.body["image"][name]:
            it.memory[it.key, name] = it.body["image"][name]

    return hook


async def _latest_prompt(it: Occasion, go: Go) -> None:
    if text := prompt(it):
        it.memory["prompt"] = text
        await asyncio.sleep(0.05)
        if len(text) <= 2000 and len(it.memory["prompt"]) <= 2000:
            it.send({**it.sent, "prompt": it.memory["prompt"]})
    await go()


async def _answered_before(it: Occasion, go: Go) -> None:
    asked = (it.key, it.request.content)
    if it.operation == GENERATE and asked in it.memory:
        it.reply(200, it.memory[asked])
        return
    await go()
    if it.operation == GENERATE and it.ok:
        it.memory[asked] = it.body


def _backfilled(image: Image) -> None:
    image["thinkingLevel"] = image["thinkingLevel"] or "default"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "prompt-trimmed",
        "blanks at the ends of a prompt are lost",
        "GEN-P02",
        shown(_trimmed),
    ),
    FAMILY.subtle(
        "prompt-cut-at-1000",
        "a prompt of more than 1000 characters is cut there",
        "GEN-P02",
        shown(_cut_at_1000),
    ),
    FAMILY.subtle(
        "prompt-escaped-as-html",
        "markup, ampersands and quotes of a prompt come as HTML entities",
        "GEN-P02",
        shown(escaped),
    ),
    FAMILY.subtle(
        "emoji-of-prompts-become-question-marks",
        "letters of four bytes in UTF-8 come as question marks",
        "GEN-P02",
        shown(_three_bytes),
    ),
    FAMILY.subtle(
        "line-breaks-of-prompts-become-blanks",
        "a line break in a prompt comes as a blank",
        "GEN-P02",
        shown(_one_line),
    ),
    FAMILY.subtle(
        "prompt-normalised",
        "ligatures, circled digits and combining letters of a prompt come as others",
        "GEN-P02",
        shown(_normalised),
    ),
    FAMILY.subtle(
        "style-read-as-latin-1",
        "letters of a style that are not ASCII come as two or more others",
        "GEN-P02",
        shown(_mojibake),
    ),
    FAMILY.subtle(
        "style-joined-to-the-prompt",
        "the prompt of an image with a style has the style at its end",
        "GEN-P02",
        shown(_style_into_prompt),
    ),
    FAMILY.subtle(
        "style-kept-for-the-next-image",
        "an image without a style has that of the request before it",
        "GEN-P02",
        around(_kept_for_the_next("style")),
    ),
    FAMILY.subtle(
        "deep-told-as-default-gemini-3-pro",
        "one model tells the thinking level default where deep was asked for",
        "GEN-P02",
        shown(_deep_to_default),
    ),
    FAMILY.subtle(
        "gemini-3-pro-falls-back",
        "an image of one model is made by another one of its provider",
        "GEN-P02",
        before(both(on(GENERATE), asks(modelId=PRO)), asked_for(modelId=FLASH_3)),
    ),
    FAMILY.subtle(
        "ratio-21-9-snapped",
        "an image that was asked for in 21:9 is one of 16:9",
        "GEN-P02",
        before(
            both(on(GENERATE), asks(aspectRatio="21:9")),
            asked_for(aspectRatio="16:9"),
        ),
    ),
    FAMILY.subtle(
        "prompt-of-a-concurrent-request",
        "of two images that are asked for at the same time one has the prompt of the other",
        "GEN-P02",
        around(_latest_prompt),
    ),
    FAMILY.subtle(
        "ratio-kept-for-the-next-image",
        "an image without aspectRatio has the ratio of the request before it",
        "GEN-P03",
        around(_kept_for_the_next("aspectRatio")),
    ),
    FAMILY.subtle(
        "provider-of-a-new-model-in-lists",
        "in lists the images of one model of Google have the provider openai",
        "GEN-P04",
        shown(_provider_by_name, always, LIST),
    ),
    FAMILY.subtle(
        "same-request-answered-from-a-cache",
        "a request for an image that was sent before is answered with the image that it made then",
        "GEN-P08",
        around(_answered_before),
    ),
    FAMILY.subtle(
        "prompt-shortened-in-lists",
        "lists cut a prompt of more than 80 characters",
        "IMG-01",
        shown(_short_prompt, always, LIST),
    ),
    FAMILY.subtle(
        "null-style-is-text-in-metadata",
        "with format=metadata a style that is null comes as the text None",
        "IMG-01",
        shown(_null_as_text, metadata_form, GET),
    ),
    FAMILY.subtle(
        "thinking-level-backfilled",
        "once three images were bought, a thinking level that was null is default",
        "IMG-01",
        shown(_backfilled, after_purchases(3), *READS),
    ),
    FAMILY.subtle(
        "length-counted-in-bytes",
        "a prompt of 2000 characters that takes more bytes is refused with 400",
        "GEN-P10",
        instead(
            lambda it: len(prompt(it).encode("utf-8", "surrogatepass")) > 2000,
            refusing("body.prompt", "The prompt is too long."),
        ),
        depth="deep",
        credits=400,
    ),
    FAMILY.subtle(
        "long-prompt-image-is-500",
        "getImage answers 500 for an image with a prompt of more than 1000 characters",
        "ERR-07",
        after(
            both(on(GET), ok, lambda it: len(it.images[0]["prompt"]) > 1000),
            lambda it: it.refuse(500, "Internal error"),
        ),
    ),
)
