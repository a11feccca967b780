"""Which of the documented media types is sent (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What is sent where the document has a range and the client names no type in it.
_OF_RANGES = {
    "*/*": "application/json",
    "application/*": "application/json",
    "audio/*": "audio/wav",
    "font/*": "font/woff2",
    "image/*": "image/png",
    "text/*": "text/plain",
    "video/*": "video/mp4",
}


@dataclass(frozen=True, slots=True)
class _Range:
    """A media range of ``Accept`` and its weight."""

    essence: str
    weight: float

    @property
    def is_concrete(self) -> bool:
        return "*" not in self.essence


@dataclass(frozen=True, slots=True)
class _Option:
    declared: str
    sent: str
    weight: float


def choose(declared: Iterable[str], accept: str) -> tuple[str, str]:
    """Return the documented media type that fits best, and the type to send.

    They differ where the document has a range such as ``image/*``. JSON comes
    first among equals. A client that accepts none gets the first all the same,
    which RFC 9110 allows.
    """
    ranges = list(_ranges(accept)) or [_Range("*/*", 1.0)]
    options = [_option(name, ranges) for name in sorted(declared, key=_rank)]
    best = max(options, key=lambda option: option.weight)
    return best.declared, best.sent


def _rank(media_type: str) -> int:
    essence = _essence(media_type)
    if essence.endswith(("/json", "+json")):
        return 0
    return 2 if essence in ("*/*", "text/event-stream") or "xml" in essence else 1


def _option(name: str, ranges: list[_Range]) -> _Option:
    essence = _essence(name)
    if "*" not in essence:
        return _Option(name, name, _weight(essence, ranges))
    named = [one for one in ranges if one.is_concrete and _covers(essence, one.essence)]
    if named:
        best = max(named, key=lambda one: one.weight)
        return _Option(name, best.essence, best.weight)
    sent = _of_range(essence)
    return _Option(name, sent, _weight(sent, ranges))


def _of_range(essence: str) -> str:
    main, _, subtype = essence.partition("/")
    if subtype.startswith("*+"):
        main = "application" if main == "*" else main
        return f"{main}/vnd.mock{subtype[1:]}"
    return _OF_RANGES.get(essence, f"{main}/octet-stream")


def _weight(essence: str, ranges: list[_Range]) -> float:
    """Return the weight of the most specific range that covers a type, or 0."""
    main = essence.partition("/")[0]
    weights = {one.essence: one.weight for one in ranges}
    for candidate in (essence, f"{main}/*", "*/*"):
        if candidate in weights:
            return weights[candidate]
    return 0.0


def _covers(wide: str, essence: str) -> bool:
    main, _, subtype = wide.partition("/")
    found, _, inner = essence.partition("/")
    return main in ("*", found) and inner.endswith(subtype.removeprefix("*"))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _ranges(accept: str) -> Iterator[_Range]:
    for item in accept.split(","):
        essence, *parameters = (part.strip().lower() for part in item.split(";"))
        if essence:
            yield _Range(essence, _quality(parameters))


def _quality(parameters: Iterable[str]) -> float:
    """Return the value of ``q``, at most 1; what cannot be read is 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            digits = value.strip().replace(".", "", 1)
            readable = digits.isascii() and digits.isdigit()
            return min(1.0, float(value)) if readable else 1.0
    return 1.0
