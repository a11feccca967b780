"""Alterations of what is sent to generateImage, before the mock reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import When, before
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import GENERATE, always, both, on
from mockserver.defects.pieces.occasion import Occasion


def read_as(change: Callable[[dict[str, Any]], object], when: When = always) -> Make:
    """Change the object that was sent before the mock reads it.

    An object with a name that stands twice is left to be refused, and one in which
    nothing changes is sent as it was written.
    """

    def rewrite(it: Occasion) -> None:
        body = it.sent
        if not isinstance(body, dict) or _has_a_name_twice(it, body):
            return
        change(body)
        if body != it.sent:
            it.send(body)

    return before(both(on(GENERATE), with_account, when), rewrite)


def _has_a_name_twice(it: Occasion, body: dict[str, Any]) -> bool:
    count: int = json.loads(it.request.content, object_pairs_hook=len)
    return count != len(body)


def replaced(name: str, wrong: Callable[[Any], bool], value: Any) -> Make:
    """Take another value for one that is wrong; None leaves the property out."""

    def change(body: dict[str, Any]) -> None:
        if name in body and wrong(body[name]):
            if value is None:
                del body[name]
            else:
                body[name] = value

    return read_as(change)


def turned(name: str, change: Callable[[Any], Any]) -> Make:
    """Read the value of a property as another one."""

    def turn(body: dict[str, Any]) -> None:
        if name in body:
            body[name] = change(body[name])

    return read_as(turn)
