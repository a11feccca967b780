"""Times that are written another way, or told by another clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from mockserver.defects.entry import Make, Variant
from mockserver.defects.variants.shown import rewrite, rows_shown


def _written(write: Callable[[datetime], str]) -> Make:
    return rows_shown(
        rewrite("createdAt", lambda text: write(datetime.fromisoformat(text)))
    )


def _at(hours: float) -> Callable[[datetime], str]:
    zone = timezone(timedelta(hours=hours))
    return lambda moment: moment.astimezone(zone).isoformat()


def _shifted(seconds: float) -> Callable[[datetime], str]:
    shift = timedelta(seconds=seconds)
    return lambda moment: (moment + shift).astimezone(UTC).isoformat()


VARIANTS: tuple[Variant, ...] = (
    Variant("times-in-the-east", "times are written with +05:30", _written(_at(5.5))),
    Variant("times-in-the-west", "times are written with -08:00", _written(_at(-8))),
    Variant(
        "times-with-offset-zero",
        "times end in +00:00 and not in Z",
        _written(datetime.isoformat),
    ),
    Variant(
        "times-to-the-second",
        "times have no fraction, so that those of several rows are the same",
        _written(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ")),
    ),
    Variant(
        "times-to-the-minute",
        "times are rounded down to the minute",
        _written(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:00Z")),
    ),
    Variant(
        "times-to-the-nanosecond",
        "times have nine digits of a second",
        _written(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%f000Z")),
    ),
    Variant(
        "times-in-small-letters",
        "times are written with a small t and a small z, as RFC 3339 allows",
        _written(lambda moment: moment.strftime("%Y-%m-%dt%H:%M:%S.%fz")),
    ),
    Variant(
        "clock-ahead",
        "the clock of createdAt is 20 seconds ahead of that of Date",
        _written(_shifted(20)),
    ),
    Variant(
        "clock-behind",
        "the clock of createdAt is 20 seconds behind that of Date",
        _written(_shifted(-20)),
    ),
)
