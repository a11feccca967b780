"""Strings of the formats of JSON Schema 2020-12 and of the OpenAPI registry.

Names and addresses are those reserved for documentation: example.com (RFC
2606), 192.0.2.0/24 (RFC 5737) and 2001:db8::/32 (RFC 3849).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from mockserver.openapi.generation.content import encoded
from mockserver.openapi.generation.draw import Draw
from mockserver.openapi.generation.words import FIRST_NAMES, NOUNS, slug

_HALF_MONTH = 15 * 24 * 3600  # seconds
_LATE = ("updated", "modified", "last", "finished", "completed", "ended", "end")


def of_format(name: str, draw: Draw, title: str, now: datetime) -> str | None:
    """Return a string of the format, None if the format is not known.

    ``title`` is the property's name; ``now`` is what moments lie before.
    """
    if name in _MOMENTS:
        return _MOMENTS[name](moment(draw, title, now))
    write = _FORMATS.get(name)
    return write(draw) if write is not None else None


def variants(name: str, text: str) -> tuple[str, ...]:
    """Return ``text`` of the format written otherwise, for a pattern beside it."""
    if name not in ("date-time", "time"):
        return ()
    moment_of = text.removesuffix("Z")
    return tuple(
        f"{moment_of}{ending}"
        for ending in (".000Z", "+00:00", ".000+00:00", ".000000Z", ".000000+00:00")
    )


def shorter(name: str) -> tuple[str, ...]:
    """Return short strings of the format, for a small ``maxLength``."""
    return _SHORT.get(name, ())


def longer(name: str, text: str, length: int) -> Iterator[str]:
    """Yield ``text`` of the format, stretched to ``length`` characters."""
    stretch = _STRETCH.get(name)
    if stretch is not None and length > len(text):
        yield stretch(text, length - len(text))


def moment(draw: Draw, title: str, now: datetime) -> datetime:
    """Return a whole second in the 30 days before ``now``.

    Something was updated in the newer half, and created in the older one.
    """
    lowered = title.lower()
    late = any(word in lowered for word in _LATE)
    back = 1 + draw.below(_HALF_MONTH - 1) + (0 if late else _HALF_MONTH)
    return now.replace(microsecond=0) - timedelta(seconds=back)


def uuid4(draw: Draw) -> str:
    """Return a UUID of version 4 (RFC 9562, section 5.4)."""
    raw = bytearray(draw.octets(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def email(draw: Draw) -> str:
    """Return an address at example.com."""
    return f"{draw.choice(FIRST_NAMES).lower()}.{draw.choice(NOUNS)}@example.com"


def url(draw: Draw) -> str:
    """Return an absolute URL at example.com."""
    return f"https://example.com/{slug(draw)}"


def hostname(draw: Draw) -> str:
    """Return a host below example.com."""
    return f"{draw.choice(NOUNS)}.example.com"


def ipv4(draw: Draw) -> str:
    """Return an IPv4 address for documentation."""
    return f"192.0.2.{draw.between(1, 254)}"


def _decimal(draw: Draw) -> str:
    return f"{draw.between(1, 999)}.{draw.between(10, 99)}"


def _ipv6(draw: Draw) -> str:
    return f"2001:db8::{draw.between(1, 0xFFFF):x}:{draw.between(1, 0xFFFF):x}"


def _uri_path(text: str, missing: int) -> str:
    filling = "/path" * (missing // 5 + 1)
    return text + filling[:missing]


def _local_part(text: str, missing: int) -> str:
    """Lengthen an address: 64 characters before the @, then labels of the host."""
    local, _, host = text.partition("@")
    room = min(missing, 64 - len(local))
    return f"{local}{'a' * room}@{_labels(host, missing - room)}"


def _labels(host: str, missing: int) -> str:
    if missing <= 1:
        return "a" * missing + host
    labels = []
    while missing > 0:
        size = min(missing - 1, 50)
        size -= missing - size == 2  # a single dot cannot be filled
        labels.append("a" * max(size, 1))
        missing -= max(size, 1) + 1
    return ".".join([*labels, host])


def _more_letters(text: str, missing: int) -> str:
    return text + "a" * missing


def _fraction(text: str, missing: int) -> str:
    """Lengthen a time by digits of a second; one digit alone takes a point too."""
    return f"{text[:-1]}.{'0' * (missing - 1)}Z" if missing > 1 else text


_MOMENTS: dict[str, Callable[[datetime], str]] = {
    "date-time": lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "date": lambda at: at.strftime("%Y-%m-%d"),
    "time": lambda at: at.strftime("%H:%M:%SZ"),
    "date-time-local": lambda at: at.strftime("%Y-%m-%dT%H:%M:%S"),
    "time-local": lambda at: at.strftime("%H:%M:%S"),
    "http-date": lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    "unixtime": lambda at: str(int(at.timestamp())),
}

_FORMATS: dict[str, Callable[[Draw], str]] = {
    "uuid": uuid4,
    "duration": lambda draw: f"PT{draw.between(1, 59)}M",
    "email": email,
    "idn-email": email,
    "hostname": hostname,
    "idn-hostname": hostname,
    "ipv4": ipv4,
    "ipv6": _ipv6,
    "ip": ipv4,
    "uri": url,
    "url": url,
    "iri": url,
    "uri-reference": lambda draw: f"/{slug(draw)}",
    "iri-reference": lambda draw: f"/{slug(draw)}",
    "uri-template": lambda draw: f"https://example.com/{slug(draw)}/{{id}}",
    "json-pointer": lambda draw: f"/{draw.choice(NOUNS)}/{draw.between(0, 9)}",
    "relative-json-pointer": lambda draw: f"{draw.between(0, 3)}/{draw.choice(NOUNS)}",
    "regex": lambda draw: f"^{draw.choice(NOUNS)}$",
    "byte": lambda draw: encoded("base64", "", draw),
    "base64url": lambda draw: encoded("base64url", "", draw),
    "binary": slug,
    "password": lambda draw: f"{slug(draw)}-{draw.between(10, 99)}",
    **dict.fromkeys(
        ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"),
        lambda draw: str(draw.between(1, 100)),
    ),
    **dict.fromkeys(("float", "double", "decimal128"), _decimal),
    "decimal": _decimal,
    "char": lambda draw: draw.choice("abcdefghijklmnopqrstuvwxyz"),
    "media-range": lambda draw: draw.choice(("application/json", "text/plain")),
}

_SHORT: dict[str, tuple[str, ...]] = {
    "email": ("ada@example.com", "ada@a.io", "a@b.co"),
    "idn-email": ("ada@example.com", "ada@a.io", "a@b.co"),
    "uri": ("https://example.com", "http://a.co", "a:b"),
    "iri": ("https://example.com", "http://a.co", "a:b"),
    "url": ("https://example.com", "http://a.co", "a:b"),
    "uri-reference": ("/a", "a", ""),
    "iri-reference": ("/a", "a", ""),
    "uri-template": ("/{id}", "a", ""),
    "hostname": ("example.com", "a.co", "a"),
    "idn-hostname": ("example.com", "a.co", "a"),
    "ipv4": ("192.0.2.1", "1.1.1.1"),
    "ipv6": ("2001:db8::1", "::1", "::"),
    "json-pointer": ("/a", "/", ""),
    "relative-json-pointer": ("0",),
    "duration": ("P1D",),
    "regex": ("a+", "a", ""),
    "byte": ("aGVsbG8h", "aGk=", ""),
    "base64url": ("aGVsbG8h", "aGk=", ""),
    "binary": ("a", ""),
    "password": ("secret12", "secret", "a", ""),
}

_STRETCH: dict[str, Callable[[str, int], str]] = {
    "email": _local_part,
    "idn-email": _local_part,
    "uri": _uri_path,
    "iri": _uri_path,
    "url": _uri_path,
    "uri-reference": _uri_path,
    "iri-reference": _uri_path,
    "uri-template": _uri_path,
    "hostname": _labels,
    "idn-hostname": _labels,
    "json-pointer": _more_letters,
    "relative-json-pointer": _more_letters,
    "regex": lambda text, missing: text[:-1] + "a" * missing + text[-1:],
    "byte": lambda text, missing: text + "QUFB" * -(-missing // 4),
    "base64url": lambda text, missing: text + "QUFB" * -(-missing // 4),
    "binary": _more_letters,
    "password": _more_letters,
    "date-time": _fraction,
    "time": _fraction,
    "duration": lambda text, missing: f"PT{'0' * missing}{text[2:]}",
    "decimal": lambda text, missing: text + "0" * missing,
}
