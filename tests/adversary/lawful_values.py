"""Values, orders and dates that look odd and keep the schemas."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.adversary.api import ACCOUNT, LIST, THINKERS, USAGE
from tests.adversary.call import Call, Json, Reply
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    alter,
    body,
    drop,
    image,
    new,
    old,
    put,
    row,
    together,
    wrap,
)
from tests.adversary.world import Image

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


def _uuid7(deployment: Deployment) -> None:
    def make(inner: Callable[[Call], str], call: Call) -> str:
        stamp = int(deployment.now().timestamp() * 1000)
        value = (stamp << 80) | random.getrandbits(80)
        value = value & ~(0xF << 76) | (7 << 76)
        return str(uuid.UUID(int=value & ~(3 << 62) | (2 << 62)))

    deployment.around("new_id", make)


def _no_style(shown: Rendered) -> None:
    shown["style"] = shown["style"] or ""


def _capable(_: Call, item: Image) -> bool:
    return item.model in THINKERS


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
VARIANTS = (
    *LISTS,
    *LEDGER,
    *COSTS,
    *VALUES,
    *DATES,
)
