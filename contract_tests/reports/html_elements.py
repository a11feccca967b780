"""Elements of HTML, built so that text cannot become markup.

Only `Html` is taken for markup; any other string is made visible and escaped. What
is forgotten therefore shows too much of itself, and never runs.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TypeAlias

from contract_tests.reports.printable import printable

_VOID = frozenset({"br", "hr", "img", "input", "meta"})


class Html(str):
    """A string that is markup already."""

    __slots__ = ()


Child: TypeAlias = "Html | str | None"


def element(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """Return an element; `class_` is `class`, and None and False leave out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{together(*children)}</{name}>")


def together(*children: Child) -> Html:
    """Return children one after another."""
    return Html("".join(_escape(child) for child in children if child is not None))


def choice(labels: Mapping[str, str]) -> Html:
    """Return buttons `show-NAME` that a style sheet filters by, the first one pressed."""
    first = next(iter(labels), None)
    buttons = [
        element(
            "label",
            element(
                "input",
                type="radio",
                name="show",
                id=f"show-{name}",
                checked=name == first,
            ),
            f" {text}",
        )
        for name, text in labels.items()
    ]
    return element("fieldset", *buttons, class_="choice")


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{_escape(value)}"'


def _escape(child: Html | str) -> str:
    if isinstance(child, Html):
        return child
    return html.escape(printable(child), quote=True)
