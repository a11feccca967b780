"""Which properties only one direction must carry.

A ``readOnly`` property is not required in a request, a ``writeOnly`` one not in
a reply (OpenAPI 3.0.4, section 4.7.24.1; the annotation may stand behind a
``$ref`` or in a member of ``allOf``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mockserver.openapi.references import Files, Place


@dataclass(frozen=True, slots=True)
class Required:
    """The names that a schema requires, by direction."""

    request: tuple[str, ...]
    reply: tuple[str, ...]


def required_by_direction(place: Place, files: Files) -> Required | None:
    """Split ``required`` of the schema at a place, or None if nothing differs.

    Properties are those of the schema itself, of the members of its ``allOf``,
    and of the schema in whose ``allOf`` it stands.
    """
    names = place.value["required"]
    read_only: set[str] = set()
    write_only: set[str] = set()
    wanted = set(names)
    for root in _family(place, files):
        for name, schema in _properties(root, files, wanted, set()):
            if _has(schema, "readOnly", files):
                read_only.add(name)
            if _has(schema, "writeOnly", files):
                write_only.add(name)
    if not read_only and not write_only:
        return None
    return Required(
        request=tuple(name for name in names if name not in read_only),
        reply=tuple(name for name in names if name not in write_only),
    )


def _family(place: Place, files: Files) -> Iterator[Place]:
    yield place
    above, _, index = place.pointer.rpartition("/")
    if index.isdecimal() and above.endswith("/allOf"):
        pointer = above.removesuffix("/allOf")
        parent = files.at(place.file, pointer)
        if parent is not None:
            yield from _family(parent, files)


def _properties(
    place: Place, files: Files, wanted: set[str], seen: set[tuple[int, str]]
) -> Iterator[tuple[str, Place]]:
    key = (id(place.file), place.pointer)
    if key in seen or not isinstance(place.value, dict):
        return
    seen.add(key)
    properties = place.value.get("properties")
    if isinstance(properties, dict):
        inside = place.child("properties")
        for name in properties:
            if name in wanted:
                yield name, inside.child(name)
    if isinstance(place.value.get("allOf"), list):
        for _, member in place.child("allOf").children():
            yield from _properties(member, files, wanted, seen)
    if isinstance(place.value.get("$ref"), str):
        yield from _properties(files.follow(place), files, wanted, seen)


def _has(place: Place, keyword: str, files: Files) -> bool:
    """Tell whether a schema is marked, itself, behind a reference or in allOf."""
    pending = [place]
    seen: set[tuple[int, str]] = set()
    while pending:
        place = pending.pop()
        key = (id(place.file), place.pointer)
        if key in seen or not isinstance(place.value, dict):
            continue
        seen.add(key)
        if place.value.get(keyword) is True:
            return True
        if isinstance(place.value.get("$ref"), str):
            pending.append(files.resolve(place, place.value["$ref"]))
        if isinstance(place.value.get("allOf"), list):
            pending.extend(item for _, item in place.child("allOf").children())
    return False
