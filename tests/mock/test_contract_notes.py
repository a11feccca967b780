"""Each code that the contract notes list is sent, and the notes list each that is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mock.conftest import Client
from tests.mock.editing import FORM, Edit, as_form, served, styled, told_apart

NOTES = Path(__file__).parents[2] / "docs" / "contract-notes.md"
GENERATE = "/api/v1/images/generate"


def as_it_is(document: Any) -> None:
    """Edit nothing."""


def with_key(authorization: str | None) -> Callable[[Client], Any]:
    def send(client: Client) -> Any:
        del client.headers["Authorization"]
        headers = {} if authorization is None else {"Authorization": authorization}
        return client.get("/api/v1/account", headers=headers)

    return send


CODES: dict[str, tuple[Edit, Callable[[Client], Any]]] = {
    "invalid_json": (as_it_is, lambda c: c.generate_from(b"{")),
    "duplicate_key": (as_it_is, lambda c: c.generate_from(b'{"a": 1, "a": 2}')),
    "too_deep": (as_it_is, lambda c: c.generate_from(b"[" * 201 + b"]" * 201)),
    "invalid_encoding": (as_it_is, lambda c: c.generate_from(b"\xff")),
    "invalid_unicode": (as_it_is, lambda c: c.generate_from(b'["\\ud800"]')),
    "too_large": (as_it_is, lambda c: c.generate_from(b" " * (1024 * 1024 + 1))),
    "style": (styled, lambda c: c.get("/api/v1/images?range=from")),
    "invalid_form": (
        lambda d: as_form(d, "multipart/form-data"),
        lambda c: c.generate_from(b"x", "multipart/form-data; boundary=y"),
    ),
    "too_many_fields": (as_form, lambda c: c.generate_from(b"a=1&" * 10_001, FORM)),
    "discriminator": (told_apart, lambda c: c.generate(kind="sound")),
    "unsupported_media_type": (as_it_is, lambda c: c.generate_from(b"x", "text/plain")),
    "repeated": (as_it_is, lambda c: c.get("/api/v1/images?limit=1&limit=1")),
    "unsupported": (
        as_it_is,
        lambda c: c.generate(modelId="openai:gpt-image-2", thinkingLevel="deep"),
    ),
    "insufficient_credits": (as_it_is, lambda c: c.generate()),
    "not_found": (
        as_it_is,
        lambda c: c.get("/api/v1/images/9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11"),
    ),
    "missing_api_key": (as_it_is, with_key(None)),
    "malformed_api_key": (as_it_is, with_key("Bearer a b")),
    "invalid_api_key": (as_it_is, with_key("Bearer nobody")),
    "revoked_api_key": (as_it_is, with_key("Bearer gi_mock_revoked")),
}


def test_the_notes_list_these_codes_and_no_others() -> None:
    _, heading, table = NOTES.read_text("utf-8").partition(
        "## Codes that are no keyword of JSON Schema"
    )
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    listed = [
        code for row in rows for code in re.findall("`(\\w+)`", row.split("|")[1])
    ]

    assert heading
    assert sorted(listed) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_the_notes_is_sent(code: str) -> None:
    edit, send = CODES[code]
    with served(edit, credits=1) as client:
        reply = send(client)

    (detail,) = reply.json()["error"]["details"]
    assert detail["code"] == code


def test_json_may_be_as_deep_as_the_notes_say(client: Client) -> None:
    reply = client.generate_from(b"[" * 200 + b"]" * 200)

    assert reply.json()["error"]["details"][0]["code"] == "type"


def test_a_body_may_be_as_large_as_the_option_says(client: Client) -> None:
    body = b'{"prompt": "x", "modelId": "openai:gpt-image-2"}'

    assert client.generate_from(body.ljust(1024 * 1024)).status_code == 200
