"""Bodies of replies, read as strictly as RFC 8259 is written."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from contract_tests.tape.exchange import Json, Picture
from contract_tests.tape.pictures import measure

# A text in a reply that is longer than this and of base64's letters alone is bytes,
# whatever its name, unless it is something that people write.
LONGEST_PLAIN = 4096
_WORDS = ("prompt", "style", "description", "message")
_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]+")
DEEPEST = 100
"""JSON that is nested deeper is not read: RFC 8259, section 9, allows a limit."""
_SURROGATE = re.compile("[\ud800-\udfff]")

TakePicture: TypeAlias = Callable[[Picture, bytes], None]


@dataclass(slots=True)
class Body:
    """A body that was read: its JSON value, or its text, and what is wrong with it.

    The text is whole: what is cut off could be the end of a key that is then not
    recognised.
    """

    value: Json = None
    has_json: bool = False
    text: str | None = None
    flaws: list[str] = field(default_factory=list)
    pictures: list[tuple[str, Picture]] = field(default_factory=list)


def read(content: bytes, *, take_picture: TakePicture) -> Body:
    """Return what a body holds, pictures replaced by a short text.

    `take_picture` is given the bytes of each picture; they are kept nowhere else.
    """
    body = Body()
    if not content:
        return body
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        body.flaws.append(f"not UTF-8 at byte {error.start}")
        body.text = content.decode("latin-1")
        return body
    if text.startswith("\ufeff"):
        body.flaws.append("begins with a byte order mark")
        text = text[1:]
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, body.flaws),
            parse_constant=lambda name: _constant(name, body.flaws),
            parse_float=_number,
        )
    except (ValueError, RecursionError) as error:
        body.text = text
        body.flaws.append(f"not JSON: {str(error)[:100]}")
        return body
    if _too_deep(value):
        body.text = text
        body.flaws.append(f"not read: nested deeper than {DEEPEST} levels")
        return body
    body.has_json = True
    body.value = _without_pictures(value, "", body, take_picture)
    if any(map(_SURROGATE.search, _texts(value))):
        body.flaws.append("holds a lone surrogate")
    return body


def _object(pairs: list[tuple[str, Any]], flaws: list[str]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        count = Counter(name for name, _ in pairs)
        twice = sorted(name for name, times in count.items() if times > 1)
        flaws.append(f"an object names {', '.join(map(repr, twice[:5]))} twice")
    return value


# Whole numbers beyond it are not told apart by floats.
_EXACT = 2.0**53


def _number(text: str) -> float | int:
    """Return a number that is written with a point or an exponent.

    `1000.0` and `1e3` are the integer 1000 (JSON Schema 2020-12, section 4.2.3); a number
    beyond the range of floats is the nearest that there is.
    """
    largest = sys.float_info.max
    value = max(-largest, min(largest, float(text)))
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value


def _constant(name: str, flaws: list[str]) -> None:
    flaws.append(f"{name} is no JSON number")


def _without_pictures(value: Any, path: str, body: Body, take: TakePicture) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_pictures(
                item, f"{path}.{name}" if path else name, body, take
            )
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [
            _without_pictures(item, f"{path}[{index}]", body, take)
            for index, item in enumerate(value)
        ]
    if isinstance(value, str) and _is_bytes(path, value):
        picture, content = measure(value)
        body.pictures.append((path, picture))
        take(picture, content)
        digest = picture.sha256[:12] or "no base64"
        return f"[picture {digest}, {picture.characters} characters]"
    return value


def _is_bytes(path: str, text: str) -> bool:
    if path.endswith("b64_json"):
        return True
    if path.rpartition(".")[2] in _WORDS:
        return False
    return len(text) > LONGEST_PLAIN and bool(_BASE64.fullmatch(text[:LONGEST_PLAIN]))


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [item for each in level for item in _items(each)]
        if not level:
            return False
    return True


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isascii() and len(value) <= LONGEST_PLAIN * 4:
            yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(name)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def sent(body: bytes | None) -> tuple[Json, str | None]:
    """Return the JSON value of a request's body, or its text."""
    if body is None:
        return None, None
    try:
        text = body.decode("utf-8")
        if len(text) > 20_000:
            return None, text
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None, body.decode("utf-8", "replace")
    return value, text if value is None else None
