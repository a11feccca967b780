"""Alterations of what is sent to generateImage, before the mock reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.defects.around import before
from mockserver.defects.callers import with_good
from mockserver.defects.conditions import GENERATE, both, on
from mockserver.defects.entry import Make
from mockserver.defects.occasion import Occasion


def read_as(change: Callable[[dict[str, Any]], object]) -> Make:
    """Change the object that was sent before the mock reads it."""

    def rewrite(it: Occasion) -> None:
        body = it.sent
        if isinstance(body, dict):
            change(body)
            it.send(body)

    return before(both(on(GENERATE), with_good), rewrite)


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
