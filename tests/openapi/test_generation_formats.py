"""Values look like what their format, encoding or name says."""

from __future__ import annotations

import base64
import io
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from tests.openapi.generation_rig import NOW, generator, is_valid

STANDARD = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
]


@pytest.mark.parametrize("name", STANDARD)
def test_standard_formats_are_valid(name: str) -> None:
    schema = {"type": "string", "format": name}
    values = generator()
    for seed in range(20):
        assert is_valid(schema, values.generate(schema, seed=bytes([seed])))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("date-time", r"2026-0[12]-\d\dT\d\d:\d\d:\d\dZ"),
        ("email", r"[a-z.]+@example\.com"),
        ("uri", r"https://example\.com/[a-z-]+"),
        ("hostname", r"[a-z]+\.example\.com"),
        ("ipv4", r"192\.0\.2\.\d+"),
        ("ipv6", r"2001:db8::.+"),
        ("byte", r"[A-Za-z0-9+/]+=*"),
        ("binary", r".+"),
        ("password", r".{8,}"),
        ("int64", r"\d+"),
        ("double", r"\d+\.\d+"),
    ],
)
def test_formats_use_what_is_reserved_for_examples(name: str, form: str) -> None:
    made = generator().generate({"type": "string", "format": name}, seed=b"s")
    assert re.fullmatch(form, made)


def test_a_uuid_is_of_version_4() -> None:
    made = generator().generate({"type": "string", "format": "uuid"}, seed=b"s")
    assert uuid.UUID(made).version == 4
    assert uuid.UUID(made).variant == uuid.RFC_4122


def test_moments_lie_in_the_last_thirty_days() -> None:
    schema = {"type": "string", "format": "date-time"}
    values = generator()
    for seed in range(50):
        made = datetime.fromisoformat(values.generate(schema, seed=bytes([seed])))
        assert NOW - timedelta(days=30) <= made < NOW


def test_nothing_was_updated_before_it_was_created() -> None:
    moment = {"type": "string", "format": "date-time"}
    schema = {"properties": {"created_at": moment, "updatedAt": moment}}
    values = generator()
    for seed in range(30):
        made = values.generate(schema, seed=bytes([seed]))
        assert made["created_at"] < made["updatedAt"]


@pytest.mark.parametrize(
    ("encoding", "decode"),
    [
        ("base64", base64.b64decode),
        ("base64url", base64.urlsafe_b64decode),
        ("base32", base64.b32decode),
        ("base16", base64.b16decode),
    ],
)
def test_encoded_content_can_be_decoded(encoding: str, decode: Any) -> None:
    schema = {"type": "string", "contentEncoding": encoding}
    assert decode(generator().generate(schema, seed=b"s"))


def test_a_picture_can_be_opened() -> None:
    schema = {
        "type": "string",
        "contentEncoding": "base64",
        "contentMediaType": "image/png",
    }
    made = base64.b64decode(generator().generate(schema, seed=b"s"), validate=True)
    with Image.open(io.BytesIO(made)) as picture:
        picture.load()
        assert picture.format == "PNG"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("id", r"[0-9a-f-]{36}"),
        ("userId", r"[0-9a-f-]{36}"),
        ("first_name", r"[A-Z][a-z]+"),
        ("lastName", r"[A-Z][a-z]+"),
        ("contactEmail", r".+@example\.com"),
        ("avatar_url", r"https://example\.com/.+"),
        ("phone", r"\+\d{11}"),
        ("countryCode", r"[A-Z]{2}"),
        ("currency", r"[A-Z]{3}"),
        ("city", r"[A-Z][a-z]+"),
        ("description", r"An? .+\."),
        ("locale", r"[a-z]{2}-[A-Z]{2}"),
        ("background_color", r"#[0-9a-f]{6}"),
        ("createdAt", r"2026-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("date", r"2026-\d\d-\d\d"),
        ("amount", r"\d+\.\d\d"),
        ("unheard-of", r"[a-z]+ [a-z]+"),
    ],
)
def test_strings_suit_their_names(name: str, form: str) -> None:
    schema = {"properties": {name: {"type": "string"}}}
    made = generator().generate(schema, seed=b"s")
    assert re.fullmatch(form, made[name])


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("totalCount", 1, 50),
        ("year", 2000, 2024),
        ("offset", 0, 0),
        ("width", 64, 2048),
        ("latitude", -60, 60),
        ("port", 1024, 65535),
    ],
)
@pytest.mark.parametrize("kind", ["integer", "number"])
def test_numbers_suit_their_names(name: str, low: int, high: int, kind: str) -> None:
    schema = {"properties": {name: {"type": kind}}}
    made = generator().generate(schema, seed=b"s")
    assert low <= made[name] <= high


def test_a_moment_as_an_integer_is_in_seconds_of_the_epoch() -> None:
    schema = {"properties": {"created_at": {"type": "integer"}}}
    made = generator().generate(schema, seed=b"s")
    moment = datetime.fromtimestamp(made["created_at"], UTC)
    assert NOW - timedelta(days=30) <= moment < NOW


def test_bounds_outweigh_names() -> None:
    schema = {"properties": {"year": {"type": "integer", "minimum": 3000}}}
    assert generator().generate(schema, seed=b"s")["year"] >= 3000


def test_items_are_named_after_their_list() -> None:
    schema = {"properties": {"emails": {"type": "array", "items": {"type": "string"}}}}
    made = generator().generate(schema, seed=b"s")
    assert all(text.endswith("@example.com") for text in made["emails"])


def test_a_value_can_be_named_from_outside() -> None:
    made = generator().generate({"type": "string"}, seed=b"s", name="email")
    assert made.endswith("@example.com")
