"""Exchanges as they are shown: shortened, as text or as JSON values.

A body may be megabytes long, nested without end, or hold numbers that JSON cannot
write. What is shown of it is small and always can be written.
"""

from __future__ import annotations

import json
import math

from contract_tests.reports.printable import one_line, shortened, well_formed
from contract_tests.tape.exchange import Exchange, Fields, Json, Picture

MOST_CHARACTERS = 400
MOST_ITEMS = 8
MOST_MEMBERS = 40
MOST_DEPTH = 8
_MOST_LINES = 60
_MOST_HEADERS = 40


def excerpt(value: Json, *, depth: int = MOST_DEPTH) -> Json:
    """Return a JSON value of bounded size in which every cut is marked with `…`."""
    if isinstance(value, str):
        return shortened(well_formed(value), MOST_CHARACTERS)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (list, dict)) and value and not depth:
        return "…"
    if isinstance(value, list):
        items = [excerpt(item, depth=depth - 1) for item in value[:MOST_ITEMS]]
        return items + _more(len(value), MOST_ITEMS, "items")
    if isinstance(value, dict):
        return _members(value, depth)
    return value


def request_text(exchange: Exchange) -> str:
    """Return what was sent, as lines of HTTP."""
    request = exchange.request
    target = shortened(request.target, 4 * MOST_CHARACTERS)
    lines = [f"{request.method} {one_line(target)}", *_headers(request.headers)]
    has_json = request.text is None and request.size > 0
    body = _body(request.body, request.text, has_json=has_json)
    return "\n".join([*lines, *body])


def reply_text(exchange: Exchange) -> str:
    """Return what came back, as lines of HTTP, or why nothing did."""
    if exchange.reply is None:
        return _no_reply(exchange)
    reply = exchange.reply
    lines = [f"HTTP {reply.status}", *_headers(reply.headers)]
    lines += _body(reply.body, reply.text, has_json=reply.has_json)
    flaws = [f"! {shortened(one_line(flaw), 200)}" for flaw in reply.flaws[:MOST_ITEMS]]
    return "\n".join([*lines, *([""] if flaws else []), *flaws])


def reply_line(exchange: Exchange, *, most: int = 200) -> str:
    """Return what came back in one line."""
    if exchange.reply is None:
        return _no_reply(exchange)
    reply = exchange.reply
    body = _compact(reply.body) if reply.has_json else reply.text or "no body"
    media_type = one_line(shortened(reply.media_type or "no media type", 60))
    return f"{reply.status}, {media_type}: {shortened(one_line(body), most)}"


def exchange_value(exchange: Exchange) -> dict[str, Json]:
    """Return an exchange as the JSON report holds it."""
    request, intent = exchange.request, exchange.intent
    return {
        "number": exchange.number,
        "at": round(exchange.at, 3),
        "seconds": round(exchange.seconds, 3),
        "role": exchange.role.value,
        "operation": exchange.operation and well_formed(exchange.operation),
        "phase": well_formed(intent.phase),
        "probe": well_formed(intent.probe),
        "case": well_formed(intent.case),
        "request": {
            "method": well_formed(request.method),
            "target": shortened(well_formed(request.target), 4 * MOST_CHARACTERS),
            "headers": _header_values(request.headers),
            "body": excerpt(request.body),
            "text": excerpt(request.text),
            "size": request.size,
        },
        "reply": _reply_value(exchange),
        "failure": _failure_value(exchange),
    }


def picture_line(picture: Picture) -> str:
    """Return what was measured of a picture, in one line."""
    problem = picture.encoding_problem or picture.picture_problem
    measured = [
        picture.media_type or "of no known type",
        f"{picture.width}×{picture.height}" if picture.width and picture.height else "",
        f"{picture.size} bytes",
        one_line(shortened(problem, 120)) if problem else "",
    ]
    return ", ".join(each for each in measured if each)


def _members(value: dict[str, Json], depth: int) -> dict[str, Json]:
    members: dict[str, Json] = {
        shortened(well_formed(name), MOST_CHARACTERS): excerpt(item, depth=depth - 1)
        for name, item in list(value.items())[:MOST_MEMBERS]
    }
    if len(value) > MOST_MEMBERS:
        members["…"] = f"{len(value) - MOST_MEMBERS} more members"
    return members


def _more(length: int, most: int, noun: str) -> list[Json]:
    return [f"… {length - most} more {noun}"] if length > most else []


def _headers(fields: Fields) -> list[str]:
    return [
        f"{one_line(shortened(name, 100))}: {one_line(shortened(value, 200))}"
        for name, value in fields[:_MOST_HEADERS]
    ]


def _header_values(fields: Fields) -> list[Json]:
    return [
        {"name": excerpt(name), "value": excerpt(value)}
        for name, value in fields[:_MOST_HEADERS]
    ]


def _body(value: Json, text: str | None, *, has_json: bool) -> list[str]:
    if has_json:
        shown = json.dumps(excerpt(value), indent=2, ensure_ascii=False)
    elif text:
        shown = shortened(text, 4 * MOST_CHARACTERS)
    else:
        return []
    lines = shown.split("\n")
    cut = [f"… {len(lines) - _MOST_LINES} more lines"] * (len(lines) > _MOST_LINES)
    return ["", *lines[:_MOST_LINES], *cut]


def _compact(value: Json) -> str:
    return json.dumps(excerpt(value), ensure_ascii=False)


def _no_reply(exchange: Exchange) -> str:
    failure = exchange.failure
    if failure is None:
        return "no reply"
    return f"no reply ({failure.kind}): {one_line(shortened(failure.message, 200))}"


def _reply_value(exchange: Exchange) -> Json:
    reply = exchange.reply
    if reply is None:
        return None
    return {
        "status": reply.status,
        "headers": _header_values(reply.headers),
        "body": excerpt(reply.body),
        "text": excerpt(reply.text),
        "size": reply.size,
        "flaws": [excerpt(flaw) for flaw in reply.flaws],
        "pictures": [_picture_value(path, picture) for path, picture in reply.pictures],
    }


def _failure_value(exchange: Exchange) -> Json:
    failure = exchange.failure
    if failure is None:
        return None
    return {"kind": failure.kind.value, "message": excerpt(failure.message)}


def _picture_value(path: str, picture: Picture) -> Json:
    return {
        "path": excerpt(path),
        "characters": picture.characters,
        "size": picture.size,
        "sha256": picture.sha256,
        "mediaType": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "encodingProblem": excerpt(picture.encoding_problem),
        "pictureProblem": excerpt(picture.picture_problem),
    }
