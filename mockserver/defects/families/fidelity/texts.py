"""Prompts and styles that are told in other letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import unquote_plus

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, after, around
from mockserver.defects.pieces.asking import prompt
from mockserver.defects.pieces.bodies import turned
from mockserver.defects.pieces.conditions import GENERATE, ok
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.FIDELITY

Image = dict[str, Any]


def _small_letters(image: Image) -> None:
    image["prompt"] = image["prompt"].lower()


def _exchanged(image: Image) -> None:
    if image["style"]:
        image["prompt"], image["style"] = image["style"], image["prompt"]


def _slug(image: Image) -> None:
    if image["style"]:
        image["style"] = re.sub(r"\W+", "-", image["style"].lower()).strip("-")


def _decoded(image: Image) -> None:
    image["prompt"] = unquote_plus(image["prompt"])


def _one_blank(image: Image) -> None:
    image["prompt"] = re.sub(r"[ \t]+", " ", image["prompt"])


def _without_accents(image: Image) -> None:
    letters = unicodedata.normalize("NFD", image["prompt"])
    plain = (each for each in letters if unicodedata.category(each) != "Mn")
    image["prompt"] = unicodedata.normalize("NFC", "".join(plain))


def _with_the_talk(it: Occasion) -> None:
    for image in it.images:
        if it.operation == GENERATE:
            talk = (it.key, image["modelId"])
            if talk in it.memory:
                told = f"{it.memory[talk]}\n{image['prompt']}"
                it.memory[image["id"]] = told
            it.memory[talk] = image["prompt"]
        image["prompt"] = it.memory.get(image["id"], image["prompt"])


def _no_backslashes(image: Image) -> None:
    image["prompt"] = image["prompt"].replace("\\", "")


async def _first_prompt(it: Occasion, go: Go) -> None:
    asked = prompt(it)
    if 0 < len(asked) <= 2000 and it.tenant in it.memory:
        it.send({**it.sent, "prompt": it.memory[it.tenant]})
    await go()
    if it.operation == GENERATE and it.ok:
        it.memory.setdefault(it.tenant, asked)


def _stripped(text: object) -> object:
    if not isinstance(text, str):
        return text
    return re.sub(r"</?\w[^<>]*>", "", text) or text


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "prompt-in-small-letters",
        "the prompt of an image is told in small letters",
        "GEN-P02",
        shown(_small_letters),
    ),
    FAMILY.plain(
        "prompt-and-style-exchanged",
        "an image with a style tells its style as prompt and its prompt as style",
        "GEN-P02",
        shown(_exchanged),
    ),
    FAMILY.plain(
        "style-told-as-a-slug",
        "the style of an image is in small letters, with hyphens for blanks and signs",
        "GEN-P02",
        shown(_slug),
    ),
    FAMILY.subtle(
        "prompt-decoded-as-a-form",
        "plus signs of a prompt are told as blanks, and %41 as A",
        "GEN-P02",
        shown(_decoded),
    ),
    FAMILY.subtle(
        "blanks-in-a-row-become-one",
        "several blanks or tabs within a prompt are told as one blank",
        "GEN-P02",
        shown(_one_blank),
    ),
    FAMILY.subtle(
        "accents-of-prompts-lost",
        "letters with accents in a prompt are told without them",
        "GEN-P02",
        shown(_without_accents),
    ),
    FAMILY.subtle(
        "prompt-told-with-the-one-before",
        "from the second image of a model on, its prompt has the one of the image before in front",
        "GEN-P02",
        after(ok, _with_the_talk),
    ),
    FAMILY.subtle(
        "backslashes-of-prompts-lost",
        "a prompt is told without its backslashes",
        "GEN-P02",
        shown(_no_backslashes),
    ),
    FAMILY.plain(
        "prompt-of-the-first-image-kept",
        "every image of an account is made from the prompt of its first one",
        "GEN-P02",
        around(_first_prompt),
    ),
    FAMILY.subtle(
        "markup-of-prompts-stripped",
        "a prompt is told without what looks like tags of HTML",
        "GEN-P02",
        turned("prompt", _stripped),
    ),
)
