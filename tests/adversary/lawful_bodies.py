"""Replies that look odd and keep the schemas and the sentences."""

from __future__ import annotations

import io
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import Image as Pillow

from tests.adversary.api import ACCOUNT, GET, LIST, THINKERS, USAGE
from tests.adversary.api import SIZES as PIXELS
from tests.adversary.call import Call, Json, Problem, Refusal, Reply
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    Change,
    alter,
    body,
    broken,
    drop,
    error,
    image,
    inside,
    new,
    old,
    put,
    reply,
    row,
    together,
    wrap,
)
from tests.adversary.world import Image, draw

FAMILY = Family("bodies")


def ordered(name: str, key: Callable[[Any], Any] | None = None) -> Apply:
    """Turn a list around, or sort it."""

    def wrapper(inner: Callable[[Call], list[Any]], call: Call) -> list[Any]:
        items = inner(call)
        return items[::-1] if key is None else sorted(items, key=key)

    return wrap(name, wrapper)


def _date(write: Callable[[datetime], str]) -> Apply:
    def change(value: str) -> str:
        return write(datetime.fromisoformat(value))

    return together(image(alter("createdAt", change)), row(alter("createdAt", change)))


def _offset(hours: float) -> Callable[[datetime], str]:
    zone = timezone(timedelta(hours=hours))
    return lambda moment: moment.astimezone(zone).isoformat()


def _whole_seconds(deployment: Deployment) -> None:
    deployment.around("now", lambda inner: inner().replace(microsecond=0))


def _extra(shown: Any) -> Json:
    """Add an unknown field to every object."""
    if isinstance(shown, dict):
        return {**{k: _extra(v) for k, v in shown.items()}, "x_extra": {"a": [1, None]}}
    return [_extra(item) for item in shown] if isinstance(shown, list) else shown


def _reversed_keys(shown: Any) -> Json:
    if isinstance(shown, dict):
        return {k: _reversed_keys(shown[k]) for k in reversed(shown)}
    return [_reversed_keys(i) for i in shown] if isinstance(shown, list) else shown


def _floats(shown: Any) -> Json:
    if isinstance(shown, dict):
        return {k: _floats(v) for k, v in shown.items()}
    if isinstance(shown, list):
        return [_floats(item) for item in shown]
    return float(shown) if type(shown) is int else shown


def every_body(change: Callable[[Any], Json]) -> Apply:
    """Change all bodies, refusals too."""

    def edit(_: Call, answer: Reply) -> None:
        answer.body = change(answer.body)

    return lambda deployment: deployment.edits.append(edit)


def _raw(change: Callable[[bytes], bytes]) -> Apply:
    def edit(_: Call, answer: Reply) -> None:
        answer.raw = change(answer.encoded())

    return lambda deployment: deployment.edits.append(edit)


def _written(name: str, value: Any) -> Apply:
    return lambda deployment: deployment.edits.append(
        lambda _, answer: setattr(answer, name, value)
    )


def encoded(kind: str, **options: Any) -> Apply:
    """Draw pictures in another format; `mode` turns the colours."""
    mode = options.pop("mode", "RGB")

    def wrapper(inner: Callable[..., bytes], call: Call, item: Image) -> bytes:
        picture = Pillow.open(io.BytesIO(inner(call, item))).convert(mode)
        file = io.BytesIO()
        picture.save(file, kind, **options)
        return file.getvalue()

    media = f"image/{kind.lower()}"
    return together(wrap("picture", wrapper), image(put("mediaType", media)))


def _snapped(_: Any, call: Call, item: Image) -> bytes:
    width, height = PIXELS[item.ratio]
    return draw(item.id, (width * 4, round(height * 4 * 1.04)), item.media)


def _huge(_: Any, call: Call, item: Image) -> bytes:
    width, height = (side * 14 for side in PIXELS[item.ratio])
    noise = random.Random(item.id).randbytes(width * height * 3)
    file = io.BytesIO()
    Pillow.frombytes("RGB", (width, height), noise).save(
        file, item.media.removeprefix("image/").upper(), compress_level=0, quality=100
    )
    return file.getvalue()


def _uuid7(deployment: Deployment) -> None:
    def make(inner: Callable[[Call], str], call: Call) -> str:
        stamp = int(deployment.now().timestamp() * 1000)
        value = (stamp << 80) | random.getrandbits(80)
        value = value & ~(0xF << 76) | (7 << 76)
        return str(uuid.UUID(int=value & ~(3 << 62) | (2 << 62)))

    deployment.around("new_id", make)


def _refused_query(call: Call) -> None:
    known = {LIST: {"limit", "offset"}, USAGE: {"limit", "offset"}, GET: {"format"}}
    allowed = known.get(call.operation, set())
    if any(name not in allowed for name, _ in call.query):
        raise Refusal(400, "There is no such parameter")


