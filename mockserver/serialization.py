"""From a reply's value to the bytes of its media type."""

from __future__ import annotations

from typing import Any

import orjson


def write_body(body: Any, media_type: str) -> bytes:
    """Write a value: JSON for JSON types, text and bytes as they are."""
    if media_type == "application/json" or media_type.endswith("json"):
        return orjson.dumps(body)
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", "replace")
    if media_type.startswith("text/event-stream"):
        return b"data: " + orjson.dumps(body) + b"\n\n"
    return orjson.dumps(body)
