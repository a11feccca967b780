"""References: from a ``$ref`` to the place that it means.

A place is a value with its file and JSON pointer, so that a reference in it can
be resolved relative to its own file, and a mistake can be named where it is.
References follow RFC 3986 (relative files) with fragments that are JSON
pointers (RFC 6901) or, in OpenAPI 3.1, anchors (``$anchor``), and respect
``$id``. Nothing is ever fetched over a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from mockserver.errors import DocumentError
from mockserver.openapi.pointers import child, from_fragment, tokens


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """A file of the document; ``path`` is None if it came as a mapping.

    ``label`` goes in front of pointers into any file but the first.
    """

    name: str
    path: Path | None
    content: Any
    is_root: bool

    @property
    def label(self) -> str:
        """The name with which pointers into this file start."""
        return "" if self.is_root else f"{self.name}#"


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document, and where it stands."""

    value: Any
    file: SourceFile
    pointer: str

    @property
    def address(self) -> str:
        """The pointer, with the name of the file in front unless it is the root."""
        return self.file.label + self.pointer

    def child(self, token: str | int) -> Place:
        """Return the place of a member or an item, which must be there."""
        return Place(self.value[token], self.file, child(self.pointer, token))

    def children(self) -> Iterator[tuple[Any, Place]]:
        """Yield (name or index, place) for all members or items."""
        names = self.value if isinstance(self.value, dict) else range(len(self.value))
        for name in names:
            yield name, self.child(name)

    def error(self, reason: str) -> DocumentError:
        """Return an error about this place."""
        return DocumentError(self.pointer, reason, source=self.file.name)


@dataclass(frozen=True, slots=True)
class _Identified:
    """The schemas of a file that have a ``$id`` or an anchor."""

    pointers: dict[str, str] = field(default_factory=dict)
    dynamic: set[str] = field(default_factory=set)


