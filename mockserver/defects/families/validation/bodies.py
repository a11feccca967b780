"""Bodies of generateImage that should be refused, and are taken for something else."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, around, before
from mockserver.defects.pieces.asking import RATIOS
from mockserver.defects.pieces.bodies import read_as, replaced, turned
from mockserver.defects.pieces.conditions import GENERATE, both, on
from mockserver.defects.pieces.occasion import JSON, Occasion

FAMILY = Family.VALIDATION

_MODEL = "google:gemini-2.5-flash-image"
_FIELDS = ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")


def _send_default(it: Occasion) -> None:
    it.request.headers["content-type"] = JSON
    it.send({"prompt": "A beautiful picture", "modelId": _MODEL})


def _without_body(it: Occasion) -> bool:
    return not it.request.content.strip()


def _is_null(it: Occasion) -> bool:
    return it.request.content.strip() == b"null"


def _closed(it: Occasion) -> None:
    """Close what a body that breaks off has left open."""
    for end in (b"}", b'"}'):
        try:
            json.loads(it.request.content + end)
        except (ValueError, RecursionError):
            continue
        it.request.content += end
        return


def _text_as_prompt(it: Occasion) -> None:
    if isinstance(it.sent, str):
        it.send({"prompt": it.sent, "modelId": _MODEL})


def _first_of_many(it: Occasion) -> None:
    body = it.sent
    if isinstance(body, list) and body and isinstance(body[0], dict):
        it.send(body[0])


async def _prompt_of_the_last(it: Occasion, go: Go) -> None:
    body = it.sent
    if it.operation != GENERATE or not isinstance(body, dict):
        return await go()
    if "prompt" not in body and it.key in it.memory:
        it.send({**body, "prompt": it.memory[it.key]})
    await go()
    for image in it.images:
        it.memory[it.key] = image["prompt"]
    return None


def _default_model(body: dict[str, Any]) -> None:
    body.setdefault("modelId", _MODEL)


def _model_of_preset(body: dict[str, Any]) -> None:
    if isinstance(body.get("style"), str):
        body.setdefault("modelId", "google:gemini-3-pro-image-preview")


def _blank_for_empty(prompt: Any) -> Any:
    return " " if prompt == "" else prompt


def _is_one_too_long(prompt: Any) -> bool:
    return isinstance(prompt, str) and len(prompt) == 2001


def _text_of_scalar(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, int | float) else value


def _joined(value: Any) -> Any:
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return " ".join(value) if texts and value else value


def _written(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


def _lowered(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _model_named(value: Any) -> Any:
    """Find a model by what stands behind its colon."""
    if not isinstance(value, str):
        return value
    name = value.rpartition(":")[2]
    provider = "openai" if name.startswith("gpt") else "google"
    return f"{provider}:{name}"


def _is_unknown_model(value: Any) -> bool:
    return isinstance(value, str) and value.partition(":")[0] not in (
        "openai",
        "google",
    )


def _without_thinking(body: dict[str, Any]) -> None:
    if "gemini-3" not in str(body.get("modelId")):
        body.pop("thinkingLevel", None)


def _without_thinking_on_gpt_2(body: dict[str, Any]) -> None:
    if body.get("modelId") == "openai:gpt-image-2":
        body.pop("thinkingLevel", None)


def _known_properties(body: dict[str, Any]) -> None:
    for name in [each for each in body if each not in _FIELDS]:
        del body[name]


async def _created_when_told(it: Occasion, go: Go) -> None:
    """Bind the request to the stored row, with a time that the client chooses."""
    body = it.sent
    told = body.pop("createdAt", None) if isinstance(body, dict) else None
    if it.operation != GENERATE or not isinstance(told, str):
        return await go()
    it.send(body)
    await go()
    for image in it.images:
        image["createdAt"] = told
    return None


def _read_form(it: Occasion) -> None:
    if it.request.headers.get("content-type", "").startswith("application/x-www-form"):
        it.request.headers["content-type"] = JSON
        it.send(dict(parse_qsl(it.request.content.decode("latin-1"))))


def _anything(body: dict[str, Any]) -> None:
    """Keep what can be used of a body, and make up the rest."""
    _known_properties(body)
    if not isinstance(body.get("prompt"), str) or not body["prompt"]:
        body["prompt"] = "untitled"
    body["prompt"] = body["prompt"][:2000]
    if not str(body.get("modelId")).startswith(("openai:gpt", "google:gemini")):
        body["modelId"] = _MODEL
    for name in ("aspectRatio", "style", "thinkingLevel"):
        if not isinstance(body.get(name), str):
            body.pop(name, None)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "missing-body-takes-defaults",
        "a request without a body makes a picture of the service's own choice",
        "GEN-N01",
        before(both(on(GENERATE), _without_body), _send_default),
    ),
    FAMILY.plain(
        "body-that-breaks-off-is-repaired",
        "JSON that breaks off is closed and taken",
        "GEN-N02",
        before(on(GENERATE), _closed),
    ),
    FAMILY.plain(
        "text-body-taken-as-prompt",
        "a body that is a JSON text makes a picture of it",
        "GEN-N03",
        before(on(GENERATE), _text_as_prompt),
    ),
    FAMILY.subtle(
        "null-body-takes-defaults",
        "a body that is null makes a picture of the service's own choice",
        "GEN-N03",
        before(both(on(GENERATE), _is_null), _send_default),
    ),
    FAMILY.subtle(
        "body-in-a-list-taken",
        "a list of one body is taken as this body",
        "GEN-N03",
        before(on(GENERATE), _first_of_many),
    ),
    FAMILY.subtle(
        "prompt-of-the-last-image-taken",
        "without prompt an image of the last image's prompt is made",
        "GEN-N04",
        around(_prompt_of_the_last),
    ),
    FAMILY.plain(
        "model-has-a-default",
        "without modelId an image is made by a model that nobody chose",
        "GEN-N05",
        read_as(_default_model),
    ),
    FAMILY.subtle(
        "style-brings-its-own-model",
        "without modelId an image is made where a style is given, as by a preset",
        "GEN-N05",
        read_as(_model_of_preset),
    ),
    FAMILY.plain(
        "empty-prompt-accepted",
        "an empty prompt makes an image",
        "GEN-N06",
        turned("prompt", _blank_for_empty),
    ),
    FAMILY.plain(
        "long-prompt-cut",
        "a prompt beyond 2000 characters is cut to them and accepted",
        "GEN-N07",
        turned("prompt", lambda it: it[:2000] if isinstance(it, str) else it),
    ),
    FAMILY.subtle(
        "prompt-of-2001-accepted",
        "a prompt of 2001 characters is accepted, one of 2002 is not",
        "GEN-N07",
        turned("prompt", lambda it: it[:-1] if _is_one_too_long(it) else it),
    ),
    FAMILY.plain(
        "number-prompt-turned-to-text",
        "a prompt that is a number or a boolean is accepted as its text",
        "GEN-N08",
        turned("prompt", _text_of_scalar),
    ),
    FAMILY.subtle(
        "prompt-list-joined",
        "a prompt that is a list of texts is joined and accepted",
        "GEN-N08",
        turned("prompt", _joined),
    ),
    FAMILY.plain(
        "unknown-model-falls-back",
        "a model of an unknown provider is replaced by another one",
        "GEN-N09",
        replaced("modelId", _is_unknown_model, _MODEL),
    ),
    FAMILY.subtle(
        "model-id-in-capitals-accepted",
        "a modelId in capitals is accepted",
        "GEN-N09",
        turned("modelId", _lowered),
    ),
    FAMILY.subtle(
        "model-found-without-its-provider",
        "a modelId counts by what stands behind the colon, whatever the provider",
        "GEN-N09",
        turned("modelId", _model_named),
    ),
    FAMILY.plain(
        "unknown-ratio-becomes-square",
        "an aspectRatio that is no listed one makes a square image",
        "GEN-N10",
        replaced("aspectRatio", lambda it: it not in RATIOS, "1:1"),
    ),
    FAMILY.subtle(
        "null-ratio-accepted",
        "an aspectRatio of null counts as none",
        "GEN-N10",
        replaced("aspectRatio", lambda it: it is None, None),
    ),
    FAMILY.subtle(
        "ratio-with-a-blank-accepted",
        "an aspectRatio with a blank behind it is accepted",
        "GEN-N10",
        turned("aspectRatio", _stripped),
    ),
    FAMILY.plain(
        "style-object-accepted",
        "a style that is an object or a list is accepted as its JSON",
        "GEN-N11",
        turned("style", _written),
    ),
    FAMILY.subtle(
        "null-style-accepted",
        "a style of null counts as none",
        "GEN-N11",
        replaced("style", lambda it: it is None, None),
    ),
    FAMILY.plain(
        "unknown-thinking-level-ignored",
        "a thinkingLevel that is no listed one counts as none",
        "GEN-N12",
        replaced("thinkingLevel", lambda it: it not in ("default", "deep"), None),
    ),
    FAMILY.subtle(
        "empty-thinking-level-accepted",
        "an empty thinkingLevel counts as none",
        "GEN-N12",
        replaced("thinkingLevel", lambda it: it == "", None),
    ),
    FAMILY.plain(
        "thinking-level-ignored-where-unsupported",
        "models that take no thinkingLevel ignore it",
        "GEN-N13",
        read_as(_without_thinking),
    ),
    FAMILY.subtle(
        "thinking-level-accepted-by-gpt-image-2",
        "one model that takes no thinkingLevel accepts it",
        "GEN-N13",
        read_as(_without_thinking_on_gpt_2),
    ),
    FAMILY.plain(
        "unknown-properties-ignored",
        "properties that the document does not name are ignored",
        "GEN-N14",
        read_as(_known_properties),
    ),
    FAMILY.subtle(
        "created-at-of-the-request-taken",
        "createdAt in a request is accepted, and becomes the image's",
        "GEN-N14",
        around(_created_when_told),
    ),
    FAMILY.plain(
        "form-body-accepted",
        "a form is read as if it were JSON",
        "GEN-N15",
        before(on(GENERATE), _read_form),
    ),
    FAMILY.plain(
        "validation-left-out",
        "an object is accepted whatever it holds, as far as it can be used",
        "GEN-N04",
        read_as(_anything),
    ),
)
