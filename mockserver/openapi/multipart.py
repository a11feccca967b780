"""Multipart bodies taken apart (RFC 2046, section 5.1; RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

_MOST_PARTS = 1000


class MultipartProblem(ValueError):
    """Bytes that are not a multipart form."""


@dataclass(slots=True)
class Part:
    """One part; ``is_file`` if its disposition has a file name."""

    headers: dict[str, bytes] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list)
    name: str = ""
    is_file: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the part."""
        return b"".join(self.chunks)

    @property
    def content_type(self) -> str | None:
        """The ``Content-Type`` of the part, if it has one."""
        raw = self.headers.get("content-type")
        return None if raw is None else raw.decode("latin-1")


class _Collector:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.is_complete = False
        self._name = bytearray()
        self._value = bytearray()

    def on_part_begin(self) -> None:
        if len(self.parts) == _MOST_PARTS:
            raise MultipartProblem(f"it has more than {_MOST_PARTS} parts")
        self.parts.append(Part())

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].chunks.append(data[start:end])

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        name = self._name.decode("latin-1").lower()
        self.parts[-1].headers[name] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        part = self.parts[-1]
        raw = part.headers.get("content-disposition", b"")
        kind, options = parse_options_header(raw)
        name = options.get(b"name")
        if kind != b"form-data" or name is None:
            raise MultipartProblem("a part has no Content-Disposition with a name")
        try:
            part.name = name.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MultipartProblem("the name of a part is not UTF-8") from error
        part.is_file = b"filename" in options

    def on_end(self) -> None:
        self.is_complete = True


def read_multipart(body: bytes, boundary: bytes) -> list[Part]:
    """Return the parts of a body, in order. Raises :class:`MultipartProblem`."""
    collector = _Collector()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": collector.on_part_begin,
                "on_part_data": collector.on_part_data,
                "on_header_field": collector.on_header_field,
                "on_header_value": collector.on_header_value,
                "on_header_end": collector.on_header_end,
                "on_headers_finished": collector.on_headers_finished,
                "on_end": collector.on_end,
            },
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise MultipartProblem(str(error)) from error
    if not collector.is_complete:
        raise MultipartProblem("the last boundary is missing")
    return collector.parts
