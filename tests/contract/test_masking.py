"""No key stands on a tape, whatever the target does with it."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.tape.masking import Mask, names_a_key
from contract_tests.tape.ndjson import line_of
from tests.contract.raw_server import RawServer, each_with, reply
from tests.contract.sending import KEY, SECOND_KEY, sending

MASK = Mask({"main": KEY, "second": SECOND_KEY})
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
ESCAPED = KEY.replace("_", "\\u005f")
SPELLINGS = {
    "as it is": KEY,
    "percent-encoded": quote(KEY, safe=""),
    "all percent-encoded": "".join(f"%{ord(each):02X}" for each in KEY),
    "all percent-encoded in small letters": "".join(f"%{ord(c):02x}" for c in KEY),
    "by Basic": base64.b64encode(f"{KEY}:".encode()).decode(),
    "without its end": KEY[:-1],
    "escaped as in JSON": ESCAPED,
    "of another role": SECOND_KEY,
}


def echo(place: str, secret: str) -> bytes:
    """Return a reply in which a hostile target tells a key."""
    replies = {
        "a header": reply("200 OK", b"{}", f"X-Echo: you sent {secret}!"),
        "the name of a header": reply("200 OK", b"{}", f"X-{secret}: 1"),
        "a value": reply(body=json.dumps({"a": [{"b": f"<{secret}>"}]}).encode()),
        "the name of a field": reply(body=json.dumps({"a": {secret: 1}}).encode()),
        "a field named twice": reply(body=f'{{"{secret}": 1, "{secret}": 2}}'.encode()),
        "the place of a picture": reply(
            body=json.dumps({secret: {"b64_json": PICTURE}}).encode()
        ),
        "a picture": reply(body=json.dumps({"b64_json": secret}).encode()),
        "text": reply(body=f"<p>{secret}</p>".encode()),
        "text that is cut": reply(body=b"x" * (2000 - 12) + secret.encode() + b"y"),
        "bytes": reply(body=b"\xff" + secret.encode()),
        "a header that is cut": reply("200 OK", b"{}", f"X: {'x' * 990}{secret}"),
        "a malformed header": b"HTTP/1.1 200 OK\r\n bad "
        + secret.encode()
        + b"\r\n\r\n",
        "the status line": b"HTTP/9 " + secret.encode() + b"\r\n\r\n",
        "a location": reply("302 Found", b"", f"Location: http://[{secret}"),
    }
    return replies[place]


PLACES = [
    "a header",
    "the name of a header",
    "a value",
    "the name of a field",
    "a field named twice",
    "the place of a picture",
    "a picture",
    "text",
    "text that is cut",
    "bytes",
    "a header that is cut",
    "a malformed header",
    "the status line",
    "a location",
]


@pytest.mark.parametrize("place", PLACES)
def test_what_a_target_echoes_is_not_on_the_tape(place: str) -> None:
    with (
        RawServer(each_with(echo(place, KEY))) as server,
        sending(server.url) as sent,
    ):
        sent.post()

    line = line_of(sent.exchanges[0]).lower()
    assert KEY.lower() not in line
    assert KEY[:14].lower() not in line


@pytest.mark.parametrize("secret", SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_is_masked(secret: str) -> None:
    masked = MASK.text(f"before {secret} after")

    assert secret not in masked
    assert masked.startswith("before [key:")
    assert masked.endswith("] after")
    assert names_a_key(masked)


@pytest.mark.parametrize("secret", SPELLINGS.values(), ids=SPELLINGS)
def test_what_is_sent_is_not_on_the_tape(secret: str) -> None:
    with RawServer(each_with(reply())) as server, sending(server.url) as sent:
        sent.send(
            "POST",
            f"/api/v1/images/generate?key={quote(secret)}",
            body=json.dumps({"prompt": f"{secret}"}).encode(),
            headers=(("Authorization", f"Token {secret}"), ("X-Api-Key", secret)),
        )
        sent.send("POST", "/x", body=f"not JSON {secret}".encode())

    for exchange in sent.exchanges:
        assert KEY[:14] not in line_of(exchange)
        assert SECOND_KEY[:14] not in line_of(exchange)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=16),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_no_key_is_left_whatever_its_characters(
    key: str, before: str, after: str
) -> None:
    mask = Mask({"main": key})
    marked = mask.value({f"{before}{key}{after}": [f"{before}{key}{after}"]})

    if not key.isalpha():
        assert key not in str(marked).replace("[key:main]", "")


def test_a_key_that_begins_another_is_told_apart() -> None:
    mask = Mask({"main": "gi_12345678", "second": "gi_12345678_9"})

    assert mask.text("gi_12345678_9 gi_12345678") == "[key:second] [key:main]"


def test_a_mark_is_not_masked_again() -> None:
    mask = Mask({"main": "gi_12345678", "second": "key:main1", "poor": "main"})

    assert mask.text("gi_12345678") == "[key:main]"


@pytest.mark.parametrize("key", ["1", "id", "test", "images", "default", "a1"])
def test_a_key_that_could_be_any_word_breaks_no_reply(key: str) -> None:
    """A mock takes any key; what it answers must still be read as it is."""
    mask = Mask({"main": key})
    body = {"images": [], "id": "1", "aspectRatio": "1:1", "prompt": "a test default"}

    assert mask.value(body) == body
    assert mask.text("/api/v1/images?limit=20") == "/api/v1/images?limit=20"
    assert mask.credentials(key) == "[key:main]"
    assert mask.text(f"Bearer {key}") == "Bearer [key:main]"
    assert (
        mask.text(f"/api/v1/account?token={key}") == "/api/v1/account?token=[key:main]"
    )


def test_without_keys_nothing_is_masked() -> None:
    assert Mask({}).text("a text") == "a text"
    assert Mask({"main": ""}).text("a text") == "a text"
