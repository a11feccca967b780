"""What a property's name says of its value, where the schema says no more.

A name is cut into words; the longest ending that a table knows decides, so
``billing_email_address`` is read as ``email_address`` and ``imageUrl`` as ``url``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache

from mockserver.openapi.generation import formats
from mockserver.openapi.generation.draw import Draw
from mockserver.openapi.generation.words import (
    ADJECTIVES,
    CITIES,
    FIRST_NAMES,
    LAST_NAMES,
    NOUNS,
    phrase,
    sentence,
    slug,
    title,
)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_THIRTY_DAYS = 30 * 24 * 3600


@lru_cache(maxsize=4096)
def endings(name: str) -> tuple[str, ...]:
    """Return the endings of a name, longest first: ``userId`` -> user_id, id."""
    words = [word.lower() for word in _WORD.findall(name)]
    return tuple("_".join(words[at:]) for at in range(len(words)))


def usual_text(name: str, draw: Draw, now: datetime) -> str | None:
    """Return a string that suits the name, None if the name says nothing."""
    for ending in endings(name):
        if ending in _TEXTS:
            return _TEXTS[ending](draw)
        if ending in _MOMENTS:
            return formats.of_format(_MOMENTS[ending], draw, name, now)
    return None


def usual_numbers(name: str, now: datetime) -> tuple[int, int] | None:
    """Return the range of numbers that suits the name, None if it says nothing."""
    for ending in endings(name):
        if ending in _RANGES:
            return _RANGES[ending]
        if ending in _MOMENTS or ending in _EPOCHS:
            latest = int(now.timestamp())
            scale = 1000 if ending.endswith(("ms", "millis")) else 1
            return (latest - _THIRTY_DAYS) * scale, (latest - 1) * scale
    return None


def singular(name: str) -> str:
    """Return the name of one item of a list: ``emails`` -> email."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "shes", "ches")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def new_names(draw: Draw) -> Iterator[str]:
    """Yield names for properties that no schema names, each once."""
    start = draw.below(len(NOUNS))
    for number in range(1, 1 << 20):
        for at in range(len(NOUNS)):
            noun = NOUNS[(start + at) % len(NOUNS)]
            yield noun if number == 1 else f"{noun}_{number}"


def _full_name(draw: Draw) -> str:
    return f"{draw.choice(FIRST_NAMES)} {draw.choice(LAST_NAMES)}"


def _street(draw: Draw) -> str:
    return f"{draw.between(1, 99)} {draw.choice(NOUNS).title()} Street"


def _phone(draw: Draw) -> str:
    return f"+1202555{draw.between(100, 199):04d}"  # reserved for fiction


def _colour(draw: Draw) -> str:
    return f"#{draw.octets(3).hex()}"


def _version(draw: Draw) -> str:
    return f"{draw.between(1, 4)}.{draw.between(0, 9)}.{draw.between(0, 9)}"


def _one_of(*options: str) -> Callable[[Draw], str]:
    return lambda draw: draw.choice(options)


_CURRENCY = _one_of("USD", "EUR", "GBP", "JPY")
_COUNTRY_CODE = _one_of("US", "DE", "FR", "JP", "BR", "KE")
_LANGUAGE = _one_of("en", "de", "fr", "ja", "pt")
_FILE = ("png", "jpg", "txt", "pdf")

