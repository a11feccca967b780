"""The operations of a document, their references followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.lenient import mapping, sequence, text
from contract_tests.lint.schema_walk import METHODS, Located

Follow = Callable[[str, Any], Located | None]
"""Takes a place and its value; returns where its `$ref` leads, None for nowhere."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `parameters` and `responses` are those that references lead to.

    `is_secured` says that no request is served without credentials.
    """

    pointer: str
    path: str
    method: str
    value: Mapping[str, Any]
    parameters: tuple[Located, ...]
    body: Located | None
    responses: Mapping[str, Located]
    is_secured: bool

    @property
    def name(self) -> str:
        """Return the operation id, or method and path."""
        return text(self.value.get("operationId")) or f"{self.method} {self.path}"

    @property
    def words(self) -> str:
        """Return what the operation says of itself, in one text."""
        told = (text(self.value.get(each)) for each in ("summary", "description"))
        return " ".join(each for each in told if each)

    def documents(self, status: int) -> bool:
        """Tell whether a status is documented: by itself, by its range or `default`."""
        names = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
        return any(name in self.responses for name in names)

    def media(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield media type, pointer and value of each content of the body."""
        if self.body is not None:
            yield from contents(self.body)

    def replies(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield media type, pointer and value of each content of a 2xx response."""
        for status, response in self.responses.items():
            if status.startswith("2"):
                yield from contents(response)


def contents(message: Located) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield media type, pointer and value of each content of a message."""
    pointer, value = message
    for name, media in mapping(mapping(value).get("content")).items():
        yield str(name), pointer + join("content", name), mapping(media)


def operations(document: Mapping[str, Any], follow: Follow) -> Iterator[Operation]:
    """Yield the operations below `paths`, in the order of the document."""
    for path, item in mapping(document.get("paths")).items():
        found = follow(join("paths", path), item)
        place, value = found or (join("paths", path), {})
        for method in METHODS:
            if isinstance(mapping(value).get(method), Mapping):
                yield _operation(document, follow, str(path), place, value, method)


def _operation(
    document: Mapping[str, Any],
    follow: Follow,
    path: str,
    place: str,
    item: Mapping[str, Any],
    method: str,
) -> Operation:
    value, pointer = item[method], place + join(method)
    body = value.get("requestBody")
    responses = mapping(value.get("responses"))
    return Operation(
        pointer,
        path,
        method.upper(),
        value,
        _parameters(follow, place, item, pointer, value),
        follow(pointer + join("requestBody"), body) if body is not None else None,
        {
            str(status): follow(pointer + join("responses", status), each)
            or (pointer + join("responses", status), {})
            for status, each in responses.items()
        },
        _is_secured(value.get("security", document.get("security"))),
    )


def _parameters(
    follow: Follow,
    place: str,
    item: Mapping[str, Any],
    pointer: str,
    operation: Mapping[str, Any],
) -> tuple[Located, ...]:
    """Return the parameters; an operation's own replace those of its path."""
    found: dict[tuple[str, str], Located] = {}
    for start, holder in ((place, item), (pointer, operation)):
        for index, each in enumerate(sequence(holder.get("parameters"))):
            target = follow(start + join("parameters", index), each)
            if target is not None and isinstance(target[1], Mapping):
                value = target[1]
                found[text(value.get("in")), text(value.get("name"))] = target
    return tuple(found.values())


def _is_secured(requirements: object) -> bool:
    listed = sequence(requirements)
    return bool(listed) and all(bool(each) for each in listed)
