"""Values that look odd and keep their schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import after, before, together
from mockserver.defects.pieces.conditions import ACCOUNT, GET, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.variants.shown import (
    Row,
    images_shown,
    older_images_shown,
    put,
    rewrite,
    rows_shown,
    transactions_shown,
)


def _every_value(change: Callable[[Any], Any]) -> Make:
    """Change every JSON body as a whole, those of refusals too."""

    def apply(it: Occasion) -> None:
        it.body = change(it.body)

    return after(lambda it: isinstance(it.body, dict), apply)


def _written(write: Callable[[Any], str]) -> Make:
    """Write JSON another way."""
    return _every_value(lambda body: write(body).encode())


def _extra(value: Any) -> Any:
    if isinstance(value, dict):
        return {**{k: _extra(v) for k, v in value.items()}, "x_extra": {"a": [1, None]}}
    return [_extra(item) for item in value] if isinstance(value, list) else value


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _floats(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return float(value) if type(value) is int else value


def _escaped(body: Any) -> str:
    text = json.dumps(body, ensure_ascii=True, indent=3)
    return text.replace("/", "\\/") + "\r\n"


def _capitals(row: Row) -> None:
    row["id"] = row["id"].upper()
    if row.get("referenceId"):
        row["referenceId"] = row["referenceId"].upper()


def _seventh(identity: str) -> str:
    """Swap versions 4 and 7 of a UUID: what maps to an id is mapped back by this."""
    swapped = {"4": "7", "7": "4"}
    return identity[:14] + swapped.get(identity[14:15], identity[14:15]) + identity[15:]


def _ask_seventh(it: Occasion) -> None:
    head, slash, identity = it.request.path.rpartition("/")
    it.request.path = head + slash + _seventh(identity)


def _show_seventh(row: Row) -> None:
    row["id"] = _seventh(row["id"])
    if row.get("referenceId"):
        row["referenceId"] = _seventh(row["referenceId"])


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "extra-fields",
        "every object has a field that the document does not name",
        _every_value(_extra),
    ),
    Variant("keys-reversed", "keys come in another order", _every_value(_reversed)),
    Variant(
        "whole-numbers-with-fraction",
        "whole numbers are written as 57.0",
        _every_value(_floats),
    ),
    Variant(
        "json-indented-and-escaped",
        "JSON is indented, and escapes slashes and all letters beyond ASCII",
        _written(_escaped),
    ),
    Variant(
        "cost-absent",
        "no image tells its cost",
        images_shown(lambda image: image.pop("creditCost", None)),
    ),
    Variant(
        "cost-null", "the cost of images is null", images_shown(put("creditCost", None))
    ),
    Variant(
        "cost-of-older-images-null",
        "the cost of older images is null, that of new ones is told",
        older_images_shown(put("creditCost", None)),
    ),
    Variant("ids-in-capitals", "ids are written in capitals", rows_shown(_capitals)),
    Variant(
        "ids-of-version-7",
        "ids are UUIDs of version 7",
        together(
            before(on(GET), _ask_seventh),
            images_shown(_show_seventh),
            transactions_shown(_show_seventh),
        ),
    ),
    Variant(
        "absent-style-empty",
        "the style of an image without one is the empty string",
        images_shown(rewrite("style", lambda style: style or "")),
    ),
    Variant(
        "absent-level-default",
        "the thinking level of an image without one is told as default",
        images_shown(rewrite("thinkingLevel", lambda level: level or "default")),
    ),
    Variant(
        "user-ids-odd",
        "user ids hold bars, colons and letters beyond ASCII",
        after(
            both(on(ACCOUNT), ok),
            lambda it: it.body.update(userId=f"auth0|{it.body['userId']}:ü"),
        ),
    ),
    Variant(
        "emails-odd",
        "emails have a plus and several subdomains",
        after(
            both(on(ACCOUNT), ok),
            lambda it: it.body.update(
                email=f"a.b+{it.body['email'].partition('@')[0]}@mail.example.co.uk"
            ),
        ),
    ),
)