def _utf16_units(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    problems = inner(call, payload)
    prompt = payload.get("prompt") if isinstance(payload, dict) else None
    if isinstance(prompt, str) and len(prompt.encode("utf-16-le")) > 4000:
        problems = [p for p in problems if p.code != "maxLength"]
        problems.append(Problem("body.prompt", "maxLength", "Too long", prompt))
    return problems


def _no_blank_prompt(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    problems = inner(call, payload)
    prompt = payload.get("prompt") if isinstance(payload, dict) else None
    if isinstance(prompt, str) and prompt and not prompt.strip():
        problems.append(Problem("body.prompt", "blank", "Must hold text", prompt))
    return problems


def _any_thinks(
    inner: Callable[..., list[Problem]], call: Call, payload: Json
) -> list[Problem]:
    return [p for p in inner(call, payload) if p.code != "unsupported"]


def _any_format(inner: Callable[[Call], Reply], call: Call) -> Reply:
    if call.values("format") not in ([], ["metadata"]):
        call.query = []
    return inner(call)


def _malformed_400(inner: Callable[[Call], Reply], call: Call) -> Reply:
    try:
        return inner(call)
    except Refusal as refusal:
        if "UUID" in refusal.message or "format" in refusal.message:
            refusal.status = 400
        raise


def _first_problem(shown: Rendered) -> None:
    if "details" in shown["error"]:
        shown["error"]["details"] = shown["error"]["details"][:1]


def _rich_details(shown: Rendered) -> None:
    for item in shown["error"].get("details", []):
        item.update(value=None, expected=["a", "b"], path="/" + item["path"])


def _no_style(shown: Rendered) -> None:
    shown["style"] = shown["style"] or ""


def _capable(_: Call, item: Image) -> bool:
    return item.model in THINKERS


ALL_ERRORS = (400, 401, 404, 405, 429)


def _errors(change: Change) -> Apply:
    return together(*(error(change, status=status) for status in ALL_ERRORS))


LISTS = (
    FAMILY.lawful(
        "ascending",
        "both lists run from old to new",
        together(ordered("visible_images"), ordered("visible_rows")),
    ),
    FAMILY.lawful(
        "ascending-images",
        "images run from old to new, rows from new to old",
        ordered("visible_images"),
    ),
    FAMILY.lawful(
        "ascending-usage",
        "rows run from old to new, images from new to old",
        ordered("visible_rows"),
    ),
    FAMILY.lawful(
        "ordered-by-id",
        "both lists are ordered by id",
        together(
            ordered("visible_images", lambda i: i.id),
            ordered("visible_rows", lambda r: r.id),
        ),
    ),
    FAMILY.lawful(
        "ordered-by-prompt",
        "images are ordered by prompt",
        ordered("visible_images", lambda i: (i.prompt, i.id)),
    ),
    FAMILY.lawful(
        "ordered-by-amount",
        "rows are ordered by amount",
        ordered("visible_rows", lambda r: (r.amount, r.id)),
    ),
)
LEDGER = (
    FAMILY.lawful(
        "amounts-turned",
        "deductions are positive, additions and refunds negative",
        row(alter("amount", lambda v: -v)),
    ),
    FAMILY.lawful(
        "references-null", "rows refer to nothing", row(put("referenceId", None))
    ),
    FAMILY.lawful(
        "references-jobs",
        "rows refer to jobs",
        row(alter("referenceId", lambda v: v and f"job_{v[-8:]}")),
    ),
    FAMILY.lawful(
        "references-uuid",
        "rows refer to jobs whose ids are UUIDs",
        row(
            alter("referenceId", lambda v: v and str(uuid.uuid5(uuid.NAMESPACE_URL, v)))
        ),
    ),
    FAMILY.lawful(
        "references-own",
        "rows refer to themselves",
        row(lambda s: s.update(referenceId=s["id"])),
    ),
    FAMILY.lawful(
        "descriptions-null", "descriptions are null", row(put("description", None))
    ),
    FAMILY.lawful(
        "descriptions-long",
        "descriptions are long and Japanese",
        row(put("description", "画像生成の利用料" * 60)),
    ),
    FAMILY.lawful(
        "references-old-null",
        "older rows refer to nothing",
        row(put("referenceId", None), when=old),
    ),
)
COSTS = (
    FAMILY.lawful("cost-absent", "there is no creditCost", image(drop("creditCost"))),
    FAMILY.lawful("cost-null", "creditCost is null", image(put("creditCost", None))),
    FAMILY.lawful(
        "cost-null-old",
        "creditCost of older images is null",
        image(put("creditCost", None), when=old),
    ),
    FAMILY.lawful(
        "cost-absent-old",
        "older images have no creditCost",
        image(drop("creditCost"), when=old),
    ),
    FAMILY.lawful(
        "cost-absent-new",
        "new images have no creditCost",
        image(drop("creditCost"), when=new),
    ),
)
PICTURES = (
    FAMILY.lawful("jpeg", "every picture is a JPEG", encoded("JPEG")),
    FAMILY.lawful("webp", "every picture is a WebP", encoded("WEBP")),
    FAMILY.lawful(
        "webp-lossless",
        "every picture is a lossless WebP",
        encoded("WEBP", lossless=True),
    ),
    FAMILY.lawful("gif", "every picture is a GIF", encoded("GIF")),
    FAMILY.lawful(
        "png-alpha",
        "every picture is a PNG with transparency",
        encoded("PNG", mode="RGBA"),
    ),
    FAMILY.lawful("png-grey", "every picture is a grey PNG", encoded("PNG", mode="L")),
    FAMILY.lawful(
        "png-palette", "every picture is a PNG with a palette", encoded("PNG", mode="P")
    ),
    FAMILY.lawful(
        "png-bits", "every picture is a PNG of one bit", encoded("PNG", mode="1")
    ),
    FAMILY.lawful(
        "jpeg-progressive",
        "every picture is a progressive JPEG",
        encoded("JPEG", progressive=True),
    ),
    FAMILY.lawful(
        "snapped-sizes", "pictures are 4 % off their ratio", wrap("picture", _snapped)
    ),
    FAMILY.lawful("huge-pictures", "pictures are about 2 MB", wrap("picture", _huge)),
    FAMILY.lawful(
        "one-picture",
        "every picture of a size is the same",
        wrap(
            "picture",
            lambda inner, call, item: draw("same", PIXELS[item.ratio], item.media),
        ),
    ),
)
DATES = (
    FAMILY.lawful("date-offset-zero", "dates end in +00:00", _date(datetime.isoformat)),
    FAMILY.lawful(
        "date-offset-east", "dates are written in +05:30", _date(_offset(5.5))
    ),
    FAMILY.lawful(
        "date-offset-west", "dates are written in -08:00", _date(_offset(-8))
    ),
    FAMILY.lawful(
        "date-seconds",
        "dates are written to the second",
        _date(lambda m: m.strftime("%Y-%m-%dT%H:%M:%SZ")),
    ),
    FAMILY.lawful(
        "date-micros",
        "dates are written to the microsecond",
        _date(lambda m: m.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
    ),
    FAMILY.lawful(
        "date-nanos",
        "dates are written to the nanosecond",
        _date(lambda m: m.strftime("%Y-%m-%dT%H:%M:%S.%f000Z")),
    ),
    FAMILY.lawful(
        "date-equal", "the clock has no fractions: dates tie", _whole_seconds
    ),
    FAMILY.lawful(
        "date-minute",
        "dates are rounded down to the minute",
        _date(lambda m: m.strftime("%Y-%m-%dT%H:%M:00Z")),
    ),
)
VALUES = (
    FAMILY.lawful(
        "extra-fields", "every object has an unknown field", every_body(_extra)
    ),
    FAMILY.lawful(
        "keys-reversed", "keys come in another order", every_body(_reversed_keys)
    ),
    FAMILY.lawful(
        "whole-floats", "whole numbers are written 57.0", every_body(_floats)
    ),
    FAMILY.lawful(
        "upper-case-ids",
        "ids are in capitals",
        together(
            image(alter("id", str.upper)),
            row(alter("id", str.upper)),
            row(alter("referenceId", lambda v: v and v.upper())),
        ),
    ),
    FAMILY.lawful("uuid-7", "ids are UUIDs of version 7", _uuid7),
    FAMILY.lawful(
        "uuid-1",
        "ids are UUIDs of version 1",
        wrap("new_id", lambda inner, call: str(uuid.uuid1())),
    ),
    FAMILY.lawful(
        "uuid-sequence",
        "ids count up",
        lambda d: d.around(
            "new_id",
            lambda inner, call: str(
                uuid.UUID(int=(4 << 76) | (2 << 62) | 4096 + d.requests)
            ),
        ),
    ),
    FAMILY.lawful("absent-style-empty", "an absent style is empty", image(_no_style)),
    FAMILY.lawful(
        "level-default",
        "an absent level is default",
        image(alter("thinkingLevel", lambda v: v or "default")),
    ),
    FAMILY.lawful(
        "level-default-capable",
        "an absent level is default on models that think",
        image(alter("thinkingLevel", lambda v: v or "default"), when=_capable),
    ),
    FAMILY.lawful(
        "user-uuid",
        "user ids are UUIDs",
        body(
            alter("userId", lambda v: str(uuid.uuid5(uuid.NAMESPACE_DNS, v))), ACCOUNT
        ),
    ),
    FAMILY.lawful(
        "user-odd",
        "user ids are odd text",
        body(alter("userId", lambda v: f"auth0|{v}:ü"), ACCOUNT),
    ),
    FAMILY.lawful(
        "email-plus",
        "emails have a plus and a subdomain",
        body(
            alter("email", lambda v: f"a.b+c-{v.split('@')[0]}@mail.sub.example.co.uk"),
            ACCOUNT,
        ),
    ),
    FAMILY.lawful(
        "balance-alias",
        "getAccount tells plans and limits too",
        body(lambda b: b.update(plan="pro", limits={"perMinute": 60}), ACCOUNT),
    ),
    FAMILY.lawful(
        "next-link",
        "lists tell the next page",
        body(lambda b: b.update(next=None, hasMore=True), LIST, USAGE),
    ),
    FAMILY.lawful(
        "image-url",
        "images have a link and a revised prompt",
        image(
            lambda s: s.update(
                url=f"https://cdn.example.com/{s['id']}.png",
                revisedPrompt="a longer prompt",
            )
        ),
    ),
)
WRITING = (
    FAMILY.lawful("json-spaces", "JSON is indented", _written("indent", 2)),
    FAMILY.lawful(
        "json-escaped",
        "JSON escapes all letters beyond ASCII",
        _written("ascii_only", True),
    ),
    FAMILY.lawful(
        "json-slashes",
        "JSON escapes slashes",
        _raw(lambda data: data.replace(b"/", b"\\/")),
    ),
    FAMILY.lawful(
        "json-line-end",
        "bodies end with a line end",
        _raw(lambda data: b"  " + data + b"\r\n\n"),
    ),
    FAMILY.lawful(
        "json-html-safe",
        "JSON escapes < > &",
        _raw(
            lambda d: (
                d.replace(b"<", b"\\u003c")
                .replace(b">", b"\\u003e")
                .replace(b"&", b"\\u0026")
            )
        ),
    ),
)
ERRORS = (
    FAMILY.lawful(
        "details-absent",
        "errors have no details",
        _errors(inside("error", drop("details"))),
    ),
    FAMILY.lawful(
        "details-empty",
        "errors have empty details",
        _errors(inside("error", put("details", []))),
    ),
    FAMILY.lawful(
        "details-first", "errors tell the first problem only", _errors(_first_problem)
    ),
    FAMILY.lawful(
        "details-rich",
        "details tell more, with pointers as paths",
        _errors(_rich_details),
    ),
    FAMILY.lawful(
        "message-japanese",
        "messages are Japanese",
        _errors(inside("error", put("message", "リクエストが正しくありません"))),
    ),
    FAMILY.lawful(
        "message-empty",
        "messages are empty",
        _errors(inside("error", put("message", ""))),
    ),
    FAMILY.lawful(
        "error-extra",
        "errors have a code and a request id",
        _errors(
            lambda b: (
                b.update(requestId="r-1"),
                b["error"].update(code=17, status="BAD"),
            )
        ),
    ),
    FAMILY.lawful(
        "no-www-authenticate",
        "401 has no WWW-Authenticate",
        reply(lambda r: r.headers.pop("www-authenticate"), status=401),
    ),
)
CHECKS = (
    FAMILY.lawful(
        "utf-16-units",
        "the length of a prompt is counted in UTF-16 units",
        wrap("body_problems", _utf16_units),
    ),
    FAMILY.lawful(
        "blank-prompt-refused",
        "a prompt of blanks is refused",
        wrap("body_problems", _no_blank_prompt),
    ),
    FAMILY.lawful(
        "any-model-thinks",
        "every model takes a thinking level",
        wrap("body_problems", _any_thinks),
    ),
    FAMILY.lawful(
        "unknown-query-refused",
        "unknown query parameters get 400",
        lambda d: d.starts.append(_refused_query),
    ),
    FAMILY.lawful(
        "unknown-query-refused-paged",
        "unknown query parameters of the lists get 400",
        lambda d: d.starts.append(
            lambda c: _refused_query(c) if c.operation in {LIST, USAGE} else None
        ),
    ),
    FAMILY.lawful(
        "any-format", "an unknown format is ignored", wrap("get_image", _any_format)
    ),
    FAMILY.lawful(
        "malformed-400",
        "malformed ids and formats get 400",
        wrap("get_image", _malformed_400),
    ),
    FAMILY.lawful(
        "lower-case-ids-only",
        "getImage takes ids in small letters only",
        broken(GET, status=404, when=lambda c: c.path_id != c.path_id.lower()),
    ),
)
VARIANTS = (
    *LISTS,
    *LEDGER,
    *COSTS,
    *PICTURES,
    *DATES,
    *VALUES,
    *WRITING,
    *ERRORS,
    *CHECKS,
)
