"""From a reply's value to the bytes of its media type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from mockserver.media.xml_writing import write_xml


def write_body(body: Any, media_type: str) -> bytes:
    """Write a value: JSON for JSON types, text and bytes as they are."""
    if media_type == "application/json" or _is_json(_essence(media_type)):
        return write_json(body)
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", "replace")
    return write_json(body)


def write_structured(
    value: Any, media_type: str, *, schema: Any = True
) -> bytes | None:
    """Write a value as XML, a form or an event stream; None for any other type.

    ``schema`` gives the root of XML its name, where it is a reference.
    """
    essence = _essence(media_type)
    if _is_xml(essence):
        return write_xml(value, root=_root(schema), item=_item(schema))
    if essence == _FORM:
        return _form(value)
    if essence == _EVENTS:
        text = value if isinstance(value, str) else write_json(value).decode("utf-8")
        lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
        return f"{lines}\n".encode("utf-8", "replace")
    return None


def is_literal(example: Any, media_type: str) -> bool:
    """Tell whether an example is the very text that is sent.

    That is how OpenAPI (3.1.1, section 4.8.19) shows what is no JSON.
    """
    essence = _essence(media_type)
    if not isinstance(example, str):
        return False
    if essence == _EVENTS:
        return example.startswith(("data:", "event:", "id:", "retry:", ":"))
    if essence == _FORM:
        return "=" in example
    if _is_xml(essence):
        return example.lstrip("\ufeff \t\r\n").startswith("<")
    return essence.endswith("yaml") or essence in _JSON_LINES


def write_json(value: Any) -> bytes:
    """Write JSON; an integer may be of any size."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson stops at 64 bits; a client may send, and be echoed, more.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


_FORM = "application/x-www-form-urlencoded"
_EVENTS = "text/event-stream"
_JSON_LINES = frozenset({"application/jsonl", "application/x-ndjson"})


def _form(value: Any) -> bytes:
    fields = value if isinstance(value, Mapping) else {"value": value}
    pairs = [
        (name, one if isinstance(one, str) else write_json(one).decode("utf-8"))
        for name, member in fields.items()
        for one in (member if isinstance(member, list) else [member])
    ]
    return urlencode(pairs, errors="replace").encode("ascii")


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _is_json(essence: str) -> bool:
    return essence.endswith(("/json", "+json")) or essence in _JSON_LINES


def _is_xml(essence: str) -> bool:
    return essence.endswith(("/xml", "+xml"))


def _root(schema: Any) -> str:
    return _referred(schema) or "response"


def _item(schema: Any) -> str:
    items = schema.get("items") if isinstance(schema, Mapping) else None
    return _referred(items) or "item"


def _referred(schema: Any) -> str:
    """Return the name of the component that a reference leads to, or nothing."""
    reference = schema.get("$ref", "") if isinstance(schema, Mapping) else ""
    return str(reference).rpartition("/")[2]
