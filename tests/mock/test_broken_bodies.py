"""Bodies that cannot be read: 400 with a code, and nothing is charged."""

from __future__ import annotations

import gzip

import pytest

from tests.mock.conftest import Client


def valid(prompt: str) -> str:
    return f'{{"modelId": "openai:gpt-image-2", "prompt": {prompt}}}'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"{", "invalid_json", id="cut off"),
        pytest.param(b'{"prompt": "x",}', "invalid_json", id="trailing comma"),
        pytest.param(b"{'prompt': 1}", "invalid_json", id="single quotes"),
        pytest.param(b"{} {}", "invalid_json", id="two values"),
        pytest.param(b"\x00", "invalid_json", id="NUL"),
        pytest.param(b'{"prompt": NaN}', "invalid_json", id="NaN"),
        pytest.param(b'{"prompt": -Infinity}', "invalid_json", id="Infinity"),
        pytest.param(b'{"prompt": 1e999}', "invalid_json", id="overflow"),
        pytest.param(
            b'{"prompt": 1' + b"0" * 5000 + b"}", "invalid_json", id="5000 digits"
        ),
        pytest.param(
            b'{"prompt": "a", "prompt": "b"}', "duplicate_key", id="duplicate key"
        ),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, "too_deep", id="10,000 levels"),
        pytest.param(b'{"a":' * 200_000, "too_deep", id="200,000 levels, cut off"),
        pytest.param(
            valid('"\\ud800"').encode(), "invalid_unicode", id="lone surrogate"
        ),
        pytest.param(
            b'{"\\udfff": 1}', "invalid_unicode", id="lone surrogate in a key"
        ),
        pytest.param(
            valid('"\xe9"').encode("latin-1"), "invalid_encoding", id="Latin-1"
        ),
        pytest.param(valid('"x"').encode("utf-16"), "invalid_encoding", id="UTF-16"),
        pytest.param(b"\xff\xfe", "invalid_encoding", id="not text"),
    ],
)
def test_a_broken_body_is_400_and_free(client: Client, body: bytes, code: str) -> None:
    reply = client.generate_from(body)

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == code
    assert client.account.credits == 1000


def test_another_charset_is_refused(client: Client) -> None:
    reply = client.generate_from(
        valid('"x"').encode(), "application/json; charset=iso-8859-1"
    )

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == "invalid_encoding"


def test_two_media_types_are_refused(client: Client) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Type", "text/plain")]
    reply = client.post(
        "/api/v1/images/generate", content=valid('"x"'), headers=headers
    )

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON"]
)
def test_utf_8_and_a_byte_order_mark_are_taken(
    client: Client, content_type: str
) -> None:
    reply = client.generate_from(
        b"\xef\xbb\xbf" + valid('"\\ud83e\\udd8a"').encode(), content_type
    )

    assert reply.json()["image"]["prompt"] == "🦊"


@pytest.mark.parametrize("coding", ["gzip", "br, gzip", "x"])
def test_a_compressed_body_is_refused_and_not_misread(
    client: Client, coding: str
) -> None:
    body = gzip.compress(valid('"x"').encode())
    reply = client.generate_from(body, **{"Content-Encoding": coding})

    assert reply.status_code == 400
    (detail,) = reply.json()["error"]["details"]
    assert (detail["path"], detail["code"]) == (
        "header.Content-Encoding",
        "unsupported_media_type",
    )
    assert reply.headers["Accept-Encoding"] == "identity"
