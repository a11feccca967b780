"""The formats that the document names, as its standards define them.

`jsonschema` checks formats only when it is told to, and takes any text with an
`@` for an email address; these are the rules that a verdict rests on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from jsonschema import FormatChecker

# RFC 3339, section 5.6; letters in either case (its note), leap seconds allowed.
_DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# RFC 5321, sections 4.1.2 and 4.1.3, without its limits of length;
# letters beyond ASCII are allowed (RFC 6531).
_EMAIL = re.compile(
    r"([^\s@<>,;:\"()\[\]\\]+|\"([^\"\\\r\n]|\\.)+\")"
    r"@([^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*|\[[0-9A-Za-z:.]+\])"
)


def parse_date_time(text: str) -> datetime | None:
    """Return the instant of an RFC 3339 date-time, None if it is none."""
    match = _DATE_TIME.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        instant = datetime(
            int(year), int(month), int(day), int(hour), int(minute),
            min(int(second), 59), tzinfo=_zone(zone),
        )  # fmt: skip
    except ValueError:
        return None
    if int(second) > 60:
        return None
    try:
        return instant + timedelta(seconds=float(fraction or 0) + (int(second) == 60))
    except OverflowError:  # the leap second after the last that a datetime can tell
        return instant


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def is_uuid(text: str) -> bool:
    """Tell whether a text has the form of RFC 9562, section 4, in either case."""
    return bool(_UUID.fullmatch(text))


def checker() -> FormatChecker:
    """Return a checker for the formats that a verdict rests on."""
    formats = FormatChecker(formats=())
    formats.checks("date-time")(
        lambda value: not isinstance(value, str) or parse_date_time(value) is not None
    )
    formats.checks("uuid")(lambda value: not isinstance(value, str) or is_uuid(value))
    formats.checks("email")(
        lambda value: not isinstance(value, str) or bool(_EMAIL.fullmatch(value))
    )
    return formats
