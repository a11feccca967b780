"""Strict validation of bodies and query parameters, as the document has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from tests.adversary.api import FIELDS, MODELS, RATIOS, THINKERS, THINKING
from tests.adversary.call import Call, Json, Problem, Refusal

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,30}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
ENUMS = {"modelId": MODELS, "aspectRatio": RATIOS, "thinkingLevel": THINKING}


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def parse_body(call: Call) -> Json:
    """Parse a JSON body, or refuse it."""
    media = call.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/json":
        problem = Problem("header.content-type", "media_type", "Send JSON", media)
        raise Refusal(400, "The body must be application/json", (problem,))
    try:
        payload = json.loads(call.data.decode("utf-8"), parse_constant=_constant)
        json.dumps(payload, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        problem = Problem("body", "invalid_json", "Not valid JSON", call.data)
        raise Refusal(400, "The body is not valid JSON", (problem,)) from error
    return payload


def body_problems(payload: Json) -> Iterator[Problem]:
    """Find what is wrong with a generation request."""
    if not isinstance(payload, dict):
        yield Problem("body", "type", "Expected an object", payload)
        return
    for name in ("prompt", "modelId"):
        if name not in payload:
            yield Problem(f"body.{name}", "required", "Is required")
    for name, value in payload.items():
        path = f"body.{name}"
        if name not in FIELDS:
            yield Problem(path, "additionalProperties", "Is not allowed", value)
        elif not isinstance(value, str):
            yield Problem(path, "type", "Expected a string", value)
        elif name in ENUMS and value not in ENUMS[name]:
            yield Problem(path, "enum", f"Expected one of {ENUMS[name]}", value)
        elif name == "prompt" and not value:
            yield Problem(path, "minLength", "Must not be empty", value)
        elif name == "prompt" and len(value) > 2000:
            yield Problem(path, "maxLength", "At most 2000 characters", value)
    level = payload.get("thinkingLevel")
    model = payload.get("modelId")
    if level in THINKING and model in MODELS and model not in THINKERS:
        path = "body.thinkingLevel"
        yield Problem(path, "unsupported", "This model does not think", level)


def page_problems(call: Call) -> Iterator[Problem]:
    """Find what is wrong with `limit` and `offset`."""
    for name, low, high in (("limit", 1, 100), ("offset", 0, None)):
        values = call.values(name)
        path = f"query.{name}"
        if len(values) > 1:
            yield Problem(path, "repeated", "Sent twice", values[0])
        for value in values[:1]:
            if not INTEGER.fullmatch(value):
                yield Problem(path, "type", "Expected an integer", value)
            elif int(value) < low:
                yield Problem(path, "minimum", f"At least {low}", value)
            elif high is not None and int(value) > high:
                yield Problem(path, "maximum", f"At most {high}", value)


def coerce(payload: Json) -> dict[str, Json]:
    """Turn a body that should have been refused into one that can be drawn."""
    given = payload if isinstance(payload, dict) else {}
    prompt = given.get("prompt")
    style = given.get("style")
    model = given.get("modelId")
    ratio = given.get("aspectRatio")
    level = given.get("thinkingLevel")
    return {
        "prompt": prompt if isinstance(prompt, str) else str(prompt),
        "modelId": model if model in list(MODELS) else MODELS[0],
        "aspectRatio": ratio if ratio in list(RATIOS) else "1:1",
        "style": style if isinstance(style, str) else None,
        "thinkingLevel": level if level in list(THINKING) else None,
    }
