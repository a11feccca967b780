"""Media types and the ranges in which a document declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_LONGEST_CACHED = 200


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type (RFC 9110, section 8.3.1), in lower case; a part may be ``*``."""

    type: str
    subtype: str
    charset: str | None = None
    boundary: str | None = None

    @property
    def essence(self) -> str:
        """The type without its parameters."""
        return f"{self.type}/{self.subtype}"

    @property
    def is_json(self) -> bool:
        """Whether it is JSON (RFC 6839, section 3.1, for the suffix)."""
        return self.subtype == "json" or self.subtype.endswith("+json")

    @property
    def is_text(self) -> bool:
        """Whether it is text without a structure of its own."""
        return self.type == "text" and self.subtype not in {"xml", "yaml", "*"}

    @property
    def is_form(self) -> bool:
        """Whether it is a form of HTML."""
        return self.essence in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }

    @property
    def is_binary(self) -> bool:
        """Whether it is bytes, of which a schema can only limit the number."""
        return self.type in {"image", "audio", "video", "font"} or self.subtype in {
            "octet-stream",
            "pdf",
            "zip",
            "gzip",
        }


def parse_media_type(text: str) -> MediaType | None:
    """Return a media type, or None if the text is none."""
    if len(text) > _LONGEST_CACHED:
        return _parse(text)
    return _parse_cached(text)


def _parse(text: str) -> MediaType | None:
    essence, _, parameters = text.partition(";")
    main, slash, subtype = essence.strip().lower().partition("/")
    if not slash or not main or not subtype or " " in main or " " in subtype:
        return None
    charset = boundary = None
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if name.lower() == "charset":
            charset = value.lower()
        elif name.lower() == "boundary":
            boundary = value
    return MediaType(main, subtype, charset, boundary)


_parse_cached = lru_cache(maxsize=256)(_parse)


class MediaRanges:
    """The media types of one ``content`` object; the most specific one counts.

    Exact types come before suffixes (``application/*+json``), those before
    ``type/*`` and that before ``*/*``. Parameters such as ``charset`` make no
    difference.
    """

    def __init__(self, declared: Iterable[str]) -> None:
        exact: dict[str, str] = {}
        ranges: list[tuple[int, MediaType, str]] = []
        for name in declared:
            media = parse_media_type(name)
            if media is None:
                continue
            if "*" in media.essence:
                ranges.append((_breadth(media), media, name))
            else:
                exact.setdefault(media.essence, name)
        self._exact: Mapping[str, str] = exact
        self._ranges = tuple(sorted(ranges, key=lambda entry: entry[0]))

    def find(self, media: MediaType) -> str | None:
        """Return the declared name under which a media type falls, or None."""
        name = self._exact.get(media.essence)
        if name is not None:
            return name
        for _, wide, name in self._ranges:
            if _covers(wide, media):
                return name
        return None


def _breadth(media: MediaType) -> int:
    if media.type == "*":
        return 2
    return 1 if media.subtype == "*" else 0


def _covers(wide: MediaType, media: MediaType) -> bool:
    if wide.type not in {"*", media.type}:
        return False
    if wide.subtype.startswith("*"):
        return media.subtype.endswith(wide.subtype[1:])
    return wide.subtype == media.subtype
