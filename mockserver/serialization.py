"""From a reply's value to the bytes of its media type."""

from __future__ import annotations

import json
from typing import Any

import orjson


def write_body(body: Any, media_type: str) -> bytes:
    """Write a value: JSON for JSON types, text and bytes as they are."""
    if media_type == "application/json" or media_type.endswith("json"):
        return write_json(body)
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", "replace")
    if media_type.startswith("text/event-stream"):
        return b"data: " + write_json(body) + b"\n\n"
    return write_json(body)


def write_json(value: Any) -> bytes:
    """Write JSON; an integer may be of any size."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson stops at 64 bits; a client may send, and be echoed, more.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")