class Files:
    """The files of one document, read when a reference first leads to them."""

    def __init__(
        self, root: SourceFile, *, read: Callable[[Path, str], Any] | None
    ) -> None:
        self.root = root
        self._read = read
        self._by_path: dict[Path, SourceFile] = {}
        if root.path is not None:
            self._by_path[root.path] = root
        self._identified: dict[int, _Identified] = {}
        self._resolved: dict[tuple[int, str], Place] = {}

    def follow(self, place: Place) -> Place:
        """Return the place itself, or what its ``$ref`` leads to in the end.

        Raises :class:`DocumentError` if the target is missing or the chain of
        references is a circle.
        """
        seen: set[tuple[int, str]] = set()
        while isinstance(place.value, dict) and isinstance(
            place.value.get("$ref"), str
        ):
            key = (id(place.file), place.pointer)
            if key in seen:
                raise place.error("the reference leads back to itself")
            seen.add(key)
            place = self.resolve(place, place.value["$ref"])
        return place

    def resolve(self, place: Place, reference: str) -> Place:
        """Return the place that a reference standing at ``place`` means."""
        identified = self._identify(place.file)
        key = (id(place.file), reference)
        if identified.pointers:
            return self._resolve(place, reference, identified)
        target = self._resolved.get(key)
        if target is None:
            target = self._resolve(place, reference, identified)
            self._resolved[key] = target
        return target

    def at(self, file: SourceFile, pointer: str) -> Place | None:
        """Return the place of a pointer in a file, or None."""
        value = file.content
        for token in tokens(pointer):
            if isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, list) and _is_index(token, value):
                value = value[int(token)]
            else:
                return None
        return Place(value, file, pointer)

    def is_dynamic(self, place: Place) -> bool:
        """Tell whether the file of the place uses ``$dynamicRef``."""
        return bool(self._identify(place.file).dynamic)

    def base_uri(self, place: Place) -> str:
        """Return the nearest ``$id`` at or above a place, resolved, or ``""``."""
        base = ""
        value = place.file.content
        for token in [None, *tokens(place.pointer)]:
            if token is not None:
                value = value[int(token)] if isinstance(value, list) else value[token]
            if isinstance(value, dict) and isinstance(value.get("$id"), str):
                base = urljoin(base, value["$id"])
        return base

    def _resolve(self, place: Place, reference: str, identified: _Identified) -> Place:
        uri, fragment = urldefrag(reference)
        base = self.base_uri(place) if identified.pointers else ""
        if base or uri:
            full = urljoin(base, uri)
            pointer = identified.pointers.get(full)
            if pointer is not None:
                return self._inside(
                    place, reference, place.file, pointer, full, fragment
                )
        if not uri:
            return self._inside(place, reference, place.file, "", "", fragment)
        file = self._file(place, uri)
        return self._inside(place, reference, file, "", "", fragment)

    def _inside(
        self,
        place: Place,
        reference: str,
        file: SourceFile,
        start: str,
        base: str,
        fragment: str,
    ) -> Place:
        if fragment and not fragment.startswith("/"):
            anchor = f"{base}#{unquote(fragment)}"
            pointer = self._identify(file).pointers.get(anchor)
            if pointer is None:
                reason = (
                    f"the reference {reference!r} names an anchor that is not there"
                )
                raise _referring(place).error(reason)
            return _walk(place, reference, file, pointer)
        return _walk(place, reference, file, start + from_fragment(fragment))

    def _file(self, place: Place, uri: str) -> SourceFile:
        parts = urlsplit(uri)
        if parts.scheme or parts.netloc:
            reason = (
                f"the reference leads to {uri!r}, and nothing is fetched; save that"
                " file beside the document and refer to it by a relative path"
            )
            raise _referring(place).error(reason)
        if place.file.path is None or self._read is None:
            reason = (
                f"the reference leads to the file {uri!r}, but the document was not"
                " read from a file; load it by its path"
            )
            raise _referring(place).error(reason)
        path = (place.file.path.parent / unquote(parts.path)).resolve()
        file = self._by_path.get(path)
        if file is None:
            try:
                content = self._read(path, uri)
            except DocumentError as error:
                reason = f"the reference leads to {uri!r}: {error.reason}"
                raise _referring(place).error(reason) from error
            file = SourceFile(self._name(path), path, content, is_root=False)
            self._by_path[path] = file
        return file

    def _name(self, path: Path) -> str:
        root = self.root.path
        assert root is not None  # a file is only read for one that has a path
        if path.is_relative_to(root.parent):
            return path.relative_to(root.parent).as_posix()
        return path.as_posix()

    def _identify(self, file: SourceFile) -> _Identified:
        identified = self._identified.get(id(file))
        if identified is None:
            identified = _Identified()
            _collect(file.content, "", "", identified)
            self._identified[id(file)] = identified
        return identified


def _collect(value: Any, pointer: str, base: str, found: _Identified) -> None:
    """Note each ``$id``, ``$anchor`` and ``$dynamicRef`` below a value."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (dict, list)):
                _collect(item, f"{pointer}/{index}", base, found)
        return
    if not isinstance(value, dict):
        return
    if isinstance(value.get("$id"), str):
        base = urljoin(base, value["$id"])
        found.pointers.setdefault(base, pointer)
    for keyword in ("$anchor", "$dynamicAnchor"):
        if isinstance(value.get(keyword), str):
            found.pointers.setdefault(f"{base}#{value[keyword]}", pointer)
    if isinstance(value.get("$dynamicRef"), str):
        found.dynamic.add(pointer)
    for name, member in value.items():
        if isinstance(member, (dict, list)):
            _collect(member, child(pointer, name), base, found)


def _is_index(token: str, value: list[Any]) -> bool:
    return token.isdecimal() and token.isascii() and int(token) < len(value)


def _referring(place: Place) -> Place:
    if isinstance(place.value, dict) and "$ref" in place.value:
        return place.child("$ref")
    return place


def _walk(place: Place, reference: str, file: SourceFile, pointer: str) -> Place:
    if pointer and not pointer.startswith("/"):
        reason = f"the reference {reference!r} has a fragment that is no JSON pointer"
        raise _referring(place).error(reason)
    value = file.content
    done = ""
    for token in tokens(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and _is_index(token, value):
            value = value[int(token)]
        else:
            at = f"{done or '/'} of {file.name or 'the document'}"
            reason = f"the reference {reference!r} leads nowhere: no {token!r} at {at}"
            raise _referring(place).error(reason)
        done = child(done, token)
    return Place(value, file, pointer)