_TEXTS: dict[str, Callable[[Draw], str]] = {
    "id": formats.uuid4,
    "uuid": formats.uuid4,
    "guid": formats.uuid4,
    "first_name": lambda draw: draw.choice(FIRST_NAMES),
    "given_name": lambda draw: draw.choice(FIRST_NAMES),
    "last_name": lambda draw: draw.choice(LAST_NAMES),
    "family_name": lambda draw: draw.choice(LAST_NAMES),
    "surname": lambda draw: draw.choice(LAST_NAMES),
    "full_name": _full_name,
    "user_name": lambda draw: f"{draw.choice(ADJECTIVES)}_{draw.choice(NOUNS)}",
    "username": lambda draw: f"{draw.choice(ADJECTIVES)}_{draw.choice(NOUNS)}",
    "login": lambda draw: f"{draw.choice(ADJECTIVES)}_{draw.choice(NOUNS)}",
    "author": _full_name,
    "owner": _full_name,
    "name": title,
    "display_name": title,
    "title": title,
    "label": title,
    "subject": title,
    "file_name": lambda draw: f"{slug(draw)}.{draw.choice(_FILE)}",
    "filename": lambda draw: f"{slug(draw)}.{draw.choice(_FILE)}",
    "host_name": formats.hostname,
    "hostname": formats.hostname,
    "host": formats.hostname,
    "domain": formats.hostname,
    "domain_name": formats.hostname,
    "description": sentence,
    "summary": sentence,
    "message": sentence,
    "comment": sentence,
    "text": sentence,
    "body": sentence,
    "content": sentence,
    "note": sentence,
    "detail": sentence,
    "reason": sentence,
    "prompt": sentence,
    "email": formats.email,
    "mail": formats.email,
    "email_address": formats.email,
    "url": formats.url,
    "uri": formats.url,
    "href": formats.url,
    "link": formats.url,
    "website": formats.url,
    "homepage": formats.url,
    "phone": _phone,
    "phone_number": _phone,
    "mobile": _phone,
    "fax": _phone,
    "country": _COUNTRY_CODE,
    "country_code": _COUNTRY_CODE,
    "currency": _CURRENCY,
    "currency_code": _CURRENCY,
    "locale": _one_of("en-US", "de-DE", "fr-FR", "ja-JP", "pt-BR"),
    "language": _LANGUAGE,
    "lang": _LANGUAGE,
    "language_code": _LANGUAGE,
    "time_zone": _one_of("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"),
    "timezone": _one_of("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"),
    "city": lambda draw: draw.choice(CITIES),
    "town": lambda draw: draw.choice(CITIES),
    "region": lambda draw: draw.choice(("north", "south", "east", "west")),
    "state": _one_of("active", "pending", "done"),
    "status": _one_of("active", "pending", "done"),
    "street": _street,
    "street_address": _street,
    "address": _street,
    "line_1": _street,
    "line1": _street,
    "postal_code": lambda draw: draw.letters("123456789", 5),
    "post_code": lambda draw: draw.letters("123456789", 5),
    "postcode": lambda draw: draw.letters("123456789", 5),
    "zip": lambda draw: draw.letters("123456789", 5),
    "zip_code": lambda draw: draw.letters("123456789", 5),
    "company": lambda draw: f"{draw.choice(LAST_NAMES)} Ltd",
    "organization": lambda draw: f"{draw.choice(LAST_NAMES)} Ltd",
    "color": _colour,
    "colour": _colour,
    "version": _version,
    "ip": formats.ipv4,
    "ip_address": formats.ipv4,
    "mime_type": _one_of("image/png", "application/json", "text/plain"),
    "media_type": _one_of("image/png", "application/json", "text/plain"),
    "content_type": _one_of("image/png", "application/json", "text/plain"),
    "user_agent": lambda draw: f"example-client/{_version(draw)}",
    "slug": slug,
    "key": slug,
    "path": lambda draw: f"/{slug(draw)}",
    "token": lambda draw: draw.octets(16).hex(),
    "secret": lambda draw: draw.octets(16).hex(),
    "hash": lambda draw: draw.octets(16).hex(),
    "sha256": lambda draw: draw.octets(32).hex(),
    "sha1": lambda draw: draw.octets(20).hex(),
    "md5": lambda draw: draw.octets(16).hex(),
    "etag": lambda draw: draw.octets(8).hex(),
    "checksum": lambda draw: draw.octets(16).hex(),
    "amount": lambda draw: f"{draw.between(1, 999)}.{draw.between(10, 99)}",
    "price": lambda draw: f"{draw.between(1, 999)}.{draw.between(10, 99)}",
    "code": lambda draw: draw.choice(NOUNS),
    "tag": lambda draw: draw.choice(NOUNS),
    "category": lambda draw: draw.choice(NOUNS),
    "query": phrase,
}

_MOMENTS: dict[str, str] = {
    "at": "date-time",
    "created": "date-time",
    "updated": "date-time",
    "modified": "date-time",
    "timestamp": "date-time",
    "date": "date",
    "datetime": "date-time",
    "date_time": "date-time",
    "birthday": "date",
}
"""Names of moments, with the format they take as strings."""

_EPOCHS = frozenset(
    {"time", "epoch", "expires", "expiry", "timestamp_ms", "time_ms", "time_millis"}
)

_RANGES: dict[str, tuple[int, int]] = {
    "id": (1000, 999_999),
    "count": (1, 50),
    "total": (1, 50),
    "size": (1, 100_000),
    "bytes": (1, 100_000),
    "length": (1, 1000),
    "offset": (0, 0),
    "limit": (10, 50),
    "page": (1, 5),
    "pages": (1, 5),
    "page_size": (10, 50),
    "index": (0, 9),
    "position": (0, 9),
    "age": (18, 80),
    "year": (2000, 2024),
    "month": (1, 12),
    "day": (1, 28),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
    "width": (64, 2048),
    "height": (64, 2048),
    "amount": (1, 500),
    "price": (1, 500),
    "cost": (1, 500),
    "balance": (1, 5000),
    "quantity": (1, 10),
    "latitude": (-60, 60),
    "lat": (-60, 60),
    "longitude": (-180, 180),
    "lng": (-180, 180),
    "lon": (-180, 180),
    "percent": (0, 100),
    "percentage": (0, 100),
    "progress": (0, 100),
    "score": (0, 1),
    "probability": (0, 1),
    "ratio": (0, 1),
    "rating": (1, 5),
    "port": (1024, 65_535),
    "status": (200, 204),
    "status_code": (200, 204),
    "version": (1, 9),
    "priority": (1, 5),
    "duration": (1, 600),
    "ttl": (60, 3600),
    "timeout": (1, 60),
}
